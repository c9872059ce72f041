"""Many rows at once are stored as Django stores each."""

import pytest

from studyapp import bulk
from studyapp.models import Passage, Question, Section, Statement

pytestmark = pytest.mark.django_db


def unsaved(question, key):
    copied = Question.objects.get(pk=question.pk)
    copied.pk, copied.key = None, key
    return copied


def test_rows_hold_what_was_given(document):
    question = Question.objects.filter(statement__document=document).first()
    bulk.insert([unsaved(question, "one"), unsaved(question, "two")])
    for made in Question.objects.filter(key__in=["one", "two"]):
        for field in ("statement_id", "kind", "prompt", "keys", "options", "part_keys", "digest"):
            assert getattr(made, field) == getattr(question, field)
        assert made.created_at > question.created_at
        assert made.retired_at is None


def test_json_is_found_by_what_it_holds(document):
    question = Question.objects.filter(statement__document=document, kind="typed").first()
    assert question in Question.objects.filter(keys=question.keys)


def test_a_row_points_at_what_was_stored_since_it_was_made(document):
    section = Section(pk=2**62, document=document, position=99, level=1)
    passage = Passage(document=document, section=section, tokens="罕见")
    bulk.insert([section])
    section.pk = Section.objects.get(position=99).pk
    bulk.insert([passage])
    assert Passage.objects.get(tokens="罕见").section == section


def test_only_what_changed_is_written(document, django_assert_num_queries):
    first, second, third = Statement.objects.order_by("pk")[:3]
    pairs = [(row, bulk.values_of(row)) for row in (first, second, third)]
    first.marks, second.marks, second.speaker = [[0, 1]], [], "某人"
    with django_assert_num_queries(2):
        bulk.update(pairs)
    assert list(Statement.objects.order_by("pk")[:3].values_list("marks", "speaker")) == [
        ([[0, 1]], first.speaker),
        ([], "某人"),
        (third.marks, third.speaker),
    ]


def test_nothing_is_written_of_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert([])
        bulk.update([])
