"""The words that lines of data begin with: 来源：, 发布时间：, Author:."""

from __future__ import annotations

import re

from studyapp.text.persons import is_doer, is_person, tells

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
    "责任编辑|責任編輯|本文责编|责编|编辑|編輯|编审|作者单位|作者简介|作者|撰文|撰稿|记者|記者|通讯员|译者|"
    "供稿|主编|监制|文|written by|authors?|editors?|translator|by"
)
# Said of work too (整理：把衣服叠好), so only with a name or an office behind them.
_WORK = "整理|摄影|摄像|制图|统筹|策划|排版|编发|初审|复审|终审|签发|审核|校对|翻译|文字|图文"
_KEY = re.compile(
    rf"(?<![a-z])(?:(?P<date>{_DATES})|(?P<day>{_LOOSE_DATES})|(?P<source>{_SOURCES})"
    rf"|(?P<credit>{_CREDITS}|{_WORK}))[ \u3000]{{0,4}}[:：|｜丨][ \u3000]{{0,4}}",
    re.IGNORECASE,
)
_IS_WORK = re.compile(rf"[（(【\[ \u3000]*(?:{_WORK})[ \u3000]*(?:$|[:：|｜丨])")
_BETWEEN = re.compile(r"[、，,/;；\s\u3000|｜丨]+")
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


def find_keys(text: str, *, among: bool = False) -> list[re.Match[str]]:
    """The keys of a line, each with its colon, in the group of its kind: ``date`` is that of the
    text; ``day`` may be of anything (时间：周六).

    ``among``: the line stands among others of data, so that any short word behind a key may name
    who did the work.
    """
    found = list(_KEY.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    among = among or sum(not is_work(match.group()) for match in found) > 0
    return [
        match
        for match, end in zip(found, ends, strict=False)
        if not match["credit"] or _is_said(match["credit"], text[match.end() : end], among=among)
    ]


def is_work(line: str) -> bool:
    """Whether the line begins with a key that is said of work too."""
    return _IS_WORK.match(line) is not None


def _is_said(key: str, value: str, *, among: bool) -> bool:
    """Whether what stands behind the key of a credit is who did the work, not how it is done."""
    names = [name for name in _BETWEEN.split(value.strip(_OPENING)) if name]
    if is_work(key) and not among:
        return all(is_doer(name) for name in names)
    # Offices that are held (中央网信办主任 庄荣文) may read like a phrase.
    return not any(tells(name) for name in names) or any(is_person(name) for name in names)


def read_address(line: str) -> tuple[str, str] | None:
    """The key, in small letters, and the value of a line over a memorandum: Subject: Leave."""
    match = _ADDRESS.match(line) if len(line) <= _LONGEST else None
    return (match[1].lower(), line[match.end() :].strip()) if match else None


def without_noise(line: str) -> str:
    """A line of data without the buttons and counters that pages put beside it."""
    return re.sub(r"\s*[|｜]\s*(?=[|｜]|$)", " ", _NOISE.sub(" ", line)).strip(" |｜\u3000")
