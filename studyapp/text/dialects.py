"""What writing tools add to Markdown, said in what every reader of it knows: boxes, admonitions,
definition lists, attributes, raised figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyapp.text.looks import lowered, raised

_FENCE = re.compile(r"[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})[ \t]*([^`\n]*)$")
# ```{note} 标题 holds text; ```{python} holds code.
_TEXT_FENCE = re.compile(
    r"\{(?:admonition|note|tip|hint|important|warning|caution|danger|attention|error|seealso|"
    r"dropdown|topic|sidebar|margin|exercise|solution|theorem|lemma|proof|definition|example|"
    r"remark|epigraph)\}[ \t]*(.*)"
)
_OPTION = re.compile(r"[ \t]*:[\w-]{1,30}:(?:[ \t].*)?$")
# ::: warning 备注 … ::: is a box with a title, wherever it is understood at all.
_BOX = re.compile(
    r"[ \t]*:{3,}[ \t]*(?:\{[\w-]{1,30}\}|[A-Za-z][A-Za-z0-9_-]{0,39}(?=[ \t\[{]|$))?(.*)$"
)
_ADMONITION = re.compile(
    r"[ \t]*(?:(?:!!!|\?\?\?\+?)[ \t]+[a-zA-Z][a-zA-Z -]{0,40}|===[!+]?[ \t]+(?=\"))"
    r"(?:\"([^\"\n]*)\"[ \t]*)?$"
)
_CALLOUT = re.compile(r"((?:[ \t]*>)+)[ \t]*\[![\w-]{1,30}\][-+]?[ \t]*(.*)$")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[([^\]\n]{1,40})\]:[ \t]*")
_DEFINITION = re.compile(r"[ ]{0,3}:[ \t]+(?=\S)")
_TERM = re.compile(r"[^\s|#>:：。；][^|#>:：。；]{0,79}")
_COMMAND = re.compile(
    r"[ \t]*\\(?:(?:new|clear|double)?page(?:break)?|tableofcontents|maketitle|appendix|noindent"
    r"|centering|bigskip|medskip|[hv]fill)[ \t]*$"
)
TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
TABLE_END = re.compile(r"</table>", re.IGNORECASE)

_NAME = r"[\w:./%-]+"
_VALUE = rf"(?:\"[^\"\n]*\"|“[^”\n]*”|'[^'\n]*'|{_NAME})"
# A set {x=1} is no attribute.
_KEY = r"(?:width|height|align|style|class|id|lang|target|rel|loading|data-[\w-]{1,30}|cols|rows)"
_ATTRIBUTE = rf"(?:[#.]{_NAME}|{_KEY}={_VALUE}|{_NAME}=(?=[\"“']){_VALUE}|-)"
_ATTRIBUTES = rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE}){{0,20}}[ \t]*\}}"
_TITLE = re.compile(r"(?:title|name|summary)=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_READING = re.compile(r"<(rt|rp)(?:\s[^<>]{0,200})?>[^<>]{0,60}</\1>", re.IGNORECASE)
_RAISED = re.compile(r"<(su[bp])(?:\s[^<>]{0,200})?>([^<>]{1,24})</\1>", re.IGNORECASE)
_NOT_TEXT = re.compile(
    rf"(?<![ \t])[ \t]*{_ATTRIBUTES}|\{{%[^%\n]{{0,400}}%\}}|\{{\{{[<%][^\n]{{0,400}}?[>%]\}}\}}"
    r"|:(?:label|width|height|class|name):(?:`[^`\n]{0,200}`)?"
)
_SPAN = re.compile(rf"\[([^\[\]\n]{{1,400}})\]{_ATTRIBUTES}")
# A blank to be filled in, and the line that is drawn for one: to CommonMark, nothing and emphasis.
_EMPTY_LINE = re.compile(r"<u>(?:[ \t\u3000]|&nbsp;|&emsp;|&ensp;){3,200}</u>", re.IGNORECASE)
_DRAWN_LINE = re.compile(r"(?<![_\\])_{3,}")
_CARET = re.compile(r"(?<=\w)\^([-+−\dn]{1,6}|st|nd|rd|th)\^")
_TILDE = re.compile(r"(?<=[A-Za-z)\]])~([-+−\d]{1,6})~")
_MARKED = re.compile(
    r"(?<![0-9A-Za-z_=~+)\]])(==|~~|\+\+)(?=[^\s=~+])([^\n=~+]{1,400}?)(?<=\S)\1(?![0-9A-Za-z_=~+])"
)
_TASK = re.compile(r"^\[[ xX]\][ \t]+")


def plain_markdown(text: str) -> str:
    """The text with the titles of boxes, notes and definitions as paragraphs, and what is set in
    below them set out again. Code stays as it is."""
    return "\n".join(_Lines(text).read())


class _Lines:
    """Goes through a text line by line, knowing what each stands in."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._tables = len(TABLE_END.findall(text))
        self._in_table = False
        self._indents: list[int] = []
        """What is taken off the lines of each open note or box, in columns."""
        self._text_fences: list[str] = []
        self._is_head = False

    def read(self) -> Iterator[str]:
        fence = ""
        for i, whole in enumerate(self._lines):
            line = self._set_out(whole)
            opened = _FENCE.match(line)
            if fence:
                yield line
                if opened and opened[1].startswith(fence) and not opened[2].strip():
                    fence = ""
            elif opened and not self._is_text_fence(opened):
                fence = opened[1]
                yield line
            else:
                yield from self._line(line, opened, i)

    def _set_out(self, line: str) -> str:
        if not self._indents or not line.strip():
            return line
        line = line.expandtabs(4)
        indent = len(line) - len(line.lstrip(" "))
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        return line[4 * len(self._indents) :]

    def _is_text_fence(self, opened: re.Match[str]) -> bool:
        info = opened[2].strip()
        if _TEXT_FENCE.match(info):
            self._text_fences.append(opened[1])
            return True
        if self._text_fences and not info and opened[1] == self._text_fences[-1]:
            self._text_fences.pop()
            return True
        return False

    def _line(self, line: str, fence: re.Match[str] | None, i: int) -> Iterator[str]:
        if fence:
            told = _TEXT_FENCE.match(fence[2].strip())
            yield from _apart(line, told[1] if told else "")
            self._is_head = told is not None
        elif box := _BOX.match(line):
            yield from _apart(line, _box_title(box[1]))
            self._is_head = True
        elif not (self._is_option(line) or self._is_blank_in_table(line)):
            self._is_head = False
            yield from self._paragraph(_characters(line), i)

    def _paragraph(self, line: str, i: int) -> Iterator[str]:
        if admonition := _ADMONITION.match(line):
            self._set_in(line)
            yield from _apart(line, admonition[1] or "")
        elif abbreviation := _ABBREVIATION.match(line):
            yield from ("", f"{abbreviation[1]}：{line[abbreviation.end() :]}")
        elif callout := _CALLOUT.match(line):
            yield from (f"{callout[1]} {callout[2]}", callout[1])
        elif note := _NOTE.match(line):
            self._set_in(line)
            yield from ("", line[note.end() :])
        elif _DEFINITION.match(line) and (
            i == 0 or not self._lines[i - 1].lstrip().startswith("|")
        ):
            yield from self._definition(line, i)
        elif not self._is_term(line, i):  # which waits for its definition
            yield line

    def _definition(self, line: str, i: int) -> Iterator[str]:
        said = line.lstrip(" ")[1:].strip()
        before = i - 1 if i and self._lines[i - 1].strip() else i - 2
        is_first = before >= 0 and self._is_term(self._lines[before], before)
        self._set_in(line)
        yield from ("", f"{self._lines[before].strip()}：{said}" if is_first else said)

    def _is_term(self, line: str, i: int) -> bool:
        """Whether it is a line of its own over a definition, right below or after a blank line."""
        following = self._lines[i + 1 : i + 3]
        if following and not following[0].strip():
            following = following[1:]
        is_over = bool(following) and _DEFINITION.match(following[0]) is not None
        is_apart = i == 0 or not self._lines[i - 1].strip()
        return is_over and is_apart and _TERM.fullmatch(line.strip()) is not None

    def _is_option(self, line: str) -> bool:
        """Whether it tells the tool how to set a box, or the page."""
        return bool((self._is_head and _OPTION.match(line)) or _COMMAND.match(line))

    def _set_in(self, line: str) -> None:
        self._indents.append(len(line) - len(line.lstrip(" ")) + 4 * len(self._indents) + 4)

    def _is_blank_in_table(self, line: str) -> bool:
        """A blank line would end the table for CommonMark, and what follows would be code."""
        ends = len(TABLE_END.findall(line))
        self._tables -= ends
        if TABLE.search(line):
            self._in_table = True
        self._in_table = self._in_table and not ends and self._tables > 0
        return self._in_table and not line.strip()


def _apart(line: str, title: str) -> tuple[str, ...]:
    """The title as a paragraph, set in as its line is, so that it stays in its item of a list."""
    indent = line[: len(line) - len(line.lstrip())]
    return ("", indent + title, "") if title else ("",)


def _box_title(rest: str) -> str:
    """The title of `::: warning 备注`, `:::note[备注]` and `::: {.note title="备注"}`."""
    named = _TITLE.search(rest)
    words = re.sub(r"\{[^{}\n]*\}", "", rest).strip(" \t:")
    title = words or (named and (named[1] or named[2])) or ""
    return title[1:-1] if title[:1] == "[" and title[-1:] == "]" else title


def _characters(line: str) -> str:
    """The line without the reading beside a character, its raised figures as characters, its
    blanks drawn."""
    if "___" in line and line[:4].strip() and line.strip("_ \t"):
        line = _DRAWN_LINE.sub(lambda m: m[0].replace("_", r"\_"), line)
    if "<" not in line:
        return line
    line = _READING.sub("", _EMPTY_LINE.sub(r"\_\_\_\_", line))
    return _RAISED.sub(lambda m: (raised if m[1][-1] in "pP" else lowered)(m[2]), line)


def without_marks(text: str) -> str:
    """Running text without attributes, template tags and the marks of highlighting; what they mark
    stays."""
    text = _MARKED.sub(r"\2", _TILDE.sub(_lowered, _CARET.sub(_raised, text)))
    return _TASK.sub("", _NOT_TEXT.sub("", _SPAN.sub(r"\1", text)))


def _raised(match: re.Match[str]) -> str:
    return raised(match[1])


def _lowered(match: re.Match[str]) -> str:
    return lowered(match[1])
