"""How a text is shown, and the key under which two texts count as the same."""

import re

from studyapp.text.folding import fold, fold_with_map

__all__ = ["HAN", "display", "fold", "fold_with_map", "is_han", "printed_heading"]

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_IS_HAN = re.compile(f"[{HAN}]")
_BESIDE = re.compile(f"[{HAN}“”‘’《》〈〉「」『』【】（），。、；：？！—]")
_HALF = re.compile(r"[,;:?!.()\"']")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_PROTECTED = re.compile(
    r"(?:https?|ftp)://[!-~]+|(?<![\w.])www\.[!-~]+|`[^`\n]{0,2000}`|[\w.+-]{1,64}@[A-Za-z0-9.-]{1,255}",
    re.ASCII,
)
_LATIN_APOSTROPHE = re.compile(r"[0-9A-Za-z]'[A-Za-z]")


def is_han(char: str) -> bool:
    """Whether the character is a Chinese character (〇 and 々 among them)."""
    return bool(_IS_HAN.match(char))


def display(text: str) -> str:
    """The text with its punctuation set as Chinese is set, one character for one character.

    A half-width mark with Han, a Chinese quotation mark or a title mark on either side becomes
    full-width; straight quotation marks around Han become curly. Numbers, times (10:30), Latin
    words, addresses and anything between backquotes stay as they are.
    """
    if not _HALF.search(text) or not _BESIDE.search(text):
        return text
    chars = list(text)
    shielded = _shielded(text)
    _curl_quotes(chars, shielded)
    _widen_brackets(chars, shielded)
    _widen_marks(chars, shielded)
    _nest_quotes(chars, shielded)
    return "".join(chars)


def _shielded(text: str) -> frozenset[int]:
    places: set[int] = set()
    for match in _PROTECTED.finditer(text):
        places.update(range(match.start(), match.end()))
    places.update(m.start() + 1 for m in _LATIN_APOSTROPHE.finditer(text))
    return frozenset(places)


def _curl_quotes(chars: list[str], shielded: frozenset[int]) -> None:
    places = [i for i, c in enumerate(chars) if c == '"' and i not in shielded]
    for opening, closing in zip(places[::2], places[1::2], strict=False):
        if any(is_han(c) for c in chars[opening + 1 : closing]):
            chars[opening], chars[closing] = "“", "”"


def _nest_quotes(chars: list[str], shielded: frozenset[int]) -> None:
    depth, opened = 0, -1
    for i, char in enumerate(chars):
        if char in "“”":
            depth += 1 if char == "“" else -1
            opened = -1
        elif char == "'" and i not in shielded and depth > 0:
            if opened >= 0:
                chars[opened], chars[i], opened = "‘", "’", -1
            else:
                opened = i


def _widen_brackets(chars: list[str], shielded: frozenset[int]) -> None:
    stack: list[int] = []
    for i, char in enumerate(chars):
        if i in shielded:
            continue
        if char in "(（":
            stack.append(i)
        elif char in ")）" and stack:
            _widen_pair(chars, stack.pop(), i)


def _widen_pair(chars: list[str], opening: int, closing: int) -> None:
    before = chars[opening - 1] if opening else ""
    after = chars[closing + 1] if closing + 1 < len(chars) else ""
    called = before.isascii() and before.isalnum()
    inside = chars[opening + 1 : min(closing, opening + 200)]
    beside = bool(_BESIDE.match(before)) or (not called and bool(_BESIDE.match(after)))
    if beside or any(is_han(c) for c in inside):
        chars[opening], chars[closing] = "（", "）"


def _widen_marks(chars: list[str], shielded: frozenset[int]) -> None:
    for i, char in enumerate(chars):
        if char not in ",;:?!." or i in shielded:
            continue
        before = chars[i - 1] if i else ""
        after = chars[i + 1] if i + 1 < len(chars) else ""
        if _is_wide_place(char, before, after):
            chars[i] = _WIDE[char]


def _is_wide_place(char: str, before: str, after: str) -> bool:
    left, right = bool(_BESIDE.match(before)), bool(_BESIDE.match(after))
    if char == ".":
        return left and before not in "，。、；：？！—" and not (after.isascii() and after.strip())
    if char == ":" and after == "/":
        return False
    return left or right


def printed_heading(label: str, title: str) -> str:
    """A heading's number and title as printed: 一、会员, but 第一章 总则."""
    gap = " " if label and title and label[-1] not in "、．）" else ""
    return f"{label}{gap}{title}"
