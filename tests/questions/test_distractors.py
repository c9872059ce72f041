import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.questions.cloze import collect_terms
from studyapp.questions.distractors import choose_distractors, is_variant
from studyapp.questions.near import near_amounts
from studyapp.text.normalize import fold

STATEMENTS = [
    "本馆推行“夜读计划”，由流通部负责。",
    "本馆推行“晨读计划”，由采编部负责。",
    "每年四月举办“读书月”，由宣传部负责。",
    "《借阅章程》规定，读者应当在三十日内归还图书。",
    "《阅览章程》规定，读者可以在十五日内续借。",
    "馆藏古籍由特藏部保管，期限为五年。",
]
DOCUMENT = collect_terms(STATEMENTS)


def distractors(text, key, **options):
    start = text.index(key)
    options = {"document": DOCUMENT, "seed": "s", **options}
    return choose_distractors(text, (start, start + len(key)), **options)


def test_set_terms_are_drawn_from_the_document():
    assert distractors(STATEMENTS[0], "夜读计划")[0] == "晨读计划"


def test_titles_stand_against_titles():
    assert distractors(STATEMENTS[3], "借阅章程") == ("阅览章程",)


def test_title_marks_in_the_span_are_kept():
    assert distractors(STATEMENTS[3], "《借阅章程》") == ("《阅览章程》",)


def test_amounts_keep_their_unit():
    found = distractors(STATEMENTS[3], "三十日", count=3)
    assert len(found) == 3
    assert all(option.endswith("日") for option in found)


def test_amounts_of_the_document_come_first():
    document = collect_terms([*STATEMENTS, "罚款六十日内缴清。"])
    assert distractors(STATEMENTS[3], "三十日", document=document)[0] == "六十日"


def test_modal_words_stand_against_their_opposites():
    assert distractors(STATEMENTS[3], "应当") == ("可以", "不得")


def test_figure_before_its_unit_is_moved_as_the_unit_asks():
    assert set(distractors("本馆将于2035年扩建。", "2035")) <= {"2030", "2040", "2050", "2025"}


def test_opposites_stand_against_each_other():
    assert distractors("下午的读者多于上午。", "多于")[0] == "少于"


def test_what_the_statement_names_is_never_offered():
    text = "推行“夜读计划”之后，又推行晨读计划。"
    assert "晨读计划" not in distractors(text, "夜读计划", count=3)


def test_nothing_is_offered_where_nothing_fits():
    assert distractors("他把那件旧棉袄叠好了。", "旧棉袄") == ()


def test_terms_that_share_only_their_length_are_no_rivals():
    texts = ["过好青少年阅读这一关。", "本馆实行集中统一采购。", "本馆坚持集中统一采购制度。"]
    options = {"document": collect_terms(texts), "count": 3}
    assert "集中统一采购" not in distractors(texts[0], "青少年阅读", **options)


def test_head_of_the_key_makes_a_rival():
    texts = ["今年的重点是读者服务。", "明年的重点是社区服务。"]
    found = distractors(texts[0], "读者服务", document=collect_terms(texts))
    assert found == ("社区服务",)


def test_members_of_the_list_shown_are_not_offered():
    texts = ["馆内有报刊阅览室、古籍阅览室、少儿阅览室。", "新设盲人阅览室。"]
    found = distractors(texts[0], "古籍阅览室", document=collect_terms(texts), count=3)
    assert not {"报刊阅览室", "少儿阅览室"} & set(found)


def test_members_of_the_rest_of_a_list_asked_in_parts_are_not_offered():
    whole = "馆内有报刊阅览室、古籍阅览室、少儿阅览室、盲人阅览室、夜间阅览室、音像阅览室。"
    part = "馆内有报刊阅览室、古籍阅览室、少儿阅览室"
    document = collect_terms([whole, "今年新设影印阅览室。"])
    found = distractors(part, "古籍阅览室", document=document, count=3)
    assert not {"盲人阅览室", "夜间阅览室", "音像阅览室"} & set(found)


def test_number_in_two_words_is_left_alone():
    assert near_amounts("twenty five years") == ()


def test_equal_calls_give_equal_answers():
    calls = {distractors(STATEMENTS[5], "五年", seed="甲") for _ in range(3)}
    assert len(calls) == 1


@settings(max_examples=150)
@given(st.sampled_from(STATEMENTS), st.data(), st.integers(0, 3))
def test_key_is_never_among_its_distractors(text, data, count):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = choose_distractors(text, (start, end), document=DOCUMENT, count=count, seed="s")
    folded = [fold(option) for option in found]
    assert fold(text[start:end]) not in folded
    assert len(set(folded)) == len(found) <= count


@pytest.mark.parametrize(
    ("one", "other", "variant"),
    [
        ("网络安全", "网络空间安全", True),
        ("读者的权利", "读者权利", True),
        ("夜读计划", "晨读计划", False),
    ],
)
def test_a_term_with_words_left_out_is_the_same_term(one, other, variant):
    assert is_variant(one, other) is variant


@pytest.mark.parametrize(
    ("amount", "near"),
    [
        ("三十日", {"四十日", "二十日"}),
        ("两个月", {"三个月", "一个月"}),
        ("5.2%", {"5.3%", "5.1%"}),
        ("三分之二", {"三分之一"}),
        ("3—5年", {"5—7年"}),
        ("thirty days", {"forty days", "twenty days"}),
        ("two thirds", {"one third"}),
        ("20世纪80年代", {"20世纪90年代"}),
    ],
)
def test_near_amounts_are_written_as_the_amount_is(amount, near):
    assert near <= set(near_amounts(amount))


@pytest.mark.parametrize(
    ("amount", "wrong"),
    [
        ("12月", "13月"),
        ("100%", "110%"),
        ("1月1日", "1月0日"),
        ("百分之九十", "百分之一百一十"),
        ("第一条", "第零条"),
    ],
)
def test_near_amounts_stay_in_range(amount, wrong):
    assert wrong not in near_amounts(amount)


@pytest.mark.parametrize("name", ["十四五", "一二九", "１２年", "第", "9" * 5000])
def test_names_and_odd_figures_are_left_alone(name):
    assert near_amounts(name) == ()


@given(st.integers(1, 9999), st.sampled_from(["年", "日", "个月", "%", "万人", "条", ""]))
def test_near_amounts_differ_from_the_amount_and_keep_its_tail(value, unit):
    amount = f"{value}{unit}"
    for near in near_amounts(amount):
        assert near != amount
        assert near.endswith(unit)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("遗失图书的，依法承担民事责任。", "民事责任", {"刑事责任", "行政责任"}),
        ("馆内锅炉改烧天然气。", "天然气", {"煤炭", "石油"}),
        ("捐赠人保留手稿的使用权。", "使用权", {"所有权", "收益权"}),
    ],
)
def test_things_of_one_series_stand_against_each_other(text, key, expected):
    assert set(distractors(text, key)) == expected


def test_a_thing_of_the_series_that_the_statement_names_is_not_offered():
    assert "扣押" not in distractors("对违禁品可以查封、扣押。", "查封", count=3)


def test_english_words_that_share_no_more_than_an_ending_are_no_options():
    sentences = (
        "The participation of the members is required.",
        "The compensation of the officers is fixed by law.",
        "The ratification of the treaty needs a vote.",
    )
    start = sentences[0].index("participation")
    span = (start, start + len("participation"))
    found = choose_distractors(sentences[0], span, document=collect_terms(sentences), seed="1")
    assert not {"compensation", "ratification"} & set(found)
