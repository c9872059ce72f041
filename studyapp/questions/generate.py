"""The questions of a statement: one draft for each way of asking it, under keys that last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from itertools import islice
from random import Random
from typing import TypeAlias

from studyapp.questions.distractors import choose_distractors
from studyapp.questions.fitting import fits, stays_true
from studyapp.questions.marks import Mark
from studyapp.questions.parts import Part, parts
from studyapp.questions.refusals import is_fair
from studyapp.questions.residue import has_formula
from studyapp.questions.terms import REPEATED, DocumentTerms
from studyapp.questions.wordbank import choose_tiles
from studyapp.text.normalize import fold

DISTRACTORS = 2
JUDGED = 2
"""Terms of a statement that may stand swapped: those most worth asking."""
TO_ORDER = 3
"""How many members it takes for their order to be a question."""
CLOSED = "。．.；;！!？?”’」』）)》"
"""What the text of a list ends with that is a whole sentence."""

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
    `passing`: it is an example or the like, of which only the terms of the document are asked.
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
    passing: bool = False


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


def make_questions(material: Material, *, document: DocumentTerms) -> tuple[Draft, ...]:
    """Every common question of a statement; none where it has no marks.

    A part of a long list is no sentence: nobody is asked whether it is true, or where it stands.
    Making them again of the same statement gives the same drafts under the same keys.
    """
    asked = parts(material.text, material.marks)
    if not asked:
        return ()
    if material.passing:
        return tuple(_in_passing(material, asked, document))
    if material.kind == "outline":
        return (*_each_typed(material, asked), *_whole(material, asked, "outline"))
    wrong = {part.key: _wrong(material, part, document) for part in asked}
    return (
        *(_choice(material, part, wrong[part.key]) for part in asked if wrong[part.key]),
        *_bank(material, asked, wrong),
        *_each_typed(material, asked),
        *_whole(material, asked, "list" if material.kind == "enumeration" else ""),
        *([] if material.elsewhere else _judges(material, asked, wrong)),
        *_entire(material, asked),
    )


def make_typed(material: Material, part_keys: Sequence[str]) -> Draft:
    """The question that asks the named parts together, the others shown.

    Raises KeyError for a part that the statement does not have.
    """
    known = {part.key: part for part in parts(material.text, material.marks)}
    asked = sorted((known[key] for key in dict.fromkeys(part_keys)), key=lambda part: part.start)
    joined = "+".join(part.key for part in asked)
    return _draft(material, asked, key=f"typed:{joined}", kind="typed")


def _in_passing(
    material: Material, asked: Sequence[Part], document: DocumentTerms
) -> Iterator[Draft]:
    """Of an example only what the document names elsewhere too, or sets in marks."""
    for part in asked:
        if document.counts.get(part.text, 0) < REPEATED and part.text not in document.wrapped:
            continue
        wrong = _wrong(material, part, document)
        if wrong:
            yield _choice(material, part, wrong)
        yield _draft(material, [part], key=f"typed:{part.key}", kind="typed")


def _each_typed(material: Material, asked: Sequence[Part]) -> list[Draft]:
    return [_draft(material, [part], key=f"typed:{part.key}", kind="typed") for part in asked]


def _whole(material: Material, asked: Sequence[Part], recall: str) -> list[Draft]:
    """The questions that ask all parts: by blanks, as a list or outline, and by their order.

    Members whose order is free are not asked by blanks all at once: each would fit any blank.
    """
    drafts: list[Draft] = []
    if len(asked) > 1 and recall != "outline" and (material.ordered or not recall):
        drafts.append(_draft(material, asked, key="typed:all", kind="typed"))
    if recall and len(asked) > 1:
        drafts.append(_draft(material, asked, key=recall, kind=recall))
    if recall and material.ordered and len(asked) >= TO_ORDER:
        options = _shuffled([part.text for part in asked], seed=asked[0].key)
        if options:
            drafts.append(_draft(material, asked, key="order", kind="order", options=options))
    return drafts


def _wrong(material: Material, part: Part, document: DocumentTerms) -> tuple[str, ...]:
    """Wrong options for a part; a member of the same list, wherever it is asked, is none."""
    span = (part.start, part.end)
    siblings = {fold(member) for member in material.elsewhere}
    offered = choose_distractors(
        material.text,
        span,
        document=document,
        count=2 * DISTRACTORS + len(siblings),
        seed=part.key,
    )
    others = (option for option in offered if not siblings or fold(option) not in siblings)
    fair = (option for option in others if is_fair(part.text, option))
    return tuple(islice((o for o in fair if fits(material.text, span, o, document)), DISTRACTORS))


def _choice(material: Material, part: Part, wrong: Sequence[str]) -> Draft:
    """The key among distractors."""
    options = sorted((part.text, *wrong), key=_lot(part.key))
    key = f"choice:{part.key}"
    return _draft(material, [part], key=key, kind="choice", options=tuple(options))


def _by_worth(material: Material, asked: Sequence[Part]) -> list[Part]:
    """The parts as their marks stand, most worth asking first."""
    rank = {start: at for at, (start, _end) in enumerate(material.marks)}
    return sorted(asked, key=lambda part: rank[part.start])


def _bank(
    material: Material, asked: Sequence[Part], wrong: Mapping[str, Sequence[str]]
) -> list[Draft]:
    """Several blanks and the words for them; none where each word would fit any blank."""
    if material.kind == "enumeration" and not material.ordered:
        return []
    found = choose_tiles(
        material.text, _by_worth(material, asked), wrong, in_order=material.ordered
    )
    if found is None:
        return []
    tiles = tuple(sorted(found.tiles, key=_lot(asked[0].key)))
    return [_draft(material, found.parts, key="bank", kind="bank", options=tiles)]


def _judges(
    material: Material, asked: Sequence[Part], wrong: Mapping[str, Sequence[str]]
) -> list[Draft]:
    """The statement as it is or with one term swapped: which of them, each asking decides."""
    false = {
        part.key: tuple(o for o in wrong[part.key] if not stays_true(part.text, o))
        for part in asked
    }
    judged = [part for part in _by_worth(material, asked) if false[part.key]][:JUDGED]
    return [
        _draft(
            material,
            [part],
            key=f"judge:{part.key}",
            kind="judge",
            options=false[part.key],
        )
        for part in judged
    ]


def _entire(material: Material, asked: Sequence[Part]) -> list[Draft]:
    """What asks the statement as a whole; nothing of one that breaks off, or leads to a list.

    可以调取、查封、扣押 is half of a sentence: that is recited and placed with its other half.
    """
    text = material.text.rstrip()
    if text[-1] in "：:" or has_formula(text):
        return []
    if material.kind == "enumeration" and "\n" not in text and text[-1] not in CLOSED:
        return []
    placed = [] if material.elsewhere else _sources(material)
    return [*placed, _draft(material, asked, key="recite", kind="recite")]


def _sources(material: Material) -> list[Draft]:
    """Under which heading the statement stands, and who said it."""
    asked = (
        ("section", material.heading, material.headings),
        ("speaker", material.speaker, material.speakers),
    )
    drafts = []
    for asks, right, others in asked:
        if right and others:
            options = sorted((right, *others[:DISTRACTORS]), key=_lot(f"{asks} {material.text}"))
            plain = _draft(material, (), key=f"source:{asks}", kind="source")
            drafts.append(
                replace(
                    plain,
                    prompt={**plain.prompt, "asks": asks},
                    keys=((right,),),
                    options=tuple(options),
                )
            )
    return drafts


def _draft(
    material: Material,
    asked: Sequence[Part],
    *,
    key: str,
    kind: str,
    options: tuple[str, ...] = (),
) -> Draft:
    prompt: Prompt = {
        "text": material.text,
        "blanks": [[part.start, part.end] for part in asked],
        "lead_in": material.lead_in,
        "speaker": material.speaker,
        "cue": material.cue,
        "ordered": material.ordered,
    }
    if material.elsewhere and kind in ("list", "outline"):
        prompt["elsewhere"] = list(material.elsewhere)
    return Draft(
        key=key,
        kind=kind,
        parts=tuple(part.key for part in asked),
        prompt=prompt,
        keys=tuple((part.text,) for part in asked),
        options=options,
    )


def _shuffled(members: list[str], *, seed: str) -> tuple[str, ...]:
    """The members in a wrong order, always the same one; () where all orders read alike."""
    if len(set(members)) < 2:
        return ()
    given = list(members)
    Random(seed).shuffle(given)
    while given == members:
        given = [*given[1:], given[0]]
    return tuple(given)


def _lot(seed: str) -> Callable[[str], bytes]:
    """A fixed but arbitrary order, so that the key stands in no particular place."""
    return lambda option: blake2s(f"{seed}/{option}".encode(), digest_size=8).digest()
