"""How long the main things take: `python -m pytest tests/benchmarks --benchmark-enable`.

In the ordinary run each is done once, without a clock.
"""

from __future__ import annotations

import pytest

from studyapp import library, reading, study, typesetting
from studyapp.models import Document
from studyapp.questions.recitation import recite
from studyapp.text.outline import read_outline
from tests import factories
from tests.factories import NOW, next_question, right_answer

pytestmark = pytest.mark.django_db
LONG_TEXT = factories.TEXT * 30


def test_reading_the_outline_of_a_text(benchmark):
    outline = benchmark(read_outline, LONG_TEXT)
    assert outline.statements


def test_importing_a_text_with_all_its_questions(benchmark):
    def import_one():
        Document.objects.all().delete()
        return library.import_document(factories.TEXT.encode())

    assert benchmark(import_one).created


def test_answering_a_question(benchmark):
    learner, document = factories.create_user(), factories.create_document()

    def issue():
        sitting = factories.start(learner, document, mode="practise", kind="typed")
        attempt = next_question(sitting)
        return (attempt.pk, learner, right_answer(attempt)), {"now": NOW}

    told = benchmark.pedantic(study.record_answer, setup=issue, rounds=30)
    assert told.verdict == "right"


def test_issuing_a_question(benchmark):
    learner, document = factories.create_user(), factories.create_document()

    def start():
        return (factories.start(learner, document, mode="practise"),), {"now": NOW}

    assert benchmark.pedantic(study.issue_attempt, setup=start, rounds=30)


def test_setting_a_reading_page(benchmark):
    document = factories.create_document()
    statements = list(document.statements.active().filter(section__position=1).order_by("start"))
    page = reading.document_pages(document)[1]
    assert benchmark(typesetting.set_paragraphs, page.stretches[0], statements, {})


def test_grading_a_recitation_of_five_hundred_characters(benchmark):
    text = "会员应当每周参加一次活动，每月背诵三篇课文。" * 23
    assert benchmark(recite, text, text.replace("三篇", "二篇", 3)).score > 0
