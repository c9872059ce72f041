"""A whole section recited at once: divided among its statements, rated part by part."""

import pytest

from studyapp import recital, replay, sittings
from studyapp.models import Attempt, Memory, Recital, Review, Sitting
from studyapp.questions.recitation import recite
from tests import factories
from tests.factories import NOW, minutes

pytestmark = pytest.mark.django_db


def start(learner, document, *, mode="recite", label="一、"):
    section = document.sections.get(label=label)
    return recital.start_recital(learner, section, mode=mode, cue="heading", now=NOW)


def answer(found, response, *, now=NOW):
    return recital.record_recital(found.pk, found.learner, response, now=now)


def verdicts(found):
    return [a.verdict for a in Attempt.objects.filter(sitting=found.sitting).order_by("position")]


def test_a_section_recited_rightly_is_right_in_every_statement(alice, document):
    found = answer(start(alice, document), document.sections.get(label="一、").body)
    assert found.score == 1
    assert set(verdicts(found)) == {"right"}
    rated = set(Review.objects.values_list("rating", flat=True))
    assert rated == {3}
    assert Sitting.objects.get().finished_at == NOW


def test_every_part_is_rated_by_what_became_of_its_characters(alice, document):
    body = document.sections.get(label="一、").body
    found = start(alice, document)
    answer(found, body.replace("六十日", "九十日").replace("，期满后由理事会决定", ""))
    attempts = Attempt.objects.filter(sitting=found.sitting).select_related("statement")
    wrong = [attempt.statement.text for attempt in attempts if attempt.verdict == "wrong"]
    assert wrong == ["新会员的试读期为六十日，期满后由理事会决定。"]
    assert set(Review.objects.values_list("rating", flat=True)) == {1, 3}


def test_the_whole_response_is_kept_as_it_came(alice, document):
    response = "先说两句。会员应当每周参加一次活动\n后面忘了"
    found = answer(start(alice, document), response)
    found.refresh_from_db()
    assert found.response == response


def test_a_second_answer_returns_the_first(alice, document):
    found = start(alice, document)
    answer(found, document.sections.get(label="一、").body)
    again = answer(found, "别的", now=NOW + minutes(1))
    assert again.score == 1
    assert Recital.objects.get().received_at == NOW


def test_practised_it_moves_no_memory(alice, document):
    found = answer(start(alice, document, mode="practise"), "会员应当每周参加一次活动")
    assert verdicts(found)
    assert not Review.objects.exists()


def test_what_is_left_is_the_replay_of_what_happened(alice, document):
    found = start(alice, document)
    answer(found, document.sections.get(label="一、").body.replace("三篇", "四篇"))
    stored = {(m.statement_id, m.part): m.stability for m in Memory.objects.all()}
    for attempt in Attempt.objects.filter(sitting=found.sitting):
        replay.restore_statement(alice, attempt.statement)
    assert {(m.statement_id, m.part): m.stability for m in Memory.objects.all()} == stored


def test_a_statement_revised_meanwhile_is_passed_over(alice, document):
    found = start(alice, document)
    changed = document.statements.filter(section__label="一、", kind="sentence").first()
    changed.questions.filter(kind="recite").update(retired_at=NOW)
    answer(found, found.text)
    assert not Attempt.objects.filter(statement=changed).exists()
    assert set(verdicts(found)) == {"right"}


def test_a_section_without_text_cannot_be_recited(alice):
    document = factories.create_document(
        text="# 章程\n\n## 空\n\n## 满\n\n会员每周参加一次活动。\n"
    )
    empty = document.sections.get(title="空")
    assert not recital.can_be_whole(empty)
    with pytest.raises(sittings.NothingToStudy):
        recital.start_recital(alice, empty, mode="recite", cue="heading", now=NOW)


TEXT = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。"
SECOND = (10, 20)


@pytest.mark.parametrize(
    ("response", "given"),
    [
        (TEXT, "日月盈昃，辰宿列张。"),
        ("天地玄黄，宇宙洪荒。寒来暑往，秋收冬藏。", ""),
        ("天地玄黄宇宙洪荒目月盈昃辰宿列张寒来暑往", "目月盈昃辰宿列张"),
        ("日月盈昃，辰宿列张。天地玄黄，宇宙洪荒。寒来暑往，秋收冬藏。", "日月盈昃，辰宿列张。"),
        ("天地玄黄，宇宙洪荒。不日月盈昃，辰宿列张。", "不日月盈昃，辰宿列张。"),
        ("", ""),
    ],
)
def test_what_was_recited_of_a_statement_is_found(response, given):
    assert recital.given_for(recite(TEXT, response), SECOND) == given
