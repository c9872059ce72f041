"""Takes the pictures of the README: `make pictures`. No test, and run by name only."""

from pathlib import Path

import pytest
from django.utils import timezone

from studyapp import library, sittings, study
from tests import factories
from tests.factories import days, minutes

PICTURES = Path(library.__file__).parent / "static" / "studyapp" / "pictures"
SAMPLE = Path(library.__file__).parent / "samples" / "mofan-jiguan-daodu.md"
WIDTH = 960
LARGEST = 150_000


@pytest.fixture
def document(live_server):
    return library.import_document(SAMPLE.read_bytes(), name=SAMPLE.name, publish=True).document


@pytest.fixture
def learner(document):
    """Someone who has studied for three weeks, mostly rightly."""
    learner = factories.create_user("alice", name="明远", start_rung=1)
    sittings.enrol(learner, document)
    for ago in range(21, 0, -2):
        now = timezone.now() - days(ago)
        sitting = factories.start(learner, document, now=now)
        for number in range(12):
            sitting.refresh_from_db()
            attempt = study.issue_attempt(sitting, now=now + minutes(number))
            if attempt is None:
                break
            wrong = attempt.question is not None and number % 7 == 3
            answer = factories.answer_wrong if wrong else factories.answer_right
            answer(attempt, now=now + minutes(number))
    return learner


def test_take_pictures(open_page, sign_in, document, learner):
    page = open_page(viewport={"width": WIDTH, "height": 560})
    sign_in(page, learner)
    page.goto(f"/documents/{document.pk}/read/2/?hide=terms")
    take(page, "reading", height=560)
    page.goto(answer_half_right(learner, document).get_absolute_url())
    take(page, "feedback", height=640)
    page.goto("/progress/")
    take(page, "progress", height=920)


def answer_half_right(learner, document):
    """An attempt at two blanks or more, of which the last is filled in with another's word."""
    now = timezone.now()
    sitting = factories.start(learner, document, mode="practise", now=now, kind="typed")
    attempt = study.issue_attempt(sitting, now=now)
    while len(attempt.question.right_answers) < 2:
        factories.answer_right(attempt, now=now)
        sitting.refresh_from_db()
        attempt = study.issue_attempt(sitting, now=now)
    *right, _last = attempt.question.right_answers
    answer = study.Answer(responses=(*right, right[0]), touched=True)
    return study.record_answer(attempt.pk, learner, answer, now=now)


def take(page, name, *, height):
    page.set_viewport_size({"width": WIDTH, "height": height})
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, animations="disabled")
    assert file.stat().st_size < LARGEST, file
