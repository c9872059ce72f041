"""What an examiner does not ask, though it is whole: lines that only announce, labels, clippings.

The ranker learned which spans examiners blank; here stands what makes one of them a bad question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from studyapp.questions.remembered import remembered
from studyapp.questions.residue import is_residue
from studyapp.questions.tokens import tokens
from studyapp.questions.wordlists import (
    COPULAS,
    FUNCTION,
    GENERIC,
    LIGHT,
    MODALS,
    NO_ANSWER,
    PIVOTS,
    REQUIREMENTS,
    SAME_HEADS,
    SUFFIXES,
)
from studyapp.text.segment import Word

PHRASE = 4
"""Characters from which on two terms that share neither end are of two kinds."""
ANNOUNCING = 24
"""Characters of a line that ends in a colon and says nothing yet: 中国共产党的指导思想："""
_COLONS = ("：", ":")
_CLOSING = "。．.；;！!…，,"
_PARTED = re.compile(r"[，,；;、].")
_ASKS = re.compile(r"什么|怎样|怎么|如何|为何|哪些|哪个|哪几|吗[?？]?$")
_NAMES_ONLY = re.compile(
    r"的(?:原因|意义|重要性|必要性|作用|影响|关系|内容|表现|措施|要求|区别|联系|特点|内涵|途径|方法|做法)"
    r"(?:[（(][^（）()]*[）)])?$"
)
_ASIDE = re.compile(
    r"整合至|放在这里|只做索引|不再赘述|详见|参见|参阅|参考如下|如下的?列表|仅供参考"
    r"|^\s*[（(]?\d{1,2}[)）]?\s*[—–～至到]+\s*[（(]?\d{1,2}[)）]?\s*[是为与均都]"
    r"|^\s*[（(]?\d{1,2}[)）]?(?:\s*[—–~～至到]+\s*[（(]?\d{1,2}[)）]?)?\s*"
    r"(?:[是与和]|可以?|属于?|[均都]|分别|体现|对应)\S*"
    r"(?:关联|有关|无关|理解为|体现|对应|概括|归纳|合并|见上|见下|同上)"
    r"|^\s*[上下前后後](?:一?[篇章节節课課页頁讲講天]|一[个個])[：:]"
)
_AIM = re.compile(
    r"[\s0-9.．、（）()一二三四五六七八九十]*(?:初步)?(?:理解|了解|掌握|识记|知道|认识)"
)
_AIMS = re.compile(
    r"\s*[（(]?\d{1,2}[)）.．、]\s*(?:初步)?(?:理解|了解|掌握|识记|知道|认识|懂得|学会)"
)
"""A numbered aim of a syllabus, as a sentence."""
_REST = re.compile("其[他它][^，,；;]{1,4}$")
_CONDITION = re.compile(r"(?:对|在|因|经|由于)[^，,]*的")
MOST_CELLS = 2
"""Cells of a table's row that can be read without the heads of its columns."""
_DOING = LIGHT | REQUIREMENTS | {"解决"}
_LIGHTER = FUNCTION | COPULAS | MODALS | PIVOTS
_BEFORE_VERBS = frozenset("经按由被将把")
_HAN = re.compile("[\u4e00-\u9fff]")
_SIDES = ("内", "中", "后", "时", "前")
_ASPECTS = frozenset({"层面", "方面", "角度", "难题"})
_RIGHTS = frozenset({"有权", "无权"})
_TAILS = frozenset({"相比", "而言", "来说", "为主", "为例"})
_JOINS = frozenset("和与及或")


def says_nothing(text: str) -> bool:
    """Whether a line only asks or announces what the next ones say: it holds no answer itself."""
    line = text.rstrip(" \u3000”’」』）)") if text.rstrip()[-1:] in "”’」』" else text.rstrip()
    if line.endswith(_COLONS):
        if _NAMES_ONLY.search(line[:-1]):
            return True
        return len(line) <= ANNOUNCING and not _PARTED.search(line)
    if is_aside(line) or _is_row(line) or is_residue(line):
        return True
    if _AIMS.match(line) and "\n" not in line:
        return True
    if not line or line[-1] in _CLOSING or "\n" in line:
        return False
    return bool(_NAMES_ONLY.search(line) or _ASKS.search(line) or _AIM.match(line))


def _is_row(line: str) -> bool:
    """Whether a line is the row of a table that its columns' heads would have to explain."""
    return line.count(" | ") >= MOST_CELLS


def is_aside(text: str) -> bool:
    """Whether a line speaks of the text itself: 已整合至第四部分, 参考如下的列表."""
    return bool(_ASIDE.search(text))


def is_catch_all(member: str) -> bool:
    """Whether a member of a list names nothing: 其他情形, or only the case in which it holds."""
    if member.startswith(("其他", "其它", "与", "和", "及")) or _REST.search(member):
        return True
    return bool(_CONDITION.fullmatch(member))


def is_label(text: str, start: int, end: int) -> bool:
    """Whether the span names what a colon then tells: 最本质的 | 特征：the answer follows it."""
    if text.startswith(" | ", end):
        return text.count(" | ") == 1
    return start < end and text.startswith(_COLONS, end)


def is_told(text: str, start: int, end: int) -> bool:
    """Whether a long span only adds to words that stand beside it: “调查取证” … 调查取证过程."""
    return end - start > PHRASE and text.count(text[start : start + PHRASE]) > 1


def tells_nothing(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` stand for no thing: 具体情况, 经审查, 系统地规定."""
    chunk = words[first : last + 1]
    if "".join(word.text for word in chunk) in NO_ANSWER:
        return True
    opening = chunk[0]
    if any(word.pos[:2] == "nr" and word.text[0] in _BEFORE_VERBS for word in chunk):
        return True
    closing = chunk[-1].text
    if closing in _ASPECTS:
        return True
    if len(closing) > 2 and closing.endswith(_SIDES) and chunk[-1].pos == "l":
        return True
    return len(chunk) > 1 and opening.text.endswith("地") and chunk[1].pos in ("v", "vn", "n")


def opens_with_number(text: str, start: int, end: int) -> bool:
    """Whether a bare number stands for an item of some list: 4 与生态文明建设有关."""
    return not text[:start].strip() and not any(map(str.isalpha, text[start:end]))


def is_fair(key: str, option: str) -> bool:
    """Whether a wrong option could pass: what differs from the key in more than half is absurd.

    精神标识 beside 精神家园, 执法标准 beside 判断标准; not 城乡发展 beside 城镇居民.
    """
    if min(len(key), len(option)) < 2 or not _HAN.search(key):
        return True
    if option in NO_ANSWER or option[-2:] in _ASPECTS or _is_synonym(key, option):
        return False
    if key in _RIGHTS:
        return option in _RIGHTS
    if option[0] in _BEFORE_VERBS or _is_doing(key) != _is_doing(option):
        return False
    if key[-1] == option[-1]:
        return _share_head(key, option)
    if key[0] != option[0]:
        return len(key) < PHRASE
    if len(key) == len(option) == len("大国"):
        return False  # 大海
    shared = _shared_opening(key, option)
    return 2 * shared >= max(len(key), len(option)) and _is_thing(key) and _is_thing(option)


def _share_head(key: str, option: str) -> bool:
    """Whether the last character is one head: 公安机关, 行政机关; not 会议, 建议."""
    if min(len(key), len(option)) < PHRASE or key[-1] in SUFFIXES:
        return True
    if key[-2:] != option[-2:]:
        return False
    return key[-2:] not in GENERIC or len(key) == len(option)


def _is_doing(term: str) -> bool:
    return len(term) > 2 and _ends(term)[0] == "v"


def _is_thing(term: str) -> bool:
    return _ends(term)[1][0] == "n"


@remembered(last=4096)
def _ends(term: str) -> tuple[str, str]:
    """The parts of speech of a term's first and last word."""
    found = tokens(term)
    return found[0].pos, found[-1].pos


def _is_synonym(key: str, option: str) -> bool:
    """Whether two terms differ only in heads that say the same: 非法方法, 非法方式."""
    same = _shared_opening(key, option)
    return same > 0 and any(
        {key[same - 1 :], option[same - 1 :]} <= heads or {key[same:], option[same:]} <= heads
        for heads in SAME_HEADS
    )


def _shared_opening(one: str, other: str) -> int:
    """How many characters two terms share from their beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def is_clipped(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words around show that the thing asked is longer, or that a verb was parted.

    采取限制 | 出境措施, 解决管辖 | 范围交叉难题: what the first verb does is done to the whole.
    """
    return _is_object_of_object(words, first) or _is_parted(words, first, last)


def _is_object_of_object(words: Sequence[Word], first: int) -> bool:
    if first < 2 or not _touch(words, first - 2) or not _touch(words, first - 1):
        return False
    doing, done = words[first - 2], words[first - 1]
    if not doing.pos == done.pos == "v" or doing.text not in _DOING:
        return False
    return len(done.text) > 1 and done.text not in _DOING | _LIGHTER


def _is_parted(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether what stands right before or after a chunk of several words takes part of it."""
    if first == last:
        return False
    if words[last].text in _TAILS or _goes_on(words, first, last):
        return True
    if any(word.pos in ("i", "l") and word.text[1:2] == "不" for word in words[first + 1 : last]):
        return True
    if last + 1 < len(words) and words[last + 1].text == "于" and _touch(words, last):
        return True
    return first > 0 and _touch(words, first - 1) and _is_taken(words, first, last)


def _is_taken(words: Sequence[Word], first: int, last: int) -> bool:
    """协助和 | 配合调查, 补充 | 调查完毕, 被 | 调查人所在单位, 等 | 领域的合作, 作为 | 证据使用."""
    before, opening, second, closing = (words[at] for at in (first - 1, first, first + 1, last))
    joined = first > 1 and words[first - 2].text in _JOINS
    if before.text in _JOINS:
        return first > 1 and words[first - 2].pos == opening.pos == "v"
    if before.text == "被":
        return opening.text.endswith("人") or second.text[0] == "人"
    if before.text in ("作为", "有"):
        return closing.pos in (("v", "vn") if before.text == "作为" else ("v",))
    if before.text == "等":
        return second.text == "的"
    if before.pos != "v":
        return False
    if joined and closing.text in GENERIC and last == first + 1:
        return True
    return closing.pos == "v" and before.text not in _LIGHTER


def _goes_on(words: Sequence[Word], first: int, last: int) -> bool:
    """对于 | 基层网络 | 执法机构而言, 这种 | 管辖权交叉 | 重叠的问题."""
    after = [word.text for word in words[last + 1 : last + 4]]
    if not after or not _touch(words, last):
        return False
    if not {"而言", "来说"}.isdisjoint(after[1:]):
        return True
    pointed = first > 0 and words[first - 1].pos == "r"
    return pointed and words[last + 1].pos == "v" and after[1:2] == ["的"]


def _touch(words: Sequence[Word], at: int) -> bool:
    return words[at].end == words[at + 1].start
