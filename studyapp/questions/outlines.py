"""Which headings of an outline are worth asking: those that neither their form nor their fellows
tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from unicodedata import normalize

from studyapp.questions.parts import Part

_STEPS = re.compile(
    r"[0-9]+|[零〇一二三四五六七八九十百两]"
    r"|[甲乙丙丁戊己庚辛上中下前后後初末大小高低深浅淺轻輕重微特极極最较較多少优優良]"
    r"|(?<![a-z])(?:[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|low|medium|high|lower|upper|middle|minor"
    r"|major|mild|moderate|severe|small|large|basic|beginners?|elementary|intermediate|advanced)(?![a-z])"
)
"""What the steps of a scale differ in: 重伤一级, 轻伤二级, 轻微伤; Part I, Part II; 上篇, 下篇."""
_CLASSES = re.compile("[级級等档檔度期类類]")
"""What may be left out of a step: 轻伤二级, 轻微伤."""
_FRAME = re.compile(
    r"(?:今日|本[章节節课課讲講篇文单單元]+的?|[课課][后後前堂]|章末|全[文书書]|第[一二三四五六七八九十\d]+[章节節课課])?"
    r"(?:前言|序言?|自序|代序|引言|引子|[导導][言语語论論]|[绪緒][言论論]|[总總][则則]|附[则則]|小[结結]|[总總][结結]|回[顾顧]"
    r"|[结結](?:[语語]|束[语語]|[论論]|尾)|后记|後記|跋|附[录錄件注]|[参參]考(?:文[献獻]|[资資]料|[书書]目)|(?:[练練]|[习習]|作[业業]|[习習][题題]"
    r"|[练練][习習][题題]?|思考[题題]?|思考[与與和][练練][习習])|目[录錄]|[鸣鳴][谢謝]|致[谢謝]|注[释釋]|[简簡]介|介[绍紹]|摘要|[关關][键鍵][词詞]"
    r"|概述|概[况況]|其[他它]|說明|说明|背景|一般[规規]定|常[见見][问問][题題](?:解答)?)",
)
_ENGLISH_FRAME = re.compile(
    r"(?:an? |the )?(?:introduction|preface|foreword|preamble|prologue|epilogue|afterword|overview"
    r"|background|summary|conclusions?|concluding remarks|references|bibliography|further reading"
    r"|appendix|appendices|annex|exercises?|notes?|contents|abstract|acknowledge?ments?|glossary"
    r"|index|general provisions|final provisions|miscellaneous(?: provisions)?|other(?: matters)?"
    r"|faqs?|questions and answers)"
    r"(?: [a-z0-9])?"
)
_NUMBER = re.compile("[0-9]+")


def telling(parts: Sequence[Part], *, shared: Collection[str] = ()) -> list[Part]:
    """The headings that are worth asking, in their order; none where all are steps of a scale.

    `shared`: headings that stand under other headings of the document too, and so are a form that
    it fills in each time. 前言 and 小结 stand in any text.
    """
    steps = [step(part.text) for part in parts]
    return [
        part
        for part, own in zip(parts, steps, strict=True)
        if steps.count(own) == 1 and part.text not in shared and not _is_idle(part.text)
    ]


def step(heading: str) -> str:
    """What a heading has in common with the others of a scale: 伤 for 重伤一级 and 轻微伤."""
    return _CLASSES.sub("", _STEPS.sub("", _plain(heading)))


def _is_idle(heading: str) -> bool:
    return is_frame(heading) or " / " in heading


def is_frame(heading: str) -> bool:
    """Whether any text might have the heading: 前言, 总则, 今日小结, Introduction."""
    plain = _plain(heading)
    return bool(_FRAME.fullmatch(plain.replace(" ", "")) or _ENGLISH_FRAME.fullmatch(plain))


def tells_order(headings: Sequence[str]) -> bool:
    """Whether the headings carry their order in them, as years do."""
    found = [_NUMBER.search(_plain(heading)) for heading in headings]
    numbers = [int(match.group()) for match in found if match is not None]
    return len(numbers) == len(found) and all(one < other for one, other in pairwise(numbers))


def _plain(heading: str) -> str:
    return normalize("NFKC", heading).lower().strip()
