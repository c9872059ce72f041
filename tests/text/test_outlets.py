"""Papers and agencies that name themselves, and lines around a text that do not fit elsewhere."""

import datetime as dt

import pytest

from studyapp.text.outlets import read_imprint, wire_agency
from studyapp.text.outline import read_outline

PROSE = "全市各级部门要提高认识，加强领导，把各项任务落到实处，确保取得实效。"
DAY = dt.date(2024, 3, 22)


@pytest.mark.parametrize(
    "line",
    [
        "《青山日报》（2024年03月22日 第 04 版）",
        "青山日报　2024.3.22",
        "青山日报讯 2024-3-22",
        "青山日报 二〇二四年三月二十二日",
    ],
)
def test_a_line_of_a_paper_and_a_day_says_both(line):
    found = read_imprint(line)
    assert (found.source, found.published) == ("青山日报", DAY)


def test_sentences_and_lines_without_a_paper_are_no_imprints():
    for line in (
        "2024年3月22日",
        "青山水库 2024年3月22日",
        f"据青山日报2024年3月22日报道，{PROSE}",
    ):
        assert read_imprint(line) is None


def test_an_account_stands_back_behind_the_source():
    header = "节水\n\n原创 青山团委 青山青年 2024-03-22 08:00 青山\n\n"
    found = read_outline(f"{header}{PROSE}\n")
    assert (found.source, found.published, found.credit) == ("青山青年", DAY, "青山团委")
    assert read_outline(f"{header}{PROSE}\n\n来源 | 青山日报\n").source == "青山日报"


def test_the_agency_of_a_wire_is_the_source_and_the_dateline_stays():
    found = read_outline(f"水库建成\n\n新华社北京1月1日电（记者王立）{PROSE}\n")
    assert found.source == "新华社" and found.body.startswith("新华社北京1月1日电")
    assert wire_agency("新华社记者报道了1月1日的会议。") == ""


def test_lines_of_data_between_buttons_at_the_end_are_read():
    text = f"节水\n\n{PROSE}\n\nEND\n\n来源 | 青山日报\n\n编辑 | 小李\n\n点个“在看”再走吧\n"
    found = read_outline(text)
    assert (found.body, found.source, found.credit) == (PROSE, "青山日报", "编辑：小李")
    assert found.left_out == ("END", "点个“在看”再走吧")


def test_a_letter_is_dated_before_what_it_makes_known():
    text = (
        f"青山市人大常委会公告\n\n《河湖条例》现予公布。\n\n青山市人大常委会\n2024年3月22日\n\n"
        f"河湖条例\n\n第一章 总则\n\n第一条 {PROSE}\n\n第二条 {PROSE}\n\n"
        f"第二章 保护\n\n第三条 {PROSE}\n\n第四条 {PROSE}\n"
    )
    assert read_outline(text).published == DAY


def test_a_title_over_three_lines_is_one():
    lines = ("中共青山市委 青山市人民政府", "关于全面推进乡村振兴加快建设", "农业强市的实施意见")
    found = read_outline("\n".join((*lines, "", PROSE)))
    assert found.title == f"{lines[0]} {lines[1]}{lines[2]}"


def test_a_reporter_below_the_title_is_a_credit():
    found = read_outline(
        f"青山日报　2024.3.22\n\n冬泳迎新年\n\n本报记者 孙小强\n\n{PROSE}\n\n{PROSE}\n"
    )
    assert (found.title, found.credit) == ("冬泳迎新年", "本报记者 孙小强")


def test_the_first_poem_of_a_collection_keeps_title_and_author():
    text = (
        "诗词二首\n\n望江亭\n[唐] 李远\n\n江流天地外，山色有无中。\n郡邑浮前浦，波澜动远空。\n\n"
        "春日偶成\n[宋] 程远\n\n云淡风轻近午天，傍花随柳过前川。\n时人不识余心乐，将谓学少年。\n"
    )
    assert [s.title for s in read_outline(text).sections] == ["望江亭", "春日偶成"]


def test_the_first_chapter_numbered_behind_its_name_is_no_title():
    said = "子曰：“温故知新，可以为师。”"
    text = "\n\n".join(
        f"{name}　第{n}\n\n{said}\n\n{said}" for name, n in (("论学", "一"), ("为政", "二"))
    )
    found = read_outline(text, name="论学集.txt")
    assert found.title == "论学集"
    assert [section.title for section in found.sections] == ["论学　第一", "为政　第二"]


def test_titles_below_the_numbers_of_articles_belong_to_them():
    text = (
        "CONVENTION ON RIVERS\n\nPART I\nGENERAL\n\nArticle 1\nUse of terms\n\n"
        'For the purposes of this Convention, "river" means any watercourse.\n\n'
        "Article 2\nScope\n\nThis Convention applies to all rivers.\n"
    )
    titles = [section.title for section in read_outline(text).sections if section.level]
    assert titles == ["PART I GENERAL", "Article 1 Use of terms", "Article 2 Scope"]


def test_figures_above_titles_number_them():
    text = "节水\n\n" + "\n\n".join(
        f"0{n}\n\n{title}\n\n{PROSE}" for n, title in ((1, "认识问题"), (2, "解决问题"))
    )
    assert [s.title for s in read_outline(text).sections] == ["01 认识问题", "02 解决问题"]


def test_years_of_the_republic_are_dates():
    found = read_outline(
        f"河川要點\n發布日期：民國一百一十三年三月二十二日\n\n{PROSE}\n\n{PROSE}\n"
    )
    assert found.published == DAY


def test_a_day_may_have_a_place_beside_it():
    for line in ("（二〇二四年三月二十二日于青山）", "Geneva, 22 March 2024"):
        assert read_outline(f"Remarks\n\n{line}\n\n{PROSE}\n\n{PROSE}\n").published == DAY


def test_who_wrote_it_is_told_at_the_end():
    text = f"节水\n\n{PROSE}\n\n{PROSE}\n\n"
    assert read_outline(f"{text}（作者系青山大学教授）\n").credit == "作者系青山大学教授"
    found = read_outline(f"{text}《青山日报》2024年3月22日第1版\n")
    assert (found.source, found.published) == ("青山日报", DAY)


def test_credits_behind_upright_strokes_are_read():
    text = f"节水\n\n{PROSE}\n\n{PROSE}\n\n监制丨李明\n记者丨王芳\n编辑丨赵强\n"
    assert read_outline(text).credit == "监制：李明；记者：王芳；编辑：赵强"


def test_the_lines_over_a_memorandum_are_data():
    data = "TO: The Minister\nFROM: Water Division\nDATE: 22 March 2024"
    text = f"BRIEFING\n\n{data}\n\nBackground\n\nIt is dry.\n"
    found = read_outline(text)
    assert (found.credit, found.published) == ("TO: The Minister；FROM: Water Division", DAY)


def test_roman_numbers_alone_in_their_lines_are_sections():
    text = "THE RIVER\n\nI.\n\nIt rises in the hills.\n\nII.\n\nIt passes under bridges.\n"
    assert [s.label for s in read_outline(text).sections] == ["I.", "II."]


LEAVE = "Staff may take twenty days of leave in a year.\n\nLeave is asked for in writing.\n"


def test_the_subject_of_a_memorandum_is_its_title():
    found = read_outline(f"To: All staff\nSubject: Annual leave rules\nFrom: The office\n\n{LEAVE}")
    assert found.title == "Annual leave rules"
    assert found.credit == "To: All staff；From: The office"
    assert found.body.strip() == LEAVE.strip().replace("\n\n", "\n")


def test_a_memorandum_that_names_no_subject_has_its_first_line_for_title():
    found = read_outline(f"To: All staff\nFrom: The office\n\nAnnual leave\n\n{LEAVE}")
    assert (found.title, found.credit) == ("Annual leave", "To: All staff；From: The office")


def test_one_line_to_somebody_is_text():
    found = read_outline(f"Annual leave\n\nFrom: the first day they count.\n\n{LEAVE}")
    assert (found.title, found.credit) == ("Annual leave", "")
    assert found.body.startswith("From: the first day they count.")


def test_steps_of_a_procedure_are_no_credits():
    steps = ["初审：由县级机关进行", "复审：由市级机关进行", "终审：由省级机关作出"]
    found = read_outline("\n\n".join(["审批", PROSE, *steps]))
    assert [step in found.body for step in steps] == [True] * 3
    found = read_outline("\n\n".join(["审批", *steps, PROSE]))
    assert (found.credit, [step in found.body for step in steps]) == ("", [True] * 3)


def test_names_behind_the_steps_of_making_a_page_are_credits():
    line = "策划：李明 统筹：王芳、赵强、张伟、刘洋、陈静 终审：青山日报编辑部"
    found = read_outline(f"节水\n\n{PROSE}\n\n{PROSE}\n\n{line}\n")
    assert "终审：青山日报编辑部" in found.credit
    assert "策划" not in found.body
