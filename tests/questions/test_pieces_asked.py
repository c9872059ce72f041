"""Pieces of long sentences and parts of long lists, as questions are made of them."""

from __future__ import annotations

from studyapp.questions.cloze import DocumentTerms
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions

NOTHING = DocumentTerms()
BOOK = DocumentTerms(is_expository=True)


def drafts(material: Material, document: DocumentTerms = NOTHING) -> dict[str, list]:
    found: dict[str, list] = {}
    for draft in make_questions(material, document=document):
        found.setdefault(draft.kind, []).append(draft)
    return found


def marked(text: str, *keys: str) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(key), text.index(key) + len(key)) for key in keys)


def test_a_piece_is_asked_between_the_rest_of_its_sentence():
    text = "任期五年，"
    made = Material(
        "sentence", text, marked(text, "五年"), before="馆长由理事会任命，", after="可以连任一次。"
    )
    prompt = drafts(made)["typed"][0].prompt
    assert (prompt["before"], prompt["after"]) == ("馆长由理事会任命，", "可以连任一次。")


def test_a_side_that_tells_the_answer_is_not_shown():
    text = "任期五年，"
    made = Material(
        "sentence", text, marked(text, "五年"), before="馆长由理事会任命，", after="满五年为止。"
    )
    prompt = drafts(made)["typed"][0].prompt
    assert prompt["before"] == "馆长由理事会任命，"
    assert "after" not in prompt


def test_what_is_recited_has_its_cue_and_no_context():
    text = "任期五年，可以连任一次。"
    made = Material(
        "sentence", text, marked(text, "五年"), before="馆长由理事会任命，", cue="第三条"
    )
    assert drafts(made)["recite"][0].prompt["cue"] == "第三条"
    assert "before" not in drafts(made)["recite"][0].prompt


def test_a_piece_of_an_english_sentence_is_recited_where_it_is_a_clause():
    text = "the books and the maps of the reading room, "
    made = Material("sentence", text, marked(text, "maps"), before="The keeper guards ")
    assert "recite" not in drafts(made)
    text = "and the keeper guards the maps of the reading room."
    made = Material("sentence", text, marked(text, "maps"), before="The council meets in May, ")
    assert "recite" in drafts(made)


def test_the_last_member_of_a_list_is_right_with_the_word_that_goes_on_from_it():
    text = "统筹采编、流通、古籍"
    made = Material(
        "enumeration",
        text,
        marked(text, "采编", "流通", "古籍"),
        lead_in="统筹",
        after="保护工作。",
    )
    [listed] = drafts(made)["list"]
    assert listed.keys[-1] == ("古籍", "古籍保护")
    assert all(draft.keys != (("古籍",),) for draft in drafts(made)["typed"])


def test_a_list_of_which_a_member_is_not_asked_is_not_asked_as_a_whole():
    text = "本馆设采编部、流通部、阅览部。"
    asked = marked(text, "采编部", "流通部")
    whole = Material("enumeration", text, asked, lead_in="本馆设")
    part = Material("enumeration", text, asked, lead_in="本馆设", partial=True)
    assert "list" in drafts(whole)
    assert set(drafts(part)) <= {"typed", "choice", "judge", "recite"}


def test_members_that_their_neighbours_tell_are_asked_together_only():
    text = "会议由省长、市长、县长参加。"
    made = Material("enumeration", text, marked(text, "省长", "市长", "县长"), lead_in="会议由")
    assert "typed" not in drafts(made)
    assert "list" in drafts(made)


def test_a_table_row_is_not_recited():
    text = "中心工作 | 经济建设"
    assert "recite" not in drafts(Material("sentence", text, marked(text, "经济建设")))


def test_a_text_that_explains_is_recited_where_it_defines():
    text = "这样一种训练方法叫做梯度下降。"
    assert "recite" in drafts(Material("sentence", text, marked(text, "梯度下降")), BOOK)
    text = "我们接着看梯度下降的另一面。"
    assert "recite" not in drafts(Material("sentence", text, marked(text, "梯度下降")), BOOK)


def test_a_piece_that_stops_at_a_comma_is_neither_recited_nor_placed():
    text = "馆藏珍本是指达到一定年代和存世数量，"
    marks = marked(text, "馆藏珍本")
    places = {"heading": "一、馆藏", "headings": ("二、借阅", "三、经费")}
    piece = Material("sentence", text, marks, after="一旦散失便无法补足的图书。", **places)
    assert not {"recite", "source"} & set(drafts(piece))
    whole = Material("sentence", text + "一旦散失便无法补足的图书。", marks, **places)
    assert {"recite", "source"} <= set(drafts(whole))


def test_a_piece_that_a_semicolon_closes_is_recited():
    text = "馆长由理事会任命，任期五年；"
    piece = Material("sentence", text, marked(text, "五年"), after="副馆长由馆长提名。")
    assert "recite" in drafts(piece)
    assert "source" not in drafts(piece)


def test_a_list_with_a_member_as_long_as_a_paragraph_is_not_asked():
    long = "把馆藏图书逐册清点，" * 9
    text = f"一是{long}二是登记"
    made = Material("enumeration", text, marked(text, long[:-1], "登记"), lead_in="馆员的职责")
    assert not {"list", "order"} & set(drafts(made))


def test_a_list_behind_a_clause_that_says_another_thing_is_not_asked_by_it():
    members = ("集成电路", "人工智能", "量子通信")
    text = "汽车年产量突破千万辆，集成电路、人工智能、量子通信等领域取得新成果"
    made = Material("enumeration", text, marked(text, *members), lead_in="汽车年产量突破千万辆")
    assert "list" not in drafts(made)
    text = "产业有下列重点，集成电路、人工智能、量子通信"
    made = Material("enumeration", text, marked(text, *members), lead_in="产业有下列重点")
    assert "list" in drafts(made)


def test_a_list_of_which_the_first_stands_in_its_lead_is_not_asked_by_it():
    text = "在馆务会、《借阅章程》《修复章程》等框架下合作"
    made = Material("enumeration", text, marked(text, "借阅章程", "修复章程"), lead_in="在馆务会")
    assert "list" not in drafts(made)
