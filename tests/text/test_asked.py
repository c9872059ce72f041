"""Questions as headings, and questions that are none."""

from studyapp.text.outline import read_outline

PROSE = "市政府高度重视这项工作，近年来群众的反映越来越好，各方面都有了新的进展。"


def headings(text):
    return [section.title for section in read_outline(text).sections if section.level]


def asked(*questions, before="", title="条例答记者问"):
    answers = "\n\n".join(f"{question}\n\n{PROSE}\n\n{PROSE}" for question in questions)
    return f"{title}\n\n{before or PROSE}\n\n{answers}\n"


def test_questions_without_any_word_before_them_head_their_answers():
    questions = ["条例出台的背景是什么？", "条例有哪些内容？", "小作坊怎样监管？"]
    assert headings(asked(*questions)) == questions


def test_a_text_made_of_questions_need_not_say_so():
    questions = [f"第三方在{what}中怎样参加？" for what in ("立项", "建设", "验收", "运行")]
    assert headings(asked(*questions, title="河湖治理")) == questions


def test_questions_in_the_course_of_an_argument_are_no_headings():
    essay = "\n\n".join(
        [*[PROSE] * 3, "那么，怎样读书才算得法呢？", *[PROSE] * 4, "怎么办？", *[PROSE] * 5]
    )
    assert headings(f"论读书的方法\n\n{essay}\n\n我们难道不应该好好读书吗？\n\n{PROSE}\n") == []
    asking = "\n\n".join(f"什么是青年的{what}？\n\n{PROSE}" for what in ("责任", "道路", "理想"))
    assert headings(f"在青年大会上的讲话\n\n{PROSE}\n\n{asking}\n") == []


def test_questions_that_no_text_answers_are_exercises():
    text = f"青山水库\n\n{PROSE}\n\n" + "\n\n".join(f"水库的{x}是什么？" for x in "甲乙丙丁戊")
    assert headings(text) == []


def test_bold_questions_head_their_answers():
    text = f"# 社保指南\n\n**什么是养老保险？**\n\n{PROSE}\n\n**个人可以参保吗？**\n\n{PROSE}\n"
    assert headings(text) == ["什么是养老保险？", "个人可以参保吗？"]


def test_reporters_ask_and_someone_answers_by_name():
    text = (
        f"记者会\n\n新华社记者：怎样评价会议？\n\n林洋：{PROSE}\n\n{PROSE}\n\n"
        f"路透社记者：请介绍下一步的安排。\n\n林洋：{PROSE}\n\n新华社记者：谢谢。\n\n林洋：再见。\n"
    )
    assert headings(text) == ["新华社记者：怎样评价会议？", "路透社记者：请介绍下一步的安排。"]


def test_an_answer_may_have_no_word_before_it():
    text = f"专访\n\n【问】您怎样走上这条路？\n\n{PROSE}\n\n【问】您有什么建议？\n\n{PROSE}\n"
    assert headings(text) == ["【问】您怎样走上这条路？", "【问】您有什么建议？"]


def test_english_questions_are_found_too():
    questions = ["How do I get a card?", "How many books may I borrow?"]
    answers = "\n\n".join(f"{q}\n\nBring a proof of address. It takes a while." for q in questions)
    assert headings(f"Frequently asked questions\n\n{answers}\n") == questions
