"""The key under which two texts count as the same.

Folding works character by character, so that what it does to a text it does to every part of it,
and each folded character can be traced to where it stood (`fold_with_map`).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress, pairwise

from opencc import OpenCC
from rapidfuzz.distance import Postfix, Prefix

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_DIGIT = "0-9０-９"

# Forms that OpenCC decides by phrase or by region, or leaves alone: it reads 錢鍾書 as 钱锺书,
# keeps 著 in 看著 and 瞭 in 瞭解, writes 想象 as 想像, 回复 as 回覆, 卫 as 衞 for Hong Kong.
# Character by character, one form stands for both.
_VARIANTS = dict(
    zip(
        "锺馀著瞭祇衹藉覆像甦甯彷衞敍枱簷睪潨幺妳麽",
        "钟余着了只只借复象苏宁仿卫叙台檐睾潀么你么",
        strict=True,
    )
)

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
# Punctuation by its Unicode class that carries meaning in an answer: 5%, C#, AT&T, 10^2.
_MEANINGFUL = frozenset("%‰‱#&@§^")
# Symbols by their Unicode class that people type as punctuation: 2～3, 3⁄4, `x`.
_PUNCTUATION_LIKE = frozenset("~`|∼∕⁄∶")
# No one writes so many accents on a letter, and NFKC takes quadratic time over them.
_MARKS_A_LETTER = 16
# Invented towers of marks must not fill the memory of a long-lived server.
_REMEMBERED = 100_000
_CLAUSES_REMEMBERED = 4096
_SHORT_REMEMBERED = 1 << 14

# Between two digits a run of marks is one mark: its own kind where it makes a number, else a list.
_MARKS_IN_NUMBER = re.compile(
    rf"(?<=[{_DIGIT}])(?:[^\w%‰°+−]+(?=−?[{_DIGIT}])|−(?=[{_DIGIT}]))",
)
_THOUSANDS = re.compile(
    r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])"
    r"|(?<![０-９．，])[１-９][０-９]{0,2}(?:，[０-９]{3})+(?![０-９，])"
)
_RANGE = frozenset("-‐‑‒–—―−~∼─")
_KEPT_BETWEEN_DIGITS = {".": ".", "·": ".", "/": "/", "∕": "/", "⁄": "/", ":": ":", "∶": ":"}
# 运-20 is 运20, but -5 and 气温-5℃ are below nought.
_MINUS = re.compile(
    rf"(?:^|[^\w\s)）\]】%％°℃])\s*([-－])(?=[{_DIGIT}])"
    rf"|[{_HAN}]\s*([-－])(?=[{_DIGIT}.．]+(?:[%％°℃度]|摄氏))"
)
# Digits in another shape (10², ①, ½), which NFKC would glue to the digits beside them.
_SHAPED = "²³¹¼-¾⁰-⁹₀-₉⅐-⅟①-⒛⓪-⓿❶-➓㉈-㉟㊱-㊿"
_SHAPED_DIGIT = re.compile(f"[{_SHAPED}]")
_BRACKETED = re.compile(r"(?<![<＜])([<＜]++)([^<>＜＞]*+)([>＞]++)")
# The blocks that hold combining characters; a set is searched ten times as fast as each is asked.
_MAY_COMBINE = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2c00-\u2dff\u302a-\u302f\u3099\u309a\ua000-\uabff\ufb1e"
    "\ufe20-\ufe2f\U00010000-\U0001ffff]"
)
# Where a character's fate depends on what stands beside it; it begins with a plain set, which is
# searched several times as fast as alternatives are.
_IN_CONTEXT = re.compile(
    rf"[-－−{_DIGIT}{_SHAPED}<＜](?:(?<=[{_SHAPED}<＜])|(?<=[-－−])[{_DIGIT}]"
    rf"|(?<=[{_DIGIT}])[^\w%％‰°℃+]+[{_DIGIT}])"
)
# Here nothing depends on anything, and what comes out is folded.
_HAN_ONLY = re.compile("[\u4e00-\u9fff]*")
_UNSETTLED = re.compile("[−<>,]")
_RUNNING = 80
"""Characters from which on a text is folded clause by clause."""
_CLAUSES = re.compile(
    rf"[^，。；：？！\n]{{0,{_RUNNING}}}[，。；：？！\n]{{0,4}}[”’」』）》】]{{0,4}}"
)


def fold(text: str) -> str:
    """The comparison key of `text`: answers that differ only in how they are written share it.

    NFKC, letter case, invisible characters, white space, punctuation and quotation marks are
    folded away, Traditional characters become Simplified. Marks inside a number stay (3.5, 2/3,
    1-2, 10:30, −5, 1,000), and a list between digits stays a list (20、30 is not 2030).
    Folding is idempotent. A text of nothing but punctuation folds to the empty string.

    >>> fold("３．５％，“兩個維護”！")
    '3.5%两个维护'
    """
    return _fold_short(text) if len(text) < _RUNNING else _fold(text)


def _fold(text: str) -> str:
    if _HAN_ONLY.fullmatch(text):
        return text.translate(_ORDINALS)
    folded = _fold_once(text)
    while _is_unsettled(folded):
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


# Terms and answers return by the thousand.
_fold_short = lru_cache(maxsize=_SHORT_REMEMBERED)(_fold)


def _fold_once(text: str) -> str:
    if _is_in_context(text) or _has_marks(text):
        return "".join(_pieces(text))
    return _fold_running(text)


def _fold_running(text: str) -> str:
    """A text in which no character depends on another."""
    if len(text) < _RUNNING or text.isascii():
        return text.translate(_ORDINALS)
    return "".join(map(_FOLDED.__getitem__, _CLAUSES.findall(text)))


class Folded:
    """A text that others are compared with.

    `key` is its `fold`; `places` tell for each of the rising offsets `ends`, the last of which is
    the end of the text, how much of the key stands before.
    """

    def __init__(self, text: str, ends: Sequence[int]) -> None:
        self.text, self.ends = text, ends
        self._is_plain = not _is_in_context(text) and not _has_marks(text)
        if self._is_plain:
            clauses = [text[start:end] for start, end in pairwise((0, *ends))]
            pieces = list(map(_FOLDED.__getitem__, clauses))
            self.key, self.places = "".join(pieces), list(accumulate(map(len, pieces)))
            self._is_plain = not _is_unsettled(self.key)
        if not self._is_plain:
            self.key, places = fold_with_map(text)
            self.places = [bisect_left(places, end) for end in ends]

    def key_of(self, other: str) -> str:
        """`fold(other)`, of which only the clauses that differ from this text are folded anew."""
        if not self._is_plain or _is_in_context(other):
            return fold(other)
        start, first = self._head(Prefix.similarity(self.text, other))
        shared = min(len(self.text), len(other)) - start
        tail = min(Postfix.similarity(self.text, other), shared)
        number = bisect_left(self.ends, len(self.text) - tail)
        stop = len(other) - len(self.text) + self.ends[number]
        middle = other[start:stop]
        folded = _fold_running(middle)
        if _has_marks(middle) or _is_unsettled(folded):
            return fold(other)
        return self.key[:first] + folded + self.key[self.places[number] :]

    def _head(self, shared: int) -> tuple[int, int]:
        """The end of the last clause within so many characters, and its place in the key."""
        number = bisect_right(self.ends, shared) - 1
        return (self.ends[number], self.places[number]) if number >= 0 else (0, 0)


def fold_with_map(text: str) -> tuple[str, tuple[int, ...]]:
    """`fold(text)`, and for each of its characters the offset in `text` it came from."""
    folded, places = _joined(_pieces(text))
    while _is_unsettled(folded):
        again, inner = _joined(_pieces(folded))
        if again == folded:
            break
        folded, places = again, tuple(places[at] for at in inner)
    return folded, places


def _is_unsettled(folded: str) -> bool:
    """Dropping a mark may bring together a letter and an accent, a minus and a digit, or, as in
    1,000 1, a number and more digits."""
    return bool(_UNSETTLED.search(folded)) or not unicodedata.is_normalized("NFKC", folded)


def _joined(pieces: list[str]) -> tuple[str, tuple[int, ...]]:
    folded = "".join(pieces)
    places = tuple(compress(range(len(pieces)), pieces))
    if len(places) != len(folded):
        places = tuple(place for place, piece in enumerate(pieces) for _ in piece)
    return folded, places


def _pieces(text: str) -> list[str]:
    """What becomes of each character of `text`, one piece a character."""
    characters = _clusters(text) if _has_marks(text) else text
    pieces = list(map(_TABLE.__getitem__, characters))
    if _is_in_context(text):
        _keep_marks_in_numbers(text, pieces)
        _drop_angle_quotes(text, pieces)
    return pieces


def _is_in_context(text: str) -> bool:
    return bool(_IN_CONTEXT.search(text))


def _has_marks(text: str) -> bool:
    """Whether some character combines with the one before it, or could."""
    if not _MAY_COMBINE.search(text):
        return False
    return not unicodedata.is_normalized("NFC", text) or any(map(unicodedata.combining, text))


def _clusters(text: str) -> list[str]:
    """One string a character: a base takes the marks that compose with it, they become empty."""
    clusters = list(text)
    base = 0
    for place, char in enumerate(text):
        if not place or not (unicodedata.combining(char) or _is_joined(text[place - 1], char)):
            base = place
            continue
        clusters[place] = ""
        if len(clusters[base]) <= _MARKS_A_LETTER:
            clusters[base] += char
    return clusters


def _is_joined(before: str, char: str) -> bool:
    """Whether the Korean letter makes a syllable with what stands before it."""
    is_korean = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return is_korean and "\u1160" <= char <= "\u11ff"


class _Table(dict[str, str]):
    """Character (or base with its combining marks) to what it folds to, filled as they come."""

    def __missing__(self, char: str) -> str:
        folded = _fold_character(char)
        if len(self) < _REMEMBERED:
            self[char] = folded
        return folded


class _Ordinals(dict[int, str | None]):
    """The same table for `str.translate`, which is the fastest way through it.

    A character that is dropped is None: ASCII is then translated without a look into the table.
    """

    def __missing__(self, ordinal: int) -> str | None:
        folded = _TABLE[chr(ordinal)] or None
        if len(self) < _REMEMBERED:
            self[ordinal] = folded
        return folded


class _Folded(dict[str, str]):
    """Clauses in which no character depends on another; a text and its recitations share most."""

    def __missing__(self, clause: str) -> str:
        folded = clause.translate(_ORDINALS)
        if len(clause) <= _RUNNING:
            if len(self) >= _CLAUSES_REMEMBERED:
                self.clear()
            self[clause] = folded
        return folded


_TABLE = _Table({"": ""})
_ORDINALS = _Ordinals()
_FOLDED = _Folded()


def _fold_character(char: str) -> str:
    if _INVISIBLE.match(char):
        return ""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    if plain[1:] and all(map(unicodedata.combining, plain[1:])):
        return plain if _TABLE[plain[0]] else ""
    if plain != char:
        return fold(plain)
    if _is_dropped(char):
        return ""
    simple = _simplify(char) if char >= "\u2e80" else char
    return simple if simple == char else _TABLE[simple]


def _is_dropped(char: str) -> bool:
    if char in _MEANINGFUL:
        return False
    kind = unicodedata.category(char[0])
    return kind[0] in "PZ" or kind in ("Cc", "Cf", "Cs", "Sk") or char in _PUNCTUATION_LIKE


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplify(char: str) -> str:
    return _VARIANTS.get(char) or str(_converter().convert(char))


def _keep_marks_in_numbers(text: str, pieces: list[str]) -> None:
    for found in _MARKS_IN_NUMBER.finditer(text):
        if not pieces[found.start() - 1][-1:].isdecimal():
            # A digit with an accent on it (0\u0300) is no number.
            continue
        if found.group() == "−" or not any(pieces[found.start() : found.end()]):
            pieces[found.start()] = _mark_between_digits(found.group())
    for found in _THOUSANDS.finditer(text):
        for place in range(*found.span()):
            pieces[place] = "," if text[place] in ",，" else pieces[place]
    for found in _MINUS.finditer(text):
        # An accent belongs to its letter: À-0 has no minus, in two characters or in one.
        if not unicodedata.combining(text[found.start()]):
            pieces[found.start(found.lastindex or 0)] += "−"
    for found in _SHAPED_DIGIT.finditer(text):
        _set_apart(pieces, found.start())


def _mark_between_digits(run: str) -> str:
    """One mark for a run of them; nothing for mere space, which people put into numbers (8 63)."""
    marks = "".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", run)).split())
    marks = "".join(mark for mark in marks if unicodedata.category(mark) not in ("Cc", "Cf"))
    if not marks:
        return ""
    if set(marks) <= _RANGE:
        return "-"
    return _KEPT_BETWEEN_DIGITS.get(marks, "、")


def _set_apart(pieces: list[str], place: int) -> None:
    """10² is not 102, ①2 is not 12. ⓫ stays what it is: Unicode gives it no plain form."""
    if not pieces[place][-1:].isdecimal():
        return
    if place and pieces[place - 1][-1:].isdecimal():
        pieces[place] = "^" + pieces[place]
    if place + 1 < len(pieces) and pieces[place + 1][:1].isdecimal():
        pieces[place] += "、"


def _drop_angle_quotes(text: str, pieces: list[str]) -> None:
    """<<红楼梦>> is how some keyboards write 《红楼梦》; a lone < or > is a comparison."""
    for found in _BRACKETED.finditer(text):
        for start, end in (found.span(1), found.span(3)):
            pieces[start:end] = [""] * (end - start)
