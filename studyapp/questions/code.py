"""What stands in a text as code: commands, paths, names, versions. Nobody learns it by heart."""

from __future__ import annotations

import re

from studyapp.questions.marks import Mark

_SUFFIXES = (
    "py js ts sh bash md rst ya?ml json toml ini cfg conf txt csv xml html css sql c h cpp go rs"
    " java rb php lock log sock deb rpm tar gz zip exe dll so service"
).replace(" ", "|")
_CODE = re.compile(
    rf"""
    (?<![\w-])--?[a-zA-Z][\w-]*(?:=\S+)?                      # -d, --version
    | (?<![\w/.])(?:~|\.{{1,2}})?/(?:[\w.+-]+/?)+             # /etc/hosts, ./run
    | \b[a-z][a-z+]*://[^\s\u3000-\u9fff）)》”]+              # addresses
    | \b[a-z][\w.-]*\(\d[a-z]?\)                               # smartd(8)
    | (?<!\S)[-dl][rwxst-]{{9}}(?!\S)                          # -rw-r--r--
    | \$\{{?\w+\}}?                                           # $HOME
    | \b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{{7,40}}\b  # ced0996
    | \b[\w-]+\.(?:{_SUFFIXES})\b                             # settings.py
    | \b[a-zA-Z]\w*(?:_\w+)+\b | \b\w+\(\)                    # max_size, main()
    | \bv\d+(?:\.\d+)+ | \b[Vv]ersion[ ]\d+(?:\.\d+)+[\w-]*  # v1.2, version 24.0.5
    | </?[a-z][\w-]*> | \b[a-zA-Z_]{{3,}}=["']?[\w./-]++(?![+*]) # <head>, key=value
    | (?<![\w.])\[\w*[~^]\w*\] | \bHEAD[~^]\d*                # HEAD~2
    """,
    re.VERBOSE | re.ASCII,
)
_DOLLARS = re.compile(r"\$[^$\n]*\$")


def code_spans(text: str) -> list[Mark]:
    """Where code stands, which no blank may touch; what dollar signs enclose is a formula."""
    if text.isalpha():
        return []
    formulas = [match.span() for match in _DOLLARS.finditer(text)] if "$" in text else []
    return [
        match.span()
        for match in _CODE.finditer(text)
        if not any(start <= match.start() < end for start, end in formulas)
    ]


def has_code(text: str) -> bool:
    """Whether it holds code, so that it cannot be written from memory as it is."""
    return bool(code_spans(text))
