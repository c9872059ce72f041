"""Blanks that are worth a learner's time, and those that are not."""

from __future__ import annotations

import pytest

from studyapp.questions.candidates import read_sentence
from studyapp.questions.cloze import DocumentTerms, choose_blanks, collect_terms
from studyapp.questions.definitions import defined_terms
from studyapp.questions.idle_amounts import is_counted
from studyapp.questions.worth import (
    MOST,
    is_worth_knowing,
    members_worth_asking,
    worth_asking,
)

NOTHING = DocumentTerms()
RULES = DocumentTerms(is_statute=True)
BOOK = DocumentTerms(is_expository=True, statements=50)


def kept(text: str, *keys: str, document: DocumentTerms = NOTHING) -> list[str]:
    marks = [(text.index(key), text.index(key) + len(key)) for key in keys]
    return [text[start:end] for start, end in worth_asking(text, marks, document=document)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("近年来借阅仍存在开放不足、流通不畅等突出问题。", "突出问题"),
        ("馆员培训为读书会创造了有利条件。", "有利条件"),
        ("在大多数情况下，旧书可以修复后再借。", "大多数情况"),
        ("本馆今后要普及科学和技术知识。", "普及科学"),
        ("读者在这里度过了不平凡的一年。", "一年"),
        ("这一办法见第 8.1 节的说明。", "8.1"),
        ("本馆要创新发展的重要着力点。", "发展的重要着力点"),
        ("副馆长若干人。", "副馆长"),
        ("馆长对读者提三点希望。", "三点"),
        ("馆员要有针对性地改进服务。", "针对性"),
        ("〔五月二十日〕指1999年5月20日。", "五月二十日"),
        ("第二步，将书标朝外装回书架。", "第二步"),
        ("市图书馆馆长周敏介绍，去年接待读者两万人。", "周敏介绍"),
        ("编目的方法见第 9.4 节“分类编目”的说明。", "分类编目"),
        ("超期的按第二级、第三级费用计收。", "第三级"),
        ("单位可以核减其下一年度采购计划。", "一年度"),
        ("借阅的办法由法律规定。", "法律规定"),
        ("本馆制定实施教育强国建设规划纲要。", "强国建设规划纲要"),
        ("理事会主席指出，图书是全馆的根本。", "理事会主席"),
        ("馆长在接受法国《星期日报》采访时表示满意。", "接受法国"),
        ("本馆与香港、澳门的图书馆互借。", "澳门"),
        ("多标签分类（multi-label classification）用于编目。", "classification"),
        ("本报海州5月9日电（记者王岚）夜读计划启动。", "海州"),
        ("1771 年，普利斯特利发现植物更新空气。", "斯特利"),
        ("请勿在潮湿的场所使用。", "场所使用"),
        ("目录让旧书比容器活得更久。", "容器活得"),
    ],
)
def test_what_is_read_off_the_words_around_is_not_asked(text: str, key: str) -> None:
    assert kept(text, key) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("古籍修复的首要原则是修旧如旧。", "修旧如旧"),
        ("古籍的借阅期限为三十日。", "三十日"),
        ("夜读计划由理事会负责。", "理事会"),
        ("古籍的借阅期限为三十日，满30册的另行规定。", "三十日"),
        ("馆藏目录依照《文献编目规则》编制。", "文献编目规则"),
    ],
)
def test_what_must_be_known_is_asked(text: str, key: str) -> None:
    assert kept(text, key) == [key]


def test_a_number_that_the_sentence_counts_itself_is_not_asked() -> None:
    text = "编目包括采访、著录、分类、上架四个方面。"
    start = text.index("四")
    assert is_counted(text, start, start + 2)
    assert not is_counted("编目包括四个方面。", 4, 6)
    assert not is_counted("损坏地图、图册的，应当在两日内修复。", 13, 15)
    assert is_counted("2021、2022两年", 9, 11)
    assert not is_counted("本馆有采编、流通、阅览三部，藏书十二万册。", 15, 18)


@pytest.mark.parametrize("document", [NOTHING, RULES])
def test_the_modal_of_a_rule_is_not_asked(document: DocumentTerms) -> None:
    assert "可以" not in kept("读者可以续借一次。", "可以", document=document)
    assert "应当" not in kept("馆员应当爱护古籍。", "应当", document=document)
    assert "不得" not in kept("任何人不得损坏古籍。", "不得", document=document)


def test_a_question_or_an_announcement_is_not_asked() -> None:
    assert kept("流通部与读者是什么关系？", "流通部") == []
    assert kept("流通部的主要职责是：", "流通部") == []


def test_a_sentence_has_few_blanks_and_the_best_come_first() -> None:
    text = (
        "古籍由特藏部保管，由修复室修复，由阅览室开放，由编目室编目，由总务科清点，并向董事会报告。"
    )
    chosen = choose_blanks(text, document=RULES, limit=5)
    asked = worth_asking(text, chosen, document=RULES)
    assert 0 < len(asked) <= MOST
    assert set(asked) <= set(chosen)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The right of the members to vote in the meeting shall not be denied.", "right"),
        ("A quorum for this purpose shall consist of two thirds of the members.", "purpose"),
        ("The library shall encourage the provision of reading rooms in schools.", "encourage"),
        ("The terms end, and the names of these five members are drawn by lot.", "five members"),
        ("This policy sets out how the library records the loans of its readers.", "policy"),
        ("These conditions are set out in article 9 of the rules of the library.", "9"),
    ],
)
def test_english_words_that_ask_for_nothing_are_no_blanks(text: str, key: str) -> None:
    assert kept(text, key) == []


def test_english_amounts_come_before_words() -> None:
    text = (
        "The council elects a treasurer, who holds this post for four years and opens the books"
        " to all."
    )
    marks = [(text.index(key), text.index(key) + len(key)) for key in ("treasurer", "four years")]
    found = worth_asking(text, marks, document=NOTHING)
    assert [text[start:end] for start, end in found] == ["four years", "treasurer"]


def test_an_english_sentence_that_matters_keeps_a_word_to_be_recited_by() -> None:
    text = "A quorum for this purpose shall consist of many of the members of the council."
    marks = [(text.index("purpose"), text.index("purpose") + len("purpose"))]
    assert worth_asking(text, marks, document=NOTHING) == ()
    [(start, end)] = worth_asking(text, marks, document=NOTHING, matters=True)
    assert text[start:end] != "purpose"


def test_a_text_that_explains_is_asked_for_what_it_defines() -> None:
    assert is_worth_knowing("这种方法叫做梯度下降。", 0.4, document=BOOK)
    assert not is_worth_knowing("我们也可以把它想成一座山。", 0.4, document=BOOK)
    assert is_worth_knowing("借阅期限为三十日。", 0.4, document=RULES)
    assert not is_worth_knowing("借阅期限为三十日。", 0.05, document=RULES)


def test_what_is_defined_comes_first_in_a_text_that_explains() -> None:
    text = "读者愿意而且能够借阅的书目数量称为需求，馆方提供的数量称为供给。"
    found = worth_asking(text, [], document=BOOK)
    assert [text[start:end] for start, end in found] == ["需求", "供给"]
    assert worth_asking(text, [], document=RULES) == ()
    text = "流通率（circulation rate）是指一年内借出的册数与藏书总数之比。"
    assert [text[slice(*mark)] for mark in worth_asking(text, [], document=BOOK)] == ["流通率"]


def test_lines_of_code_in_a_chinese_text_are_no_list_to_learn() -> None:
    text = "执行如下：\ngit init\ngit add a.txt"
    spans = [(6, 14), (15, 28)]
    assert members_worth_asking(text, spans, 0.9, document=NOTHING) == ()


def test_a_first_member_that_holds_what_all_are_about_is_not_asked() -> None:
    text = "依照章程规定任免、培训、考核馆员"
    spans = [(2, 8), (9, 11), (12, 14)]
    assert members_worth_asking(text, spans, 0.9, document=NOTHING) == ((9, 11), (12, 14))


def test_a_first_member_that_is_half_of_a_term_is_not_asked() -> None:
    text = "读者不得利用馆藏目录、书架、座位从事买卖。"
    members = [(8, 10), (11, 13), (14, 16)]
    several = collect_terms(["馆藏目录由编目部编制。", text, "馆藏目录每年公布一次。"])
    assert members_worth_asking(text, members, 0.8, document=several) == ((11, 13), (14, 16))
    assert members_worth_asking(text, members, 0.8, document=collect_terms([text])) == tuple(
        members
    )


def test_a_first_member_beside_what_goes_with_each_is_asked() -> None:
    text = "本馆负责图书采编、流通、修复的管理。"
    members = [(6, 8), (9, 11), (12, 14)]
    document = collect_terms([text, "图书采编由采编部负责。", "图书流通由流通部负责。"])
    assert members_worth_asking(text, members, 0.8, document=document) == tuple(members)


@pytest.mark.parametrize(
    "text",
    [
        "日前，馆长就《夜读计划》有关问题回答了记者提问。",
        "近日，理事会负责人接受本报记者专访：",
        "The keeper answered our questions in May.",
    ],
)
def test_the_line_above_an_interview_is_only_read(text: str) -> None:
    assert not is_worth_knowing(text, 0.8, document=RULES)


def test_a_list_cut_at_a_stop_inside_a_member_is_not_asked() -> None:
    text = "馆员不得参加违反章程、细则禁止的活动、私自借阅。"
    members = [(4, 10), (11, 18), (19, 23)]
    rules = ["依照章程、细则办理。", "章程、细则由理事会解释。", "章程、细则每年公布。"]
    assert members_worth_asking(text, members, 0.8, document=collect_terms([*rules, text])) == ()
    assert members_worth_asking(text, members, 0.8, document=collect_terms([text]))


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("馆员不履行职责、滥用优势、泄露记录的，予以处分。", ["履行职责", "滥用优势", "泄露记录"]),
        ("扩建说明了什么（扩建的意义、原因、经过）", ["意义", "原因", "经过"]),
        ("材料包括读者相关借阅记录、归还记录、赔偿记录。", ["借阅记录", "归还记录", "赔偿记录"]),
    ],
)
def test_a_list_whose_first_member_lost_its_half_is_not_asked(
    text: str, members: list[str]
) -> None:
    marks = [(text.index(one), text.index(one) + len(one)) for one in members]
    assert members_worth_asking(text, marks, 0.8, document=RULES) == ()


@pytest.mark.parametrize("text", ["市图书馆理事会办公室", "省古籍保护委员会"])
def test_a_signature_is_only_read(text: str) -> None:
    assert not is_worth_knowing(text, 0.8, document=RULES)


def test_an_editors_note_in_a_story_is_only_read() -> None:
    story = DocumentTerms(is_literary=True)
    assert not is_worth_knowing("〔石磨〕磨粮食的工具，用石头凿成。", 0.8, document=story)
    assert is_worth_knowing("外婆推着石磨，磨声吱吱呀呀。", 0.8, document=story)


def test_an_english_noun_with_its_verb_is_no_blank() -> None:
    text = "The notebook asks for two minutes a day, and it gives back a garden in the spring."
    assert "notebook asks" not in kept(text, "notebook asks")


def test_an_amount_that_the_text_keeps_saying_is_not_asked() -> None:
    told = [f"本馆用30年建成了{one}部门。" for one in ("借阅", "编目", "修复", "采访", "展览")]
    assert kept(told[0], "30年", document=collect_terms(told)) == []
    assert kept(told[0], "30年", document=collect_terms(told[:1])) == ["30年"]


def test_a_first_member_that_opens_with_a_preposition_of_its_own_is_not_asked() -> None:
    text = "大会在采编上、流通上、修复上取得成果。"
    marks = [(2, 6), (7, 10), (11, 14)]
    assert members_worth_asking(text, marks, 0.8, document=RULES) == ((7, 10), (11, 14))


def test_the_second_half_of_what_the_text_says_in_one_is_not_asked() -> None:
    text = "编目部编制馆藏目录。"
    told = ["馆藏目录每年公布。", "读者可查馆藏目录。"]
    assert kept(text, "目录", document=collect_terms([text, *told])) == []


def test_members_that_describe_one_thing_are_no_list() -> None:
    text = "读者在政治的、文化的、家庭的生活中平等。"
    marks = [(3, 6), (7, 10), (11, 16)]
    assert members_worth_asking(text, marks, 0.8, document=RULES) == ()


def test_what_a_program_prints_is_only_read() -> None:
    manual = DocumentTerms(is_expository=True, is_han=True)
    assert not is_worth_knowing(
        "12 books received, 3 books lost, called done", 0.9, document=manual
    )
    assert is_worth_knowing("这种索引称为 catalog。", 0.9, document=manual)


def test_of_the_amounts_of_a_text_that_explains_years_are_asked() -> None:
    assert kept("这个分类器有90%的把握认出一只猫。", "90%", document=BOOK) == []
    assert kept("这一数据集发布于1936年的春天。", "1936年", document=BOOK) == ["1936年"]


def test_lines_that_tell_how_a_text_came_to_be_are_only_read() -> None:
    assert not is_worth_knowing("2001年5月1日 理事会第三次会议通过", 0.7, document=RULES)
    assert is_worth_knowing("2001年5月1日理事会通过了新的章程。", 0.7, document=RULES)


def test_blanks_that_are_no_candidates_are_left_as_they_are() -> None:
    text = "床前明月光，疑是地上霜。"
    assert read_sentence(text).words
    assert worth_asking(text, [(6, 11)], document=NOTHING) == ((6, 11),)


def test_english_names_that_their_words_around_tell_are_not_asked() -> None:
    said = [
        f"{place} shall be deposited with the Keeper of the Harbour Lights."
        for place in ("Each deed", "The first chart", "The second chart", "Every old log")
    ]
    document = collect_terms(said)
    assert "Harbour Lights" in document.framed
    assert "Harbour Lights" not in kept(said[0], "Harbour Lights", document=document)


def test_english_names_that_a_document_is_about_are_not_asked() -> None:
    document = DocumentTerms(statements=100, counts={"Harbour Board": 12, "Harbour Court": 2})
    text = "The Harbour Board shall hear the Harbour Court before it closes a lighthouse."
    assert kept(text, "Harbour Board", "Harbour Court", document=document) == ["Harbour Court"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("商品的数量，叫做需求量（quantity demanded）是指愿意购买的数量。", ["需求量"]),
        ("这种量度，定义为熵（entropy）是指无序的程度。", []),
        ("這種方法稱為「嫁接」，也叫做接木。", ["嫁接", "接木"]),
        ("所谓供给是指愿意出售的数量。", ["供给"]),
        ("用户在这里是指登记的读者。", []),
    ],
)
def test_a_definition_names_each_term_once_and_without_what_names_it(
    text: str, terms: list[str]
) -> None:
    assert [text[start:end] for start, end in defined_terms(text)] == terms


def test_a_figure_of_thousands_of_digits_counts_nothing() -> None:
    assert not is_counted("9" * 5_000, 0, 5_000)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("馆员应当如实登记。", "如实登记"),
        ("发现有误的，应当及时更正。", "及时更正"),
        ("读者有借阅图书的权利。", "借阅图书的权利"),
        ("读者在馆内一律平等。", "一律平等"),
    ],
)
def test_a_rule_that_names_nothing_else_is_asked_for_what_it_orders(text, ordered):
    assert kept(text, document=RULES) == [ordered]
    assert kept(text) == []


def test_what_a_rule_orders_is_not_asked_beside_another_blank():
    assert kept("馆员应当在三日内答复。", "三日", document=RULES) == ["三日"]


def test_a_verb_whose_object_stands_behind_the_blank_is_not_asked() -> None:
    text = "各馆要逐步提高按时有序的能力，并公布借阅规则。"
    assert not kept(text, "逐步提高按时有序")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("各馆要有利于推进管理的规范化和精细化。", "精细化"),
        ("“三个走进”行动：走进社区、走进学校、走进军营。", "三个走进"),
        ("本馆每年六月的晒书、晒画、晒谱（“三晒活动”）由修复部组织。", "三晒活动"),
        ("经费的使用情况应当及时向读者公布，接受读者监督。", "读者监督"),
    ],
)
def test_what_the_sentence_says_at_length_is_not_asked(text: str, key: str) -> None:
    assert not kept(text, key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("“三个走进”行动由流通部组织，每年四月举行。", "三个走进"),
        ("经费的使用情况应当及时公布，接受读者监督。", "读者监督"),
    ],
)
def test_what_only_the_document_says_at_length_is_asked(text: str, key: str) -> None:
    assert kept(text, key)
