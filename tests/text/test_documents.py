"""Real documents, read where they lie beside the repository; they are not ours to keep here."""

import time
from pathlib import Path

import pytest

from studyapp.text.outline import outline_of
from studyapp.text.readers import read_file
from studyapp.text.readers.kinds import SUFFIXES
from studyapp.text.statements import ENUMERATION, OUTLINE, QUOTATION

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SEED = DATA / "seed-article.txt"
OTHERS = [
    file
    for file in sorted((DATA / "documents").glob("*"))
    if file.suffix in SUFFIXES
    and not any(part in file.name for part in (".truth.", "README", ".scan."))
]

pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"no documents in {DATA}")


def read(file):
    return outline_of(read_file(file.read_bytes(), name=file.name), name=file.name)


@pytest.fixture(scope="module")
def seed():
    return read(SEED)


def members(outline, kind):
    return [[s.text[a:b] for a, b in s.members] for s in outline.statements if s.kind == kind]


def test_seed_has_its_data(seed):
    assert (seed.source, seed.published.isoformat()) == ("中国网信网", "2024-03-23")
    assert seed.title.startswith("聚焦网信职责使命")
    assert seed.credit.startswith("编辑：")


def test_seed_has_preamble_and_five_sections_of_two_paragraphs(seed):
    assert [(s.level, len(s.paragraphs)) for s in seed.sections] == [(0, 2)] + [(1, 2)] * 5


def test_seed_outline_has_five_headings(seed):
    (headings,) = members(seed, OUTLINE)
    assert [heading[:2] for heading in headings] == ["聚焦"] * 5


def test_seed_quotations_have_one_speaker(seed):
    speakers = [s.speaker for s in seed.statements if s.kind == QUOTATION]
    assert len(speakers) > 9
    assert set(speakers) == {"习近平总书记"}


@pytest.mark.parametrize(
    "expected",
    [
        ["忠于党和人民", "勇于担当作为", "善于开拓创新", "敢于斗争亮剑", "甘于拼搏奉献"],
        ["理响中国", "文化中国", "何以中国"],
        ["不敢腐", "不能腐", "不想腐"],
        ["网络色情", "网络暴力", "侵害未成年人合法权益"],
        ["教育", "医疗", "文化"],
        ["讲政治", "懂网络", "敢担当", "善创新"],
    ],
)
def test_seed_enumerations_are_found(seed, expected):
    assert expected in members(seed, ENUMERATION)


def test_seed_is_read_in_a_third_of_a_second():
    start = time.process_time()
    read(SEED)
    assert time.process_time() - start < 0.3


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.name)
def test_every_paragraph_yields_a_statement(file):
    outline = read(file)
    for i, section in enumerate(outline.sections):
        starts = {s.start for s in outline.statements if s.section == i and s.kind != OUTLINE}
        place = 0
        for paragraph in section.paragraphs:
            assert place in starts
            place += len(paragraph) + 1
