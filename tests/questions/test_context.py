"""The rest of its sentence beside a piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studyapp.questions.context import LONGEST_AFTER, LONGEST_BEFORE, REACH, Sentences, Tile
from studyapp.text.pieces import width

PIECES = ("馆长由理事会任命，", "任期五年，", "可以连任一次。")


def laid(*texts: str) -> list[Tile]:
    tiles, at = [], 0
    for text in texts:
        tiles.append(Tile(at, at + len(text), text))
        at += len(text)
    return tiles


def test_a_piece_stands_between_the_rest_of_its_sentence() -> None:
    tiles = laid(*PIECES, "闭馆另行公告。")
    found = Sentences(tiles)
    assert found.around(tiles[1].start, tiles[1].end) == (PIECES[0], PIECES[2])
    assert found.around(tiles[3].start, tiles[3].end) == ("", "")


def test_what_a_list_is_part_of_stands_around_it() -> None:
    text = "本馆设采编、流通、阅览三部，各有主任一人。"
    found = Sentences(laid(text))
    start, end = text.index("采编"), text.index("三部")
    assert found.around(start, end) == ("本馆设", "三部，各有主任一人。")


def test_what_ends_a_clause_for_good_ends_the_context() -> None:
    tiles = laid("馆长由理事会任命；", "任期五年。")
    assert Sentences(tiles).around(tiles[1].start, tiles[1].end) == ("", "")


def test_a_number_before_an_item_is_no_context() -> None:
    text = "（一）采编、流通、阅览三部"
    assert Sentences(laid(text)).around(3, len(text)) == ("", "")


def test_several_sentences_have_none() -> None:
    tiles = laid("馆长由理事会任命。", "任期五年。")
    assert Sentences(tiles).around(0, tiles[1].end) == ("", "")


@given(st.lists(st.text("馆藏目录", min_size=1, max_size=40), min_size=1, max_size=12))
def test_what_is_long_is_shown_by_its_nearest_clauses(clauses: list[str]) -> None:
    tiles = laid(*(f"{clause}，" for clause in clauses))
    for tile in tiles:
        before, after = Sentences(tiles).around(tile.start, tile.end)
        assert width(before) <= LONGEST_BEFORE + 42
        assert width(after) <= LONGEST_AFTER + 82


def test_of_a_sentence_as_long_as_a_book_only_what_is_near_is_looked_at() -> None:
    tiles = laid(*["馆藏目录" * 70] * 2_000)
    found = Sentences(tiles)
    for tile in tiles[2:-2]:
        before, after = found.around(tile.start, tile.end)
        assert before.startswith("…") and after.endswith("…")
        assert max(len(before), len(after)) <= REACH + 1


def test_a_clause_that_goes_on_for_ever_is_cut() -> None:
    tiles = laid("馆" * 300, "，任期五年，", "录" * 300)
    before, after = Sentences(tiles).around(tiles[1].start, tiles[1].end)
    assert before == "…" + "馆" * 2 * LONGEST_BEFORE
    assert after == "录" * 2 * LONGEST_AFTER + "…"
