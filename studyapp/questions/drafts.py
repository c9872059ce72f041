"""What questions are made of, a statement and its surroundings, and what is made: drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from studyapp.questions.marks import Mark

Prompt: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Material:
    """A statement as questions are made of it.

    `kind` is "sentence", "quotation", "enumeration" or "outline"; `marks` are its blanks, for the
    last two its members; `lead_in` introduces the members, `ordered` says that their order
    counts; `cue` is what stands before the statement: a heading, or the statement before.
    `elsewhere` are the members of the same list that another statement asks, where it is a long
    one. `heading` is the heading it stands under and `headings` others that it does not; `speakers`
    are others than the one who said it. All three are empty where asking would be idle.
    `before` and `after` are the rest of the sentence that it is a piece of; `importance`: 0-1.
    `partial`: a list of which some members are not asked, so that nobody is asked for all.
    `passing`: it is an example or the like, of which only the terms of the document are asked.
    `shared`: headings of an outline that stand under other headings of the document too.
    `adrift`: a numbered item of which nothing before it tells that it comes next.
    `shorter`: keys that the document says in a shorter form too, and that form.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...]
    lead_in: str = ""
    ordered: bool = False
    speaker: str = ""
    cue: str = ""
    elsewhere: tuple[str, ...] = ()
    heading: str = ""
    headings: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    importance: float = 1.0
    partial: bool = False
    passing: bool = False
    shared: tuple[str, ...] = ()
    adrift: bool = False
    shorter: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One way to ask a statement.

    `key` is stable while the statement and its parts are; `parts` are the keys of the parts that
    are asked, `keys` the accepted answers to each of them, the right one first. `prompt` can be
    written as JSON. `options` are what a choice, a word bank or an order offers, and what may
    stand in the place of a judge's term. A source has one key and no part: whose words they are
    is no part of them.
    """

    key: str
    kind: str
    parts: tuple[str, ...]
    prompt: Prompt
    keys: tuple[tuple[str, ...], ...]
    options: tuple[str, ...] = ()
