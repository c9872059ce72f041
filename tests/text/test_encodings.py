import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.readers.encodings import decode
from studyapp.text.source import Unreadable
from tests.text.sample import ARTICLE

SHORT = "各部门要认真落实责任，确保河流清洁。"
TRADITIONAL = "我們應當認真學習這一篇文章，瞭解國家與人民的關係。"
TYPOGRAPHIC = "The river’s “source” lies in the hills – nobody’s garden; it’s cold."


def read(data, **options):
    return decode(data, limit_chars=1_000_000, **options)


@pytest.mark.parametrize("text", [ARTICLE, SHORT])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"],
)
def test_simplified_chinese_is_read_in_every_encoding(text, encoding):
    assert read(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "big5", "cp950", "gb18030"])
def test_traditional_chinese_is_read_in_every_encoding(encoding):
    assert read(TRADITIONAL.encode(encoding)) == TRADITIONAL


def test_a_character_beyond_the_basic_plane_is_read():
    assert read((SHORT + "𠮷").encode("gb18030")) == SHORT + "𠮷"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le"])
def test_english_is_read_with_its_typographic_marks(encoding):
    assert read(TYPOGRAPHIC.encode(encoding)) == TYPOGRAPHIC


def test_what_a_page_declares_decides_between_two_readings():
    data = "中文".encode("gb18030")
    assert read(data, declared="gb2312") == "中文"


@pytest.mark.parametrize("declared", ["utf-8", "base64", "unicode_escape", "no-such", "", "\x00"])
def test_what_is_declared_wrongly_is_not_believed(declared):
    assert read(ARTICLE.encode("gb18030"), declared=declared) == ARTICLE


def test_one_broken_byte_costs_one_character_only():
    data = bytearray(ARTICLE.encode() * 3)
    data[3] = 0xFF
    assert len(read(bytes(data))) >= 3 * len(ARTICLE)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_half_a_character_is_told(mark):
    with pytest.raises(Unreadable) as caught:
        read(mark + b"A")
    assert caught.value.code == "undecodable"


@given(st.binary(min_size=400, max_size=4000))
def test_random_bytes_are_no_text(data):
    with suppress(Unreadable):
        assert read(data).count("\ufffd") * 100 <= len(data)
