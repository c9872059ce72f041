"""The queue of a sitting."""

from datetime import UTC, datetime, timedelta

from studyapp import queue
from studyapp.queue import ASK, READ, Item

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def statements(items):
    return [item.statement for item in items]


def test_a_statement_read_is_asked_after_one_other():
    items = (Item(1, do=READ), Item(2, do=READ), Item(3, do=READ))
    after = queue.after_reading(items, items[0])
    assert statements(after) == [2, 1, 3]
    assert after[1].do == ASK


def test_a_choice_passed_is_typed_after_two_others():
    items = (Item(1), Item(2), Item(3), Item(4))
    assert statements(queue.after_choice(items, items[0])) == [2, 3, 1, 4]


def test_a_missed_statement_waits_for_its_delay():
    items = (Item(1), Item(2))
    after = queue.after_miss(items, items[0], now=NOW, delay=timedelta(minutes=1))
    assert queue.next_item(after, NOW).statement == 2
    later = (*queue.without(after, 2), Item(3))
    assert queue.next_item(later, NOW).statement == 3
    assert queue.next_item(later, NOW + timedelta(minutes=1)).statement == 1


def test_with_nothing_else_to_do_a_retry_comes_early():
    alone = (
        Item(1, after=NOW + timedelta(minutes=10)),
        Item(2, after=NOW + timedelta(minutes=1)),
    )
    assert queue.next_item(alone, NOW).statement == 2


def test_an_empty_queue_has_nothing_next():
    assert queue.next_item((), NOW) is None


def test_a_stored_queue_is_the_same_when_loaded():
    items = (Item(1, do=READ), Item(2, kind="recite", after=NOW))
    assert queue.load(queue.dump(items)) == items
