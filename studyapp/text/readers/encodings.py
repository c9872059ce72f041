"""Bytes to text: by byte order mark, by what is declared, or by what reads as language."""

from __future__ import annotations

import codecs
import re
import unicodedata

from studyapp.text.source import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What people and servers call them, and the superset that reads what is really sent.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso-8859-1": "cp1252",
}
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
# The commonest characters of modern and classical Chinese in both scripts: two in five of any text.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里"
    "后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从"
    "动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给"
    "等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入"
    "先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感"
    "金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛"
    "林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联权"
    "這個說們為後學對會過發時來國當開經頭動長兩樣現實點種聲話兒問機給業間麼門東電關並內無產萬體別處總"
    "場師書員報馬張難數車應親務許覺記邊戰題請愛讓認論義術結連遠資隊帶條變聯權與從"
    "曰吾其於矣焉哉乎夫故君臣"
    "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　"
)
_WINDOWS = frozenset("‘’“”–—…•€£©®°·éèêëáàâäíìîïóòôöúùûüñçßÉÈÀÁÖÜÄÑÇ")
_SAMPLE = 40_000
_CONTROLS = bytes(i for i in range(32) if i not in (9, 10, 11, 12, 13, 27))
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ufffe\uffff]")


def decode(data: bytes, *, declared: str = "", limit_chars: int) -> str:
    """The text of a file, its byte order mark taken off.

    ``declared`` is the encoding that the file itself names, if it does; it is believed where it
    can be read so. Raises Unreadable: "empty", "binary", "undecodable" or "too_long".
    """
    if not data:
        raise Unreadable("empty")
    if len(data) > 4 * limit_chars + 4:
        raise Unreadable("too_long", str(limit_chars))
    text = _by_mark(data)
    if text is None:
        text = _by_name(data, declared) or _by_name(data, "utf-8") or _by_language(data)
    if text is None:
        raise Unreadable("binary" if _is_binary(data) else "undecodable")
    if _is_noise(text):
        raise Unreadable("binary")
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable("undecodable", str(error.start)) from error
    return None


def _by_name(data: bytes, name: str) -> str | None:
    """The text in that encoding; None where it is none, or not that of the text."""
    try:
        encoding = codecs.lookup(_SUPERSETS.get(name.strip().lower(), name.strip())).name
    except (LookupError, ValueError):
        return None
    # Other codecs of Python (base64, punycode, unicode_escape) are no encodings of files.
    if not re.match(r"utf|gb|big5|cp\d|iso8859|hz|euc|shift|koi8|mac", encoding):
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _by_language(data: bytes) -> str | None:
    """The text in the encoding in which it looks like language most."""
    head = data[:4000]
    if head.count(0) * 5 > len(head):
        # Latin text in UTF-16 has a zero in every other byte.
        return _strict(
            data, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        )
    found = [
        (_likeness(text), text) for text in (_strict(data, name) for name in _CANDIDATES) if text
    ]
    found += [(_likeness(text) - 0.1, text) for text in _mended(data)]
    best = max(found, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= 0.2 else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mended(data: bytes) -> list[str]:
    """Readings that leave out a broken byte or two, where no encoding reads all."""
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030", "cp950")]
    return [text for text in texts if text.count("\ufffd") <= 3 + len(text) // 500]


def _likeness(text: str) -> float:
    """How much of what is not ASCII is common in Chinese, or in Western typography: 0-1."""
    sample = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if not sample:
        return 0.0
    common = sum(char in _COMMON for char in sample)
    western = (
        sum(char in _WINDOWS for char in sample) if len(sample) * 8 < len(text[:_SAMPLE]) else 0
    )
    odd = sum(unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") for char in sample)
    return (max(common, western) - 2 * odd) / len(sample)


def _is_binary(data: bytes) -> bool:
    """Random bytes hold one control character in nine; text holds next to none."""
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 2 and controls * 50 > len(head)


def _is_noise(text: str) -> bool:
    head = text[:65536]
    return len(_NOT_TEXT.findall(head)) * 20 > len(head) + 600
