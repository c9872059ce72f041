"""Code in a text is neither blanked nor recited."""

import pytest

from studyapp.questions.cloze import DocumentTerms
from studyapp.questions.code import code_spans, has_code
from studyapp.questions.drafts import Material
from studyapp.questions.generate import make_questions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("运行 shelf sync --all 更新目录。", ["--all"]),
        ("配置保存在 /etc/shelf/rules 里。", ["/etc/shelf/rules"]),
        ("打开 shelf_rules.yaml，写下 max_books。", ["shelf_rules.yaml", "max_books"]),
        ("回到 3fa9c01 这个版本，即 HEAD~2。", ["3fa9c01", "HEAD~2"]),
        ("手册 shelfd(8) 说明 -rw-r--r-- 的含义。", ["shelfd(8)", "-rw-r--r--"]),
        ("写上 shelf=west 或 <shelf>，再运行 main()。", ["shelf=west", "<shelf>", "main()"]),
        ("变量 $HOME 指向家目录，version 2.4.1 起支持。", ["$HOME", "version 2.4.1"]),
    ],
)
def test_code_is_found(text, code):
    assert [text[start:end] for start, end in code_spans(text)] == code


@pytest.mark.parametrize(
    "text",
    [
        "5.1.2 器官缺损的，按本条鉴定。",
        "The non-return of books and/or maps -- a well-known fact -- in 1849-1930.",
        "速度为 60 km/h，PM2.5 为 12，占 1/3，气温 -5 度。",
        "当 x=1 时，$x_1$ 取最小值，$shelf=main()$ 除外，共 $5。",
        "支出法的公式是 GDP=C+I+G，其中 C 是消费。",
    ],
)
def test_what_only_looks_like_code_is_none(text):
    assert not has_code(text)


def test_a_sentence_with_code_is_not_recited():
    text = "运行 shelf sync --all 之后，目录与书库一致。"
    made = Material("sentence", text, ((text.index("书库"), text.index("书库") + 2),))
    kinds = {draft.kind for draft in make_questions(made, document=DocumentTerms())}
    assert kinds == {"typed"}
