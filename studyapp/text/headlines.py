"""Whether a line looks like a heading, by itself."""

from __future__ import annotations

import re

from studyapp.text.labels import read_label
from studyapp.text.source import Block
from studyapp.text.widths import cells

_ENDS = frozenset("。；;，,、：:…．—–")
FULL_STOPS = frozenset("。！？!?.；;：:…”’」』）)】．")
_NOT_BARE = re.compile(
    r"[（(“\"'‘《—…·*#|+$>〔\[/\\]|https?:|\d{4}[-年/.]|表|图|图表|此致|敬礼|顺颂|敬启|谨启"
)
MAX_CELLS = 150
_FEW_WORDS = 4


def is_clean(text: str) -> bool:
    """Whether the paragraph looks like a heading: short, and no sentence ends in it."""
    return (
        len(text) <= MAX_CELLS
        and cells(text) <= MAX_CELLS
        and text[-1] not in _ENDS
        and not _is_english_sentence(text)
        and "。" not in text
        and _unclosed(text) >= 0
    )


def _is_english_sentence(text: str) -> bool:
    """Whether it ends with a full stop as sentences do; 1. Short title. may have one too."""
    if text[-1] != "." or " " not in text:
        return False
    label = read_label(text)
    return label is None or label.rest[:1].islower() or len(label.rest.split()) > _FEW_WORDS


def _unclosed(text: str) -> int:
    """How many brackets are open at the end; below zero where the words are the end of a sentence
    that was broken in a bracket: 沙盒”）."""
    label = read_label(text) if any(char in text for char in ")）") else None
    words = label.rest if label else text
    return sum(char in "(（" for char in words) - sum(char in ")）" for char in words)


def looks_bare(block: Block) -> bool:
    """Whether the paragraph could be a heading without a number."""
    text = block.text
    return (
        block.kind == "text"
        and is_clean(text)
        and text[-1] not in FULL_STOPS
        and (block.bold or "：" not in text)
        and not _NOT_BARE.match(text)
        and not _unclosed(text)
        and any(c.isalpha() for c in text)
    )
