import pytest

from studyapp.text.enumerations import find_enumerations
from studyapp.text.leads import label_end, names, tells_order
from studyapp.text.outline import read_outline
from studyapp.text.statements import ENUMERATION, SENTENCE
from tests.text.regulation import REGULATION


def lists(text):
    found = [s for s in read_outline(text).statements if s.kind == ENUMERATION]
    return {s.lead_in: ([s.text[a:b] for a, b in s.members], s.ordered) for s in found}


@pytest.mark.parametrize(
    "lead", ["河长应当", "集中整治", "三项任务", "（三）河道的", "Ships carry"]
)
def test_lead_with_a_thing_or_an_act_names_what_is_listed(lead):
    assert names(lead)


@pytest.mark.parametrize("lead", ["", "依次是", "包括", "应当", "推进", "（三）", "的", "include"])
def test_lead_of_idle_words_names_nothing(lead):
    assert not names(lead)


@pytest.mark.parametrize(
    "text", ["（三）讲座", "三）讲座", "3.讲座", "三、讲座", "③讲座", "c)讲座"]
)
def test_number_of_an_item_ends_before_its_words(text):
    assert text[label_end(text, 0) :] == "讲座"


@pytest.mark.parametrize(
    ("lead", "members", "after"),
    [
        ("步骤依次是", ["扫", "洗", "晒"], ""),
        ("按照下列顺序办理", ["扫", "洗", "晒"], "。"),
        ("办理程序为", ["扫", "洗", "晒"], "。"),
        ("清点按照", ["扫", "洗", "晒"], "的顺序进行。"),
        ("志愿者", ["先扫地", "再洗窗", "最后晒书"], "。"),
        ("Do these in the following order", ["sweep", "wash"], ""),
    ],
)
def test_words_tell_that_the_order_counts(lead, members, after):
    assert tells_order(lead, members, after)


@pytest.mark.parametrize("lead", ["应当提供下列服务", "名单如下，排名不分先后", "违反程序的行为"])
def test_other_words_leave_the_order_free(lead):
    assert not tells_order(lead, ["讲座", "展览", "培训"], "等")


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("队员要（一）巡河；（二）护林；（三）清污。", False),
        ("队员要做：1. 巡河；2. 护林；3. 清污。", False),
        ("队员要依次（一）巡河；（二）护林；（三）清污。", True),
        ("工作依次是巡河、护林、清污。", True),
        ("工作是巡河、护林、清污。", False),
        ("第一步，巡河；第二步，护林；第三步，清污。", True),
        ("首先巡河，其次护林，最后清污。", True),
    ],
)
def test_numbers_alone_do_not_make_an_order(text, ordered):
    assert [e.ordered for e in find_enumerations(text)] == [ordered]


def test_fragment_takes_in_the_clause_that_it_goes_on_from():
    text = "手册\n手册用三个“关注”展开，依次是水量、水质、水景。河长都要读。"
    assert list(lists(text)) == ["手册用三个“关注”展开，依次是"]


def test_sentence_that_only_goes_on_is_introduced_by_the_one_before():
    text = "手册\n河长有三项任务。分别是巡河、护林、清污。大家都要知道。"
    assert list(lists(text)) == ["河长有三项任务，分别是"]


def test_numbered_members_are_introduced_by_the_sentence_that_counts_them():
    text = "手册\n河长有三项任务。一是巡查河道。二是保护岸林。三是清理污水。"
    assert list(lists(text)) == ["河长有三项任务"]


def test_bare_act_stands_under_its_heading():
    text = "水志\n一、护河\n推进节水、植树、清污。\n河清了。\n二、护林\n种树。"
    assert list(lists(text)) == ["护河：推进"]


@pytest.mark.parametrize(
    "text",
    [
        "财政、教育、公安等部门应当做好河道的保护。",
        "包括巡河、护林、清污。",
        "（三）公益性讲座、阅读推广、培训和展览",
        "三）公益性讲座、阅读推广、培训和展览",
        "故意拆除、损坏、盗窃护栏的，应当赔偿。",
    ],
)
def test_list_that_nothing_names_is_not_asked_for(text):
    assert lists(f"手册\n{text}\n河长都要读。") == {}


def test_opener_is_no_part_of_the_first_member():
    (found,) = lists("手册\n河长的巡查工作包括岸线巡查、水面保洁监督、排口登记。好。").values()
    assert found[0] == ["岸线巡查", "水面保洁监督", "排口登记"]


def test_numbers_of_articles_are_no_members():
    (found,) = lists("手册\n手册第五、第六条是巡河为先、护林为重、清污为要。好。").values()
    assert found[0] == ["巡河为先", "护林为重", "清污为要"]


def test_every_list_of_a_regulation_is_a_fair_question():
    assert lists(REGULATION) == {
        "社区图书馆应当坚持": (["公益", "便民", "开放"], False),
        "街道办事处应当为社区图书馆配备": (["场地", "设备", "人员", "经费"], False),
        "社区图书馆应当免费提供下列服务": (
            [
                "文献借阅和查询",
                "阅览室、自习室、儿童活动室等场地的开放",
                "公益性讲座、阅读推广、培训和展览",
            ],
            False,
        ),
        "读者办理借书证，应当完成下列步骤": (["填写申请表", "出示身份证件", "领取借书证"], True),
        "读者应当遵守下列规定": (["爱护图书", "保持安静", "按期还书"], False),
        "文化、财政等部门的工作人员": (["玩忽职守", "滥用职权", "徇私舞弊"], False),
    }


def test_penalty_is_not_among_the_least_of_a_regulation():
    found = [s for s in read_outline(REGULATION).statements if s.kind == SENTENCE]
    ranked = sorted(found, key=lambda s: s.importance)
    least = {s.text for s in ranked[: len(ranked) // 3]}
    penalties = [s for s in found if s.text.startswith(("违反", "文化、财政"))]
    assert len(penalties) == 2
    assert not any(s.text in least for s in penalties)


def test_nothing_leads_up_to_a_number_that_begins_the_text():
    (found,) = find_enumerations("1) the 2) the")
    assert found.lead == (0, 0)
