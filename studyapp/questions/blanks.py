"""A blank as it stands in its sentence, for those who judge whether it is worth asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studyapp.questions.candidates import Candidate
from studyapp.text.segment import Word


class Blank(NamedTuple):
    """A candidate among the words of its sentence."""

    text: str
    words: Sequence[Word]
    one: Candidate

    @property
    def before(self) -> Word | None:
        """The word that touches it on the left."""
        at = self.one.first - 1
        return self.words[at] if at >= 0 and self.words[at].end == self.one.start else None

    @property
    def after(self) -> Word | None:
        at = self.one.last + 1
        found = self.words[at] if at < len(self.words) else None
        return found if found is not None and found.start == self.one.end else None

    @property
    def chunk(self) -> Sequence[Word]:
        return self.words[self.one.first : self.one.last + 1]
