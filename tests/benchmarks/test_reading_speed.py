"""How long files take to be read: `python -m pytest tests/benchmarks --benchmark-enable`.

Each reader stands beside what it is built on (PDF) or measured against (DOCX): three times as long
is the most that it may take. In the ordinary run each is done once, without a clock.
"""

from __future__ import annotations

import io

import pypdfium2
import pytest
from docx import Document

from studyapp import intake
from studyapp.text.readers.docx import read_docx
from studyapp.text.readers.pdf import read_pdf
from tests import files
from tests.factories import TEXT

SENTENCE = "会员应当每周参加一次活动，每月背诵三篇课文，新会员的试读期为六十日。"
WORDS = "The river runs through the valley and nobody may throw anything into it."
DOCX = files.docx("".join(files.paragraph(f"第{n}条 {SENTENCE * 3}") for n in range(1, 1501)))
PDF = files.pdf([[(72, 780 - 16 * i, 12, f"{i} {WORDS}") for i in range(45)]] * 60)


def read_with_python_docx():
    return [paragraph.text for paragraph in Document(io.BytesIO(DOCX)).paragraphs]


def read_with_pdfium():
    document = pypdfium2.PdfDocument(PDF)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.benchmark(group="docx")
@pytest.mark.parametrize("read", [read_with_python_docx, lambda: read_docx(DOCX).blocks])
def test_reading_a_word_document(benchmark, read):
    assert len(benchmark(read)) == 1500


@pytest.mark.benchmark(group="pdf")
@pytest.mark.parametrize(
    "read", [read_with_pdfium, lambda: read_pdf(PDF, limit_chars=1_000_000).blocks]
)
def test_reading_a_pdf(benchmark, read):
    assert benchmark(read)


def test_reading_a_text_in_the_process_of_its_own(benchmark):
    assert benchmark(intake.read, TEXT.encode(), name="a.txt").title
