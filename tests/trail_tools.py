"""What only the suite may do to tables that only grow: empty them between tests, and tamper with them.

Both work as the owner of the tables; nothing in the portal can.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import Model

GUARDED = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgtype & 32 > 0"  # 32: fires on TRUNCATE
)


@pytest.fixture(scope="session", autouse=True)
def flush_may_truncate() -> Iterator[None]:
    """Lets the flush after a test with real transactions empty the guarded tables, and nothing else."""
    plain = DatabaseOperations.execute_sql_flush

    def lifted(self: DatabaseOperations, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                cursor.execute(GUARDED)
                tables = [row[0] for row in cursor.fetchall()]
            _switch(tables, "DISABLE")
            plain(self, sql_list)
            _switch(tables, "ENABLE")

    DatabaseOperations.execute_sql_flush = lifted  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]


@contextmanager
def unguarded(*models: type[Model]) -> Iterator[Any]:
    """Plays the insider who owns the database: gives a cursor while the triggers of these tables are off."""
    tables = [model._meta.db_table for model in models]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _switch(tables, "DISABLE")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _switch(tables, "ENABLE")


def _switch(tables: list[str], word: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
