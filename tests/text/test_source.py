import pytest

from studyapp.text.readers import read_file
from studyapp.text.source import Unreadable, check


def blocks_of(data, **options):
    return [block.text for block in read_file(data, **options).blocks]


def code_of(data, **options):
    with pytest.raises(Unreadable) as caught:
        read_file(data, **options)
    return caught.value.code


def test_nul_control_and_direction_characters_are_taken_out():
    assert check("河\x00流\x1b[31m\u202e长\ud800") == "河流[31m长"


def test_all_line_ends_are_newlines():
    assert check("甲\r\n乙\r丙\u2028丁") == "甲\n乙\n丙\n丁"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x7fELF\x02\x01", "contradiction"),
        (bytes(range(256)) * 20, "binary"),
        (b"\xff\xfeA", "undecodable"),
        ("。！——".encode(), "no_words"),
    ],
)
def test_unreadable_data_is_refused_with_its_reason(data, code):
    assert code_of(data) == code


def test_text_over_the_limit_is_refused():
    assert code_of("河".encode() * 11, limit_chars=10) == "too_long"


def test_text_at_the_limit_is_read():
    assert blocks_of("河".encode() * 10, limit_chars=10) == ["河" * 10]
