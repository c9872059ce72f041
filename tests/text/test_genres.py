"""Documents of the kinds that people bring, each with the traits that make its kind awkward."""

import datetime as dt

from studyapp.text.outline import read_outline


def tree(outline):
    return [(s.level, s.heading) for s in outline.sections if s.level]


PAPER = """\
清河市人民政府办公室文件
清政办发〔2024〕12号

清河市人民政府办公室关于印发
《清河市河道保洁管理办法》的通知

各县（市、区）人民政府，市政府各部门：
《清河市河道保洁管理办法》已经市政府第12次常务会议通过，现印发给你们，请认真贯彻执行。

清河市人民政府办公室
二〇二四年五月四日
（此件公开发布）

清河市河道保洁管理办法

第一章　总　则
第一条【目的】为了加强河道保洁管理，制定本办法。
第二条【适用范围】本市行政区域内河道的保洁适用本办法。
第二章　职　责
第三条【主管部门】市水务局主管河道保洁工作，履行下列职责：
（一）制定保洁标准；
（二）监督检查；
（三）法律、法规规定的其他职责。
第三条之一【协作】有关部门应当配合。
第三章　附　则
第四条【施行日期】本办法自2024年6月1日起施行。
"""

NOTICE = """\
关于开展河道清理行动的通知
清水发〔2024〕3号

各单位：
为改善水环境，现将有关事项通知如下。
一、总体要求。坚持以人民为中心，全面清理河道。到2025年，河道水质明显改善。
二、主要任务
（一）清理垃圾。各单位要组织力量，清理河岸垃圾。
（二）整治排口。逐一排查排污口，建立台账。
1.摸清底数。全面调查。
2.分类整治。一口一策。
（三）修复生态。种植水生植物。
三、工作要求
（一）加强领导
成立领导小组，明确责任。
（二）严格考核
考核结果纳入年度评价。
附件：1.河道名单
      2.责任分工表

清河市水务局
2024年5月4日
（联系人：张三，联系电话：0571-1234567）
"""

NEWS = """\
我市开展河道清理行动
来源：新华社 作者：李红 王建国 2024-05-04 10:22 字号：大 中 小
新华社清河5月4日电（记者李红、王建国）4日，我市开展河道清理行动，千名志愿者参加。
“河清了，鱼就回来了。”市民张华说。
据了解，行动将持续一个月。（完）
【责任编辑：赵敏】
"""

INTERVIEW = """\
河湖条例答记者问
2024年5月4日　来源：清河日报
近日，市政府公布《河湖条例》。有关负责人回答了记者提问。
记者：请介绍条例出台的背景。
负责人：近年来，水环境问题突出，群众反映强烈。
记者：条例规定了哪些制度？
负责人：一是河长制；二是保洁制度；三是举报奖励制度。
记者：下一步如何落实？
负责人：加强宣传，严格执法。
"""

LESSONS = """\
第二单元 河流
目录
第3课 河流的源头……………………12
第4课 河流的中游……………………18
第3课 河流的源头
学习目标
1. 知道河流从哪里来。
2. 会画水系图。
一、雪山融水
雪山上的雪化成水，水汇成小溪。（图3.1）
二、泉水
泉水从地下涌出。
想一想：为什么泉水冬暖夏凉？
课后练习
1．填空：河流的源头有______和______。
第4课 河流的中游
一、峡谷
水流湍急。
二、平原
水流变缓。
"""

CHAPTERS = """\
水利工程概论
第1章 绪论
1.1 水资源
1.1.1 水资源的概念
水资源是可供利用的水。
1.1.2 我国水资源的特点
总量多，人均少。
1.2 水利事业
水利事业历史悠久。
第2章 水库
2.1 水库的作用
防洪、发电、灌溉。
小  结
本章介绍水库。
思考题
1. 水库有什么作用？
2. 什么是库容？
"""

VERSE = """\
唐诗三首

静夜思
李白
床前明月光，疑是地上霜。
举头望明月，低头思故乡。

登鹳雀楼
[唐]王之涣
白日依山尽，黄河入海流。
欲穷千里目，更上一层楼。

春晓
孟浩然（唐）
春眠不觉晓，处处闻啼鸟。
夜来风雨声，花落知多少。
"""

ACT = """\
RIVER PROTECTION ACT 2024

Arrangement of Sections

PART I PRELIMINARY
1. Short title
2. Interpretation
PART II DUTIES
3. Duty to keep clean
4. Penalties

PART I
PRELIMINARY

1. Short title
This Act may be cited as the River Protection Act 2024.

2. Interpretation
(1) In this Act, unless the context otherwise requires—
(a) "river" means any watercourse;
(b) "Minister" means the Minister for water.
(2) Words in the singular include the plural.

PART II
DUTIES

3. Duty to keep clean
No person shall throw waste into a river.

4. Penalties
A person who contravenes section 3 commits an offence.
"""

GUIDE = """\
Managing Rivers: A Short Guide
By Ann Low
Published: 4 May 2024

1 Introduction
Rivers are the lifelines of a country. This guide tells how to keep them.

1.1 Scope
It covers rivers and lakes.

1.1.1 Exclusions
Canals are not covered.

2 Methods
2.1 Sampling
Take one litre of water at each station.

2.2 Analysis
Send it to the laboratory.

References
Low, A. (2020). On rivers.
"""

SUMMARY = """\
中国近代史提纲
I. 鸦片战争
战争的背景是清朝闭关。
A. 原因
1. 根本原因
英国要打开市场。
2. 直接原因
虎门销烟。
B. 结果
签订条约。
II. 太平天国
A. 起因
赋税沉重，民不聊生。
B. 经过
1851年起义。
III. 洋务运动
自强求富。
"""


def test_paper_of_an_office_has_its_title_below_the_masthead():
    outline = read_outline(PAPER)
    assert outline.title == "清河市人民政府办公室关于印发《清河市河道保洁管理办法》的通知"
    assert outline.credit == "清河市人民政府办公室文件；清政办发〔2024〕12号"
    assert outline.published == dt.date(2024, 5, 4)


def test_articles_with_a_title_in_brackets_are_articles():
    articles = [s for s in read_outline(PAPER).sections if s.label.startswith("第") and not s.title]
    assert [s.label for s in articles] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]
    assert articles[0].body == "【目的】为了加强河道保洁管理，制定本办法。"


def test_heading_that_runs_on_stands_beside_those_that_do_not():
    outline = read_outline(NOTICE)
    assert tree(outline) == [
        (1, "一、总体要求。"),
        (1, "二、主要任务"),
        (1, "三、工作要求"),
        (2, "（一）加强领导"),
        (2, "（二）严格考核"),
    ]
    assert outline.sections[1].body.startswith("坚持以人民为中心")


def test_date_under_the_signature_is_that_of_the_text_and_stays():
    outline = read_outline(NOTICE)
    assert outline.published == dt.date(2024, 5, 4)
    assert "清河市水务局\n2024年5月4日" in outline.body


def test_line_of_data_gives_up_its_date_and_its_buttons():
    outline = read_outline(NEWS)
    assert (outline.source, outline.published) == ("新华社", dt.date(2024, 5, 4))
    assert outline.credit == "作者：李红 王建国；责任编辑：赵敏"


def test_questions_of_reporters_are_headings():
    assert [title for _, title in tree(read_outline(INTERVIEW))] == [
        "记者：请介绍条例出台的背景。",
        "记者：条例规定了哪些制度？",
        "记者：下一步如何落实？",
    ]


def test_unit_of_a_textbook_is_the_title_of_its_lessons():
    outline = read_outline(LESSONS)
    assert outline.title == "第二单元 河流"
    assert tree(outline) == [
        (1, "第3课 河流的源头"),
        (2, "学习目标"),
        (2, "一、雪山融水"),
        (2, "二、泉水"),
        (2, "课后练习"),
        (1, "第4课 河流的中游"),
        (2, "一、峡谷"),
        (2, "二、平原"),
    ]


def test_only_section_of_a_chapter_and_its_exercises_stand_inside():
    assert tree(read_outline(CHAPTERS))[-4:] == [
        (1, "第2章 水库"),
        (2, "2.1 水库的作用"),
        (2, "小  结"),
        (2, "思考题"),
    ]


def test_poems_are_headings_and_their_authors_are_not():
    outline = read_outline(VERSE)
    assert tree(outline) == [(1, "静夜思"), (1, "登鹳雀楼"), (1, "春晓")]
    assert outline.sections[1].paragraphs[0] == "[唐]王之涣"


def test_part_has_the_title_below_its_number_and_its_clauses_are_text():
    outline = read_outline(ACT)
    assert tree(outline) == [
        (1, "PART I PRELIMINARY"),
        (2, "1. Short title"),
        (2, "2. Interpretation"),
        (1, "PART II DUTIES"),
        (2, "3. Duty to keep clean"),
        (2, "4. Penalties"),
    ]
    assert "Arrangement of Sections" in outline.left_out


def test_decimal_numbers_nest_in_english():
    assert tree(read_outline(GUIDE)) == [
        (1, "1 Introduction"),
        (2, "1.1 Scope"),
        (3, "1.1.1 Exclusions"),
        (1, "2 Methods"),
        (2, "2.1 Sampling"),
        (2, "2.2 Analysis"),
        (1, "References"),
    ]


def test_roman_numerals_letters_and_digits_nest():
    assert tree(read_outline(SUMMARY))[:5] == [
        (1, "I. 鸦片战争"),
        (2, "A. 原因"),
        (3, "1. 根本原因"),
        (3, "2. 直接原因"),
        (2, "B. 结果"),
    ]
