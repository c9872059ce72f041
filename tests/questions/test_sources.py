"""Sources: the right heading among others that the words do not stand under."""

from studyapp.questions.sources import (
    Place,
    heading_of,
    is_told,
    rival_headings,
    rival_speakers,
)
from studyapp.text.normalize import fold


def place(heading, *, level=1):
    title = heading.partition("、")[2] or heading.partition(" ")[2]
    return Place(heading=heading, title=title, level=level)


GUIDE = [
    place("", level=0),
    place("一、会员的权利"),
    place("二、理事会"),
    place("（一）职责", level=2),
    place("三、附则"),
    place("四、经费"),
]
LAW = [
    place("第一章 总则"),
    place("第一条", level=2),
    place("第二章 处罚"),
    place("第二条", level=2),
]


def rivals(at, statement, **others):
    return list(rival_headings(GUIDE, at, fold(statement), **others))


def test_an_article_is_known_by_its_chapter():
    assert [heading_of(LAW, at) for at in range(4)] == [0, 0, 2, 2]


def test_what_stands_before_the_first_heading_has_none():
    assert heading_of(GUIDE, 0) is None


def test_rivals_are_of_one_level_the_nearest_first():
    assert rivals(2, "每季度召开一次会议。") == ["一、会员的权利", "三、附则", "四、经费"]


def test_a_heading_under_which_the_same_words_stand_is_no_rival():
    assert rivals(1, "借阅期限不得超过三十日。", also=[4]) == ["二、理事会", "四、经费"]


def test_a_statement_that_names_its_heading_is_not_asked():
    assert rivals(2, "理事会每季度召开一次会议。") == []
    assert rivals(5, "经费来自捐赠。") == []


def test_the_same_person_under_another_title_is_no_rival():
    assert rival_speakers("张三", ["张三馆长", "李四", "李四同志"], most=2) == ("李四",)


ASKED = [
    "问：章程对理事会的职责分工是怎样规定的？",
    "问：章程出台的背景是什么？",
    "问：章程对经费作了哪些规定？",
]


def test_a_word_of_the_right_heading_only_tells_it():
    assert is_told("馆长履行管理馆舍的职责。", ASKED[0], ASKED[1:])
    assert not is_told("馆长每季度召开一次会议。", ASKED[0], ASKED[1:])
    assert is_told("Members pay the annual fees.", "Fees and Members", ["The Library Council"])


def test_a_word_that_all_headings_share_tells_none():
    assert not is_told("章程自公布之日起生效，由本馆规定细则。", ASKED[1], [ASKED[0], ASKED[2]])


def test_a_verb_before_said_is_no_speaker():
    assert rival_speakers("子", ["出", "宰我", "喟"], most=2) == ("宰我",)
    assert rival_speakers("出", ["子", "宰我"], most=2) == ()


def test_nothing_is_placed_under_a_heading_that_any_text_has():
    places = [place("一、编目"), place("二、小结"), place("三、附则"), place("四、流通")]
    assert list(rival_headings(places, 1, fold("馆员爱护图书。"))) == []
    assert list(rival_headings(places, 0, fold("馆员爱护图书。"))) == ["三、附则", "四、流通"]
