"""Whether a blank keeps to the bounds of a phrase, seen from the words right outside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from studyapp.questions.remembered import remembered
from studyapp.questions.tokens import tokens
from studyapp.questions.wordkinds import is_guess, is_measured
from studyapp.questions.wordlists import GENERIC, LIGHT, PIVOTS, REQUIREMENTS
from studyapp.text.segment import Word

Words = Sequence[Word]
_NEGATIONS = frozenset("非不未反超多")
"""Prefixes that the word after them cannot be without: 非 | 结构化数据."""
_NAME_DOTS = frozenset("·•・‧")
_DASHES = frozenset("-–—－~～")
_CATEGORIES = GENERIC | {
    *(
        "领域",
        "方面",
        "国家",
        "地区",
        "行业",
        "部门",
        "机构",
        "单位",
        "学科",
        "产业",
        "区域",
        "场景",
    ),
    *("平台", "企业", "组织", "技术", "职业", "类型", "群体", "人群"),
}
"""What names the kind of the things listed before 等."""
_JOINS = frozenset("和与及或、") | {"以及", "或者"}
_LINKS = frozenset("和与及")
_AMOUNTS = frozenset({"num", "date", "m", "t"})
_TRAIT = "特色"
"""Whose it is stands before it, and they are one: 本馆 | 特色."""
_SWALLOWED = frozenset("经被由")
_ACTIONS = LIGHT | REQUIREMENTS
_HALF_OF_NAME = re.compile(r"[·•・‧][\u4e00-\u9fff]$")
_MEASURES = frozenset(
    "长度 宽度 高度 深度 厚度 直径 半径 周长 面积 体积 容积 重量 质量 距离 浓度 温度".split()
)
"""Nouns that any amount in its unit gives away: 长度 | 2.0cm."""
_PUT_IN = ("没有", "不", "未", "是否会", "是否", "会", "不会", "能", "能够", "变相")
"""Words that may part a term without making another of it: 心脏病发作, 心脏病没有发作."""
_TITLE_WORDS, _TITLE_LONGEST = 3, 8
_PARTED, _LONG_MEMBER = 4, 8
_BRACKETS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"))


def crosses_bounds(text: str, words: Words, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` take part of a unit, or join two."""
    start, end = words[first].start, words[last].end
    return (
        _halves_name_or_range(text, start, end)
        or (_touch(words, first - 1) and _belongs_to_left(words, first))
        or _cuts_compound(words, first, last)
        or _runs_on_from(words, first, last)
        or _shares_head(words, first, last)
        or _joins_lists(text, words, first, last)
        or _halves_title(words, first, last)
        or _halves_measure(words, first, last)
        or _leaves_verb(words, last)
    )


def is_repeated(text: str, start: int, end: int) -> bool:
    """Whether the text says the key again, alone, in a longer word, or with a word put in."""
    key, opening = text[start:end], text[start : start + 2]
    if len(key) < 2 or text.count(opening) == 1:
        return False
    if text.count(key) > 1:
        return True
    if len(key) < _PARTED:
        return False
    rest = f"{text[:start]}\n{text[end:]}"
    return any(f"{key[:at]}{put}{key[at:]}" in rest for at in range(2, len(key)) for put in _PUT_IN)


def is_fixed(words: Words, first: int, pairs: Collection[tuple[str, str]]) -> bool:
    """Whether the document hardly ever says the first word without the one before it."""
    if not _touch(words, first - 1) or words[first - 1].pos == "v":
        return False
    return (words[first - 1].text, words[first].text) in pairs


def takes_shared_head(words: Words, start: int, end: int) -> bool:
    """Whether the last member of a list holds what all share: 企业、协会和 | 专家意见."""
    first = next((at for at, word in enumerate(words) if word.start == start), 0)
    last = next((at for at, word in enumerate(words) if word.end == end), 0)
    if not 2 < first < last or words[first - 1].text not in _JOINS - {"、"}:
        return False
    return words[first - 2].pos[0] == "n" and _shares_head(words, first, last)


def is_no_member(text: str, start: int, end: int) -> bool:
    """Whether a member of a list is itself two, breaks a bracket, or is said again."""
    member = text[start:end]
    if any(member.count(opener) != member.count(closer) for opener, closer in _BRACKETS):
        return True
    joined = any(link in member[1:-1] for link in _LINKS) and len(member) > _LONG_MEMBER
    return (joined and text.startswith("、", end)) or is_repeated(text, start, end)


def _halves_name_or_range(text: str, start: int, end: int) -> bool:
    """雅各布 | •伯努利, 1460-- | 1533: what a dot or dash joins is one."""
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    left, right = before[-1:], after[:1]
    if left in _NAME_DOTS or right in _NAME_DOTS or _HALF_OF_NAME.search(before):
        return True
    if left in _DASHES and text[start].isdecimal():
        return before.rstrip("".join(_DASHES))[-1:].isalnum()
    return right in _DASHES and text[end - 1].isdecimal()


def _belongs_to_left(words: Words, first: int) -> bool:
    """非 | 结构化数据, 等 | 领域对外贸易: the word before takes the first word to itself."""
    before, opening = words[first - 1].text, words[first].text
    if before in _NEGATIONS or (before == "可" and opening[-1] in "性度"):
        return True
    if words[first - 1].pos in _AMOUNTS and opening[0] in "内外":
        return True
    return opening == _TRAIT or (before == "等" and opening in _CATEGORIES)


def _cuts_compound(words: Words, first: int, last: int) -> bool:
    """数字订购 | 贸易发展, 新时代中国 | 特色文化, 财产经查明: the noun runs on, or is a clause."""
    if any(
        word.text[0] in _SWALLOWED and is_guess(word.text) for word in words[first + 1 : last + 1]
    ):
        return True
    if first < last and words[last].pos == "ns" and _touch(words, last):
        return words[last + 1].pos == "n"
    if _touch(words, first - 1) and _is_noun_phrase(words[first - 1]):
        return words[first].pos in ("n", "vn")
    if first < 2 or first == last or words[last].pos != "vn" or not _touch(words, first - 2):
        return False
    doing, doer = words[first - 1], words[first - 2]
    acts = doing.pos == "v" and len(doing.text) > 1 and doing.text not in _ACTIONS
    return acts and doer.pos == "n" and _touch(words, first - 1)


def _runs_on_from(words: Words, first: int, last: int) -> bool:
    """加快数字贸易 | 认证体系建设: what looks like a second verb is part of its object.

    Where the first verb makes somebody act, 督促企业 | 改造设备, the second is one; 改革 | 创新发展
    are parts of one thing all the same.
    """
    if first < last and words[last].text.startswith("相") and words[last].pos in ("l", "v"):
        return True
    at = first - 1
    if not _touch(words, at) or words[at].pos != "vn":
        return False
    while at > 0 and _touch(words, at - 1) and words[at].pos in ("n", "vn"):
        at -= 1
    if at > first - 3 or words[at].pos != "v" or len(words[at].text) < 2:
        return False
    acting = words[first].pos in ("v", "vn") and words[last].pos == "vn"
    return words[at].text not in PIVOTS or acting


def _is_noun_phrase(word: Word) -> bool:
    """Whether a set phrase is a noun with what modifies it: 自由贸易 | 试验区."""
    if word.pos != "l" or len(word.text) < _PARTED or word.text[:2] in _ACTIONS:
        return False
    return _closing_class(word.text) in ("n", "vn")


@remembered(last=4096)
def _closing_class(term: str) -> str:
    """The part of speech of a term's last two characters."""
    return tokens(term[-2:])[-1].pos


def _shares_head(words: Words, first: int, last: int) -> bool:
    """Whether the head of the chunk serves the member before it too: 五星级和 | 一星级评分."""
    if first == last or first < 2 or words[first - 1].text not in _JOINS:
        return False
    other, opening = words[first - 2], words[first]
    if other.text in _ACTIONS:
        return True
    if not _touch(words, first - 2) or len(other.text) != len(opening.text):
        return False
    if words[last].text[-1] == other.text[-1]:
        return False
    if _is_alone(words, first - 2) and other.pos[0] == opening.pos[0] == "n":
        return True  # 胃、胆囊或者 | 胆道非全层 | 破裂
    if len(opening.text) >= _PARTED and other.text[:2] == opening.text[:2]:
        return True
    return other.text[-1] == opening.text[-1] or other.pos == opening.pos in ("v", "vn")


def _is_alone(words: Words, at: int) -> bool:
    """Whether a word is by itself a member of a list, one of three or more."""
    return at > 0 and words[at - 1].text in _JOINS


def _joins_lists(text: str, words: Words, first: int, last: int) -> bool:
    """Whether the chunk holds the end of one list and a member of the next."""
    if not any(word.text in _LINKS for word in words[first + 1 : last]):
        return False
    start, end = words[first].start, words[last].end
    return text.startswith("、", end) or text[start - 1 : start] == "、"


def _leaves_verb(words: Words, last: int) -> bool:
    """重度智能 | 减退或者器质性精神障碍: a verb that closes a member of a list of things."""
    verb, join, other = last + 1, last + 2, last + 3
    if other >= len(words) or not _touch(words, last) or words[last].pos[0] != "n":
        return False
    joins = words[join].text in _JOINS and words[other].pos[0] in "nbl"
    return joins and words[verb].pos == "v" and len(words[verb].text) > 1


def _halves_measure(words: Words, first: int, last: int) -> bool:
    """81dB | HL; and 瘢痕 | 长度2.0cm, where the amount alone is what one must know."""
    if _touch(words, last) and words[last].text in _MEASURES and is_measured(words[last + 1].text):
        return True
    if not is_measured(words[last].text):
        return False
    if last + 1 < len(words) and _is_spaced(words, last, last + 1):
        unit = words[last + 1]
        return words[last].text[-1].isalpha() and unit.pos == "latin" and unit.text.isupper()
    return first < last and words[last - 1].pos[0] == "n"


def _halves_title(words: Words, first: int, last: int) -> bool:
    """Universal Declaration | of Human Rights, United | Nations: a name in capitals is one.

    Two capitals that `of` joins are no name yet, since old print writes all nouns with one.
    """
    begin, end = _run_of_capitals(words, first), _run_of_capitals(words, last, step=1)
    if begin < 0 or end < 0 or not all(_is_capital(words, at) for at in range(first, last)):
        return False
    if begin < first or end > last:
        return True
    after, before = end + 2, begin - 2
    if after < len(words) and words[after].text == "the":
        after += 1
    if before > 0 and words[before + 1].text == "the":
        before -= 1
    rest = _run_of_capitals(words, after, step=1) + 1 - after
    if rest > 0 and _links_title(words, end + 1, last - first + 1 + rest):
        return True
    # The first word of a sentence has its capital from there.
    head = before - _run_of_capitals(words, before) + 1 if before > 0 else 0
    return 0 < head <= before and _links_title(words, before + 1, head + last - first + 1)


def _links_title(words: Words, at: int, capitals: int) -> bool:
    return words[at].text == "on" or (words[at].text == "of" and capitals >= _TITLE_WORDS)


def _run_of_capitals(words: Words, at: int, step: int = -1) -> int:
    """How far the words with capitals reach from the one at `at`; -1 where it has none."""
    if not _is_capital(words, at):
        return -1
    for beside in range(at + step, at + step * _TITLE_LONGEST, step):
        if beside < 1 or not _is_capital(words, beside) or not _is_spaced(words, at, beside):
            break
        at = beside
    return at


def _is_spaced(words: Words, at: int, beside: int) -> bool:
    return words[max(at, beside)].start - words[min(at, beside)].end == 1


def _is_capital(words: Words, at: int) -> bool:
    return 0 <= at < len(words) and words[at].pos == "latin" and words[at].text[0].isupper()


def _touch(words: Words, at: int) -> bool:
    return 0 <= at < len(words) - 1 and words[at].end == words[at + 1].start
