"""Two sites in one PostgreSQL database: the new one in a schema of its own, until they swap.

Everything happens in one transaction, so that a failure anywhere leaves the old site as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

BUILDING = "chengsong_restoring"


@dataclass(frozen=True, slots=True)
class Building:
    """A schema being built beside the one in use."""

    home: str


@contextmanager
def beside() -> Iterator[Building]:
    """Work in a new, empty schema; afterwards in the usual one again."""
    home = str(_one("SELECT current_schema()"))
    path = str(_one("SELECT current_setting('search_path')"))
    _do("CREATE SCHEMA {}", BUILDING)
    _do("SET LOCAL search_path TO {}", BUILDING)
    yield Building(home)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true)", [path])


def swap(building: Building, *, keep: str) -> None:
    """Put the tables built in the place of those in use, which go to the schema `keep`, or away."""
    new = _tables(BUILDING)
    old = sorted(
        set(_tables(building.home))
        & (set(new) | set(connection.introspection.django_table_names()))
    )
    _do("SET LOCAL lock_timeout TO '10s'")
    if keep:
        _do("CREATE SCHEMA {}", keep)
    for table in old:
        if keep:
            _do("ALTER TABLE {}.{} SET SCHEMA {}", building.home, table, keep)
        else:
            _do("DROP TABLE {}.{} CASCADE", building.home, table)
    for table in new:
        _do("ALTER TABLE {}.{} SET SCHEMA {}", BUILDING, table, building.home)
    _do("DROP SCHEMA {}", BUILDING)


def _tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return sorted(name for (name,) in cursor.fetchall())


def _one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
        return row[0] if row else None


def _do(statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(*map(connection.ops.quote_name, names)))
