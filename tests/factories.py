"""Rows for tests: typed keyword arguments, sensible defaults, nothing hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from studyapp import library, sittings, study
from studyapp.models import Document, Sitting, Statement, User

# 9:00 on a Monday in Shanghai, the zone of every learner made here.
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)

TEXT = """山河读书会章程

发布时间：2026年3月1日　来源：山河读书会

山河读书会成立于1998年，现有会员320人。本会坚持“读写结合”的方法，以诵读、抄写、讲述为主要活动。

一、会员

会员应当每周参加一次活动，每月背诵三篇课文。新会员的试读期为六十日，期满后由理事会决定。

会员享有借阅权、表决权、推荐权、监督权。借阅期限不得超过三十日，逾期者暂停借阅十五日。

二、理事会

理事会由七名理事组成，任期三年。理事会应当履行下列职责：一是制定计划，二是管理藏书，三是培训会员。

会长强调，“读书贵在坚持，坚持贵在每天都有一点收获”。理事会每季度召开一次会议，三分之二以上理事出席方为有效。
"""


def create_user(username: str = "alice", *, guest: bool = False, **fields: object) -> User:
    """A learner in Shanghai who starts new statements with typing unless told otherwise."""
    fields = {"zone": "Asia/Shanghai", "start_rung": 1} | fields
    user = User(username=username, is_guest=guest, **fields)
    user.set_password("correct horse")
    user.save()
    return user


def create_editor(username: str = "editor") -> User:
    """Someone who may do everything in the admin panel."""
    return create_user(username, is_staff=True, is_superuser=True)


def create_document(*, text: str = TEXT, publish: bool = True, by: User | None = None) -> Document:
    """A document imported from a text."""
    data = text.encode()
    return library.import_document(data, name="text.txt", publish=publish, by=by).document


def create_another(number: int) -> Document:
    """One more text, alike and with other names."""
    return create_document(text=TEXT.replace("山河", f"江湖{number}"))


def start(
    learner: User,
    document: Document | None = None,
    *,
    mode: str = "learn",
    now: datetime = NOW,
    **choice: object,
) -> Sitting:
    """A sitting begun now."""
    return sittings.start_sitting(learner, mode=mode, document=document, now=now, **choice)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def right_answer(attempt) -> study.Answer:
    """The answer that is right for an attempt."""
    if attempt.question is None:
        return study.Answer()
    if attempt.kind == "judge":
        right = attempt.question.right_answers[0]
        holds = attempt.options == [right]
        return study.Answer(responses=("holds",) if holds else ("swapped", right))
    if attempt.kind == "recite":
        return study.Answer(responses=(attempt.question.prompt["text"],))
    return study.Answer(responses=tuple(attempt.question.right_answers))


WRONG = study.Answer(responses=("绝不是这个答案",) * 5, touched=True)


def answer_right(attempt, *, now: datetime = NOW):
    return study.record_answer(attempt.pk, attempt.learner, right_answer(attempt), now=now)


def answer_wrong(attempt, *, now: datetime = NOW):
    return study.record_answer(attempt.pk, attempt.learner, WRONG, now=now)


def next_question(sitting: Sitting, *, now: datetime = NOW):
    """The next attempt that asks something; new statements on the way are read."""
    sitting.refresh_from_db()
    attempt = study.issue_attempt(sitting, now=now)
    while attempt is not None and attempt.question is None:
        answer_right(attempt, now=now)
        sitting.refresh_from_db()
        attempt = study.issue_attempt(sitting, now=now)
    return attempt


def askable(document: Document, **fields: object) -> list[Statement]:
    """The statements of a document that can be asked, in text order."""
    return list(document.statements.askable().filter(**fields).order_by("position"))
