from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.questions.candidates import candidates, read_sentence
from studyapp.questions.cloze import (
    DocumentTerms,
    choose_blanks,
    clause_blank,
    collect_terms,
    rank_blanks,
)
from studyapp.questions.worth import worth_asking

SENTENCES = [
    "馆长强调，要办好“夜读计划”，让读者有更多获得感。",
    "《借阅章程》自2021年9月1日起施行。",
    "读者应当在三十日内归还所借图书。",
    "借书证由教育部办理，有效期为五年。",
    "全馆藏书达120万册，其中古籍占12.5%。",
    "以读者为中心是办馆的根本宗旨。",
    "The Council shall elect its President for a term of two years.",
    "每名读者一次可以借阅 10 本 e-book 和 CD-ROM。",
]
words = st.sampled_from(
    "图书馆 读者 的 和 应当 在 三十日 内 归还 “夜读计划” 《借阅章程》 2021年 ， 。 、 ； 是 以"
    " 为 中心 12.5% the Council of 10 开放 管理 制度 “ ” 《 》 ( ) 😀 \n".split(" ")
)
texts = st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map("".join))


def blanks_of(text, **options):
    return {text[start:end] for start, end in choose_blanks(text, **options)}


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        (SENTENCES[0], "夜读计划"),
        (SENTENCES[1], "借阅章程"),
        (SENTENCES[2], "三十日"),
        (SENTENCES[3], "教育部"),
        (SENTENCES[4], "12.5%"),
        (SENTENCES[6], "two years"),
    ],
)
def test_the_telling_term_is_blanked(text, blank):
    assert blank in blanks_of(text, document=collect_terms(SENTENCES))


@settings(max_examples=200)
@given(texts)
def test_blanks_lie_apart_within_the_text(text):
    spans = sorted(choose_blanks(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@settings(max_examples=200)
@given(texts)
def test_about_half_of_the_statement_is_left_to_read(text):
    spans = choose_blanks(text)
    blanked = sum(char.isalnum() for start, end in spans for char in text[start:end])
    assert blanked - 2 <= sum(char.isalnum() for char in text) / 2
    assert len(spans) <= 5


@settings(max_examples=200)
@given(texts)
def test_no_answer_stands_elsewhere_in_the_statement(text):
    assert all(text.count(text[start:end]) == 1 for start, end in choose_blanks(text))


@given(texts)
def test_ranking_holds_every_span_once_within_its_limit(text):
    spans = rank_blanks(text, limit=5)
    assert len(set(spans)) == len(spans) <= 5


@pytest.mark.parametrize("text", SENTENCES)
def test_blanks_end_where_words_end(text):
    torn = {"夜读", "借阅", "三十", "读", "有效", "获得", "年", "日", "Coun"}
    assert not torn & blanks_of(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_function_words_are_never_blanked(text):
    assert not {"的", "在", "为", "以", "The", "the", "of", "for", "和", "更多"} & blanks_of(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_quotation_and_title_marks_stay_outside(text):
    assert not any(set("“”《》") & set(blank) for blank in blanks_of(text))


def test_part_of_a_set_term_is_no_blank():
    assert not {"一公里", "最初"} & blanks_of("党支部是基层工作的“最初一公里”，必须走在前。")


def test_members_of_an_enumeration_are_its_blanks():
    text = "重点是“读”“写”《说》三件事。"
    assert choose_blanks(text, members=[(3, 6), (6, 9), (9, 12)]) == ((4, 5), (7, 8), (10, 11))


def test_quotation_mark_inside_a_member_keeps_its_partner():
    text = "要抓“三早”，管“两小”。"
    assert choose_blanks(text, members=[(1, 6), (7, 12)]) == ((1, 6), (7, 12))


def test_article_number_is_not_asked():
    assert "第十二条" not in blanks_of("第十二条 读者应当爱护图书。")


@pytest.mark.parametrize("text", ["", "的", "12345", "“”", "😀😀😀", "甲", "……", "“““《"])
def test_text_that_offers_nothing_has_no_blank(text):
    assert choose_blanks(text) == ()


def test_verse_is_asked_by_its_closing_line():
    assert blanks_of("小径穿林去，孤灯照雨来。") == {"孤灯照雨来"}


def test_modal_words_are_asked_in_rules_only():
    text = "读者进入阅览室后不得饮食吸烟。"
    rules = collect_terms([text, "读者应当保持安静。"])
    report = collect_terms([text, *(f"第{n}阅览室今年开放。" for n in range(30))])
    assert "不得" in blanks_of(text, document=rules)
    assert "不得" not in blanks_of(text, document=report)


def test_what_many_statements_name_gives_way():
    text = "《章程》由教育部发布。"
    many = [f"教育部在第{place}会议室开会。" for place in "一二三四五六七八九十"]
    assert blanks_of(text) == {"教育部"}
    assert blanks_of(text, document=collect_terms([text, *many])) == {"章程"}


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("馆里营造风清气正的阅览氛围。", "风清气"),
        ("读者和中国网信网于今年三月改版。", "中国网信"),
        ("本馆归中央网络安全和信息化委员会管理。", "中央网络安全"),
        ("馆员最后讲新征程上的打算。", "讲新征程"),
        ("阅览室在全国或者范围内部分地区开放。", "范围内部分地区"),
        ("读者从正风肃纪六个方面用力。", "正风肃纪六个"),
        ("服务读者工作既要为人民，也要靠人民。", "读者工作既要"),
        ("A lighthouse marks a danger on the coast.", "lighthouse marks"),
        ("读者协会强化易地搬迁的后续服务。", "易地"),
        ("馆长昨天到地方考察阅览室。", "地方"),
        ("馆员做全民阅读的践行者。", "行者"),
        ("开放夜场让大家笑容更多。", "大家笑容"),
        ("这句话刻在读者心中。", "读者心中"),
        ("The log records each visit of the keeper.", "log records"),
        ("Close the shutter when the visibility falls below two miles.", "visibility falls"),
    ],
)
def test_half_words_and_ragged_phrases_are_no_candidates(text, torn):
    assert torn not in {one.text for one in candidates(read_sentence(text))}


def test_word_always_followed_by_one_character_is_part_of_a_longer_word():
    texts = ["推动机房联动起来。", "学校要求机房联动。", "机房联动，今年启用。"]
    assert "机房" in collect_terms(texts).refused
    free = ["机房，今年启用。", "学校检查机房。", "学校的机房，归流通部。", "他在机房里。"]
    assert "机房" not in collect_terms([*texts, *free]).refused


def test_what_stands_in_most_statements_is_not_asked():
    texts = [f"第{n}阅览室的古籍由{who}保管。" for n, who in enumerate("甲乙丙丁戊己庚辛壬癸子丑")]
    document = collect_terms(texts)
    assert all("古籍" not in blanks_of(text, document=document) for text in texts)


def test_rule_about_what_all_rules_name_is_still_asked():
    texts = [f"第{n}阅览室的读者由读者委员会登记，期限为{n}日。" for n in range(3, 30)]
    text = "馆长的人选由读者委员会主持选举。"
    rules = ["读者应当安静。", "读者不得喧哗。", "馆员应当值班。", "馆员有权休息。"]
    document = collect_terms([*texts, text, *rules])
    assert document.is_statute
    assert "读者委员会" in document.common
    assert blanks_of(text, document=document)


@pytest.mark.parametrize("word", ["原文", "编辑", "本规定"])
def test_what_a_text_calls_itself_is_not_asked(word):
    assert word not in blanks_of(f"{word}由市图书馆提供。")


def test_defined_term_is_not_asked_of_its_definition():
    text = "本规定所称阅览证，是指读者进馆借阅图书的凭证。"
    found = blanks_of(text, document=collect_terms([text]))
    assert "阅览证" not in found
    assert found


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("因故闭馆的，应当提前三日向社会公告。", "三日"),
        ("本规定自2025年7月1日起施行。", "2025年7月1日"),
        ("每周开放时间不得少于五十六小时。", "五十六小时"),
        ("购书经费不得低于总经费的百分之二十。", "百分之二十"),
        ("受理机关应当在三个月内作出决定。", "三个月"),
    ],
)
def test_deadlines_and_amounts_come_first_in_rules(text, blank):
    document = collect_terms([text, "读者应当保持安静。", "读者不得饮食吸烟。"])
    start, end = choose_blanks(text, document=document)[0]
    assert text[start:end] == blank


def test_at_most_one_modal_word_is_asked_of_a_statement():
    text = "读者应当按时归还图书，不得污损图书，可以委托他人代为归还，有权续借一次。"
    document = collect_terms([text])
    assert len({"应当", "不得", "可以", "有权"} & blanks_of(text, document=document)) <= 1


def test_equal_calls_choose_alike():
    document = collect_terms(SENTENCES)
    assert [choose_blanks(text, document=document) for text in SENTENCES] == [
        choose_blanks(text, document=collect_terms(SENTENCES)) for text in SENTENCES
    ]


@pytest.mark.parametrize("filler", ["馆", "1", "“", "读者，", "a b "])
def test_very_long_text_is_taken(filler):
    text = filler * (5000 // len(filler))
    assert all(0 <= start < end <= len(text) for start, end in choose_blanks(text))


def test_the_capital_after_a_label_makes_no_name_of_a_verb():
    assert "Encourage" not in blanks_of("b. Encourage the production of books for schools;")


def test_an_amount_in_a_latin_unit_is_an_amount():
    assert "5.0cm" in blanks_of("桥面划伤长度5.0cm以上。")


STORY = [
    "外婆家的院子里有一盘石磨，青灰色的，磨齿已经浅了。",
    "我被磨声吵醒，披着棉袄跑到院子里，看见她弯着腰，一手推磨，一手添豆子。",
    "豆浆顺着磨槽流下来，像一条小溪。",
    "后来她老了，石磨就静静地躺在墙角。",
]


def test_a_story_is_asked_clause_by_clause():
    document = collect_terms(STORY)
    assert document.is_literary
    text = STORY[2]
    assert [text[a:b] for a, b in choose_blanks(text, document=document)] == ["像一条小溪"]
    asked = [STORY[1][a:b] for a, b in choose_blanks(STORY[1], document=document)]
    assert "一手添豆子" in asked


def test_a_report_is_no_story():
    report = [
        "本馆接待读者二十万人次。",
        "馆长说，他将延长开放时间。",
        "经费由市财政拨付。",
        "展览持续三日。",
    ]
    assert not collect_terms(report * 2).is_literary


def test_a_short_text_that_explains_is_learnt_sentence_by_sentence():
    told = [f"如果编目有误，读者通常会找不到第{n}册。" for n in range(60)]
    assert not collect_terms(told[:20]).is_expository
    assert collect_terms(told).is_expository


def test_a_sentence_of_a_short_text_is_asked_by_a_clause_if_by_nothing_smaller():
    text = "院子里有一盘石磨，磨齿已经浅了。"
    [(start, end)] = clause_blank(text, DocumentTerms(statements=12))
    assert text[start:end] == "磨齿已经浅了"
    assert clause_blank(text, DocumentTerms(statements=400)) == ()
    assert clause_blank("院子里有一盘石磨，那是谁的？", DocumentTerms(statements=12)) == ()


@pytest.mark.parametrize("text", ["在经费方面，馆长很为难。", "总之，大家都很高兴。"])
def test_a_clause_that_only_sets_the_stage_is_no_blank(text):
    document = DocumentTerms(statements=12, is_literary=True)
    asked = [text[a:b] for a, b in choose_blanks(text, document=document)]
    assert text.partition("，")[0] not in asked


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("受理申诉的机关应当在一个月内作出决定。", "一个月"),
        ("馆长连续任职不得超过两届。", "两届"),
        ("查封、扣押的物品应当在三日内退还。", "三日"),
    ],
)
def test_a_rule_is_asked_for_its_deadline(text, deadline):
    rules = DocumentTerms(is_statute=True)
    marks = worth_asking(text, choose_blanks(text, document=rules), document=rules)
    assert deadline in [text[start:end] for start, end in marks]
