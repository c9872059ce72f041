"""Thousands of new rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

_AT_ONCE = 2_000


def insert(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model whose keys nobody needs to know.

    `bulk_create` writes a statement of SQL for every few dozen of them, which takes longer than to
    store them; here it is written once.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        for at in range(0, len(rows), _AT_ONCE):
            cursor.executemany(sql, [_values(row, fields) for row in rows[at : at + _AT_ONCE]])


def _values(row: models.Model, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
