import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.marks import MarksError, from_marked, to_marked


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="[]\\甲a ", max_size=24))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, tuple(pairs)


@given(marked_texts())
def test_marked_text_gives_text_and_marks_back(case):
    text, spans = case
    assert from_marked(to_marked(text, spans)) == (text, spans)


@given(marked_texts())
def test_marking_twice_changes_nothing(case):
    marked = to_marked(*case)
    assert to_marked(*from_marked(marked)) == marked


@given(st.text(alphabet="[]\\甲", max_size=16))
def test_any_marked_text_is_read_or_refused_with_its_place(marked):
    place, spans, text = 0, (), marked
    try:
        text, spans = from_marked(marked)
    except MarksError as error:
        place = error.position
    assert 0 <= place <= max(0, len(marked) - 1)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_mark_is_written_in_double_brackets():
    assert to_marked("带头做到“三个先行”，是首要任务。", [(5, 9)]) == (
        "带头做到“[[三个先行]]”，是首要任务。"
    )


def test_literal_brackets_are_escaped():
    assert to_marked("数组 a[[0]]", []) == "数组 a\\[[0]]"


def test_marks_side_by_side_stay_apart():
    assert from_marked("[[甲]][[乙]]") == ("甲乙", ((0, 1), (1, 2)))


@pytest.mark.parametrize(
    ("marked", "code", "position"),
    [
        ("甲[[乙", "unclosed", 1),
        ("甲[[乙[[丙]]", "nested", 4),
        ("甲[[]]", "empty", 3),
    ],
)
def test_wrong_brackets_are_refused_where_they_stand(marked, code, position):
    with pytest.raises(MarksError) as caught:
        from_marked(marked)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_closing_brackets_that_close_nothing_are_text():
    assert from_marked("a]]b") == ("a]]b", ())


@pytest.mark.parametrize(
    ("spans", "code"),
    [([(0, 2), (1, 3)], "overlap"), ([(1, 1)], "empty"), ([(0, 9)], "outside")],
)
def test_impossible_spans_are_refused(spans, code):
    with pytest.raises(MarksError) as caught:
        to_marked("甲乙丙", spans)
    assert caught.value.code == code
