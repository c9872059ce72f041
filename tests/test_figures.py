"""Each figure, computed once more from the raw rows in plain Python, and compared with the page."""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from datetime import timedelta
from random import Random
from zipfile import ZipFile

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from studyapp import corrected, corrections, export, memory, progress, replay, sittings, study
from studyapp.models import (
    Attempt,
    Correction,
    Document,
    Enrolment,
    Memory,
    Review,
    Standing,
    Statement,
    User,
)
from studyapp.progress import Mastery
from tests import factories
from tests.factories import NOW, answer_right, answer_wrong, days, minutes

pytestmark = pytest.mark.django_db
STUDIED = (0, 1, 2, 5, 9, 21, 40)
LAST = NOW + days(41)


@pytest.fixture(scope="module")
def story(lasting_db):
    """Six weeks of answers: right, wrong, taken back, overridden, skipped, practised."""
    alice = factories.create_user("alice")
    documents = learnt_documents(alice)
    factories.start(factories.create_user("bob"), documents[0], mode="practise")
    chance = Random(7)
    for number in STUDIED:
        now = NOW + days(number)
        answer_all(factories.start(alice, now=now), now, chance)
        now += minutes(50)
        practice = factories.start(alice, documents[0], mode="practise", now=now)
        answer_all(practice, now, chance, count=2)
    corrections.put_into_today(alice, missed_of(alice), now=now)
    # All that was missed may be due already; what is not yet is moved.
    later = Memory.objects.filter(learner=alice, due__gt=now).first()
    corrections.statement_into_today(alice, later.statement, now=now)


def learnt_documents(learner):
    other = factories.TEXT.replace("山河", "江湖").replace("六十日", "九十日")
    found = [factories.create_document(), factories.create_document(text=other)]
    for document in found:
        sittings.enrol(learner, document)
    Enrolment.objects.filter(document=found[1]).update(scope="all")
    return found


@pytest.fixture
def alice(story, client):
    alice = User.objects.get(username="alice")
    client.force_login(alice)
    return alice


@pytest.fixture
def documents(story):
    return list(Document.objects.order_by("pk"))


def answer_all(sitting, now, chance, count=8):
    for number in range(count):
        sitting.refresh_from_db()
        at = now + minutes(number)
        attempt = study.issue_attempt(sitting, now=at)
        if attempt is None:
            return
        answer_some_way(attempt, at, chance.random())


def answer_some_way(attempt, at, chance):
    learner = attempt.learner
    if attempt.question is not None and chance < 0.05:
        study.record_answer(attempt.pk, learner, study.Answer(skipped=True), now=at)
    elif chance < 0.7:
        answer_right(attempt, now=at)
    else:
        answer_wrong(attempt, now=at)
    if attempt.question is not None and 0.6 < chance < 0.75:
        corrections.undo(attempt.pk, learner, now=at)
    elif 0.75 < chance < 0.82:
        corrections.override(attempt.pk, learner, right=True, now=at + minutes(0.5))


def missed_of(learner):
    return [attempt for attempt, verdict in counted(learner) if verdict in ("wrong", "close")]


# --- The raw rows


def counted(learner):
    """Answered attempts with the verdict that now holds, in order; without those taken back."""
    latest = {}
    for correction in Correction.objects.filter(learner=learner).order_by("at", "id"):
        latest[correction.attempt_id] = correction
    rows = []
    for attempt in Attempt.objects.filter(learner=learner).order_by("received_at", "position"):
        correction = latest.get(attempt.pk)
        if attempt.score is None or (correction and correction.kind == "undo"):
            continue
        right = correction and set(correction.verdicts.values()) == {"right"}
        rows.append((attempt, "right" if right else attempt.verdict))
    return rows


def practised(attempt):
    return attempt.sitting.mode == "practise"


def replayed(learner):
    """The memories of each statement met, by replaying its attempts and moves."""
    met = Standing.objects.filter(learner=learner).values("statement")
    statements = Statement.objects.filter(pk__in=met)
    rung = learner.start_rung
    return {s: replay.replay_statement(learner, s, first_rung=rung).memories for s in statements}


def known(learner, day):
    found = set()
    for statement, held in replayed(learner).items():
        parts = [held.get(part.key) for part in statement.parts]
        sound = all(m and m.tested and not m.missed for m in parts)
        if sound and memory.whole_recall(parts, day) >= memory.KNOWN_RECALL:
            found.add(statement.pk)
    return found


def due_moments(learner):
    calendar = replay.calendar_of(learner)
    moments = {}
    for statement, held in replayed(learner).items():
        parts = replay.part_memories(statement, held)
        met = calendar.begins(Standing.objects.get(statement=statement).introduced_on)
        moments[statement.pk] = replay.statement_due(parts, calendar) or met
    return moments


def day_of(learner):
    return replay.calendar_of(learner).day(LAST)


# --- The figures


def test_the_story_holds_every_kind_of_answer(alice):
    kinds = set(Correction.objects.values_list("kind", flat=True))
    assert kinds == {"undo", "override"}
    assert Attempt.objects.filter(verdict="skipped").exists()
    assert Review.objects.filter(cause="today").exists()
    assert any(practised(attempt) for attempt, _verdict in counted(alice))


def test_what_is_due_is_what_the_replay_makes_due(alice):
    moments = due_moments(alice)
    found = progress.today(alice, LAST)
    assert found.due == sum(moment <= LAST for moment in moments.values()) > 0
    later = [moment for moment in moments.values() if moment > LAST]
    assert progress.next_due(alice, LAST) == replay.calendar_of(alice).day(min(later))


def test_what_is_new_is_what_was_never_met(alice, documents):
    answered = Attempt.objects.filter(learner=alice).exclude(received_at=None)
    met = {attempt.statement_id for attempt in answered}
    scope = [*factories.askable(documents[0], is_key=True), *factories.askable(documents[1])]
    unmet = [statement for statement in scope if statement.pk not in met]
    assert progress.today(alice, LAST).new == min(len(unmet), alice.new_per_day)


def test_the_forecast_holds_every_statement_due_in_thirty_days(alice):
    calendar, first = replay.calendar_of(alice), day_of(alice)
    due = Counter(max(calendar.day(moment), first) for moment in due_moments(alice).values())
    expected = [due[first + timedelta(days=ahead)] for ahead in range(30)]
    assert [each.due for each in progress.forecast(alice, LAST)] == expected
    assert sum(expected) > 0


def test_known_and_met_are_what_the_replay_leaves(alice):
    day = day_of(alice)
    found = progress.figures(alice, day)
    assert found.known == len(known(alice, day)) > 0
    assert found.met == len(replayed(alice))


def test_mastery_weighs_the_known_statements_in_scope(alice, documents):
    day = day_of(alice)
    knows = known(alice, day)
    found = progress.mastery(alice, documents, day)
    for document, scope in zip(documents, ({"is_key": True}, {}), strict=True):
        rows = factories.askable(document, **scope)
        held = sum(s.importance for s in rows if s.pk in knows)
        weight = sum(s.importance for s in rows)
        assert found[document.pk].share == pytest.approx(held / weight)


def test_sections_hold_what_their_document_holds(alice, documents):
    day = day_of(alice)
    whole = progress.mastery(alice, documents, day)
    for pk, sections in progress.sections_mastery(alice, documents, day).items():
        together = sum(sections.values(), start=Mastery())
        assert (together.total, together.met) == (whole[pk].total, whole[pk].met)
        assert together.held == pytest.approx(whole[pk].held)


def test_the_calendar_counts_each_answer_on_its_own_day(alice):
    expected = Counter(attempt.study_day for attempt, _verdict in counted(alice))
    found = progress.study_days(alice, day_of(alice), progress.changes(alice))
    assert {each.day: each.answers for each in found if each.answers} == dict(expected)


def test_the_share_right_is_of_thirty_days_without_practice(alice):
    since = day_of(alice) - timedelta(days=29)
    rated = [(a, v) for a, v in counted(alice) if a.study_day >= since and not practised(a)]
    right = sum(verdict == "right" for _attempt, verdict in rated)
    assert progress.figures(alice, day_of(alice)).right_share == right / len(rated)


def test_retention_is_that_of_the_replayed_answers(alice):
    """Predicted from the memory before each first answer of a day, measured by its rating."""
    calendar, held, months = replay.calendar_of(alice), {}, defaultdict(list)
    for attempt, _verdict in counted(alice):
        if practised(attempt):
            continue
        grades = corrected.holding(attempt).grades
        for part, rating in replay.attempt_ratings(attempt, grades).items():
            key, day = (attempt.statement_id, part), attempt.study_day
            before = held.get(key)
            if before and memory.is_first_of_day(before, day):
                months[day.replace(day=1)].append((memory.recall(before, day), rating > 1))
            event = replay.answer_event(attempt, rating, alice.retention, "")
            held[key] = memory.answered(before, event, calendar)
    found = progress.retention(alice, day_of(alice), progress.changes(alice))
    assert {each.month: each.reviews for each in found} == {m: len(s) for m, s in months.items()}
    for each in found:
        predicted, recalled = zip(*months[each.month], strict=True)
        assert each.predicted == pytest.approx(sum(predicted) / len(predicted))
        assert each.measured == pytest.approx(sum(recalled) / len(recalled))


def test_what_keeps_going_wrong_is_every_miss_that_still_counts(alice):
    expected = Counter(attempt.statement_id for attempt in missed_of(alice))
    found = progress.missed(alice, progress.changes(alice))
    assert {each.statement: each.misses for each in found} == dict(expected)
    assert [each.misses for each in found] == sorted(expected.values(), reverse=True)


def test_the_page_shows_the_same_figures(client, alice, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LAST)
    client.force_login(alice)
    everything = progress.all_figures(alice, LAST)
    context = client.get("/progress/").context
    assert context["all"] == everything
    assert context["figures"] == everything.figures
    assert client.get("/").context["today"] == everything.today
    assert len(client.get("/progress/mistakes/").context["page"].paginator.object_list) == len(
        everything.missed
    )


def test_the_archive_holds_the_same_figures_and_the_rows_they_come_from(client, alice):
    """What the raw rows give, the page shows and the archive tells, is one."""
    with export.make(alice, now=LAST) as file:
        archive = ZipFile(io.BytesIO(file.read()))
    told = json.loads(archive.read("figures.json"))
    rows = [json.loads(line) for line in archive.read("attempts.jsonl").splitlines()]
    everything = progress.all_figures(alice, LAST)

    plain = json.loads(json.dumps(export._plain(everything.to_json()), cls=DjangoJSONEncoder))
    assert told == plain
    still = [row for row in rows if row["score"] is not None and row["counts_as"] != "taken back"]
    assert Counter(row["study_day"] for row in still) == {
        each["day"]: each["answers"] for each in told["study_days"] if each["answers"]
    }
    assert len(still) == len(counted(alice))
    missed = Counter(row["statement_id"] for row in still if row["counts_as"] in ("wrong", "close"))
    assert missed == {each["statement"]: each["misses"] for each in told["missed"]}
    standings = [json.loads(line) for line in archive.read("standings.jsonl").splitlines()]
    assert told["figures"]["met"] == len(standings)
    day = day_of(alice).isoformat()
    known_rows = [row for row in standings if (row["known_until"] or "") >= day]
    assert told["figures"]["known"] == len(known_rows) == len(known(alice, day_of(alice)))


def test_the_export_is_made_of_plain_values(alice):
    told = progress.all_figures(alice, LAST).to_json()
    assert DjangoJSONEncoder().encode(told)
    assert told["figures"]["met"] > 0
