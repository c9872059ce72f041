"""Markdown to paragraphs: headings with their level, lists, tables and code as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyapp.text.keys import is_data
from studyapp.text.source import Block
from studyapp.text.widths import join_lines

_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]{0,40})[ \t]*:[ \t]*(.*)")
_ATX = re.compile(r"(?m)^#{1,6}[ \t]+\S")
_OTHER_SIGNS = re.compile(
    r"(?m)^(?:```|~~~|[-*] \S|\d{1,3}\. \S|> )|^[^\n]{1,80}\n(?:={3,}|-{3,})[ \t]*$"
    r"|\*\*[^*\n]{1,80}\*\*|\]\("
)
_NOTE = re.compile(r"(?m)^\[\^([^\]\s]{1,40})\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_DEEP = re.compile(r"(?m)^((?:[ \t]*>){3})(?:[ \t]*>)+")
_INDENT = re.compile(r"(?m)^(\t{12}|[ \t]{48})[ \t]+")
_TAGS = re.compile(
    r"</?(?:a|b|i|u|s|p|em|strong|br|sub|sup|span|div|font|center|img|hr|small|big|mark|del|ins|kbd|"
    r"code|pre|ruby|rt|rp|table|thead|tbody|tr|td|th|ul|ol|li|blockquote|h[1-6]|details|summary|"
    r"figure|figcaption|section|article|header|footer|nav|main)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
# ::: warning 备注 … ::: is a box with a title, wherever it is understood at all.
_BOX = re.compile(r"(?m)^[ \t]*:{3,}[ \t]*(?:[\w-]*(?:[ \t]+([^\n]*))?)$")
# CommonMark takes `1. 标题` over a row of dashes for a list and a rule; writers mean a heading.
_NUMBERED_SETEXT = re.compile(r"(?m)^(\d{1,3}[.．、)][ \t]*\S[^\n]{0,100})\n(?:-{3,}|={3,})[ \t]*$")
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh][\s>])", re.IGNORECASE)
_ROW_END = re.compile(r"</tr>\s*(?=<|$)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAN_IN_TAG = re.compile(r"[\u4e00-\u9fff：]<(?:u|b|i|em|strong|mark|br)/?>|<u>[\u4e00-\u9fff]")
_BAR = re.compile(r"(?<!\\)\|")
_INLINE_SIGNS = re.compile(r"[*_`\[\]<!\\~&]")
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

    Footnotes stay as paragraphs where they stand, without their reference marks; pictures go.
    """
    text = _INDENT.sub(r"\1", _DEEP.sub(r"\1", text))
    text = _NOTE.sub("\n", _COMMENT.sub("", text) if "<!--" in text else text)
    text = _NOTE_MARK.sub("", text)
    text = _BOX.sub(lambda box: f"\n{box[1]}\n" if box[1] else "", text)
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
    for content in _stretches(token.content):
        for text, bold in _inline(content, env):
            # Over a row of dashes CommonMark takes lines of data for a part of the heading.
            height = 0 if is_data(text) else level
            yield Block(label + text, height, kind, bold and not height)
            label = ""


def _stretches(content: str) -> Iterator[str]:
    """The paragraph, each line of data in it by itself."""
    lines: list[str] = []
    for line in content.split("\n"):
        if is_data(line):
            yield from filter(None, ("\n".join(lines), line))
            lines = []
        else:
            lines.append(line)
    if lines:
        yield "\n".join(lines)


def _row(line: str, env: dict[str, object]) -> Iterator[Block]:
    if set(line) <= set("|-: \t"):
        return
    cells = _BAR.split(line.strip().strip("|"))
    texts = ["".join(text for text, _ in _inline(cell.strip(), env)) for cell in cells]
    yield Block(" | ".join(texts), kind="row")


def _html(content: str, env: dict[str, object]) -> Iterator[Block]:
    apart = _ROW_END.sub("\n", _CELL_END.sub(" | ", content))
    for line in _TAGS.sub("", apart).split("\n"):
        for text, bold in _inline(line.strip(), env):
            yield Block(text, bold=bold)


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
            text = _visible(token)
            pieces[-1][-1] += text
            bold = bold and (depth > 0 or not text.strip())
    lines = [join_lines([line.strip() for line in piece if line.strip()]) for piece in pieces]
    return [(_unstar(line), bold) for line in lines if line]


def _untagged(line: str) -> str:
    """A line of code as it is; one of Chinese prose that was only set in too far, without tags."""
    return _TAGS.sub("", line) if _HAN_IN_TAG.search(line) else line


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content[:3].lower() == "<br"


def _visible(token: Token) -> str:
    if token.type == "html_inline":
        return _TAGS.sub("", token.content)
    return "" if token.type == "image" else token.content


def _unstar(line: str) -> str:
    """CommonMark leaves the stars of **“甲”**乙, where a quotation mark touches them."""
    return line.replace("**", "") if line.count("**") % 2 == 0 else line
