"""What stands in a text as code: commands, paths, names, versions. Nobody learns it by heart."""

from __future__ import annotations

import re

from studyapp.questions.marks import Mark

_SUFFIXES = (
    "py js ts sh bash md rst ya?ml json toml ini cfg conf txt csv xml html css sql c h cpp go rs"
    " java rb php lock log sock deb rpm tar gz zip exe dll so service"
).replace(" ", "|")
# A word is begun to be read where it begins, and never given back: long runs take no longer.
_CODE = re.compile(
    rf"""
    (?P<formula>\$[^$\n]*\$)                                  # in which nothing is code
    | (?<![\w-])--?[a-zA-Z][\w-]*(?:=\S+)?                    # -d, --version
    | (?<![\w/.])(?:~|\.{{1,2}})?/(?:[\w.+-]+/?)+             # /etc/hosts, ./run
    | (?<![\w+])[a-z][a-z+]*+://[^\s\u3000-\u9fff）)》”]+     # addresses
    | (?<![\w.-])[a-z][\w.-]*+\(\d[a-z]?\)                   # smartd(8)
    | (?<!\S)[-dl][rwxst-]{{9}}(?!\S)                          # -rw-r--r--
    | \$\{{?[a-zA-Z_]\w*\}}?                                        # $HOME
    | \b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{{7,40}}\b  # ced0996
    | (?<![\w-])[\w-]++\.(?:{_SUFFIXES})\b                   # settings.py
    | \b[a-zA-Z]\w*(?:_\w+)+\b | \b\w++\(\)                # max_size, main()
    | \bv\d+(?:\.\d+)+ | \b[Vv]ersion[ ]\d+(?:\.\d+)+[\w-]*  # v1.2, version 24.0.5
    | </?[a-z][\w-]*> | \b[a-zA-Z_]{{3,}}+=["']?[\w./-]++(?![+*])  # <head>, key=value
    | (?<![\w.])\[\w*[~^]\w*\] | \bHEAD[~^]\d*                # HEAD~2
    """,
    re.VERBOSE | re.ASCII,
)
_LETTER = re.compile("[a-zA-Z]")


def code_spans(text: str) -> list[Mark]:
    """Where code stands, which no blank may touch; what dollar signs enclose is a formula."""
    if not _LETTER.search(text):
        return []
    return [match.span() for match in _CODE.finditer(text) if not match["formula"]]


def has_code(text: str) -> bool:
    """Whether it holds code, so that it cannot be written from memory as it is."""
    return bool(code_spans(text))
