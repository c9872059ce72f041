"""A statement is asked for all that is marked in it, or it would be due every day."""

import pytest

from studyapp import library, progress, sittings, study
from studyapp.models import Question, Standing, Statement
from tests import factories

pytestmark = pytest.mark.django_db
BODIES = (
    "会员享有借阅权、表决权、推荐权、监督权。",
    "理事会由七名理事组成，任期三年。",
    "藏书目录由管理员每季度修订一次。",
    "经费来自会费和捐赠，账目每年公开。",
)
HEADINGS = ("前言", "会员", "理事会", "附则")


def headed(*headings):
    parts = zip("一二三四", headings, BODIES, strict=False)
    text = "".join(f"{number}、{heading}\n\n{body}\n\n" for number, heading, body in parts)
    return factories.create_document(text=f"山河读书会章程\n\n{text}")


def outline(document):
    return document.statements.get(kind=Statement.Kind.OUTLINE)


def study_all(learner, document, *, day):
    """Answer all of a day right; how many questions of the outline there were."""
    now, asked = factories.NOW + factories.days(day), 0
    try:
        sitting = factories.start(learner, document, now=now)
    except sittings.NothingToStudy:
        return 0
    while (attempt := study.issue_attempt(sitting, now=now)) is not None:
        asked += attempt.question is not None and attempt.statement.kind == "outline"
        factories.answer_right(attempt, now=now)
        sitting.refresh_from_db()
    return asked


def test_only_the_headings_that_are_asked_are_marked():
    row = outline(headed(*HEADINGS))
    assert [part.text for part in row.parts] == ["会员", "理事会"]
    whole = row.questions.get(key="outline")
    assert whole.prompt["elsewhere"] == ["前言", "附则"]


@pytest.mark.parametrize("headings", [("上册", "下册"), ("总则", "附则"), ("为什么？", "怎么办？")])
def test_an_outline_that_nothing_asks_is_nothing_to_learn(headings, alice):
    document = headed(*headings)
    assert not outline(document).marks
    assert not outline(document).is_key
    study_all(alice, document, day=0)
    assert None not in progress.section_mastery(alice, document, factories.NOW.date())
    with pytest.raises(sittings.NothingToStudy):
        factories.start(alice, document)


def test_an_outline_of_which_a_heading_is_never_asked_comes_to_be_known(alice):
    document = headed(*HEADINGS)
    asked = [study_all(alice, document, day=day) for day in range(12)]
    assert sum(asked) < len(asked) / 2
    standing = Standing.objects.get(learner=alice, statement=outline(document))
    assert standing.known_until is not None


def test_to_make_the_questions_again_changes_none_of_them():
    document = headed(*HEADINGS)
    again = library.make_questions_again(document)
    assert (again.added, again.retired) == (0, 0)


def test_a_mark_that_was_never_asked_goes_when_the_questions_are_made_again():
    document = headed(*HEADINGS)
    row = outline(document)
    row.marks = row.members
    row.save()
    library.make_questions_again(document)
    assert [part.text for part in outline(document).parts] == ["会员", "理事会"]


def test_what_an_editor_marks_is_asked_whatever_it_is():
    row = outline(headed(*HEADINGS))
    library.set_marks(row, [tuple(span) for span in row.members])
    row = outline(row.document)
    typed = row.questions.filter(retired_at=None, kind=Question.Kind.TYPED)
    assert {one.part_keys[0] for one in typed} == {part.key for part in row.parts}
    assert len(row.parts) == len(HEADINGS)
