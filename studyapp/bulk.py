"""Thousands of rows at once.

Django writes a statement of SQL for every few dozen rows, and asks each field of each row for its
value twice over, which takes longer than to store them. Here a statement is written once, and what
needs no preparing is taken as it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from django.db import connection, models

_AT_ONCE = 2_000
# As they are, so they are stored.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField)
_TRUTH = (models.BooleanField, models.ForeignKey)
_to_json = json.JSONEncoder().encode

Field: TypeAlias = "models.Field[Any, Any]"
Values: TypeAlias = tuple[Any, ...]
"""What the columns of a row hold, its key left out."""


def insert(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model; their keys are for the database to give.

    A row points at what it was given, even where that got its own key only now.
    """
    if not rows:
        return
    fields = _fields(rows[0])
    columns = ", ".join(_quoted(field) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    _write(
        f"INSERT INTO {_table(rows[0])} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
        zip(*(_column(field, rows) for field in fields), strict=True),
    )


def values_of(row: models.Model) -> Values:
    """What the row holds, to be compared with what it holds later (`update`)."""
    return tuple(_getter(field)(row) for field in _fields(row))


def update(rows: Iterable[tuple[models.Model, Values]]) -> None:
    """Store what of each row is no longer what it was."""
    changed: dict[tuple[Field, ...], list[models.Model]] = defaultdict(list)
    for row, before in rows:
        pairs = zip(_fields(row), before, values_of(row), strict=True)
        names = tuple(field for field, was, now in pairs if was != now)
        if names:
            changed[names].append(row)
    for fields, found in changed.items():
        columns = ", ".join(f"{_quoted(field)} = %s" for field in fields)
        keys = [row.pk for row in found]
        _write(
            f"UPDATE {_table(found[0])} SET {columns} WHERE id = %s",  # noqa: S608 - our own names
            zip(*(_column(field, found, adding=False) for field in fields), keys, strict=True),
        )


def _write(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    written = list(rows)
    with connection.cursor() as cursor:
        for at in range(0, len(written), _AT_ONCE):
            cursor.executemany(sql, written[at : at + _AT_ONCE])


def _table(row: models.Model) -> str:
    return connection.ops.quote_name(row._meta.db_table)


def _quoted(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))


def _fields(row: models.Model) -> list[Field]:
    fields = row._meta.concrete_fields
    return [field for field in fields if not isinstance(field, models.AutoField)]


def _column(field: Field, rows: Sequence[models.Model], *, adding: bool = True) -> list[Any]:
    """What a column gets of each row, as the database takes it."""
    if isinstance(field, models.DateField):
        return _times(field, rows, adding=adding)
    given = list(map(_getter(field), rows))
    if isinstance(field, (*_PLAIN, *_TRUTH)):
        return given
    if isinstance(field, models.JSONField) and connection.vendor == "sqlite":
        # Letter for letter as Django writes it, for JSON is compared as text.
        return [None if value is None else _to_json(value) for value in given]
    return [field.get_db_prep_save(value, connection) for value in given]


def _times(field: Field, rows: Sequence[models.Model], *, adding: bool) -> list[Any]:
    """Dates and times; those that are set when a row is written are the same for all."""
    if getattr(field, "auto_now", False) or (adding and getattr(field, "auto_now_add", False)):
        now = field.pre_save(rows[0], adding)
        for row in rows:
            setattr(row, field.attname, now)
    given = list(map(attrgetter(field.attname), rows))
    stored = {value: field.get_db_prep_save(value, connection) for value in set(given)}
    return [stored[value] for value in given]


def _getter(field: Field) -> Callable[[models.Model], Any]:
    return _id_of(field) if isinstance(field, models.ForeignKey) else attrgetter(field.attname)


def _id_of(field: models.ForeignKey[Any, Any]) -> Callable[[models.Model], Any]:
    def value(row: models.Model) -> Any:
        found = row._state.fields_cache.get(field.name)
        return getattr(row, field.attname) if found is None else found.pk

    return value
