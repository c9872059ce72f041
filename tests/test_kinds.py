"""Word banks, judges and sources: how they are made, asked and what they count for."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from studyapp import corrections, exam, library, study, telling, wording
from studyapp.models import Memory, Question, Review, Standing
from tests import factories
from tests.factories import NOW, answer_right, days, next_question
from tests.forms import text_of

pytestmark = pytest.mark.django_db

SPEECH = """读书会纪要

一、开幕

会长强调，“读书贵在坚持，坚持贵在每天都有一点收获”。会议由秘书处主持，历时三天。

二、讨论

馆长指出，“藏书不是目的，让书被人读到才是图书馆的目的”。代表分为五个小组。

三、闭幕

大会通过了年度计划，明年的会期为六月。
"""


def ask(learner, document, kind, **choice):
    return next_question(factories.start(learner, document, mode="practise", kind=kind, **choice))


def judged(learner, document, *, swapped):
    """A judge that stands swapped, or true; the lot decides, so that several may be asked."""
    for _ in range(40):
        attempt = ask(learner, document, "judge")
        if (attempt.options != attempt.question.right_answers) == swapped:
            return attempt
    raise AssertionError("forty times the same side of the coin")


def say(attempt, *responses, now=NOW):
    answer = study.Answer(responses=responses, touched=True)
    return study.record_answer(attempt.pk, attempt.learner, answer, now=now)


def test_a_word_bank_is_marked_blank_by_blank(alice, document):
    attempt = ask(alice, document, "bank")
    _first, second, *rest = attempt.question.right_answers
    answered = say(attempt, second, second, *rest)
    assert [g["verdict"] for g in answered.grades] == ["wrong", *["right"] * (1 + len(rest))]
    assert set(attempt.options) >= set(attempt.question.right_answers)


def test_a_judge_shows_one_term_and_remembers_which(alice, document):
    attempt = judged(alice, document, swapped=True)
    assert attempt.options[0] in attempt.question.options
    assert study.with_texts().get(pk=attempt.pk).options == attempt.options
    told = telling.feedback(say(attempt, "holds"))
    assert told.verdict == "wrong"
    assert (
        attempt.options[0] in told.reasons[0]
        and attempt.question.right_answers[0] in told.reasons[0]
    )


def test_a_swapped_judge_wants_the_right_term(alice, document):
    attempt = judged(alice, document, swapped=True)
    right = say(attempt, "swapped", attempt.question.right_answers[0])
    assert (right.verdict, right.score) == ("right", 1)


def test_a_true_judge_called_swapped_is_wrong(alice, document):
    attempt = judged(alice, document, swapped=False)
    assert say(attempt, "swapped", "别的词").verdict == "wrong"


def test_giving_up_a_true_judge_boxes_nothing(alice, document):
    attempt = judged(alice, document, swapped=False)
    told = telling.feedback(study.record_answer(attempt.pk, alice, study.Answer(dont_know=True)))
    assert [piece.result for piece in told.pieces] == [None]
    assert told.reasons == (wording.reason("holds"),)


def test_a_false_judge_called_true_says_what_was_swapped_in(alice, client, document):
    attempt = judged(alice, document, swapped=True)
    shown, key = attempt.options[0], attempt.question.right_answers[0]
    told = telling.feedback(say(attempt, "holds"))
    assert told.reasons == (wording.swapped(shown, key),)
    client.force_login(alice)
    page = text_of(client.get(attempt.get_absolute_url()))
    assert gettext("Swapped in:") in page
    assert gettext("You wrote:") not in page


def swapped_in(told):
    """The term that feedback shows as swapped in."""
    [result] = [piece.result for piece in told.pieces if piece.result]
    return result.given if result.reason == "swapped" else ""


def test_who_gives_up_a_false_judge_sees_what_stood_there(alice, document):
    attempt = judged(alice, document, swapped=True)
    told = telling.feedback(study.record_answer(attempt.pk, alice, study.Answer(dont_know=True)))
    assert swapped_in(told) == attempt.options[0]


def test_a_false_judge_left_unanswered_in_an_exam_shows_what_stood_there(alice, document):
    now = timezone.now()
    sitting = exam.start_exam(
        alice, document=document, kinds=["judge"], count=1, minutes=5, now=now
    )
    attempt = sitting.attempts.get()
    shown = attempt.question.options[0]
    sitting.attempts.update(options=[shown])
    exam.hand_in(sitting.pk, alice, now=now)
    attempt = study.with_texts().prefetch_related("corrections").get(pk=attempt.pk)
    assert swapped_in(telling.feedback(attempt)) == shown


def test_a_member_written_twice_is_not_called_another(alice):
    document = factories.create_document()
    attempt = ask(alice, document, "list")
    first, *rest = attempt.question.right_answers
    told = telling.feedback(say(attempt, first, first, *rest[1:]))
    assert told.twice == (first,)
    assert not told.extra


def test_only_a_term_that_was_typed_may_be_overridden(alice, document):
    attempt = judged(alice, document, swapped=True)
    assert corrections.may_override(say(attempt, "swapped", "别的词"))
    other = judged(alice, document, swapped=True)
    assert not corrections.may_override(say(other, "holds"))


def test_headings_and_speakers_are_asked_where_others_could_be_meant(alice):
    document = factories.create_document(text=SPEECH)
    asks = {q.key: q for q in Question.objects.filter(kind="source", statement__document=document)}
    assert {"source:section", "source:speaker"} <= set(asks)
    speaker = asks["source:speaker"]
    assert set(speaker.options) == {"会长", "馆长"}
    assert speaker.keys in ([["会长"]], [["馆长"]])


def test_the_page_of_a_source_tells_neither_heading_nor_speaker(alice, client):
    document = factories.create_document(text=SPEECH)
    client.force_login(alice)
    for key, hidden in (("source:speaker", "speaker"), ("source:section", "section")):
        question = Question.objects.filter(statement__document=document, key=key).first()
        question.statement.questions.filter(kind="source").exclude(pk=question.pk).delete()
        attempt = ask(alice, document, "source", statement=question.statement)
        page = client.get(attempt.get_absolute_url())
        answer = question.right_answers[0]
        assert text_of(page).count(answer) == 1, hidden
        assert len(page.context["card"].fields) == len(question.options)


def test_a_missed_source_puts_the_whole_statement_into_today(alice, document):
    attempt = ask(alice, document, "source")
    wrong = next(o for o in attempt.options if o not in attempt.question.right_answers)
    answered = say(attempt, wrong)
    assert answered.verdict == "wrong"
    corrections.put_into_today(alice, [answered], now=NOW)
    due = Memory.objects.filter(learner=alice, statement=attempt.statement, due__lte=NOW)
    assert {memory.part for memory in due} == {part.key for part in attempt.statement.parts}


def test_giving_up_a_source_is_a_miss(alice, document):
    attempt = ask(alice, document, "source")
    answer = study.Answer(dont_know=True)
    answered = study.record_answer(attempt.pk, alice, answer, now=NOW)
    assert answered.verdict == "wrong"
    assert telling.feedback(answered).source.result.verdict == "missing"


def met_at_the_first_rung(learner, document):
    """The word bank of a statement that was met on the first rung the day before."""
    bank_of = Question.objects.filter(statement__document=document, kind="bank").first()
    choice = next_question(factories.start(learner, document, statement=bank_of.statement))
    assert choice.kind == "choice"
    wrong = next(o for o in choice.options if o not in choice.question.right_answers)
    say(choice, wrong)
    tomorrow = NOW + days(1)
    sitting = factories.start(
        learner, document, mode="review", statement=bank_of.statement, now=tomorrow
    )
    return next_question(sitting, now=tomorrow), tomorrow


def test_a_statement_met_before_starts_with_its_word_bank(document):
    carol = factories.create_user("carol", start_rung=0)
    attempt, _tomorrow = met_at_the_first_rung(carol, document)
    assert attempt.kind == "bank"


def test_a_word_bank_right_moves_no_memory_and_opens_typing(document):
    carol = factories.create_user("carol", start_rung=0)
    attempt, tomorrow = met_at_the_first_rung(carol, document)
    answer_right(attempt, now=tomorrow)
    assert not Review.objects.filter(attempt=attempt).exists()
    standing = Standing.objects.get(learner=carol, statement=attempt.statement)
    assert standing.choice_passed_on is not None


def test_a_word_bank_rates_again_what_went_wrong(document):
    carol = factories.create_user("carol", start_rung=0)
    attempt, tomorrow = met_at_the_first_rung(carol, document)
    _first, second, *rest = attempt.question.right_answers
    say(attempt, second, second, *rest, now=tomorrow)
    rated = Review.objects.filter(attempt=attempt).values_list("part", "rating")
    assert list(rated) == [(attempt.asked[0], 1)]


def test_making_the_questions_again_keeps_them(document):
    tally = library.make_questions_again(document)
    assert (tally.added, tally.retired) == (0, 0)


LONG_LIST = """馆藏须知

一、种类

本馆收藏书籍、报纸、期刊、地图、手稿、乐谱等六类文献。
"""


def test_a_part_of_a_long_list_is_no_sentence_to_judge_and_says_of_how_many_it_is(alice):
    document = factories.create_document(text=LONG_LIST)
    parts = Question.objects.filter(statement__document=document, kind="list")
    kinds = set(
        Question.objects.filter(statement__questions__in=parts).values_list("kind", flat=True)
    )
    assert len(parts) == 2
    assert not kinds & {"judge", "source"}
    attempt = ask(alice, document, "list")
    told = telling.feedback(study.record_answer(attempt.pk, alice, study.Answer(dont_know=True)))
    assert "6" in told.instruction


def test_a_member_asked_in_the_other_half_of_a_list_is_neither_right_nor_lost(alice):
    document = factories.create_document(text=LONG_LIST)
    first = document.statements.filter(kind="enumeration").order_by("start").first()
    question = first.questions.get(kind="list")
    other = question.prompt["elsewhere"]
    assert other and not {*other} & {*question.right_answers}
    attempt = ask(alice, document, "list", statement=first)
    answered = say(attempt, other[0], *question.right_answers[1:])
    assert [g["verdict"] for g in answered.grades] == ["open", "right", "right"]
    assert (answered.verdict, answered.score) == ("close", 1)
    told = telling.feedback(answered)
    assert told.elsewhere == (other[0],)
    assert told.extra == ()


def test_what_stayed_open_is_not_rated(alice):
    document = factories.create_document(text=LONG_LIST)
    first = document.statements.filter(kind="enumeration").order_by("start").first()
    Standing.objects.create(learner=alice, statement=first, rung=2, due=NOW)
    attempt = next_question(factories.start(alice, document, mode="review", statement=first))
    assert attempt.kind == "list"
    say(attempt, attempt.question.prompt["elsewhere"][0], *attempt.question.right_answers[1:])
    assert set(Review.objects.values_list("part", flat=True)) == set(attempt.asked[1:])
    standing = Standing.objects.get(learner=alice, statement=first)
    assert (standing.rung, standing.misses) == (2, 0)
