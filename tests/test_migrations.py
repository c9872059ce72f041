"""Migrations go back with the rows that there are, and forth again."""

import pytest
from django.core.management import call_command

from studyapp import exam
from studyapp.models import Question, Sitting
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def back_and_forth():
    def there_and_back(name):
        try:
            call_command("migrate", "studyapp", name, verbosity=0)
        finally:
            call_command("migrate", "studyapp", verbosity=0)

    return there_and_back


def test_new_kinds_and_modes_are_settled_on_the_way_back(back_and_forth):
    alice, document = factories.create_user(), factories.create_document()
    sitting = exam.start_exam(alice, document=document, count=5, minutes=20, now=NOW)
    newer = Question.objects.filter(kind__in=["bank", "judge", "source"])
    keys = set(newer.values_list("pk", flat=True))
    assert keys
    others = Question.objects.exclude(pk__in=keys).filter(retired_at=None).count()
    asked = sitting.attempts.count()
    back_and_forth("0004_reports")
    assert not Question.objects.filter(pk__in=keys, retired_at=None).exists()
    assert Question.objects.filter(retired_at=None).count() == others
    assert Sitting.objects.get().mode == "practise"
    assert Sitting.objects.get().attempts.count() == asked
