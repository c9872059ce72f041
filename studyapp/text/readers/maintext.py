"""Which paragraphs of a web page are its text, and which stand around it.

By where sentences are dense and links are few, and by what pages call their parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from studyapp.text.readers.pageparts import Part

_ASIDE_TAGS = frozenset(("nav", "aside", "footer", "header"))
_ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|adbox|banner|sponsor\w*|promo\w*|nav\w*|menu\w*|crumbs?|breadcrumb\w*|"
    r"sidebar|side|aside|share\w*|bdshare\w*|social|comments?\w*|reply|related|recommend\w*|relate\w*|hot\w*|rank\w*|"
    r"foot(?:er|bar|nav|links?)?(?:-\w+)*|copyright|pager|pagination|page-?nav|prev\w*|next\w*|toolbar|tools?|topbar|toplink\w*|login|search\w*|"
    r"qr\w*|ewm|erweima|weixin|wechat|subscribe|tags?|toc|contents-list|navheader|navfooter|skip|popup|modal|"
    r"cookie\w*|editor-tools|zan\w*|like|statement-foot|links?|friendlink\w*|mbx|position|dqwz|xgyd|xgxw)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？；，]|[.,;!?](?:\s|$)")
_AFTER = re.compile(
    r"(?:相关(?:阅读|链接|新闻|文章|推荐|稿件|附件|报道)|延伸阅读|推荐阅读|更多(?:阅读|精彩|新闻)|热门(?:文章|推荐|新闻)|"
    r"猜你喜欢|网友评论|最新评论|上一[篇页条]|下一[篇页条]|上一篇|分享到|分享至|版权所有|Copyright\b|"
    r"扫一扫|打印本页|关闭窗口|related (?:articles|posts|stories)|share this|read more)",
    re.IGNORECASE,
)
_LEAVES = frozenset("p li dt dd h1 h2 h3 h4 h5 h6 pre address tr".split())
_SHORT, _PROSE = 12, 25
_MOST = 0.6
_WHOLE = 0.45
"""An element with more of the page's sentences than this is its text, whatever it is called."""


def find_main(parts: Sequence[Part]) -> list[int]:
    """The places of the paragraphs that are the text of the page."""
    weights = [_weight(part) for part in parts]
    sums = _sums(parts, weights)
    total = sum(weights)
    inside = [i for i, part in enumerate(parts) if not _is_aside(part, sums, total)]
    left = sum(weights[i] for i in inside)
    if left * 3 < total or not inside:
        inside = list(range(len(parts)))
    holder = _holder([parts[i] for i in inside], [weights[i] for i in inside])
    held = [i for i in inside if holder is None or holder in parts[i].path]
    return _trimmed(parts, held, weights)


def _weight(part: Part) -> int:
    """How much of a text the paragraph is: its characters, where it has sentences and few links."""
    length = len(part.text)
    if part.is_linked or length < _SHORT:
        return 0
    return length if _SENTENCE.search(part.text) or part.kind == "code" else length // 4


def _sums(parts: Sequence[Part], weights: Sequence[int]) -> dict[etree._Element, int]:
    sums: dict[etree._Element, int] = {}
    for part, weight in zip(parts, weights, strict=True):
        for element in part.path:
            sums[element] = sums.get(element, 0) + weight
    return sums


def _is_aside(part: Part, sums: dict[etree._Element, int], total: int) -> bool:
    return any(
        (element.tag in _ASIDE_TAGS or _is_named_aside(element)) and sums[element] <= _WHOLE * total
        for element in part.path
        if element.tag not in ("body", "html", "article", "main")
    )


def _is_named_aside(element: etree._Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    return bool(names.strip()) and _ASIDE_NAME.search(names) is not None


def _holder(parts: Sequence[Part], weights: Sequence[int]) -> etree._Element | None:
    """The innermost element that holds most of the sentences."""
    sums = _sums(parts, weights)
    total = sum(weights)
    holder, depth = None, -1
    for part in parts:
        for at, element in enumerate(part.path):
            is_holder = at > depth and element.tag not in _LEAVES
            if is_holder and total and sums[element] >= _MOST * total:
                holder, depth = element, at
    return _widened(holder, parts, weights)


def _widened(
    holder: etree._Element | None, parts: Sequence[Part], weights: Sequence[int]
) -> etree._Element | None:
    """The element around the holder, as long as what it adds is sentences too: the other sections
    of an article, its notes."""
    outer = None if holder is None else holder.getparent()
    while outer is not None:
        added = [
            (len(part.text), weight)
            for part, weight in zip(parts, weights, strict=True)
            if outer in part.path and holder not in part.path
        ]
        if sum(weight for _, weight in added) < _MOST * sum(length for length, _ in added):
            break
        holder = outer if added else holder
        outer = outer.getparent()
    return holder


def _trimmed(parts: Sequence[Part], held: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Without what leads on to other pages at the end."""
    last = max((at for at, i in enumerate(held) if weights[i] >= _PROSE), default=len(held))
    kept = []
    for at, i in enumerate(held):
        part = parts[i]
        if at > last and _AFTER.match(part.text.lstrip("【[（(·•> ")):
            break
        if at > last and part.is_linked and part.kind != "row" and part.text[-1] not in "。！？":
            continue
        kept.append(i)
    return kept
