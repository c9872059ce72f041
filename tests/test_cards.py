"""What the page of an attempt shows around the blanks: nothing twice."""

import pytest

from studyapp import cards
from studyapp.models import Attempt, Question, Statement


def shown(text, *, kind, lead_in="", before=""):
    """The words before the blanks or the lines to fill: the sentence's, and what leads in."""
    question = Question(kind=kind, keys=[["甲"]], prompt={"text": text, "blanks": []})
    attempt = Attempt(statement=Statement(text=text, lead_in=lead_in), question=question)
    content = {"lead_in": lead_in, "before": before}
    return cards._before(attempt, content), cards._lead_in(attempt, content)


@pytest.mark.parametrize(
    ("text", "lead_in", "before"),
    [
        ("本馆设采编部、流通部。", "本馆设", ""),
        ("聚焦采编、流通等工作", "主要任务：聚焦", ""),
        ("修复、展览", "本馆设采编、流通", "本馆设采编、流通、"),
    ],
)
def test_what_leads_in_is_not_shown_beside_the_same_words(text, lead_in, before):
    assert shown(text, kind="typed", lead_in=lead_in, before=before) == (before, "")


def test_what_leads_in_is_shown_where_nothing_else_says_it():
    assert shown("采编\n流通", kind="typed", lead_in="本馆设：") == ("", "本馆设：")


def test_a_list_shows_what_leads_in_once():
    told = "本馆设采编、流通、"
    assert shown("修复、展览", kind="list", lead_in="本馆设采编、流通", before=told) == (
        "",
        "本馆设采编、流通",
    )
    assert shown("修复、展览", kind="list", lead_in="设", before="会议强调，") == (
        "会议强调，",
        "设",
    )


def test_a_recitation_that_is_cued_by_its_beginning_shows_words_behind_its_number():
    assert cards._opening({"text": "2. 每年晒书一次", "opening": "2. "}) == "2. 每年晒书"
    assert cards._opening({"text": "每年晒书一次"}) == "每年晒书"


def test_hints_of_a_recitation_tell_nothing_that_its_page_shows():
    question = Question(kind="recite", prompt={"text": "2. 每年晒书", "opening": "2. "})
    assert cards._hinted(question, 1) == ["每年晒书"]
