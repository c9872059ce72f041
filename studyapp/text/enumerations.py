"""Enumerations in running text: a lead-in and its members."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studyapp.text.counts import stated_count
from studyapp.text.labels import number_value
from studyapp.text.leads import STOPS, label_end, lead_before, tells_order
from studyapp.text.members import first_start, last_end, turn
from studyapp.text.segment import PAIRS, Span, enclosures, words

MOST = 5
MAX_MEMBER, MAX_TAIL, MAX_LEAD = 25, 16, 40

_LISTED = re.compile("[、，。；：！？,;:!?\n…—“”‘’「」『』（）()《》【】]")
_HAN = "一二三四五六七八九十"
_ORDERED_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"([{_HAN}])(?:是(?!个|种|样|些|项|次|年)|要|则|曰|为(?=[^主了]))",
        rf"第([{_HAN}]|\d{{1,2}})(?:步[，,、：:是]?|[，,、：:])",
    )
)
_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![第、和及或])[（(]([{_HAN}]{{1,3}}|\d{{1,2}})[）)]",
        "([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])",
        r"(?<![\d.])(\d{1,2})[.．、）)](?!\d)",
    )
)
_SEQUENCE = re.compile(r"首先|其次|再次|第三|再者|最后")
_ORDINALS = re.compile(
    rf".*第[{_HAN}百\d]{{1,3}}[条项章节款届个次]?、第?[{_HAN}百\d]{{1,3}}[条项章节款届个次]?(?:分别|依次)?[是为]"
)
_ENDING = "；;。，,、.．！! "


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Spans in the paragraph. ``lead`` introduces the members; ``end`` is where the clause of the
    last one ends, if that is near. ``ordered``: the words tell that the order of the members
    counts. ``counted``: the words around say how many members there are, and that many were
    found, or not; None where they do not say. ``numbered``: each member has its number or its
    首先, so that the heading over them introduces them where no words do."""

    lead: Span
    members: tuple[Span, ...]
    end: int
    ordered: bool = False
    counted: bool | None = None
    numbered: bool = False


def find_enumerations(paragraph: str) -> list[Enumeration]:
    """The enumerations of a paragraph (not of a table's row), in the order of their members."""
    if " | " in paragraph:
        return []
    partners = enclosures(paragraph)
    found = [*_counted(paragraph), *_in_marks(paragraph, partners)]
    counted = sorted(start for e in found if e.numbered for start, _ in e.members)
    taken = bytearray(len(paragraph))
    for enumeration in found:
        if not enumeration.numbered:
            _take(taken, *_reach(enumeration))
    for enumeration in (*_parallel(paragraph, partners), *_listed(paragraph, partners)):
        start, end = _reach(enumeration)
        over_counted = bisect_left(counted, end) - bisect_left(counted, start) > 1
        if not over_counted and not any(taken[start:end]):
            found.append(enumeration)
            _take(taken, start, end)
    openings = sorted(partners)
    found = [_closed(paragraph, enumeration, partners, openings) for enumeration in found]
    found = [with_words(paragraph, _unlabelled(paragraph, e)) for e in found]
    return sorted(found, key=lambda e: (e.members[0], e.end))


def _reach(enumeration: Enumeration) -> Span:
    return enumeration.members[0][0], enumeration.members[-1][1]


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _closed(
    paragraph: str, found: Enumeration, partners: dict[int, int], openings: Sequence[int]
) -> Enumeration:
    """No mark that opens in the span closes beyond it: the span takes the closing mark in, or, if
    that is far, the lead-in begins after the opening one."""
    (lead, first), end = found.lead, found.end
    for opening in openings[bisect_left(openings, lead) : bisect_left(openings, end)]:
        closing = partners[opening]
        if closing >= end and closing - end <= 1:
            end = _tail(paragraph, closing + 1)
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


def with_words(text: str, found: Enumeration) -> Enumeration:
    """Held against what the words around the members say: how many they are, and in what order."""
    lead = text[slice(*found.lead)]
    after = text[found.members[-1][1] : found.members[-1][1] + MAX_LEAD].lstrip("”》」")
    count = stated_count(lead, after)
    said = tells_order(lead, [text[start:end] for start, end in found.members], after)
    return replace(
        found,
        ordered=found.ordered or said,
        counted=None if count is None else count == len(found.members),
    )


def _counted(paragraph: str) -> Iterator[Enumeration]:
    """一是……二是……, 第一，……第二，……, 首先……其次……, whose order counts; （一）……（二）……,
    ①……②……, whose numbers are mere labels."""
    for marker in (*_ORDERED_MARKERS, *_MARKERS):
        matches = list(marker.finditer(paragraph))
        start = 0
        while start < len(matches):
            end = start
            while end < len(matches) and number_value(matches[end][1]) == end - start + 1:
                end += 1
            if end - start >= 2:
                spans = [m.span() for m in matches[start:end]]
                yield _sequence(paragraph, spans, ordered=marker in _ORDERED_MARKERS)
            start = max(end, start + 1)
    words = [(m.group(), m.span()) for m in _SEQUENCE.finditer(paragraph)]
    if len(words) > 1 and words[0][0] == "首先" and len({word for word, _ in words}) == len(words):
        yield _sequence(paragraph, [span for _, span in words], ordered=True)


def _sequence(paragraph: str, marks: Sequence[Span], *, ordered: bool) -> Enumeration:
    ends = [*(start for start, _ in marks[1:]), len(paragraph)]
    members = tuple(
        _first_clause(paragraph, mark[1], end) for mark, end in zip(marks, ends, strict=True)
    )
    lead = (lead_before(paragraph, marks[0][0]), marks[0][0])
    return Enumeration(lead, members, members[-1][1], ordered=ordered, numbered=True)


def _first_clause(paragraph: str, start: int, end: int) -> Span:
    """The member, or the first clause of one that goes on for long."""
    start, end = trim(paragraph, (start, end))
    for stop in "。；":
        if end - start > MAX_LEAD and (cut := paragraph.find(stop, start + 4, end)) > 0:
            end = cut
    if end - start > 2 * MAX_LEAD and (cut := paragraph.find("，", start + 4, end)) > 0:
        end = cut
    return trim(paragraph, (start, end))


def trim(text: str, span: Span) -> Span:
    """The span without spaces and stops at its ends."""
    start, end = span
    while start < end and text[start] in " \u3000，,：:、的":
        start += 1
    while end > start and text[end - 1] in _ENDING + "\u3000\n":
        end -= 1
    return start, end


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
            yield Enumeration((lead, run[0][0] - 1), tuple(run), _tail(paragraph, end))


def _tail(paragraph: str, end: int) -> int:
    """The end of the clause, where it is near: ……等领域."""
    for i in range(end, min(len(paragraph), end + MAX_TAIL)):
        if paragraph[i] in STOPS or paragraph[i] in "“”「」（(《":
            return i if paragraph[i] in STOPS else end
    return len(paragraph) if len(paragraph) - end < MAX_TAIL else end


def _clauses(paragraph: str, partners: dict[int, int], signs: frozenset[str]) -> list[list[Span]]:
    """For each stretch inside one pair of marks, or outside all, and between stops that are not
    among the signs, the pieces that the signs cut it into."""
    closers = {closing: opening for opening, closing in partners.items()}
    stretches: list[list[Span]] = []
    stack: list[tuple[int, list[Span]]] = [(0, [])]

    def flush(end: int) -> None:
        start, pieces = stack.pop()
        if pieces:
            stretches.append([*pieces, (start, end)])

    for match in _LISTED.finditer(paragraph):
        i, char = match.start(), match.group()
        if i in partners:
            stack.append((i + 1, []))
        elif i in closers:
            flush(i)
        elif char in signs:
            start, pieces = stack.pop()
            stack.append(
                (i + 1, [*pieces, (start, i)] if not pieces else _added(pieces, (start, i)))
            )
        elif char in STOPS:
            flush(i)
            stack.append((i + 1, []))
    while stack:
        flush(len(paragraph))
    return stretches


def _added(pieces: list[Span], piece: Span) -> list[Span]:
    pieces.append(piece)
    return pieces


def _listed(paragraph: str, partners: dict[int, int]) -> Iterator[Enumeration]:
    """甲、乙、丙: what stands between 、 is a member, and the first and last are cut out of what
    stands around them by their likeness to the others."""
    for pieces in _clauses(paragraph, partners, frozenset("、")):
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
    if len(members) < 3 or not _is_coherent([paragraph[a:b] for a, b in members]):
        return
    lead = lead_before(paragraph, members[0][0])
    after = members[-1][1]
    yield Enumeration((lead, members[0][0]), tuple(members), _tail(paragraph, after))


def _unwrap(paragraph: str, span: Span) -> Span:
    start, end = span
    if end - start > 2 and PAIRS.get(paragraph[start]) == paragraph[end - 1]:
        return start + 1, end - 1
    return span


def _is_coherent(members: Sequence[str]) -> bool:
    lengths = sorted(len(member) for member in members)
    if lengths[0] < 1 or lengths[-1] > MAX_MEMBER or len(set(members)) < len(members):
        return False
    numerals = sum(member.isdigit() or all(c in _HAN for c in member) for member in members)
    alike = len({member[0] for member in members}) == 1 or len({m[-1] for m in members}) == 1
    return not numerals and (alike or lengths[-1] <= 4 * lengths[len(lengths) // 2])


def _parallel(paragraph: str, partners: dict[int, int]) -> Iterator[Enumeration]:
    """忠于……，勇于……，善于……: clauses built alike."""
    for sign in ("，", "；"):
        for pieces in _clauses(
            paragraph, partners, frozenset((sign, "、", "，") if sign == "；" else (sign, "、"))
        ):
            yield from _alike_runs(paragraph, _joined(paragraph, pieces, sign))


def _joined(paragraph: str, pieces: Sequence[Span], sign: str) -> list[Span]:
    """The pieces that only this sign parts."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and paragraph[joined[-1][1]] != sign:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return joined


def _alike_runs(paragraph: str, pieces: Sequence[Span]) -> Iterator[Enumeration]:
    run: list[Span] = []
    before: Span | None = None
    for piece in [*pieces, (0, 0)]:
        if run and not _is_alike(paragraph, run[-1], piece):
            run = _with_first(paragraph, before, run)
            before = run[-1]
            if _is_parallel(paragraph, run):
                lead = lead_before(paragraph, run[0][0])
                end = _tail(paragraph, run[-1][1])
                yield Enumeration((lead, run[0][0]), tuple(run), end)
            run = []
        run.append(piece)


def _with_first(paragraph: str, before: Span | None, run: list[Span]) -> list[Span]:
    """The clause before the run belongs to it, if its end is built like the run: 做到勤于巡河，
    敢于劝阻，善于宣传."""
    length = run[0][1] - run[0][0]
    if before is None or len(run) < 2 or not length < before[1] - before[0] <= length + 12:
        return run
    if any(end - start != length for start, end in run):
        return run
    starts = {word.start for word in words(paragraph[slice(*before)])}
    first = (before[1] - length, before[1])
    if first[0] - before[0] not in starts or "、" in paragraph[first[0] - 1 : first[0] + 1]:
        return run
    return [first, *run] if _is_parallel(paragraph, [first, *run]) else run


def _is_alike(paragraph: str, one: Span, other: Span) -> bool:
    a, b = paragraph[slice(*one)], paragraph[slice(*other)]
    if not 3 <= len(a) <= MAX_MEMBER or not 3 <= len(b) <= MAX_MEMBER:
        return False
    if len(a) == len(b) and 4 <= len(a) <= 8:
        return True
    near = abs(len(a) - len(b)) <= 4
    return near and (a[0] == b[0] or a[1] == b[1] or a[-2:] == b[-2:])


def _is_parallel(paragraph: str, run: Sequence[Span]) -> bool:
    """Three clauses that share a character in one place, or four of one length."""
    texts = [paragraph[slice(*span)] for span in run]
    if len(texts) < 3 or len(set(texts)) < len(texts):
        return False
    shared = any(len({text[i] for text in texts}) == 1 for i in (0, 1, -1))
    even = len({len(text) for text in texts}) == 1
    return shared or (even and len(texts) >= 4)


def chunks(enumeration: Enumeration) -> list[Enumeration]:
    """The enumeration, or if it has more than five members, even parts of it."""
    count = len(enumeration.members)
    parts = -(-count // MOST)
    if parts == 1:
        return [enumeration]
    result = []
    start = 0
    for n in range(parts):
        size = (count - start) // (parts - n) + bool((count - start) % (parts - n))
        members = enumeration.members[start : start + size]
        end = enumeration.end if n + 1 == parts else members[-1][1]
        result.append(replace(enumeration, members=members, end=end))
        start += size
    return result
