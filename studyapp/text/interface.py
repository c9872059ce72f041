"""Words of an app, a site or a magazine around a text: what to tap, what to scan, what to buy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studyapp.text.keys import is_data
from studyapp.text.source import Block

# Said by no text, wherever they stand in a short line.
_PHRASES = re.compile(
    r"扫码(?:订阅|关注|报名|阅读|下载|入群|加群|添加|查看|观看)|扫一扫|扫描(?:下方|上方|左侧|右侧|以下|二维码)|长按(?:识别|扫描|上图|下图|二维码|图片)"
    r"|识别(?:图中|下方|上方)?二维码|点击(?:下图|上图|下方|上方|右上角|左下角|文末|阅读原文|蓝字|关注|图片|标题|卡片|查看|进入|订阅)"
    r"|阅读原文|关注(?:该|本|我们的?)?(?:公众号|微信号|视频号|抖音号|官方微博|官方抖音)|(?:欢迎|敬请)(?:关注|订阅|扫码|转发|投稿|分享)"
    r"|(?:官方|微信)(?:公众号|视频号|抖音号)$|预览时标签不可点|(?:继续|向上|左右)滑动看?下一个|轻触(?:阅读|查看)|轻点两下|使用(?:小程序|完整服务)"
    r"|倾力(?:推荐|奉献|打造)|邮发代号|征订(?:热线|电话|方式)|国内外公开发行|往期(?:推荐|回顾|精选|精彩)|设为?星标"
    r"|点个?[“\"]?(?:赞|在看)|分享(?:到朋友圈|给好友)|赞赏|版权所有|Copyright\b"
    r"|All Rights Reserved|[京沪粤浙苏川鲁闽津渝]ICP备"
    r"|^[大中小]字号$|scan (?:the|this) (?:qr )?code|follow us on|subscribe to our",
    re.IGNORECASE,
)
# Said by texts too, but not one after the other at their end.
_WORDS = re.compile(
    r"(?:知道了|取消|允许|[×✕✖]|分析|赞|在看|收藏|听过|视频|小程序|留言|分享|喜欢|点赞|转发|评论|举报|打开|关闭|确定|返回顶部|更多"
    r"|关注我们|原创|转载|置顶|广告|推广|END|[-—·\s]*(?:END|完|全文完)[-—·\s]*|收录于.{0,20}|阅读\s*\d*|(?:上|下)一[篇页条节章]\s*[:：]?.{0,40}"
    r"|(?:相关|推荐|延伸|更多)(?:阅读|链接|文章|推荐|新闻)\s*[:：]?|分享至?到?[:：]?.{0,40}|微信|微博|朋友圈|QQ空间|[|｜/\s])+",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:网站|网址|官网|电话|热线|邮箱|投稿邮箱|E-?mail|地址|邮编|微信号?|QQ群?|传真|联系方式)\s*[:：]\s*\S",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"(?:主管|主办).{0,60}(?:双?月刊|半月刊|周刊|季刊|公开发行|ISSN|CN\s?\d)")
# 答：点击查看, 1. 扫码报名: an answer, or a step of what is to be done.
_SPEAKS = re.compile(r"(?:[答问問QA]|\d{1,2})[ ]?[:：.、）)]")
_STOPS = frozenset("。？；：?;")
_LONGEST, _TOP = 60, 15


def drop_interface(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the words of the app or the page that the text was taken from.

    At the end everything goes from the first such line on, where nothing but such lines, signs,
    short scraps and lines of data follows, which stay; before it, only what says so itself. A text
    has telephone numbers and sentences about buttons of its own: those go only with what stands
    beside them.
    """
    end = _end(blocks)
    certain = [_is_interface(block) for block in blocks]
    near = [a or b for a, b in zip([False, *certain], [*certain[1:], False, False], strict=False)]
    return [
        block
        for i, block in enumerate(blocks)
        if (i < end or is_data(block.text))
        and not (
            (certain[i] or (near[i] and _may_be_interface(block)))
            and (i < _TOP or i >= end - _TOP or _is_own_line(block))
        )
    ]


def _end(blocks: Sequence[Block]) -> int:
    """Where the text ends and the trailing interface begins; the length where there is none."""
    end, certain = len(blocks), 0
    for i in range(len(blocks) - 1, 0, -1):
        block = blocks[i]
        if _is_interface(block):
            end, certain = i, certain + 1
        elif _is_sign(block.text) or (_is_word(block.text) and (certain or i == end - 1)):
            end = i
        elif not (
            _may_be_interface(block) or (certain and _is_scrap(block)) or is_data(block.text)
        ):
            break
    return end if certain or _has_words_at_end(blocks, end) else len(blocks)


def _has_words_at_end(blocks: Sequence[Block], end: int) -> bool:
    """Whether several buttons stand in a row at the end; one word could be the author's."""
    return len(blocks) - end >= 3 and sum(_is_word(block.text) for block in blocks[end:]) >= 3


def _is_interface(block: Block) -> bool:
    """Whether the line says by itself that it is none of the text."""
    text = block.text
    if len(text) <= _LONGEST and _PHRASES.search(text):
        return _can_be_interface(block) and text[-1] not in _STOPS and not _SPEAKS.match(text)
    return len(text) <= 400 and _can_be_interface(block) and bool(_JOURNAL.search(text))


def _may_be_interface(block: Block) -> bool:
    """Whether it is none of the text if its neighbours are not."""
    text = block.text
    speaks = _PHRASES.search(text) or _CONTACT.match(text)
    return len(text) <= _LONGEST and _can_be_interface(block) and bool(speaks)


def _can_be_interface(block: Block) -> bool:
    return block.kind not in ("code", "row") and not (block.level and len(block.text) > 20)


def _is_own_line(block: Block) -> bool:
    return len(block.text) <= 30 and block.text[-1] not in "。；："


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST and _WORDS.fullmatch(text) is not None


def _is_sign(text: str) -> bool:
    return not any(char.isalnum() for char in text)


def _is_scrap(block: Block) -> bool:
    """A name or a slogan between buttons: short, no sentence, and no line of data."""
    text = block.text
    return len(text) <= 24 and text[-1] not in "。！？；…：" and not re.search(r"[:：（(|｜]", text)
