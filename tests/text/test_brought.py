"""Texts of kinds that people bring: a handout, minutes, rules, notes, a notice, a syllabus."""

from studyapp.text.outline import read_outline

PROSE = "湿地储存水，净化水，也养育了许多生命。它值得我们爱护。"


def tree(outline):
    return [(s.level, s.heading) for s in outline.sections if s.level]


def test_what_is_to_be_filled_in_is_no_heading():
    found = read_outline(
        "光合作用导学案\n学习目标\n1．说出光合作用的原料、条件和产物。\n2．能设计实验。\n"
        "一、知识梳理\n光合作用是绿色植物利用光能制造有机物的过程。\n"
        "二、课堂练习\n1．光合作用的场所是（　　）\nA．线粒体　　B．叶绿体\n"
        "2．下列不属于光合作用产物的是（　　）\nA．淀粉\nB．氧气\n3．植物白天进行________作用。\n"
        "参考答案\n1．B　2．A　3．光合"
    )
    assert tree(found) == [
        *[(1, "学习目标"), (1, "一、知识梳理"), (1, "二、课堂练习"), (1, "参考答案")],
    ]
    assert "1．光合作用的场所是（　　）" in found.body


def test_contents_with_dotted_leaders_are_left_out():
    heads = ["1 总则", "1.1 目的", "1.2 适用范围", "2 考勤", "2.1 工时", "2.1.1 标准工时", "3 附则"]
    contents = [f"{head} ........ {page}" for page, head in enumerate(heads, 1)]
    text = "\n".join(f"{head}\n第{n}件事情，都要按照手册来做。" for n, head in enumerate(heads))
    found = read_outline("\n".join(["员工手册", "远山公司发布。", "目录", *contents, text]))
    assert [heading for _level, heading in tree(found)] == heads
    assert found.left_out == ("目录", *contents)


def test_headings_that_come_again_in_every_chapter_are_no_contents():
    found = read_outline(
        "课程考试大纲\n"
        f"Ⅰ 课程性质\n{PROSE}\nⅡ 考核目标\n{PROSE}\nⅢ 课程内容\n"
        "第一章 教育与教育学\n一、课程内容\n第一节 教育的认识\n第二节 教育学的产生\n"
        f"二、考核要求\n（一）教育的认识\n{PROSE}\n（二）教育学的产生\n{PROSE}\n"
        "第二章 教育功能\n一、课程内容\n第一节 教育功能概述\n第二节 教育的个体功能\n"
        f"二、考核要求\n（一）教育功能概述\n{PROSE}\n"
    )
    assert found.left_out == ()
    outer = [heading for level, heading in tree(found) if level == 1]
    assert outer == ["Ⅰ 课程性质", "Ⅱ 考核目标", "Ⅲ 课程内容"]
    assert [heading for _level, heading in tree(found)].count("一、课程内容") == 2


def test_minutes_are_dated_by_their_meeting_which_stays_in_the_text():
    found = read_outline(
        f"校务会议纪要\n时间：2026年9月14日下午2:30\n地点：行政楼302会议室\n{PROSE}\n"
        f"一、关于开学工作\n{PROSE}\n二、关于校园安全\n{PROSE}\n发：各年级、各处室\n抄送：区教育局"
    )
    assert found.published.isoformat() == "2026-09-14"
    assert "时间：2026年9月14日下午2:30" in found.body
    assert "抄送" not in found.body
    assert "抄送：区教育局" in found.credit


NOTICE = f"""清河市人民政府办公室文件
清政办发〔2026〕18号

清河市人民政府办公室
关于做好冬季清洁取暖工作的通知

各县（市、区）人民政府：

{PROSE}

一、目标任务
{PROSE}

二、工作要求
{PROSE}

附件：任务分解表

清河市人民政府办公室
2026年8月20日

（此件公开发布）

附件
任务分解表
序号	县区	完成时限
1	东城区	10月31日

抄送：市委办公室，市人大常委会办公室。
清河市人民政府办公室　　2026年8月21日印发
"""


def test_a_notice_is_of_the_office_and_the_day_that_signed_it_though_an_annex_follows():
    found = read_outline(NOTICE)
    assert found.title == "清河市人民政府办公室关于做好冬季清洁取暖工作的通知"
    assert (found.source, found.published.isoformat()) == ("清河市人民政府办公室", "2026-08-20")
    assert "印发" not in found.body
    assert "东城区" in found.body


def test_a_line_of_names_around_a_date_below_the_title_is_data():
    found = read_outline(f"读书的方法\n\n青山读书会　李文海　2026年5月4日\n\n{PROSE}\n\n{PROSE}")
    assert found.published.isoformat() == "2026-05-04"
    assert (found.credit, found.body) == ("青山读书会　李文海", f"{PROSE}\n{PROSE}")
    notes = read_outline(
        "# Cell membranes\n\n*Lecture 4, 12 October 2026, Dr. Harris*\n\nA bilayer is thin.\n",
        name="notes.md",
    )
    assert notes.published.isoformat() == "2026-10-12"
    assert "Dr. Harris" in notes.credit


def test_a_line_that_tells_what_happened_on_a_day_is_text():
    line = "2026年5月4日，读书会在图书馆成立"
    found = read_outline(f"读书会\n\n{line}\n\n{PROSE}\n\n{PROSE}")
    assert line in found.body


PAGES = """        读书的方法

　　读书是获取知识的重要途径。古人说，书山有路勤为径，学海无
涯苦作舟。但是只有勤奋还不够，还要讲究方法。方法得当，事半功
倍；方法不当，事倍功半。精读就是对重要的书逐字逐句地读，读懂

                    - 1 -

读书的方法

每一个概念，弄清每一个论点。朱熹说，读书有三到，谓心到、眼到
、口到。三到之中，心到最急。
　　泛读则是广泛地浏览，以扩大知识面。一般说来，专业书要精读

                    - 2 -

读书的方法

，其他的书可以泛读。
"""


def test_page_numbers_and_what_stands_on_every_page_are_not_between_the_words():
    found = read_outline(PAGES)
    assert found.title == "读书的方法"
    assert "读懂每一个概念" in found.body
    assert "专业书要精读，其他的书可以泛读。" in found.body
    assert len(found.body.split("\n")) == 2


def test_numbers_between_dashes_that_do_not_count_up_stay():
    text = f"诗\n\n{PROSE}\n\n- 7 -\n\n{PROSE}\n\n- 3 -\n\n{PROSE}"
    assert "- 7 -" in read_outline(text).body
