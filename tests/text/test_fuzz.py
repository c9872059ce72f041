"""Broken files of every kind: read, or refused with a reason; nothing else ever.

`FUZZ_EXAMPLES=100000 python -m pytest tests/text/test_fuzz.py -p no:randomly` is the long run.
"""

import io
import json
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyapp.reading_process import read
from studyapp.text.source import CODES
from tests import files
from tests.text.sample import ARTICLE

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "120"))
TABLE = (
    "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>"
    "<w:sdt><w:sdtContent>{0}</w:sdtContent></w:sdt>"
).format(files.paragraph("格"))
LEVELS = (
    f'<w:numbering xmlns:w="{files.W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
SEEDS = {
    "a.txt": ARTICLE.encode("gb18030"),
    "b.txt": ARTICLE.encode("utf-16"),
    "a.md": b"---\ntitle: x\n---\n# A\n\n> q\n\n- [a](b)\n\n|a|b|\n|-|-|\n|1|2|\n\n```\nx\n```\n",
    "a.html": files.page("<p>" + ARTICLE.replace("\n", "</p><p>") + "</p>").encode(),
    "a.docx": files.docx(
        files.paragraph("总则", NUMBERED, "<w:b/><w:sz w:val='32'/>") + TABLE,
        parts={**files.related("numbering"), "word/numbering.xml": LEVELS},
    ),
    "a.pdf": files.pdf(
        [[(72, 760, 20, "Title"), (72, 700, 12, "A line of text."), (300, 30, 9, "1")]]
    ),
}
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "repeat", "end"]),
        st.floats(0, 1),
        st.binary(max_size=12),
        st.integers(1, 2000),
    ),
    min_size=1,
    max_size=8,
)


def edited(data, edits):
    for kind, share, some, count in edits:
        at = int(share * len(data))
        if kind == "flip":
            data = data[:at] + some + data[at + len(some) :]
        elif kind == "cut":
            data = data[:at] + data[at + count :]
        elif kind == "insert":
            data = data[:at] + some + data[at:]
        elif kind == "repeat":
            data = data[:at] + data[at : at + 40] * min(count, 100) + data[at:]
        else:
            data = data[: max(at, 4)]
    return data


def edited_inside(data, edits):
    """An archive with its document broken, but whole as an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, content in parts.items():
            broken = edited(content, edits) if name.startswith("word/") else content
            archive.writestr(name, broken)
    return result.getvalue()


def said_of(name, data):
    return json.loads(read(data, {"name": name, "limit_chars": 200_000}))


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_is_read(name):
    assert said_of(name, SEEDS[name])["outline"]["sections"]


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_a_broken_file_is_read_or_refused_with_a_reason(name, edits):
    said = said_of(name, edited(SEEDS[name], edits))
    assert "outline" in said or said["code"] in CODES, said


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_a_word_document_with_broken_parts_is_read_or_refused(edits):
    said = said_of("a.docx", edited_inside(SEEDS["a.docx"], edits))
    assert "outline" in said or said["code"] in CODES, said


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf", ""]), st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(suffix, data):
    said = said_of("a" + suffix, data)
    assert "outline" in said or said["code"] in CODES, said


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=600), st.sampled_from([".md", ".html", ".txt"]))
def test_any_text_is_read_or_refused(text, suffix):
    said = said_of("a" + suffix, text.encode(errors="surrogatepass"))
    assert "outline" in said or said["code"] in CODES, said
