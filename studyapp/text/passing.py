"""What a text says in passing: examples, stories told to the reader, announcements of itself.

Nobody learns such sentences by heart, however well a term in them may be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LABEL = r"^[\s“‘「『（(]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*)?"
_EXAMPLE = re.compile(
    _LABEL + r"(?:(?:现在|那么|首先|同样)，|我们)?"
    r"(?:例如|比如|再比如|再如|譬如|又如|举个?例|举一个|举[^，。]{0,8}例子|假设|假如|设想|试想"
    r"|以[^，。；]{1,16}为例|想象一下|换句话说|换言之|也就是说|下面|这时|此时，|具体来说"
    r"|(?:for (?:example|instance)|e\.g\.|suppose|imagine|consider|say,|in other words"
    r"|to illustrate|as an example)\b)",
    re.IGNORECASE,
)
_OF_EXAMPLE = re.compile(
    r"在?本例[中，]|在?(?:这|该|此|上述|上面|下面)(?:两|几|些)?个?的?例子[中里，]?|的例子[^，。]{0,4}(?:证明|说明|表明)"
    r"|\bin (?:this|the above) example\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    _LABEL + r"(?:而|这|那么|他|她|它|尽管如此|然而|但|因此|所以|于是|如果|如上|同样"
    r"|(?:but|and|so|this|that|these|he|she|it|they|still|nevertheless"
    r"|however|if|then|the (?:same|former|latter))\b)",
    re.IGNORECASE,
)
# The writer and the reader, in prose that is not a rule or a pledge.
_TO_READER = re.compile(
    r"你们?(?:的|可能|可以|会|要|也|是|有|在|将|能|想|拿|看|正)|我们(?:也不?会|也|来看|来考虑|试着|假设|假定|刚刚|刚才)"
    r"|我[们們](?:[现現]在|先|再|就)?(?:先|再)?[来來](?:[尝嘗][试試]|看|做|建立|考[虑慮]|想)"
    r"|\b(?:your (?:friend|boss|phone|house|computer|neighbou?r)|you (?:might"
    r"|may|can|could|will|would|see|want))\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"(?:本(?:书|章|节|文|篇|课|讲)|(?:下|后|接下来的?[几一]?)(?:[章节]|的?内容)|我们)[^，。；]{0,10}(?:将(?:关注|简|会|要|在"
    r"|为|以|从|对|详细|进一步|首先|重点|介绍|讨论|提|讲|探讨|展示|看|学)|也将)"
    r"|^[\s“]*本(?:书|章|节|文|篇|课|讲)(?:主要|简要|重点|详细|着重)?(?:介绍|讲述|讲解|说明|演示|探讨|讨论|分析|阐述)"
    r"|\b(?:in (?:this|the next|later) (?:chapter|section|article|book|lesson)s?,? (?:we|you|i)\b"
    r"|this (?:chapter|section|book|article) will\b|we (?:will|shall) (?:see"
    r"|discuss|show|explain|introduce|return|cover|look|describe)\b)",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"经[^。；]{2,40}(?:同意|批准|研究)[^。；]{0,12}，?[^。；]{0,8}现[^。；]{0,24}(?:如下|印发|公布"
    r"|通知)|现提出如下|现(?:将|就)[^。]{2,40}如下"
)
_ENDS = re.compile(r"[。．.！？!?…][”’」』）)\"']*\s*$")
_POINTS_BACK = re.compile(
    _LABEL + r"(?:这|那|该|它们?|他们?|她们?|此(?:外|后|时|类|种|项|举)?|其"
    r"|因此|所以|但|然而|而|尽管如此|不过|于是|相反|有关情况|上述|前述|以上|另外|同时|(?:this|that|these|those|it|they|he|she|such)\b)",
    re.IGNORECASE,
)

# 到目前为止，它们已经…: nothing before the pronoun that it could stand for.
_PRONOUN = re.compile(r"[^，。]{1,8}，(?:它|他|她|这)")


def is_passing(text: str) -> bool:
    """Whether a sentence by itself is an example, is told to the reader, or only announces."""
    return any(cue.search(text) for cue in (_EXAMPLE, _OF_EXAMPLE, _TO_READER, _ANNOUNCES, _ENACTS))


def passing(told: Iterable[tuple[str, bool]]) -> Iterator[bool]:
    """For each sentence of a text, whether it is said in passing.

    `told` gives each, or each piece of a long one, with whether it opens a paragraph. An example
    carries on in its paragraph for as long as the next sentence takes it up: 而…, 这…, 他….
    """
    within, is_whole = False, True
    for text, opens in told:
        taken_up = within and not opens and (not is_whole or bool(_CARRIED.match(text)))
        within = taken_up or bool(_EXAMPLE.match(text))
        is_whole = bool(_ENDS.search(text))
        yield within or is_passing(text)


def points_back(text: str) -> bool:
    """Whether it opens with a word for what stands before it, so that alone it has no place."""
    return bool(_POINTS_BACK.match(text) or _PRONOUN.match(text))
