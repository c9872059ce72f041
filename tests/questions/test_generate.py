import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.questions.cloze import DocumentTerms, choose_blanks, collect_terms
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions, make_typed
from studyapp.questions.parts import parts

TEXT = "本馆推行“夜读计划”，由流通部负责，期限为五年。"
OTHERS = ["本馆推行“晨读计划”，由采编部负责，期限为三年。", "本馆开放八小时。"]
DOCUMENT = collect_terms([TEXT, *OTHERS])
SENTENCE = Material("sentence", TEXT, choose_blanks(TEXT, document=DOCUMENT), cue="一、阅读推广")
STEPS = Material(
    "enumeration",
    "借书分三步：选书，登记，出馆。",
    ((6, 8), (9, 11), (12, 14)),
    lead_in="借书分三步",
    ordered=True,
)


def by_kind(material):
    drafts = make_questions(material, document=DOCUMENT)
    return {kind: [one for one in drafts if one.kind == kind] for kind in {d.kind for d in drafts}}


@st.composite
def materials(draw):
    text = draw(st.lists(st.sampled_from([TEXT, *OTHERS, "甲", "，"]), min_size=1).map("".join))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    kind = draw(st.sampled_from(["sentence", "quotation", "enumeration", "outline"]))
    marks = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    return Material(kind, text, marks, ordered=draw(st.booleans()))


@settings(max_examples=100)
@given(materials())
def test_filling_the_blanks_gives_the_statement_back(material):
    for draft in make_questions(material, document=DOCUMENT):
        if draft.kind == "source":
            continue
        filled, at = "", 0
        for (start, end), accepted in zip(draft.prompt["blanks"], draft.keys, strict=True):
            filled += material.text[at:start] + accepted[0]
            at = end
        assert filled + material.text[at:] == material.text


@settings(max_examples=100)
@given(materials())
def test_choices_offer_the_key_once_among_different_options(material):
    for draft in make_questions(material, document=DOCUMENT):
        if draft.kind == "choice":
            assert draft.options.count(draft.keys[0][0]) == 1
            assert len(set(draft.options)) == len(draft.options) in (2, 3)


@settings(max_examples=50)
@given(materials())
def test_making_questions_again_changes_nothing(material):
    assert make_questions(material, document=DOCUMENT) == make_questions(
        material, document=DOCUMENT
    )


@given(materials())
def test_question_keys_are_unique_in_a_statement(material):
    keys = [draft.key for draft in make_questions(material, document=DOCUMENT)]
    assert len(set(keys)) == len(keys)


@given(materials())
def test_no_order_question_shows_the_right_order(material):
    for draft in make_questions(material, document=DOCUMENT):
        if draft.kind == "order":
            right = [accepted[0] for accepted in draft.keys]
            assert list(draft.options) != right
            assert sorted(draft.options) == sorted(right)


def test_keys_of_other_parts_survive_a_removed_mark():
    fewer = Material("sentence", TEXT, SENTENCE.marks[1:])
    before = {draft.key for draft in make_questions(SENTENCE, document=DOCUMENT)}
    after = {draft.key for draft in make_questions(fewer, document=DOCUMENT)}
    assert after <= before


def test_sentence_is_asked_by_what_is_recognised_typed_and_recited():
    assert set(by_kind(SENTENCE)) == {"choice", "bank", "typed", "judge", "recite"}


def test_typed_all_stands_beside_one_for_each_part():
    typed = by_kind(SENTENCE)["typed"]
    assert len(typed) == len(SENTENCE.marks) + 1
    assert typed[-1].key == "typed:all"


def test_ordered_enumeration_is_asked_as_list_and_order():
    assert {"list", "order"} <= set(by_kind(STEPS))


def test_members_in_free_order_are_not_typed_into_blanks_all_at_once():
    free = Material("enumeration", STEPS.text, STEPS.marks, lead_in=STEPS.lead_in)
    drafts = by_kind(free)
    assert "order" not in drafts
    assert "typed:all" not in {draft.key for draft in drafts["typed"]}


def test_outline_is_recalled_and_put_in_order():
    outline = Material("outline", "宗旨\n开放\n借阅", ((0, 2), (3, 5), (6, 8)), ordered=True)
    assert set(by_kind(outline)) == {"typed", "outline", "order"}


def test_prompt_tells_what_was_before_and_can_be_stored():
    prompt = make_questions(SENTENCE, document=DOCUMENT)[0].prompt
    assert json.loads(json.dumps(prompt))["cue"] == "一、阅读推广"


def test_statement_without_marks_has_no_questions():
    assert make_questions(Material("sentence", TEXT, ()), document=DOCUMENT) == ()


def test_pair_of_parts_is_asked_in_the_order_of_the_text():
    first, second = parts(TEXT, SENTENCE.marks)[:2]
    draft = make_typed(SENTENCE, [second.key, first.key])
    assert draft.key == f"typed:{first.key}+{second.key}"
    assert draft.keys == ((first.text,), (second.text,))


def test_unknown_part_is_refused():
    with pytest.raises(KeyError):
        make_typed(SENTENCE, ["0000000000000000.0"])


@settings(max_examples=50)
@given(materials(), st.lists(st.sampled_from(["三", "采编部", "晨读计划", "六年"]), max_size=3))
def test_a_member_of_the_other_half_of_a_list_is_offered_nowhere(material, elsewhere):
    halved = replace(material, elsewhere=tuple(elsewhere))
    for draft in make_questions(halved, document=DOCUMENT):
        if draft.kind in ("choice", "judge", "bank"):
            keys = {accepted[0] for accepted in draft.keys}
            assert not ({*draft.options} - keys) & {*elsewhere}


@settings(max_examples=50)
@given(materials())
def test_no_judge_swaps_in_what_is_right_or_stands_in_the_statement(material):
    for draft in make_questions(material, document=DOCUMENT):
        if draft.kind == "judge":
            assert draft.options
            assert not {*draft.options} & {accepted[0] for accepted in draft.keys}


def test_a_source_asks_for_what_can_be_mistaken():
    asked = replace(SENTENCE, heading="一、阅读推广", headings=("二、借阅", "三、开放"))
    [draft] = [d for d in make_questions(asked, document=DOCUMENT) if d.kind == "source"]
    assert (draft.key, draft.parts, draft.keys) == ("source:section", (), (("一、阅读推广",),))
    assert sorted(draft.options) == ["一、阅读推广", "三、开放", "二、借阅"]


def test_a_list_that_breaks_off_in_its_sentence_is_not_recited() -> None:
    text = "主管部门可以调取、查封、扣押"
    marks = tuple((text.index(one), text.index(one) + 2) for one in ("调取", "查封", "扣押"))
    whole, half = (
        {draft.kind for draft in make_questions(made, document=collect_terms([]))}
        for made in (
            Material(kind="enumeration", text=f"{text}。", marks=marks, lead_in="可以"),
            Material(kind="enumeration", text=text, marks=marks, lead_in="可以"),
        )
    )
    assert "recite" in whole
    assert "recite" not in half
    assert "list" in half


def test_an_example_is_asked_only_for_terms_of_the_document():
    text = "例如，嫁接要用小刀。"
    document = DocumentTerms(statements=3, counts={"嫁接": 3, "小刀": 1})
    marks = tuple((text.index(term), text.index(term) + 2) for term in ("嫁接", "小刀"))
    made = Material("sentence", text, marks, heading="甲", headings=("乙", "丙"), passing=True)
    drafts = make_questions(made, document=document)
    assert {draft.kind for draft in drafts} <= {"choice", "typed"}
    assert {draft.keys for draft in drafts} == {(("嫁接",),)}


def test_a_formula_is_neither_recited_nor_placed():
    text = "房屋的特征向量是$[600, 1]$。"
    made = Material("sentence", text, ((0, 2),), heading="甲", headings=("乙", "丙"))
    kinds = {draft.kind for draft in make_questions(made, document=collect_terms([text]))}
    assert kinds.isdisjoint({"recite", "source"})
    assert "typed" in kinds


def test_a_clause_of_a_story_has_no_wrong_options():
    text = "豆浆顺着磨槽流下来，像一条小溪。"
    story = DocumentTerms(is_literary=True)
    drafts = make_questions(Material("sentence", text, ((10, 15),)), document=story)
    assert {draft.kind for draft in drafts} == {"typed", "recite"}


def listed(text, *told, lead, **more):
    spans = tuple((text.index(one), text.index(one) + len(one)) for one in told)
    material = Material("enumeration", text, spans, lead_in=lead, **more)
    [draft] = by_kind(material)["list"]
    return draft.prompt


def test_a_list_shows_what_follows_its_last_member():
    text = "发挥古籍在晒书、编目、讲读中的作用"
    prompt = listed(text, "晒书", "编目", "讲读", lead="发挥古籍在", after="，办好书房。")
    assert prompt["after"] == "中的作用，办好书房。"


def test_a_list_shows_the_verb_of_its_members():
    text = "各馆试行上门借阅、预约借阅、自助借阅"
    prompt = listed(text, "上门借阅", "预约借阅", "自助借阅", lead="各馆")
    assert prompt["lead_in"] == "各馆试行"


def test_what_follows_a_list_tells_no_member():
    text = "本馆重视晒书、编目、讲读，因为编目最难"
    prompt = listed(text, "晒书", "编目", "讲读", lead="本馆重视")
    assert "after" not in prompt
