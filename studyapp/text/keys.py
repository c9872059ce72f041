"""The words that lines of data begin with: 来源：, 发布时间：, Author:."""

from __future__ import annotations

import re

from studyapp.text.persons import is_person

_DATES = (
    "发布时间|发布日期|发表时间|发表日期|成文日期|印发日期|更新时间|發布時間|發布日期|"
    "date published|published on|published|posted on|posted|last updated|updated"
)
_LOOSE_DATES = "时间|日期|date"
_SOURCES = (
    "文章来源|信息来源|内容来源|新闻来源|稿件来源|文章來源|来源|來源|稿源|出处|出處|转载自|转自|"
    "source|publisher"
)
_CREDITS = (
    "责任编辑|責任編輯|本文责编|责编|编辑|編輯|编审|审核|校对|作者单位|作者简介|作者|撰文|撰稿|记者|記者|通讯员|译者|"
    "翻译|供稿|主编|监制|文字|图文|文|written by|authors?|editors?|translator|by"
)
# Said of work too (初审：由县级机关进行), so only with a name or the like behind them.
_WORK = "整理|摄影|摄像|制图|统筹|策划|排版|编发|初审|复审|终审|签发"
_KEY = re.compile(
    rf"(?<![a-z])(?:(?P<date>{_DATES})|(?P<day>{_LOOSE_DATES})|(?P<source>{_SOURCES})"
    rf"|(?P<credit>{_CREDITS}|{_WORK}))[ \u3000]{{0,4}}[:：|｜丨][ \u3000]{{0,4}}",
    re.IGNORECASE,
)
_IS_WORK = re.compile(rf"(?:{_WORK})")
_TELLS = frozenset("由应须按经对在")
_LONGEST_NAME = 12
# Whom a memorandum is for, and whom it is from. In running text they are words like others.
_ADDRESS = re.compile(r"(subject|from|to|cc)[ \u3000]{0,4}[:：][ \u3000]{0,4}(?=\S)", re.IGNORECASE)

_NOISE = re.compile(
    r"[【\[]?字[号体][：:]?[\s【】\[\]]*(?:超大|大)\s*(?:中|标准)\s*小\s*[】\]]?|[【\[]?(?:打印|纠错|关闭(?:窗口)?|收藏|复制(?:链接)?|举报|责编纠错|我要纠错|参与评论|字体)[】\]]?"
    r"|(?:浏览|阅读|点击|访问|查看)(?:次数|人数|量|数)?\s*[:：]?\s*\d*\s*次?(?=[\s|｜]|$)|分享(?:到|至|：|:).{0,60}"
    r"|[:：]?\s*[【\[]\s*[】\]]|\bA[+-]?(?=\s|$)"
)

BRACKETS = "（）()[]【】"
_CLAUSE = re.compile(r"[，。；！？]|[.!?;](?=\s)")
_OPENING = " \t\u3000*_>" + BRACKETS
_LONGEST = 120


def is_data(line: str) -> bool:
    """Whether the line begins with a key and has no clauses, so that it stands by itself: not
    时间：过得很快，大家都老了。"""
    line = line.strip().lstrip(_OPENING)
    if len(line) > _LONGEST:
        return False
    end = next((m.end() for m in find_keys(line)[:1] if not m.start()), 0)
    if address := _ADDRESS.match(line):
        end = address.end()
    return bool(end and line[end:].strip("*_ ") and not _CLAUSE.search(line))


def find_keys(text: str) -> list[re.Match[str]]:
    """The keys of a line, each with its colon, in the group of its kind: ``date`` is that of the
    text; ``day`` may be of anything (时间：周六)."""
    found = list(_KEY.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        match
        for match, end in zip(found, ends, strict=False)
        if not _IS_WORK.match(match["credit"] or "") or _is_doer(text[match.end() : end])
    ]


def read_address(line: str) -> tuple[str, str] | None:
    """The key, in small letters, and the value of a line over a memorandum: Subject: Leave."""
    match = _ADDRESS.match(line) if len(line) <= _LONGEST else None
    return (match[1].lower(), line[match.end() :].strip()) if match else None


def _is_doer(value: str) -> bool:
    """Whether it is the names of who did the work, or short enough for an office."""
    value = value.strip(_OPENING + "|｜丨")
    if not value or (len(value) <= _LONGEST_NAME and value[0] not in _TELLS):
        return True
    return all(is_person(name) for name in re.split(r"[、，,/ \u3000]+", value))


def without_noise(line: str) -> str:
    """A line of data without the buttons and counters that pages put beside it."""
    return re.sub(r"\s*[|｜]\s*(?=[|｜]|$)", " ", _NOISE.sub(" ", line)).strip(" |｜\u3000")
