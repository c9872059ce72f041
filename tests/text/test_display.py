import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.text.normalize import display


@given(st.text(alphabet="甲乙,.;:!?()\"'“”《》ab1 \n", max_size=60))
def test_display_keeps_the_length(text):
    assert len(display(text)) == len(text)


@given(st.text(alphabet="甲乙,.;:!?()\"'“”《》ab1 ", max_size=60))
def test_display_leaves_letters_alone(text):
    assert [c for c in display(text) if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("河清,鱼来:好!", "河清，鱼来：好！"),
        ("《手册》,见下.", "《手册》，见下。"),
        ('他说"好河"', "他说“好河”"),
        ("“要'清'起来”", "“要‘清’起来”"),
        ("河流(river)很长", "河流（river）很长"),
    ],
)
def test_half_width_marks_beside_han_become_full_width(typed, shown):
    assert display(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "10:30到1,000人",
        "print(f(x), 1)",
        "see http://a.cn/?q=1,2河",
        "1.打扫",
        "it's 3.5, ok?",
        "`a,河`",
    ],
)
def test_numbers_latin_code_and_addresses_stay(text):
    assert display(text) == text
