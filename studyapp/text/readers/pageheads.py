"""What a web page says of its text outside of it: title, date, source, and who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from studyapp.text.dates import find_date
from studyapp.text.keys import find_keys, without_noise
from studyapp.text.normalize import fold
from studyapp.text.readers.pageparts import Part

_META = {
    "title": ("articletitle", "og:title", "twitter:title", "dc.title", "citation_title"),
    "published": (
        *("pubdate", "publishdate", "publish_date", "article:published_time", "og:release_date"),
        *("datepublished", "dc.date", "citation_publication_date", "weibo:article:create_at"),
    ),
    "source": ("contentsource", "article:source", "mediaid", "og:article:source"),
    "author": ("author", "article:author", "og:article:author"),
}
_TAIL = re.compile(r"(?:\s*[_|｜—–»>-]\s*|_+|-+)[^_|｜—–»>-]{1,30}$")
NEAR = 12
"""Paragraphs before and after the text in which its data is looked for."""


def page_front(root: etree._Element, parts: Sequence[Part], main: Sequence[int]) -> dict[str, str]:
    """Front matter of a page, under the keys that Markdown's has: title, published, source, …"""
    front = {key: _meta(root, names) for key, names in _META.items()}
    title, at = _title(root, parts, main, front["title"])
    front["title"] = title
    for line in _data(parts, main, at):
        _take(front, line)
    return {key: value for key, value in front.items() if value}


def _meta(root: etree._Element, names: Sequence[str]) -> str:
    for element in root.iter("meta"):
        name = (
            element.get("name") or element.get("property") or element.get("itemprop") or ""
        ).lower()
        if name in names and (content := " ".join(element.get("content", "").split())):
            return content[:300]
    return ""


def _title(
    root: etree._Element, parts: Sequence[Part], main: Sequence[int], declared: str
) -> tuple[str, int]:
    """The title and its place among the parts; -1 where it stands in none of them."""
    first = main[0] if main else 0
    named = (
        " ".join("".join(root.find(".//title").itertext()).split())
        if root.find(".//title") is not None
        else ""
    )
    known = [fold(text) for text in (declared, named) if text]
    near = range(max(0, first - 3 * NEAR), min(len(parts), first + NEAR))
    scored = [(score, -i) for i in near if (score := _title_score(parts[i], known))]
    if scored:
        at = -max(scored)[1]
        return parts[at].text, at
    return (declared or _without_site(named)), -1


def _title_score(part: Part, known: Sequence[str]) -> int:
    """How sure it is that the paragraph is the title: it is the main heading, or the page is
    called so."""
    if not 2 <= len(part.text) <= 150 or part.kind in ("row", "code"):
        return 0
    key = fold(part.text)
    is_known = any(
        name.startswith(key) and len(key) * 3 >= len(name) for name in known if len(key) >= 3
    )
    return 2 * is_known + (part.level == 1) + (is_known and not part.is_linked)


def _without_site(title: str) -> str:
    shorter = _TAIL.sub("", title)
    return shorter if len(shorter) >= 4 else title


def _data(parts: Sequence[Part], main: Sequence[int], title_at: int) -> Iterator[str]:
    """Lines around the text that may hold its data, their buttons and counters taken out."""
    first, last = (main[0], main[-1]) if main else (0, 0)
    start = title_at + 1 if 0 <= title_at <= first else max(0, first - NEAR)
    inside = set(main)
    places = [*range(start, first), *range(last + 1, min(len(parts), last + 1 + NEAR))]
    for i in places:
        if i not in inside and len(parts[i].text) <= 200:
            yield without_noise(parts[i].text)


def _take(front: dict[str, str], line: str) -> None:
    matches = find_keys(line, among=True)
    date = find_date(line)
    if date and not front["published"] and len(line) <= 120:
        front["published"] = date.isoformat()
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=False):
        value = line[match.end() : end].strip(" \u3000|｜()（）[]【】")
        value = re.split(r"\s+(?=\d{4}[-年/.])|[|｜]", value)[0].strip()
        if match.lastgroup == "source" and value and not front["source"]:
            front["source"] = value[:100]
        elif match.lastgroup == "credit" and value and len(value) <= 60:
            front["credit"] = "；".join(
                filter(None, (front.get("credit", ""), f"{match.group().strip()}{value}"))
            )
