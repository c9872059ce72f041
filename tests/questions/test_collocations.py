"""A blank holds both of two words that the document never parts, or neither."""

from __future__ import annotations

import pytest

from studyapp.questions.candidates import read_sentence
from studyapp.questions.collocations import is_collocation
from studyapp.questions.terms import collect_terms

VESSELS = ["颈动脉血栓形成。", "颈内静脉血栓形成；肺部血栓形成。", "他在河边形成一个看法。"]
TREATY = [
    "It is told to all on the date of entry into force.",
    "Two years after the entry into force of it they meet.",
    "The harbour has a register of boats, and a register for crews.",
    "The keeper has sent a register to the town.",
]


def _collocates(text: str, key: str, document: list[str]) -> bool:
    words = read_sentence(text).words
    start = text.index(key)
    first = next(at for at, word in enumerate(words) if word.start == start)
    last = next(at for at, word in enumerate(words) if word.end == start + len(key))
    return is_collocation(words, first, last, collect_terms(document))


@pytest.mark.parametrize(("text", "key"), [(TREATY[0], "entry"), (TREATY[1], "entry")])
def test_a_noun_that_always_takes_one_preposition_is_part_of_a_phrase(text: str, key: str) -> None:
    assert _collocates(text, key, TREATY)


def test_a_noun_that_takes_several_words_is_asked_alone() -> None:
    assert not _collocates(TREATY[2], "register", TREATY)


def test_a_subject_never_met_without_its_verb_is_not_parted_from_it() -> None:
    assert _collocates(VESSELS[0], "血栓", VESSELS)


def test_a_subject_met_elsewhere_is_asked() -> None:
    assert not _collocates(VESSELS[0], "血栓", [*VESSELS, "病人有血栓。"])


def test_one_meeting_shows_no_habit() -> None:
    assert not _collocates(VESSELS[0], "血栓", VESSELS[:1])
