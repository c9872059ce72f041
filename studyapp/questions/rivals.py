"""Wrong options as questions take them: which parts have rivals, and whether these compete."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from studyapp.questions.candidates import CLAUSE_END
from studyapp.questions.distractors import choose_distractors
from studyapp.questions.fitting import fits, opposes
from studyapp.questions.parts import Part
from studyapp.questions.refusals import is_fair
from studyapp.questions.series import shelves
from studyapp.questions.terms import DocumentTerms
from studyapp.questions.tokens import tokens
from studyapp.text.normalize import fold

DISTRACTORS = 2
LONGEST_CHOSEN = 18
"""Characters of what is chosen among others like it; those of longer ones differ in a word."""


def rivals(
    text: str, part: Part, *, document: DocumentTerms, elsewhere: Sequence[str] = ()
) -> tuple[str, ...]:
    """Wrong options for a part; a member of the same list, wherever it is asked, is none.

    Nor is there one for what is as long as a sentence: two of them are told apart by a word.
    """
    if part.text.isascii() and part.text.isalpha() and not shelves().get(part.text):
        return ()  # no ending tells what an English word is
    if document.is_expository and not (_is_amount(part.text) or shelves().get(part.text)):
        return ()  # what a book calls its terms no made-up name rivals: 训练集, 调整集
    titled = text[part.start - 1 : part.start] == "《"
    if not titled and (len(part.text) > LONGEST_CHOSEN or not CLAUSE_END.isdisjoint(part.text)):
        return ()
    span = (part.start, part.end)
    siblings = {fold(member) for member in elsewhere}
    count = 2 * DISTRACTORS + len(siblings)
    offered = choose_distractors(text, span, document=document, count=count, seed=part.key)
    others = (option for option in offered if not siblings or fold(option) not in siblings)
    fair = (option for option in others if is_fair(part.text, option))
    return tuple(islice((o for o in fair if fits(text, span, o, document)), DISTRACTORS))


def _is_amount(key: str) -> bool:
    found = tokens(key)
    return len(found) == 1 and found[0].pos in ("num", "date", "m")


def competes(key: str, wrong: Sequence[str]) -> bool:
    """Whether the key has two rivals, of which neither is what it is not: 强国, 弱国."""
    return sum(not opposes(key, option) for option in wrong) > 1
