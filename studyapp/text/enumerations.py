"""Enumerations in running text: a lead-in and its members."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import rjieba

from studyapp.text.coordinations import coordinations
from studyapp.text.leads import label_end, lead_before
from studyapp.text.lists import MAX_MEMBER, Enumeration, clauses, tail, trim, with_words
from studyapp.text.members import first_start, last_end, turn
from studyapp.text.numbered import numbered
from studyapp.text.parallels import by_count, parallel
from studyapp.text.segment import PAIRS, Span, enclosures, words

_HAN = "一二三四五六七八九十"
_GOVERNORS = frozenset("由从对在以与向把将被为")
_ORDINALS = re.compile(
    rf".*第[{_HAN}百\d]{{1,3}}[条项章节款届个次]?、第?[{_HAN}百\d]{{1,3}}[条项章节款届个次]?(?:分别|依次)?[是为]"
)


def find_enumerations(paragraph: str) -> list[Enumeration]:
    """The enumerations of a paragraph (not of a table's row), in the order of their members."""
    if " | " in paragraph:
        return []
    partners = enclosures(paragraph)
    found = [*numbered(paragraph), *_in_marks(paragraph, partners)]
    found += _unmarked(paragraph, partners, found)
    openings = sorted(partners)
    found = [_closed(paragraph, enumeration, partners, openings) for enumeration in found]
    found = [with_words(paragraph, _unlabelled(paragraph, e)) for e in found]
    return sorted(found, key=lambda e: (e.members[0], e.end))


def _unmarked(
    paragraph: str, partners: dict[int, int], marked: Sequence[Enumeration]
) -> list[Enumeration]:
    """Those that have nothing but their stops, the outer before the inner. None overlaps another
    but one of numbered members, each of which may hold lists of its own."""
    numbers = sorted(start for e in marked if e.numbered for start, _ in e.members)
    found, doubtful = by_count(paragraph, numbers)
    taken = bytearray(len(paragraph))
    reaches = [_reach(e) for e in (*marked, *found) if not e.numbered]
    for start, end in (*doubtful, *reaches):
        _take(taken, start, end)
    for enumeration in (
        *parallel(paragraph, partners),
        *_listed(paragraph, partners),
        *coordinations(paragraph),
    ):
        start, end = _reach(enumeration)
        before, after = bisect_left(numbers, start + 1), bisect_left(numbers, end)
        if before == after and not any(taken[start:end]):
            found += _inside(enumeration, numbers[before - 1] if before else 0)
            _take(taken, start, end)
    return found


def _reach(enumeration: Enumeration) -> Span:
    return enumeration.members[0][0], enumeration.members[-1][1]


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _inside(found: Enumeration, opening: int) -> list[Enumeration]:
    """The list, its lead-in within the numbered member that it stands in; nothing where it is all
    of that member, which nothing then names."""
    lead, first = found.lead
    lead = max(lead, opening)
    return [replace(found, lead=(lead, first))] if lead < first or not opening else []


def _closed(
    paragraph: str, found: Enumeration, partners: dict[int, int], openings: Sequence[int]
) -> Enumeration:
    """No mark that opens in the span closes beyond it: the span takes the closing mark in, or, if
    that is far, the lead-in begins after the opening one."""
    (lead, first), end = found.lead, found.end
    for opening in openings[bisect_left(openings, lead) : bisect_left(openings, end)]:
        closing = partners[opening]
        if closing >= end and closing - end <= 1:
            end = tail(paragraph, closing + 1)
        elif closing >= end and opening < first:
            lead = opening + 1
    return replace(found, lead=(lead, first), end=end)


def _unlabelled(paragraph: str, found: Enumeration) -> Enumeration:
    """The item's number is no part of the lead-in, nor of the first member: （三）讲座、培训."""
    lead = label_end(paragraph, found.lead[0])
    (start, end), *others = found.members
    if found.numbered or lead == found.lead[0] or lead >= end:
        return found
    start = max(start, lead)
    return replace(found, lead=(lead, max(lead, found.lead[1])), members=((start, end), *others))


def _in_marks(paragraph: str, partners: dict[int, int]) -> Iterator[Enumeration]:
    """“甲”“乙”“丙” and 《甲》《乙》, one right after the other."""
    for opening_mark, least in (("“", 3), ("《", 2), ("「", 3)):
        run: list[Span] = []
        for opening in sorted(i for i in partners if paragraph[i] == opening_mark):
            closing = partners[opening]
            gap = paragraph[run[-1][1] + 1 : opening] if run else ""
            if run and gap not in ("", "、", "和", "及", "与", "，"):
                yield from _marked(paragraph, run, least)
                run = []
            if closing - opening - 1 <= 2 * MAX_MEMBER and (not run or opening > run[-1][1]):
                run.append((opening + 1, closing))
        yield from _marked(paragraph, run, least)


def _marked(paragraph: str, run: Sequence[Span], least: int) -> Iterator[Enumeration]:
    if len(run) >= least and all(end - start <= 2 * MAX_MEMBER for start, end in run):
        said = any(
            "，" in paragraph[start:end] or "。" in paragraph[start:end] for start, end in run
        )
        if not said:
            lead = lead_before(paragraph, run[0][0] - 1)
            end = run[-1][1] + 1
            yield Enumeration((lead, run[0][0] - 1), tuple(run), tail(paragraph, end))


def _listed(paragraph: str, partners: dict[int, int]) -> Iterator[Enumeration]:
    """甲、乙、丙: what stands between 、 is a member, and the first and last are cut out of what
    stands around them by their likeness to the others."""
    if "、" not in paragraph:
        return
    for pieces in clauses(paragraph, partners, frozenset("、")):
        for run in _homogeneous(paragraph, pieces):
            if len(run) >= 3:
                yield from _list(paragraph, run)


def _homogeneous(paragraph: str, pieces: Sequence[Span]) -> Iterator[list[Span]]:
    """Break a series where a member in the middle is too long to be one, as where two series
    meet: 内容、安全、空间国际合作的各方面、各环节."""
    run: list[Span] = []
    for n, piece in enumerate(pieces):
        run.append(piece)
        last = n + 1 == len(pieces)
        if last or len(run) == 1:
            continue
        if ordinals := _ORDINALS.match(
            paragraph[slice(*run[-2])] + "、" + paragraph[slice(*piece)]
        ):
            # 第五、第六条是甲、乙、丙: the list begins after the copula.
            skipped = ordinals.end() - (run[-2][1] - run[-2][0]) - 1
            run = [(piece[0] + skipped, piece[1])]
            continue
        before, after = paragraph[slice(*run[-2])], paragraph[slice(*pieces[n + 1])]
        place = turn(paragraph[slice(*piece)], before, after) if after else 0
        if place:
            yield [*run[:-1], (piece[0], piece[0] + place)]
            run = [(piece[0] + place, piece[1])]
        elif piece[1] - piece[0] > MAX_MEMBER:
            yield run
            run = [piece]
    yield run


def _list(paragraph: str, run: Sequence[Span]) -> Iterator[Enumeration]:
    inner = [paragraph[start:end] for start, end in run[1:-1]]
    first = first_start(paragraph[run[0][0] : run[0][1]], inner, paragraph[run[-1][0] : run[-1][1]])
    cuts = last_end(paragraph[run[-1][0] : run[-1][1]], inner)
    members = [(run[0][0] + first, run[0][1]), *run[1:-1]]
    members += [(run[-1][0] + start, run[-1][0] + end) for start, end in cuts]
    members = [_unwrap(paragraph, trim(paragraph, member)) for member in members]
    members[0] = _ungoverned(paragraph, members)
    texts = [paragraph[a:b] for a, b in members]
    if len(members) < 3 or not _is_coherent(texts) or _is_mixed(texts):
        return
    lead = lead_before(paragraph, members[0][0])
    after = members[-1][1]
    yield Enumeration((lead, members[0][0]), tuple(members), tail(paragraph, after))


def _unwrap(paragraph: str, span: Span) -> Span:
    start, end = span
    if end - start > 2 and PAIRS.get(paragraph[start]) == paragraph[end - 1]:
        return start + 1, end - 1
    return span


def _ungoverned(paragraph: str, members: Sequence[Span]) -> Span:
    """The first member without a preposition that the segmenter took for a part of it: 由|省."""
    (start, end), *others = members
    governs = paragraph[start] in _GOVERNORS and end - start > 1
    if not governs or any(paragraph[a] == paragraph[start] for a, _ in others):
        return start, end
    word = words(paragraph[start : min(end, start + 8)])[0]
    return (start + 1, end) if word.end == 1 or not rjieba.has_word(word.text) else (start, end)


def _is_mixed(members: Sequence[str]) -> bool:
    """Whether the first are phrases that only say of what kind the second is: 为人民服务、为社会
    服务的文艺、出版、教育."""
    opens = members[0][0]
    alike = opens in _GOVERNORS and members[1][0] == opens and "的" in members[1]
    return alike and members[-1][0] != opens


def _is_coherent(members: Sequence[str]) -> bool:
    lengths = sorted(len(member) for member in members)
    if lengths[0] < 1 or lengths[-1] > MAX_MEMBER or len(set(members)) < len(members):
        return False
    numerals = sum(member.isdigit() or all(c in _HAN for c in member) for member in members)
    alike = len({member[0] for member in members}) == 1 or len({m[-1] for m in members}) == 1
    return not numerals and (alike or lengths[-1] <= 4 * lengths[len(lengths) // 2])
