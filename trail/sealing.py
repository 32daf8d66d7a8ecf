"""Sealing: closing the lines in batches, each hashed together with the seal before it.

Which lines are settled? The sequence hands out ids before their transactions commit, so a lower id can appear
after a higher one. A seal covers a range of ids and must never close over a line that is still under way.
Whoever draws an id holds a RowExclusiveLock on the table until its transaction ends. So: read how far the
sequence has come, then who holds that lock, and wait until each of those has ended; from then on every id up
to that mark is either visible or will never be. Writers wait for nothing, and because no transaction number
is kept the rule also holds after a restore into another cluster.

A database that is emptied of a sealed batch when its term has passed keeps the seal, and with it the chain.
"""

import hashlib
import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from ground import clock
from trail.models import Entry, Seal

LOCK = 7_461_001  # one sealer at a time; the number only has to be the same everywhere
BATCH = 5_000
GENESIS = "0" * 64
COLUMNS = (
    "id",
    "uuid",
    "at",
    "kind",
    "actor_id",
    "act",
    "subject_type",
    "subject_id",
    "about_person",
    "school",
    "restricted",
    "details",
)


def head() -> Seal | None:
    """The newest seal; its `sha256` is what is kept elsewhere. None before the first one."""
    return Seal.objects.order_by("id").last()


@transaction.atomic(durable=True)
def seal_settled(*, patience: float = 10.0) -> list[Seal]:
    """Seal all lines that are settled, in batches; gives the new seals.

    Waits at most `patience` seconds for transactions under way; when one takes longer nothing is sealed and
    the next run does it. Raises RuntimeError inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    mark = _settled_mark(patience)
    seals = []
    while mark is not None and (seal := _seal_next(head(), mark)):
        seals.append(seal)
    return seals


def digest(
    previous: str, first_id: int, last_id: int, sealed_at: datetime, rows: Iterable[tuple[Any, ...]]
) -> str:
    """SHA-256 in hex over the seal before, the range, the moment and every line in the order of ids."""
    total = hashlib.sha256(f"{previous} {first_id} {last_id} {_utc(sealed_at)}\n".encode())
    for row in rows:
        total.update(_line(row))
    return total.hexdigest()


def lines(first_id: int, last_id: int) -> QuerySet[Entry, tuple[Any, ...]]:
    """The lines of a range as they are hashed."""
    return Entry.objects.filter(id__range=(first_id, last_id)).order_by("id").values_list(*COLUMNS)


def _seal_next(before: Seal | None, mark: int) -> Seal | None:
    first_id = before.last_id + 1 if before else 1
    rows = list(lines(first_id, mark)[:BATCH])
    if not rows:
        return None
    last_id = rows[-1][0] if len(rows) == BATCH else mark
    previous = before.sha256 if before else GENESIS
    sealed_at = clock.now()
    return Seal.objects.create(
        first_id=first_id,
        last_id=last_id,
        count=len(rows),
        previous=previous,
        sha256=digest(previous, first_id, last_id, sealed_at, rows),
        sealed_at=sealed_at,
    )


def _settled_mark(patience: float) -> int | None:
    """An id up to which nothing is under way any more; None when somebody takes too long."""
    mark = _last_id_drawn()
    waiting_for = _writers()
    give_up = time.monotonic() + patience
    while waiting_for:
        if time.monotonic() >= give_up:
            return None
        time.sleep(0.05)
        waiting_for &= _writers()
    return mark


def _last_id_drawn() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)",
            [Entry._meta.db_table],
        )
        return int(cursor.fetchone()[0])


def _writers() -> set[str]:
    """The other transactions that wrote to the table and have not ended, prepared ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'relation' AND datname = current_database() AND relation = %s::regclass"
            " AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()",
            [Entry._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}


def _line(row: tuple[Any, ...]) -> bytes:
    values = [_utc(value) if isinstance(value, datetime) else value for value in row]
    return json.dumps(values, default=str, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
