"""Tables as lines of JSON and back, by the models as they were when the migrations were applied."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils.duration import duration_iso_string

BATCH = 1000
Key = tuple[str, str]
Model = type[models.Model]


def leaves(loader: MigrationLoader, applied: Iterable[Key]) -> list[Key]:
    """Those of the applied migrations that no other one of them builds on."""
    known = {key for key in applied if key in loader.graph.nodes}
    nodes = loader.graph.node_map
    return sorted(key for key in known if not any(c.key in known for c in nodes[key].children))


def models_at(loader: MigrationLoader, targets: Sequence[Key]) -> dict[str, Model]:
    """Every model with a table of its own after these migrations, by "app.model"."""
    apps = loader.project_state(list(targets)).apps
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.managed and not m._meta.proxy and not m._meta.swapped]
    return {model._meta.label_lower: model for model in kept}


def fields_of(model: Model) -> list[Any]:
    """The fields that have a column, without those that the database computes."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", 0)]


def columns_of(model: Model) -> list[str]:
    return [field.attname for field in fields_of(model)]


# --- Out


def lines_of(model: Model) -> Iterator[bytes]:
    """Every row, in the order of the primary key."""
    rows = model._base_manager.order_by("pk").values_list(*columns_of(model))
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps(row, default=_plain, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> str:
    """What JSON has no word for, in the form that the field's `to_python` reads."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


# --- In


def load(model: Model, columns: Sequence[str], lines: Iterable[bytes]) -> int:
    """Insert rows as they are, without defaults or times of today; returns how many.

    Raises ValueError, TypeError or a database error where a line does not fit the table.
    """
    fields = fields_of(model)
    if list(columns) != [field.attname for field in fields]:
        raise ValueError(model._meta.label)
    statement = _insert(model, fields)
    count, rows = 0, iter(lines)
    with connection.cursor() as cursor:
        while batch := [_parameters(fields, line) for line in islice(rows, BATCH)]:
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _insert(model: Model, fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608


def _parameters(fields: Sequence[Any], line: bytes) -> list[Any]:
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(fields):
        raise ValueError("not a row of this table")
    return [_stored(field, value) for field, value in zip(fields, values, strict=True)]


def _stored(field: Any, value: Any) -> Any:
    if value is None and isinstance(field, models.JSONField) and not field.null:
        return field.get_db_prep_value(None, connection)  # JSON's own null
    return field.get_db_prep_save(field.to_python(value), connection)


def wipe(found: Iterable[Model]) -> None:
    """Empty the tables: what migrations have put there is in the archive too."""
    with connection.cursor() as cursor:
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
