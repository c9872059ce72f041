"""Papers, sites and agencies that name themselves and a day: 《晨报》（2024年3月22日第04版）."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from studyapp.text.dates import beside_dates, find_date

_OUTLET = re.compile(
    r"《?([一-鿿\w·]{1,14}(?:日报|晚报|时报|早报|周报|导报|学报|报|新闻网|网|社|周刊|月刊|刊|杂志|客户端|电视台|在线)"
    r"|求是|人民论坛|红旗文稿"
    r"|[A-Z][\w&' ]{2,30}(?:Times|Post|News|Journal|Daily|Review|Herald|Press|Weekly))"
    r"》?(?:杂志|海外版|讯)?"
)
_ISSUE = re.compile(r"第?\s*\d{1,4}\s*(?:版|期|号)|[·:：]\s*$|版$|\d{4}年第?\d{1,2}期")
# 原创 青山团委 青山青年 2024-05-04 08:00 青山: author, account, day and place, as WeChat sets them.
_ACCOUNT = re.compile(
    r"(?:原创\s+)?(?:(?P<author>[^\s：:，。]{2,20})\s+)?(?P<name>[^\s：:，。]{2,20})\s+"
    r"(?P<day>\d{4}[-年]\d{1,2}[-月]\d{1,2}日?)\s+\d{1,2}:\d{2}(?:\s+[一-鿿]{2,4})?"
)
_WIRE = re.compile(
    r"[（(]?(?P<name>新华社|中新社|中新网|人民网|央视网|光明网|新华网)[一-鿿]{0,8}?[，,]?"
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日[电讯]"
)
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where and when a text came out. ``is_account``: it is one that may only have passed it on;
    then ``author`` may be named too."""

    source: str
    published: dt.date
    author: str = ""
    is_account: bool = False


def read_imprint(line: str) -> Imprint | None:
    """What a line says that is nothing but the name of a paper and a day; else None."""
    published = find_date(line) if len(line) <= LONGEST else None
    if published is None:
        return None
    if account := _ACCOUNT.fullmatch(line):
        return Imprint(account["name"], published, account["author"] or "", is_account=True)
    name = _OUTLET.fullmatch(beside_dates(_ISSUE.sub("", line)))
    return Imprint(name[1], published) if name else None


def wire_agency(paragraph: str) -> str:
    """The agency that a paragraph begins with: 新华社北京1月1日电; else ""."""
    found = _WIRE.match(paragraph)
    return found["name"] if found else ""
