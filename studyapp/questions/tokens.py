"""The words of a statement as blank choice needs them: amounts with units, Latin words whole."""

from __future__ import annotations

import re

from studyapp.questions.wordlists import ENGLISH_FUNCTION, RETAGGED
from studyapp.text.segment import Word, words

HAN_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_UNIT = (
    "个百分点|百分点|平方公里|平方千米|立方米|平方米|个工作日|工作日|年代|世纪|周年|周岁|小时|分钟|公里|千米|公斤|"
    "千克|厘米|毫米|个月|年度(?!报)|年|月份|月|日|号|天|周|秒|点|时(?!代|期|候)|届|次|名|人(?!民|类|员|才|口|大|身)|"
    "种|倍|岁|元|美元|欧元|吨|克|米|斤|亩|公顷|度|级|条|项|章|编|节|款|位|家|座|省|市|县|个|件|本|部|篇|页|卷|回|"
    "根|张|只|头|匹|艘|架|台|辆|套|户|对|双|代|轮|批|步|层|期|段|类|门|所|支|场|处|字|句|成|折|[万亿千百]+"
)
_HAN_NUMBER = f"[{HAN_DIGITS}]+(?:点[{HAN_DIGITS}]+)?"
_NUMBER = r"[0-9０-９]+(?:[,，][0-9]{3})*(?:[.．/:：～~—–-][0-9０-９]+)*"
_AMOUNT = (
    f"(?:公元前|公元)?第?(?:{_NUMBER}|{_HAN_NUMBER})"
    f"(?:[％%‰℃°]|分之(?:{_NUMBER}|{_HAN_NUMBER})|(?:[万亿千百]+)?[多余几]?(?:{_UNIT})|)"
)
_DATE = (
    f"(?:公元前|公元)?(?:{_NUMBER}|{_HAN_NUMBER})年(?:(?:{_NUMBER}|{_HAN_NUMBER})月(?:(?:{_NUMBER}|{_HAN_NUMBER})[日号])?)"
    f"|(?:{_NUMBER}|{_HAN_NUMBER})月(?:{_NUMBER}|{_HAN_NUMBER})[日号]"
)
_CONGRESS = f"(?<=党的)[{HAN_DIGITS}]+大|(?:第)?[{HAN_DIGITS}]+届[{HAN_DIGITS}]中全会"
_ENGLISH_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million)"
)
_ENGLISH_UNIT = (
    r"thirds?|fourths?|fifths?|quarters?|halves|years?|months?|weeks?|days?|hours?|"
    r"minutes?|seconds?|times|percent|per cent|dollars?|members?|people|persons?|kilometres?|"
    r"kilometers?|metres?|meters?|miles?|degrees?"
)
_ATOM = re.compile(
    r"(?P<link>(?:https?://|www\.)[^\s，。；、）)》”]+|[\w.+-]+@[\w-]+\.[\w.]+)"
    rf"|(?P<amount>(?i:\b(?:{_ENGLISH_NUMBER}(?:[ -]{_ENGLISH_NUMBER})*(?:[ -](?:{_ENGLISH_UNIT}))?"
    rf"|[0-9][0-9,.]* (?:{_ENGLISH_UNIT}))\b))"
    rf"|(?P<date>{_DATE})|(?P<congress>{_CONGRESS})"
    r"|(?P<latin>[A-Za-zÀ-ɏͰ-ӿ][A-Za-z0-9À-ɏͰ-ӿ]*(?:['’_.+#-][A-Za-z0-9À-ɏͰ-ӿ]+)*\+*)"
    rf"|(?P<number>{_AMOUNT})"
)
"""What the segmenter must not cut, in the order in which readings are preferred."""

_UNITS_OF_TIME = frozenset("日月年")
_DIGITS = frozenset(f"0123456789０１２３４５６７８９{HAN_DIGITS}")
_TAGS = {"link": "link", "date": "date", "congress": "date", "amount": "num", "number": "num"}


def tokens(text: str) -> list[Word]:
    """Words of the text, white space left out.

    Beside rjieba's tags: "num" (an amount with its unit), "date", "latin", "stop" (an English
    function word), "link", "x" (punctuation).
    """
    found: list[Word] = []
    for word in words(text):
        if word.text in RETAGGED:
            found.append(word._replace(pos=RETAGGED[word.text]))
        elif word.text[0] in _UNITS_OF_TIME:
            found += _unhitched(text, word)
        else:
            found.append(word)
    atoms = _atoms(text, found)
    if not atoms:
        return [word for word in found if not word.text.isspace()]
    merged: list[Word] = []
    at = 0
    for word in found:
        while at < len(atoms) and atoms[at].start <= word.start:
            merged.append(atoms[at])
            at += 1
        inside = at and word.start < atoms[at - 1].end
        if not inside and not word.text.isspace():
            merged.append(word)
    return merged


def _unhitched(text: str, word: Word) -> tuple[Word, ...]:
    """The word, or the unit and what follows it, which the segmenter took for one: 1 | 日起."""
    hitched = len(word.text) == 2 and word.text[0] in _UNITS_OF_TIME and word.text[1] in "起内前后"
    if not hitched or not word.start or text[word.start - 1] not in _DIGITS:
        return (word,)
    middle = word.start + 1
    return (
        Word(word.start, middle, word.text[0], "m"),
        Word(middle, word.end, word.text[1], "f"),
    )


def _atoms(text: str, found: list[Word]) -> list[Word]:
    """Amounts, dates and Latin words that begin and end where a word does: not 一年 in 一年度."""
    starts = {word.start for word in found}
    ends = {word.end for word in found}
    return [
        atom
        for match in _ATOM.finditer(text)
        if (atom := _atom(match)).start in starts and atom.end in ends
    ]


def _atom(match: re.Match[str]) -> Word:
    name = match.lastgroup or ""
    body = match.group()
    tag = _TAGS.get(name) or ("stop" if body.lower() in ENGLISH_FUNCTION else "latin")
    return Word(match.start(), match.end(), body, tag)
