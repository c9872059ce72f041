import pytest

from studyapp.text.source import Unreadable, check, decode


def code_of(data, **options):
    with pytest.raises(Unreadable) as caught:
        decode(data, **options)
    return caught.value.code


def test_byte_order_mark_is_not_text():
    assert decode("\ufeff河流".encode()) == "河流"


def test_utf_16_is_read_by_its_byte_order_mark():
    assert decode("河流".encode("utf-16")) == "河流"


def test_nul_control_and_direction_characters_are_taken_out():
    assert check("河\x00流\x1b[31m\u202e长\ud800") == "河流[31m长"


def test_all_line_ends_are_newlines():
    assert check("甲\r\n乙\r丙\u2028丁") == "甲\n乙\n丙\n丁"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x7fELF\x02\x01", "binary"),
        (bytes(range(256)) * 20, "binary"),
        ("河流保护".encode("gb18030"), "undecodable"),
        (b"\xff\xfeA", "undecodable"),
        ("。！——".encode(), "no_words"),
    ],
)
def test_unreadable_data_is_refused_with_its_reason(data, code):
    assert code_of(data) == code


def test_text_over_the_limit_is_refused():
    assert code_of("河".encode() * 11, limit_chars=10) == "too_long"


def test_text_at_the_limit_is_read():
    assert decode("河".encode() * 10, limit_chars=10) == "河" * 10
