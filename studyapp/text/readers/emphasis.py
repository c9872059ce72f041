"""What the look of paragraphs says of them: letters larger or bolder than those of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyapp.text.source import Block, Source

LONGEST = 80
"""Characters of the longest line that is set off from the text."""
_LARGER, _TITLE_LARGER, _TOP = 1.08, 1.2, 6


@dataclass(frozen=True, slots=True)
class Look:
    """A block and the size of its letters in points; 0 where it is not known."""

    block: Block
    size: float


def weigh(looks: Sequence[Look], *, title: str = "") -> Source:
    """The source that the blocks make. A short one in larger letters than the text counts as bold;
    where bold is nothing special it counts for nothing. ``title`` is what the file calls it."""
    body = _body_size(looks)
    is_bold_special = _is_special(looks)
    blocks = [_weighed(look, body, is_bold_special=is_bold_special) for look in looks]
    title = title or _largest(looks, body)
    marked_up = any(block.bold or block.level for block in blocks if block.text != title)
    return Source(tuple(blocks), {"title": title} if title else {}, marked_up=marked_up)


def _body_size(looks: Sequence[Look]) -> float:
    sizes: Counter[float] = Counter()
    for look in looks:
        if look.size and not look.block.level:
            sizes[look.size] += len(look.block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_special(looks: Sequence[Look]) -> bool:
    """Whether bold letters are few enough to say something."""
    bold = sum(len(look.block.text) for look in looks if look.block.bold)
    return bold * 2 < sum(len(look.block.text) for look in looks)


def _weighed(look: Look, body: float, *, is_bold_special: bool) -> Block:
    block = look.block
    is_larger = bool(body) and look.size > _LARGER * body and len(block.text) <= LONGEST
    bold = (block.bold and is_bold_special) or is_larger
    size = round(look.size / body, 2) if body and look.size else 1.0
    return replace(block, bold=bold, size=size)


def _largest(looks: Sequence[Look], body: float) -> str:
    """The line near the top whose letters are larger than all others of the document."""
    top = [look for look in looks[:_TOP] if look.block.kind == "text"]
    largest = max(top, key=lambda look: look.size, default=None)
    if (
        largest is None
        or largest.size < _TITLE_LARGER * body
        or len(largest.block.text) > 2 * LONGEST
    ):
        return ""
    others = (look.size for look in looks if look is not largest)
    return largest.block.text if max(others, default=0.0) < largest.size else ""
