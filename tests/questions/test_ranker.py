import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.questions import alphabets, forms, ranker, templates
from studyapp.questions.alphabets import Alphabets
from studyapp.questions.spans import spans
from studyapp.questions.tokens import tokens

SENTENCES = [
    "馆长强调，要办好“夜读计划”，让读者有更多获得感。",
    "《借阅章程》自2021年9月1日起施行。",
    "读者应当在三十日内归还所借图书、报纸和期刊。",
]
words = st.sampled_from(
    "图书馆 读者 的 和 应当 三十日 “夜读” 《章程》 2021年 ， 。 、 是 the 😀 \n".split(" ")
)
texts = st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map("".join))
HAN = re.compile("[\u4e00-\u9fff]+")


@settings(max_examples=150, deadline=None)
@given(texts)
def test_ranked_spans_lie_within_the_text(text):
    ranked = ranker.ranked_spans(text, tokens(text), by=ranker.model(), limit=50)
    assert all(0 <= start < end <= len(text) for _, (start, end) in ranked)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_ranked_spans_are_best_first(text):
    scores = [
        score for score, _ in ranker.ranked_spans(text, tokens(text), by=ranker.model(), limit=50)
    ]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", SENTENCES)
def test_score_of_a_span_is_that_of_its_named_features(text):
    by, found = ranker.model(), tokens(text)
    judge = ranker.Judge(text, found, by)
    reading = templates.Reading(text, found, by.alphabets)
    listed = [(start, *one) for start, ends in spans(text, found).items() for one in ends.items()]
    assert listed
    for start, end, count in listed:
        names = [
            *templates.names_of_size(reading, start, end, count),
            *templates.names_before(reading, start),
            *templates.names_after(reading, end),
            *forms.names_of_span(reading, start, end, count),
        ]
        assert judge.score(start, end, count) == by.total(names)


def test_weights_name_no_words_but_function_words():
    kept = alphabets.AFFIX_CHARS | alphabets.FUNCTION_CHARS | forms.COPULA_CHARS
    said = {
        part
        for rows in ranker.model().rows.values()
        for left, row in rows.items()
        for part in (left, *row)
    }
    written = {part for one in said for part in re.split("[;.]", one)}
    named = {part for parts in written for part in HAN.findall(parts)}
    assert not {part for part in named - alphabets.CLOSED if not set(part) <= kept}


def test_weights_file_is_small():
    assert ranker.WEIGHTS_FILE.stat().st_size <= 300_000


def test_written_weights_are_read_again(tmp_path):
    path = tmp_path / "weights.json.gz"
    rows = ranker.rows_of({"a的;": 0.25, "O1": -1.5, "6的\t是": 1.004})
    ranker.dump(path, [(0, 0, "甲乙"), (1, 0, "丙")], rows)
    read = ranker.load(path)
    assert read.rows == rows
    assert [read.total([name]) for name in ("a的;", "O1", "6的\t是", "6是\t的")] == [
        25,
        -150,
        100,
        0,
    ]


def test_classes_of_characters_hide_the_character():
    made = Alphabets([(0, 0, "甲乙"), (1, 0, "丙")])
    assert "甲".translate(made.wide) == "乙".translate(made.wide) != "甲"


def test_training_learns_what_examiners_blank(tmp_path):
    pytest.importorskip("scipy")
    from studyapp.questions import training

    data, made = tmp_path / "train.jsonl", tmp_path / "weights.json.gz"
    lines = [
        {
            "sentence": f"{who}要读完《{book}》再来。",
            "spans": [[len(who) + 4, len(who) + 4 + len(book)]],
        }
        for who in ("读者", "学生", "老师")
        for book in ("长夜", "远山", "江湖", "海边", "书房", "旧梦")
    ]
    data.write_text("\n".join(json.dumps(line) for line in lines))
    training.train(training.read_examples(data), made)
    text = "同学要看完《春天》再走。"
    ((_, span),) = ranker.ranked_spans(text, tokens(text), by=ranker.load(made), limit=1)
    assert text[slice(*span)].strip("《》") == "春天"
