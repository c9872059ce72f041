"""The questions of a statement: one draft for each way of asking it, under keys that last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s
from random import Random

from studyapp.questions.code import has_code
from studyapp.questions.definitions import defines
from studyapp.questions.drafts import Draft, Material, Prompt
from studyapp.questions.fitting import stays_true
from studyapp.questions.members import are_summed_up
from studyapp.questions.openings import is_titled, opening_of
from studyapp.questions.outlines import telling, tells_order
from studyapp.questions.parts import Part, parts
from studyapp.questions.residue import has_formula
from studyapp.questions.rivals import DISTRACTORS, competes, rivals
from studyapp.questions.terms import REPEATED, DocumentTerms
from studyapp.questions.tokens import tokens
from studyapp.questions.wordbank import choose_tiles
from studyapp.questions.wordkinds import is_content
from studyapp.text.leads import introduces
from studyapp.text.normalize import fold
from studyapp.text.pieces import opens_clause, width

JUDGED, CHOSEN = 1, 2
"""Terms of a statement that may stand swapped, or be chosen: those most worth asking."""
LONGEST_TYPED, LONGEST_LISTED = 30, 80
"""Characters of a member that is asked by itself; of longer ones the list is asked, up to a width
that nobody writes from memory."""
OWN_OUTLINE = 0.8
"""What the outline of the document itself matters, those of its sections less."""
LONGEST_RECITED, SHORTEST_RECITED = 320, 6
"""Characters, and letters, of what is recited at once."""
TO_ORDER = 3
"""How many members it takes for their order to be a question."""
CELLS = " | "
"""What parts the cells of a table's row, which stands for no sentence."""
STRONG = "；;。．.！!？?"
"""What closes a piece of a sentence so that it can be recited by itself."""
CLOSED = "。．.；;！!？?”’」』）)》"
"""What the text of a list ends with that is a whole sentence."""

LONGEST_VERB = 2
"""Characters of a verb that all members of a list share, behind what leads in to it."""


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
        return _headings(material, asked, document)
    shown = f"{material.before}{material.lead_in}{material.text}{material.after}"
    if material.kind == "enumeration" and are_summed_up([part.text for part in asked], shown):
        return ()
    wrong = _rivals(material, asked, document)
    return (
        *_choices(material, asked, wrong),
        *_bank(material, asked, wrong),
        *_each_typed(material, asked),
        *_whole(material, asked, "list" if material.kind == "enumeration" else ""),
        *([] if material.elsewhere else _judges(material, asked, wrong)),
        *([] if _only_explains(material, document) else _entire(material, asked, document)),
    )


def _headings(
    material: Material, asked: Sequence[Part], document: DocumentTerms
) -> tuple[Draft, ...]:
    """The headings of an outline that are worth asking; nothing of questions, nor of a scale.

    Whoever names one that is not asked, 前言, is told that it is there. Of an anthology nobody need
    know the titles; of a manual it is enough to name the chapters.
    """
    minor = document.is_expository and material.importance < OWN_OUTLINE
    if document.is_classical or minor or any(part.text.endswith(("？", "?")) for part in asked):
        return ()
    told = telling(asked, shared=material.shared)
    named = {part.key for part in told}
    others = (part.text for part in asked if part.key not in named)
    material = replace(material, elsewhere=(*material.elsewhere, *others))
    if document.is_expository:
        return tuple(_whole(replace(material, ordered=False), told, "outline"))
    return (*_each_typed(material, told), *_whole(material, told, "outline"))


def _only_explains(material: Material, document: DocumentTerms) -> bool:
    """Whether nobody need have the statement by heart: one of many that explain."""
    explains = document.is_expository and not document.is_classical
    return explains and not defines(material.text)


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
        wrong = rivals(material.text, part, document=document, elsewhere=material.elsewhere)
        if wrong:
            yield _choice(material, part, wrong)
        yield _draft(material, [part], key=f"typed:{part.key}", kind="typed")


def _each_typed(material: Material, asked: Sequence[Part]) -> list[Draft]:
    """Each part by itself; no member of a list so long that it is a text to recite, nor one of
    省长、市长、县长, which its neighbours tell."""
    if material.kind == "enumeration" and len(asked) > 1:
        if len({part.text[-1] for part in asked}) == 1 and len(asked[0].text) == len("省长"):
            return []
        asked = [part for part in asked if len(part.text) <= LONGEST_TYPED]
        if asked and _is_cut_short(material, asked):
            asked = asked[:-1]
    return [_draft(material, [part], key=f"typed:{part.key}", kind="typed") for part in asked]


def _is_cut_short(material: Material, members: Sequence[Part]) -> bool:
    """Whether the last member takes too much or too little: 最高人民法院的工作, 生态 | 文明."""
    last = members[-1]
    if "的" in last.text and not any("的" in part.text for part in members[:-1]):
        return True
    return bool(_going_on(material.text[last.end :] or material.after))


def _whole(material: Material, asked: Sequence[Part], recall: str) -> list[Draft]:
    """The questions that ask all parts: by blanks, as a list or outline, and by their order.

    Members whose order is free are not asked by blanks all at once: each would fit any blank.
    """
    drafts: list[Draft] = []
    if material.partial or (recall and any(width(part.text) > LONGEST_LISTED for part in asked)):
        return []
    long = recall and any(len(part.text) > LONGEST_TYPED for part in asked)
    if len(asked) > 1 and recall != "outline" and (material.ordered or not recall) and not long:
        drafts.append(_draft(material, asked, key="typed:all", kind="typed"))
    if recall and len(asked) > 1 and not _is_unled(material, asked):
        drafts.append(_draft(material, asked, key=recall, kind=recall))
    if recall and material.ordered and len(asked) >= TO_ORDER:
        members = [part.text for part in asked]
        options = _shuffled(members, seed=asked[0].key)
        if options and not tells_order(members):
            drafts.append(_draft(material, asked, key="order", kind="order", options=options))
    return drafts


def _is_unled(material: Material, asked: Sequence[Part]) -> bool:
    """Whether the clause before a list says another thing, and the list is what the next tells of.

    汽车产量突破千万辆，集成电路、人工智能等领域取得新成果: nobody would name those two for a car.
    """
    before = material.text[: asked[0].start].rstrip("《“")
    if material.kind != "enumeration" or not before.endswith(("，", ",", "、")):
        return False
    return not (material.ordered or introduces(before[:-1]))


def _rivals(
    material: Material, asked: Sequence[Part], document: DocumentTerms
) -> dict[str, tuple[str, ...]]:
    """Wrong options by part; of a list so many parts' as are chosen among them."""
    found: dict[str, tuple[str, ...]] = {part.key: () for part in asked}
    if document.is_literary:
        return found  # a clause of a story differs from a made one by a numeral
    sound = 0
    for part in _by_worth(material, asked):
        if material.kind == "enumeration" and sound == CHOSEN:
            break
        found[part.key] = rivals(
            material.text, part, document=document, elsewhere=material.elsewhere
        )
        sound += competes(part.text, found[part.key])
    return found


def _choices(
    material: Material, asked: Sequence[Part], wrong: Mapping[str, Sequence[str]]
) -> list[Draft]:
    """The parts most worth asking among two wrong options."""
    sound = [part for part in _by_worth(material, asked) if competes(part.text, wrong[part.key])]
    return [_choice(material, part, wrong[part.key]) for part in sound[:CHOSEN]]


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
    if any(len(part.text) > LONGEST_TYPED for part in asked):
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
    judged = [part for part in _by_worth(material, asked) if competes(part.text, false[part.key])]
    return [
        _draft(
            material,
            [part],
            key=f"judge:{part.key}",
            kind="judge",
            options=false[part.key],
        )
        for part in judged[:JUDGED]
    ]


def _entire(material: Material, asked: Sequence[Part], document: DocumentTerms) -> list[Draft]:
    """What asks the statement as a whole; nothing of one that breaks off, or leads to a list.

    可以调取、查封、扣押 is half of a sentence: that is recited and placed with its other half.
    """
    text = material.text.rstrip()
    if text[-1] in "：:" or has_formula(text) or has_code(text) or CELLS in text:
        return []
    if len(text) > LONGEST_RECITED or sum(map(str.isalnum, text)) < SHORTEST_RECITED:
        return []
    if material.kind == "enumeration" and "\n" not in text and text[-1] not in CLOSED:
        return []
    if _breaks_off(material):
        return []
    placed = [] if material.elsewhere else _sources(material)
    return [*placed, *_recited(material, asked, document)]


def _recited(material: Material, asked: Sequence[Part], document: DocumentTerms) -> list[Draft]:
    """The recitation; what its page shows of the text is not asked with it.

    Under an article its paragraphs are known by their numbers; a line that its title names is
    recited where that can be shown.
    """
    opening = opening_of(material.text, asked)
    told = document.is_statute or is_titled(opening)
    if not told and (material.adrift or is_titled(material.text)):
        return []
    if sum(map(str.isalnum, material.text[len(opening) :])) < SHORTEST_RECITED:
        return []
    left = [part for part in asked if part.start >= len(opening)]
    plain = _draft(material, left, key="recite", kind="recite")
    if not opening:
        return [plain]
    cue = f"{material.cue} {opening}".strip()
    return [replace(plain, prompt={**plain.prompt, "cue": cue, "opening": opening})]


def _breaks_off(material: Material) -> bool:
    """Whether it is a piece of a sentence that stops where nobody could tell it to stop.

    特定领域的数据，| 一旦泄露…: only ；, or the end of the sentence, closes what is said. What an
    English piece begins with has to be a clause, and no member of a list.
    """
    if material.after and material.text.rstrip()[-1:] not in STRONG:
        return True
    return material.text.isascii() and bool(material.before) and not opens_clause(material.text)


def _sources(material: Material) -> list[Draft]:
    """Under which heading the statement stands, and who said it; not of a piece of a sentence."""
    whole = not (material.before or material.after)
    placed = material.headings if whole else ()
    asked = (
        ("section", material.heading, placed),
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
    if kind not in ("recite", "source"):
        prompt |= _around(material, asked)
    if kind == "list" and asked:
        prompt |= _frame(material, asked)
    return Draft(
        key=key,
        kind=kind,
        parts=tuple(part.key for part in asked),
        prompt=prompt,
        keys=_keys(material, asked, kind),
        options=options,
    )


def _around(material: Material, asked: Sequence[Part]) -> Prompt:
    """The rest of its sentence, but for a side that tells an answer."""
    told = [fold(part.text) for part in asked]
    sides = {"before": material.before, "after": material.after}
    return {
        side: words
        for side, words in sides.items()
        if words and not any(key in fold(words) for key in told)
    }


def _frame(material: Material, asked: Sequence[Part]) -> Prompt:
    """What leads in to a list, and what goes on behind its last member: 在 …… 中的作用.

    Neither where it tells a member; of lines below one another only the first leads in.
    """
    lead, text = material.lead_in, material.text
    if "\n" in text or not lead:
        return {}
    told = [fold(part.text) for part in asked]
    before = text[: asked[0].start]
    rest = text[asked[-1].end :].lstrip("”’」』》")
    found: Prompt = {}
    verb = before.removeprefix(lead)
    if verb != before and verb.isalnum() and verb[-1] != "是" and len(verb) <= LONGEST_VERB:
        found["lead_in"] = before
    after = f"{rest}{material.after}".rstrip()
    shown = any(map(str.isalnum, rest)) and width(after) <= LONGEST_LISTED
    if shown and not any(key in fold(after) for key in told):
        found["after"] = after
    return found


def _keys(material: Material, asked: Sequence[Part], kind: str) -> tuple[tuple[str, ...], ...]:
    """The words of each part, and their shorter form where they are typed; of a list's last one
    also with the word that goes on from it.

    经济、政治、文化、生态 | 文明建设: whoever writes 生态文明 knows it.
    """
    keys: list[tuple[str, ...]] = [(part.text,) for part in asked]
    if kind in ("typed", "judge"):
        shorter = material.shorter
        keys = [(key, shorter[key]) if key in shorter else (key,) for (key,) in keys]
    if kind == "list" and asked:
        last = asked[-1]
        more = _going_on(material.text[last.end :] or material.after)
        if more:
            keys[-1] = (last.text, last.text + more)
    return tuple(keys)


def _going_on(rest: str) -> str:
    """The word of Han characters that a text goes on with at once; "" where it is a mere joint."""
    found = tokens(rest[:8])[:1] if rest[:1] >= "一" else []
    return found[0].text if found and is_content(found[0]) else ""


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
