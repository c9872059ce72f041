"""A title is accepted without its qualifier where the document itself leaves that out."""

from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions
from studyapp.questions.shortened import shorter_forms
from studyapp.questions.terms import DocumentTerms

TEXT = "上海馆长周敏在会上介绍了夜读计划，读者代表也发了言。"
KEY = (0, 4)


def test_a_title_that_the_document_says_alone_is_enough():
    assert shorter_forms(TEXT, [KEY], f"{TEXT}\n馆长周敏还说了晒书的事。") == {"上海馆长": "馆长"}


def test_a_title_that_is_always_qualified_is_not():
    assert shorter_forms(TEXT, [KEY], f"{TEXT}\n上海馆长周敏还说了晒书的事。") == {}
    assert shorter_forms(TEXT, [KEY], f"{TEXT}\n馆长还说了晒书的事。") == {}


def test_what_stands_before_no_name_has_no_shorter_form():
    text = "公共数据资源由流通部管理。"
    assert shorter_forms(text, [(0, 4)], f"{text}\n数据资源很多。") == {}


def test_the_right_answer_comes_first_and_the_shorter_one_after_it():
    material = Material("sentence", TEXT, (KEY,), shorter={"上海馆长": "馆长"})
    drafts = make_questions(material, document=DocumentTerms())
    [typed] = [draft for draft in drafts if draft.kind == "typed"]
    assert typed.keys == (("上海馆长", "馆长"),)
