"""What a learner remembers of one part: FSRS-6 counted in study-days.

The only module that knows the `fsrs` package. It takes study-days instead of clock times, because
the package counts whole periods of 24 hours: 22:00 and 08:00 the next morning are two study-days
here and none there. It takes a seed instead of the package's global random numbers, so that a
replay of the same events gives the same memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from hashlib import blake2s
from random import Random

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
PARAMETERS = "fsrs-6-default"
LONGEST_INTERVAL = 36_500
KNOWN_RECALL = 0.9
LEECH_LAPSES = 8
RETRY_DELAYS = (timedelta(minutes=1), timedelta(minutes=10))

_DECAY = -DEFAULT_PARAMETERS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
# Anki's fuzz: a day, and a share of each stretch of the interval (rslib/scheduler/states/fuzz.rs).
_FUZZ_STRETCHES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When study-days turn: at `day_start` o'clock in the learner's own zone."""

    zone: tzinfo
    day_start: int

    def day(self, now: datetime) -> date:
        """The study-day of an instant: 3:59 still belongs to the day before."""
        return (now.astimezone(self.zone) - timedelta(hours=self.day_start)).date()

    def begins(self, day: date) -> datetime:
        """The UTC instant at which a study-day begins."""
        local = datetime.combine(day, time(self.day_start), tzinfo=self.zone)
        return local.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Memory:
    """One learner's memory of one part.

    Stability in days, difficulty 1-10, both None until the first rated answer. `last_day` is the
    study-day of the last rated answer. `missed`: the last answer, rated or not, was wrong.
    `misses_today` counts the misses of the study-day `last_day`. `moved`: the due time was set by
    hand since the last answer.
    """

    stability: float | None = None
    difficulty: float | None = None
    last_day: date | None = None
    due: datetime | None = None
    repetitions: int = 0
    lapses: int = 0
    missed: bool = False
    misses_today: int = 0
    moved: bool = False

    @property
    def tested(self) -> bool:
        return self.stability is not None

    @property
    def is_leech(self) -> bool:
        return self.lapses >= LEECH_LAPSES


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the memory of one part sees it. `seed` names learner and part."""

    at: datetime
    day: date
    rating: int
    retention: float
    seed: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The due time set by hand: put into today, spread after a break, text revised."""

    at: datetime
    due: datetime


def is_first_of_day(memory: Memory | None, day: date) -> bool:
    """Whether an answer on this study-day is rated. A day that a change of zone repeats is not."""
    return memory is None or memory.last_day is None or day > memory.last_day


def answered(memory: Memory | None, answer: Answer, calendar: Calendar) -> Memory:
    """The memory after an answer.

    The first answer of a study-day sets stability and difficulty; later ones only tell whether
    the part is still missed. A missed part is due again after about 1 and then 10 minutes, until
    it is right; then at the start of the study-day that FSRS names.
    """
    before = memory or Memory()
    missed = answer.rating == AGAIN
    if not is_first_of_day(memory, answer.day):
        return _practised(before, answer, calendar, missed=missed)
    after = _rated(before, answer)
    misses = int(missed)
    after = replace(after, missed=missed, misses_today=misses, moved=False)
    return replace(after, due=_due(after, answer, calendar))


def _practised(before: Memory, answer: Answer, calendar: Calendar, *, missed: bool) -> Memory:
    misses = before.misses_today + int(missed)
    after = replace(before, missed=missed, misses_today=misses, moved=False)
    return replace(after, due=_due(after, answer, calendar))


def _rated(before: Memory, answer: Answer) -> Memory:
    scheduler = _scheduler(answer.retention)
    card, _log = scheduler.review_card(_card(before), Rating(answer.rating), _instant(answer.day))
    lapsed = before.tested and answer.rating == AGAIN
    return replace(
        before,
        stability=card.stability,
        difficulty=card.difficulty,
        last_day=answer.day,
        repetitions=before.repetitions + 1,
        lapses=before.lapses + int(lapsed),
    )


def _due(memory: Memory, answer: Answer, calendar: Calendar) -> datetime:
    if memory.missed:
        return answer.at + RETRY_DELAYS[min(memory.misses_today, len(RETRY_DELAYS)) - 1]
    assert memory.stability is not None and memory.last_day is not None
    seed = f"{answer.seed}:{memory.repetitions}"
    days = interval(memory.stability, retention=answer.retention, seed=seed)
    return calendar.begins(memory.last_day + timedelta(days=days))


def interval(stability: float, *, retention: float, seed: str) -> int:
    """Whole days until recall falls to `retention`: I = S / FACTOR * (r^(1/DECAY) - 1), fuzzed.

    At least 1 and at most 36,500 days.
    """
    days = round(stability / _FACTOR * (retention ** (1 / _DECAY) - 1))
    return _fuzzed(min(max(days, 1), LONGEST_INTERVAL), seed)


def _fuzzed(days: int, seed: str) -> int:
    """A day near `days`, the same for the same seed; none below 2.5 days."""
    if days < 2.5:
        return days
    spread = 1.0 + sum(
        share * max(min(days, end) - start, 0.0) for start, end, share in _FUZZ_STRETCHES
    )
    low, high = max(2, round(days - spread)), min(round(days + spread), LONGEST_INTERVAL)
    digest = blake2s(seed.encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big")).randint(low, high)


def replay(
    events: Iterable[Answer | Moved], calendar: Calendar, *, start: Memory | None = None
) -> Memory | None:
    """The memory that a history of events leaves, in the order given."""
    memory = start
    for event in events:
        if isinstance(event, Answer):
            memory = answered(memory, event, calendar)
        else:
            memory = moved(memory, event)
    return memory


def moved(memory: Memory | None, event: Moved) -> Memory:
    """The memory once its due time was set by hand."""
    return replace(memory or Memory(), due=event.due, moved=True)


def recall(memory: Memory | None, day: date) -> float:
    """The predicted chance that the part is recalled on a study-day; 0 if never tested."""
    if memory is None or memory.stability is None or memory.last_day is None:
        return 0.0
    elapsed = max((day - memory.last_day).days, 0)
    return float((1 + _FACTOR * elapsed / memory.stability) ** _DECAY)


def whole_recall(memories: Iterable[Memory | None], day: date) -> float:
    """The predicted chance that every part is recalled: the product over the parts."""
    product = 1.0
    for memory in memories:
        product *= recall(memory, day)
    return product


def known_until(memories: Sequence[Memory | None]) -> date | None:
    """The last study-day on which a statement counts as known, if it does at all.

    Known: every part tested, none last missed, and all recalled together with 0.9 or more. In
    simulation 92-97 % of such statements can truly be recalled whole.
    """
    held = [m for m in memories if m is not None and m.last_day is not None and not m.missed]
    if not held or len(held) < len(memories):
        return None
    newest = max(m.last_day for m in held if m.last_day)
    low, high = -1, LONGEST_INTERVAL
    while low < high:  # the largest number of days that still keeps 0.9
        middle = (low + high + 1) // 2
        if whole_recall(held, newest + timedelta(days=middle)) >= KNOWN_RECALL:
            low = middle
        else:
            high = middle - 1
    return newest + timedelta(days=low) if low >= 0 else None


@lru_cache(maxsize=64)
def _scheduler(retention: float) -> Scheduler:
    return Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_INTERVAL,
        enable_fuzzing=False,
    )


def _instant(day: date) -> datetime:
    """A study-day as the package wants it: midnight UTC, so that its 24-hour periods are days."""
    return datetime.combine(day, time(), tzinfo=UTC)


def _card(memory: Memory) -> Card:
    """The package's card. Every field is given: left out, it reads the clock and sleeps."""
    last = None if memory.last_day is None else _instant(memory.last_day)
    return Card(
        card_id=1,
        state=State.Review if memory.tested else State.Learning,
        step=None if memory.tested else 0,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=last or _instant(date(2000, 1, 1)),
        last_review=last,
    )
