import pytest

from studyapp.text.quotations import find_quotations


def said(text):
    return [(q.speaker, text[slice(*q.span)]) for q in find_quotations(text)]


def test_speaker_is_the_subject_of_the_verb():
    text = "周启明局长多次强调，“每一条河都是家门前的河，都要爱护。”"
    assert said(text) == [("周启明局长", "每一条河都是家门前的河，都要爱护。")]


def test_quotations_after_one_verb_share_their_speaker():
    text = "周启明局长指出，“治水先治污，治污先治源”，“一条河的清浊就是一座城市的良心”。"
    assert [speaker for speaker, _ in said(text)] == ["周启明局长"] * 2


def test_speaker_may_stand_in_an_earlier_clause():
    text = "周启明局长对河流保护作出指示，鲜明提出任务，强调要“坚持建设一支能干的巡河队伍”。"
    assert said(text)[0][0] == "周启明局长"


def test_pronoun_is_no_speaker():
    assert said("他说：“山中没有日历，冬天过完了也不知是哪年。”")[0][0] == ""


def test_person_whose_words_are_spoken_of_is_the_speaker():
    text = "大家领会陈立院长关于“水清不清，要看一年四季”的重要论述。"
    assert said(text) == [("陈立院长", "水清不清，要看一年四季")]


def test_classical_speaker():
    text = "子贡曰：“夫子温良恭俭让以得之，何求之有？”"
    assert said(text)[0][0] == "子贡"


@pytest.mark.parametrize(
    "text",
    [
        "开展“清河·网络水域垃圾典型问题治理”专项行动。",
        "坚持“节水优先、空间均衡、系统治理”的方针。",
        "打造“碧波课堂”品牌。",
        "他说：“好。”",
        "被称为“世界上最长的人工运河之一”。",
    ],
)
def test_terms_names_and_short_words_are_no_quotations(text):
    assert said(text) == []
