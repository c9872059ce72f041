"""Searching the library: what is found, in which order, and where it stands."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from studyapp import library, search
from studyapp.models import Document, Passage
from tests import factories

pytestmark = pytest.mark.django_db

LAW = """诵读条例

第一条 每一位会员都应当依法治学，读书明理。

第二条 The rule of law 是一句英文，出现在2035年的课本里。
"""


@pytest.fixture
def charter():
    return factories.create_document()


@pytest.fixture
def law():
    return factories.create_document(text=LAW)


def found(wanted):
    return list(search.holding(Document.objects.all(), wanted))


@pytest.mark.parametrize(
    "wanted",
    [
        "明",
        "治学",
        "依法治学",
        "依 明",
        "應當依法",
        "明理",
        "rule",
        '"rule of law"',
        "2035年",
        "LAW",
    ],
)
def test_words_of_any_length_are_found(charter, law, wanted):
    assert found(wanted) == [law]


@pytest.mark.parametrize(
    "wanted", ["法院", "203", "治学 理事会", '"law of rule"', "%", "'", "\x00"]
)
def test_what_is_not_there_is_not_found(charter, law, wanted):
    assert found(wanted) == []


def test_all_words_must_be_found_but_not_in_one_place(charter, law):
    assert found("表决权 三分之二") == [charter]
    assert found("表决权 条例") == []


def test_a_title_comes_before_many_places_in_the_text(charter, law):
    other = factories.create_document(text="表决权浅说\n\n这里只讲一件事情：会员怎样投票。\n")
    assert found("表决权") == [other, charter]


def test_places_show_the_words_among_what_is_around_them(charter):
    (place,) = search.places([charter], "表决权")[charter.pk]
    assert (place.before, place.words) == ("会员享有借阅权、", "表决权")
    assert place.after.startswith("、推荐权")
    assert place.url.endswith("?paragraph=1")


def test_a_heading_is_a_place(law, charter):
    first = search.places([charter], "理事会")[charter.pk][0]
    assert (first.words, first.paragraph) == ("理事会", None) or first.paragraph is not None
    assert len(search.places([charter], "理事会")[charter.pk]) <= search.PLACES_A_DOCUMENT


def test_places_with_more_of_the_words_come_first(charter):
    first = search.places([charter], "会员 三十日")[charter.pk][0]
    text = first.section.paragraphs[first.paragraph]
    assert "三十日" in text and "会员" in text


def test_the_index_follows_the_text(charter):
    library.revise_section(charter.sections.get(title="会员"), body="会员应当爱惜图书。", by=None)
    assert found("爱惜图书") == [charter]
    assert found("表决权") == []


def test_the_index_goes_with_the_document(charter):
    charter.delete()
    assert not Passage.objects.exists()
    assert found("会员") == []


def test_a_paragraph_of_any_length_is_found_to_its_end():
    text = f"长文\n\n{'会员应当读书。' * 1000}末尾在此。\n"
    long = factories.create_document(text=text)
    assert found("末尾在此") == [long]


def test_searching_asks_as_much_for_many_texts_as_for_few(django_assert_num_queries, charter, law):
    with django_assert_num_queries(1):
        found("会员 应当")
    with django_assert_num_queries(2):
        search.places([charter, law], "会员 应当")


def test_the_migration_indexes_texts_that_were_there_before_as_they_are_indexed_now(charter, law):
    def rows():
        return list(
            Passage.objects.values_list("document", "section", "paragraph", "start", "tokens")
        )

    indexed = rows()
    Passage.objects.all().delete()
    import_module("studyapp.migrations.0008_search").fill(apps, None)
    assert sorted(map(repr, rows())) == sorted(map(repr, indexed))


def test_a_passage_indexed_anew_meanwhile_is_left_out(monkeypatch):
    document = factories.create_document()
    chosen = search._first_passages
    gone = lambda *asked: [*chosen(*asked), 10**9]  # noqa: E731
    monkeypatch.setattr(search, "_first_passages", gone)
    assert search.places([document], "理事会")[document.pk]


def test_a_place_with_all_the_words_comes_before_many_with_one():
    paragraphs = "\n\n".join([*["会员应当读书。"] * 6, "会员应当依法治学。", "馆员应当依法治学。"])
    factories.create_document(text=f"读书条例\n\n{paragraphs}\n")
    (document,) = found("会员 依法")
    places = search.places([document], "会员 依法")[document.pk]
    assert [place.paragraph for place in places] == [6, 0, 1]


@pytest.mark.parametrize(
    "wanted", ["naïve", "Ω", "x2", "10", "３.５", "don't", "law of", "法", "𠮷"]
)
def test_what_is_found_is_shown_whatever_it_is_written_with(wanted):
    text = "条例\n\n第一条 A naïve law, don't: Ω of x2, 100 and 10, 3.5, 法的 law of 𠮷。\n"
    factories.create_document(text=text)
    (document,) = found(wanted)
    assert search.places([document], wanted)[document.pk]


def test_a_number_is_not_found_in_a_longer_one():
    factories.create_document(text="条例\n\n第一条 共100人，2010年。\n")
    assert found("10") == []
