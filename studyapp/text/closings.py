"""What ends an office's paper: who signed it and when, to whom it goes, when it was printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from studyapp.text.dates import find_date, is_date_line
from studyapp.text.persons import is_doer
from studyapp.text.source import Block

_MET = re.compile(r"(?:会议|活动)?(?:时间|日期)[:：]|(?:date|time)[:：]\s?", re.IGNORECASE)
# What stands below the line at the end of an office's paper: to whom it goes, when it was printed.
_COLOPHON = re.compile(
    r"(?:抄送|抄报|主送|印送|分送|发)[:：]\s?\S.{0,100}|[一-鿿]{2,24}[\s\u3000]*\d{4}年\d{1,2}月\d{1,2}日印发"
    r"|[（(]此件[一-鿿]{2,10}[）)]"
)

HEADER_LINES = 10
SIGNATURE = 40
"""Characters of a line that names who signed."""
_CLOSING = 6


def is_colophon(text: str) -> bool:
    """Whether a line says to whom a paper goes, who may read it, or when it was printed."""
    return _COLOPHON.fullmatch(text) is not None


def closing_date(blocks: Sequence[Block]) -> dt.date | None:
    """The date under the name of who signed the text: 清河市水务局 / 2024年5月4日. Both stay.

    They stand at the end, or at the end of a letter over what it makes known.
    """
    for above, block in (*pairwise(blocks[-_CLOSING:]), *pairwise(blocks[:HEADER_LINES])):
        signed = len(above.text) <= SIGNATURE and above.text[-1] not in "。；！？"
        if signed and not above.level and is_date_line(block.text):
            return find_date(block.text)
    return _date_over_annex(blocks) or _date_of_meeting(blocks)


def _date_over_annex(blocks: Sequence[Block]) -> dt.date | None:
    """The date under the office that signed, where an annex follows."""
    for above, block in pairwise(blocks):
        if is_date_line(block.text) and not above.level and is_doer(above.text):
            return find_date(block.text)
    return None


def _date_of_meeting(blocks: Sequence[Block]) -> dt.date | None:
    """The day that minutes tell at their top, as an item of what was where and who was there."""
    for block in blocks[:HEADER_LINES]:
        if len(block.text) <= SIGNATURE and (said := _MET.match(block.text)):
            return find_date(block.text[said.end() :])
    return None
