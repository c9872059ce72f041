"""Lines of data around a text: 来源：…, （编辑：…）, 2026年3月1日; and what they tell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from studyapp.text.dates import beside_dates, find_date, is_date_line, split_date
from studyapp.text.keys import BRACKETS, find_keys, read_address, without_noise
from studyapp.text.outlets import Imprint, read_imprint

MAX_LINE = 120
# The number of an office's paper: 清政发〔2024〕12号.
PAPER = re.compile(
    r"[一-鿿]{1,12}\s?[〔\[（(【]\d{4}[〕\]）)】]\s?(?:第\s?)?\d{1,5}\s?号(?:\s.{0,20})?"
)
_BAR = re.compile(r"\s*[|｜丨]$")


@dataclass(slots=True)
class Metadata:
    """What a document says of itself. Absent: "" or None."""

    title: str = ""
    source: str = ""
    account: str = ""
    """Who passed it on, where nobody else is named."""
    published: dt.date | None = None
    credits: list[str] = field(default_factory=list)

    @property
    def credit(self) -> str:
        """Who wrote, reported or edited it, as printed."""
        return "；".join(dict.fromkeys(self.credits))


def is_data(text: str) -> bool:
    """Whether a line tells of a text, and is none of it."""
    return bool(read_address(text) or read_pairs(text))


def take_line(found: Metadata, text: str, *, among: bool = False) -> bool:
    """Read a line of data; False where it is not wholly that."""
    pairs = read_pairs(text, among=among)
    if not pairs:
        if PAPER.fullmatch(text):
            found.credits.append(text)
            return True
        if imprint := read_imprint(text):
            _take_imprint(found, imprint)
            return True
        dated = find_date(text) if is_date_line(text) else None
        if dated and found.published in (None, dated):
            found.published = dated
            return True
        return False
    for kind, key, value in pairs:
        _take_pair(found, kind, key, value)
    return True


def _take_imprint(found: Metadata, imprint: Imprint) -> None:
    found.published = found.published or imprint.published
    if imprint.is_account:
        found.account = imprint.source
    else:
        found.source = found.source or imprint.source
    if imprint.author:
        found.credits.append(imprint.author)


def _take_pair(found: Metadata, kind: str, key: str, value: str) -> None:
    """What has no place of its own is kept with the credits."""
    if kind == "date":
        dated = find_date(value)
        if dated and not beside_dates(value) and found.published in (None, dated):
            found.published = dated
            return
        found.published = found.published or dated
    elif kind == "source" and found.source in ("", value):
        found.source = value
        return
    if value:
        gap = " " if key[-1:] == ":" and value.isascii() else ""
        found.credits.append(f"{_BAR.sub('：', key)}{gap}{value}")


def read_pairs(text: str, *, among: bool = False) -> list[tuple[str, str, str]]:
    """(kind, key as printed, value) of each `key: value` of the line; [] if it holds more, or
    nothing. ``among``: see find_keys."""
    if len(text) > MAX_LINE or text[-1] in "。！？":
        return []
    inner = text.strip(BRACKETS + " \u3000")
    matches = find_keys(inner, among=among)
    if not matches or beside_dates(inner[: matches[0].start()]):
        return []
    pairs = []
    if before := inner[: matches[0].start()].strip():
        pairs.append(("date", "", before))
    ends = [*(m.start() for m in matches[1:]), len(inner)]
    for match, end in zip(matches, ends, strict=True):
        value = inner[match.end() : end].strip(BRACKETS + " \u3000|｜；;")
        if match.lastgroup == "day" and (beside_dates(value) or not find_date(value)):
            return []
        pairs.extend(_values(match, value))
    return pairs if any(value for _, _, value in pairs) else []


def _values(match: re.Match[str], value: str) -> list[tuple[str, str, str]]:
    kind = "date" if match.lastgroup == "day" else str(match.lastgroup)
    key = match.group().strip()
    value = without_noise(value)
    dated, rest = split_date(value) if kind in ("source", "credit") else ("", value)
    pairs = [(kind, key, rest.strip(" \u3000|｜"))]
    return [*pairs, ("date", "", dated)] if dated else pairs
