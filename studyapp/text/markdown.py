"""Markdown to paragraphs: headings with their level, lists, tables and code as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyapp.text.dialects import TABLE, TABLE_END, plain_markdown, without_marks
from studyapp.text.keys import is_data
from studyapp.text.plain import CLAUSE_ENDS, MIN_WRAP
from studyapp.text.source import Block
from studyapp.text.widths import cells, join_lines

_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:[ \t]*(.*)")
_ATX = re.compile(r"(?m)^#{1,6}[ \t]+\S")
_OTHER_SIGNS = re.compile(
    r"(?m)^(?:```|~~~|[-*] \S|\d{1,3}\. \S|> )|^[^\n]{1,80}\n(?:={3,}|-{3,})[ \t]*$"
    r"|\*\*[^*\n]{1,80}\*\*|\]\("
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_DEEP = re.compile(r"(?m)^((?:[ \t]*>){3})(?:[ \t]*>)+")
_INDENT = re.compile(r"(?m)^(\t{12}|[ \t]{48})[ \t]+")
_TAGS = re.compile(
    r"</?(?:a|b|i|u|s|p|q|em|strong|br|sub|sup|span|div|font|center|img|hr|small|big|mark|del|ins|kbd|"
    r"abbr|cite|dfn|rb|rtc|address|aside|caption|colgroup|col|dl|dt|dd|tfoot|label|time|var|samp|wbr|"
    r"code|pre|ruby|rt|rp|table|thead|tbody|tr|td|th|ul|ol|li|blockquote|h[1-6]|details|summary|"
    r"figure|figcaption|section|article|header|footer|nav|main)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
# CommonMark takes `1. 标题` over a row of dashes for a list and a rule; writers mean a heading.
_NUMBERED_SETEXT = re.compile(r"(?m)^(\d{1,3}[.．、)][ \t]*\S[^\n]{0,100})\n(?:-{3,}|={3,})[ \t]*$")
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh][\s>])", re.IGNORECASE)
_ROW_END = re.compile(r"</tr>\s*(?=<|$)", re.IGNORECASE)
_BLOCK_END = re.compile(
    r"</(?:summary|p|div|li|dt|dd|h[1-6]|figcaption|caption|section)>(?=[^\n])", re.IGNORECASE
)
_HEAD = re.compile(r"<h([1-6])[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAN_IN_TAG = re.compile(r"[\u4e00-\u9fff：]<(?:u|b|i|em|strong|mark|br)/?>|<u>[\u4e00-\u9fff]")
_BAR = re.compile(r"(?<!\\)\|")
_INLINE_SIGNS = re.compile(r"[*_`\[\]<!\\~&{=+^]|:[a-z]")
# What a picture shows, and not the name of its file or what an editor wrote for want of words.
_CAPTION = re.compile(r"(?=.*[\u4e00-\u9fff]{2}|\S+(?: \S+){2})[^\n]{4,200}")
_NO_CAPTION = re.compile(
    r"图片|图像|插图|截图|屏幕快照|在这里插入|.{0,6}(?:二维码|头像)|.*\.(?:png|jpe?g|gif|svg|webp)$",
    re.IGNORECASE,
)
# A. 甲 / B. 乙, (a) one / (b) other, and paragraphs set in by two wide spaces, stand in lines of
# their own; CommonMark knows no lists of letters.
_OWN_LINE = re.compile(
    r"[A-H][.．、][ \t\u3000]?\S|\u3000\u3000|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳]"
    r"|[ \t]*(?:[a-z][.)][ \t]+[A-Z]|\((?:[a-z]|[ivx]{2,4})\)[ \t])"
)
_LONG = 20_000


def looks_like_markdown(text: str) -> bool:
    """Whether a text of unknown kind is Markdown, by its headings and other marks."""
    if split_front(text)[0]:
        return True
    headings = len(_ATX.findall(text))
    return headings > 1 or (headings == 1 and bool(_OTHER_SIGNS.search(text)))


def split_front(text: str) -> tuple[dict[str, str], str]:
    """The front matter's plain `key: value` lines and the text below it.

    Only single lines are read, as text: YAML's anchors, objects and blocks have no use here and
    are the way to bring a reader down.
    """
    if not text.startswith("---\n"):
        return {}, text
    end = text.find("\n---", 3, 20_000)
    if end < 0:
        return {}, text
    below = text.find("\n", end + 1)
    front = {}
    for line in text[4:end].split("\n"):
        match = _FRONT_LINE.fullmatch(line.rstrip())
        if match:
            front[match[1].lower()] = match[2].strip().strip("\"'").strip()
    return (front, text[below + 1 :] if below >= 0 else "") if front else ({}, text)


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text (below its front matter), its marks taken off.

    Footnotes stay as paragraphs where they stand, without their reference marks; of a picture that
    stands alone, its caption.
    """
    text = _INDENT.sub(r"\1", _DEEP.sub(r"\1", text))
    text = plain_markdown(_COMMENT.sub("", text) if "<!--" in text else text)
    text = _NOTE_MARK.sub("", text)
    text = _NUMBERED_SETEXT.sub(r"## \1", text)
    env: dict[str, object] = {}
    lines = text.split("\n")
    blocks: list[Block] = []
    for block in _walk(_parser().parse(text, env), lines, env):
        stripped = block.text.rstrip() if block.kind == "code" else block.text.strip()
        if stripped:
            blocks.append(Block(stripped, block.level, block.kind, block.bold))
    return blocks


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    # Paragraphs are read one by one in _inline, which spares the very long ones.
    parser.core.ruler.disable("inline")
    return parser


def _walk(tokens: list[Token], lines: list[str], env: dict[str, object]) -> Iterator[Block]:
    numbers: list[int] = []
    label = ""
    for i, token in enumerate(tokens):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            numbers.append(-1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            label = f"{token.info}{token.markup} " if numbers[-1] >= 0 else ""
        elif token.type == "tr_open" and token.map:
            yield from _row(lines[token.map[0]], env)
        elif token.type in ("fence", "code_block"):
            yield from (Block(_untagged(line), kind="code") for line in token.content.split("\n"))
        elif token.type == "html_block":
            yield from _html(token.content, env)
        elif token.type == "inline" and tokens[i - 1].type in ("paragraph_open", "heading_open"):
            yield from _paragraph(token, tokens[i - 1], label, bool(numbers), env)
            label = ""


def _paragraph(
    token: Token, opening: Token, label: str, is_item: bool, env: dict[str, object]
) -> Iterator[Block]:
    level = int(opening.tag[1]) if opening.type == "heading_open" else 0
    kind = "item" if is_item else "text"
    for content in _stretches(token.content, is_heading=level > 0):
        for text, bold in _inline(content, env):
            # Over a row of dashes CommonMark takes lines of data for a part of the heading.
            height = 0 if is_data(text) else level
            yield Block(label + text, height, kind, bold and not height)
            label = ""


def _stretches(content: str, *, is_heading: bool) -> Iterator[str]:
    """The paragraph, and by themselves lines of data, options of a question and what stands below a
    line too short to be a wrapped one."""
    lines: list[str] = []
    whole = content.split("\n")
    is_one = is_heading or len(whole) == 1 or content.startswith(("$$", "\\["))
    shortest = 0 if is_one else _shortest_wrapped(whole)
    for line in whole:
        stands_alone = is_data(line)
        is_ended = bool(lines) and cells(lines[-1]) < shortest
        if lines and (stands_alone or is_ended or _OWN_LINE.match(line)):
            yield "\n".join(lines)
            lines = []
        lines.append(line)
        if stands_alone:
            yield line
            lines = []
    if lines:
        yield "\n".join(lines)


def _shortest_wrapped(lines: list[str]) -> float:
    """The width in cells below which a line was ended by its writer, and not where it was full:
    one far shorter than another, and all in verse."""
    if all(cells(line) < MIN_WRAP and line.rstrip()[-1:] in CLAUSE_ENDS for line in lines):
        return MIN_WRAP
    return min(MIN_WRAP, max(map(cells, lines)) * 2 / 3)


def _row(line: str, env: dict[str, object]) -> Iterator[Block]:
    if set(line) <= set("|-: \t"):
        return
    cells = _BAR.split(line.strip().strip("|"))
    texts = ["".join(text for text, _ in _inline(cell.strip(), env)) for cell in cells]
    yield Block(" | ".join(texts), kind="row")


def _html(content: str, env: dict[str, object]) -> Iterator[Block]:
    at = 0
    while (begin := TABLE.search(content, at)) and (end := TABLE_END.search(content, begin.end())):
        yield from _lines(content[at : begin.start()], env)
        yield from _table(content[begin.start() : end.end()])
        at = end.end()
    yield from _lines(content[at:], env)


def _table(content: str) -> Iterator[Block]:
    """The rows of a table in HTML, as a web page's are read."""
    from studyapp.text.readers import pageparts  # noqa: PLC0415 - lxml is loaded when one comes

    for part in pageparts.parts_of(content):
        yield Block(part.text, kind=part.kind)


def _lines(content: str, env: dict[str, object]) -> Iterator[Block]:
    apart = _BLOCK_END.sub(r"\g<0>\n", _ROW_END.sub("\n", _CELL_END.sub(" | ", content)))
    for line in apart.split("\n"):
        head = _HEAD.search(line)
        for text, bold in _inline(_TAGS.sub("", line).strip(), env):
            yield Block(text, int(head[1]) if head else 0, bold=bold)


def _inline(content: str, env: dict[str, object]) -> list[tuple[str, bool]]:
    """The text of a paragraph, one piece for each hard line break, and whether all is bold."""
    if len(content) > _LONG or not _INLINE_SIGNS.search(content):
        return [(join_lines([x.strip() for x in content.split("\n") if x.strip()]), False)]
    tokens: list[Token] = []
    _parser().inline.parse(content, _parser(), env, tokens)
    pieces: list[list[str]] = [[""]]
    bold, depth = True, 0
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            depth += token.nesting
        elif token.type == "hardbreak" or _is_break(token):
            pieces.append([""])
        elif token.type == "softbreak":
            pieces[-1].append("")
        else:
            text = _visible(token, is_alone=len(tokens) == 1)
            pieces[-1][-1] += text
            bold = bold and (depth > 0 or not text.strip())
    lines = [join_lines([line.strip() for line in piece if line.strip()]) for piece in pieces]
    return [(_unstar(line), bold) for line in lines if line]


def _untagged(line: str) -> str:
    """A line of code as it is; one of Chinese prose that was only set in too far, without tags."""
    return _TAGS.sub("", line) if _HAN_IN_TAG.search(line) else line


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content[:3].lower() == "<br"


def _visible(token: Token, *, is_alone: bool) -> str:
    if token.type == "html_inline":
        return _TAGS.sub("", token.content)
    if token.type == "image":
        return _caption(token) if is_alone else ""
    return without_marks(token.content) if token.type == "text" else token.content


def _caption(image: Token) -> str:
    """What stands below a picture that is a paragraph: its title, or the words in place of it."""
    title = str(image.attrs.get("title", ""))
    told = title if _CAPTION.fullmatch(title) else image.content
    return told if _CAPTION.fullmatch(told) and not _NO_CAPTION.match(told) else ""


def _unstar(line: str) -> str:
    """CommonMark leaves the stars of **“甲”**乙, where a quotation mark touches them."""
    return line.replace("**", "") if line.count("**") % 2 == 0 else line
