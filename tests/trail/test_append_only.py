from collections.abc import Callable

import pgtrigger
import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import InternalError, connection, transaction
from django.db.models import ProtectedError

from trail import sealing
from trail.models import Entry, Seal

Write = Callable[[int], list[Entry]]
pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(InternalError, match="only grows"), transaction.atomic():
        act()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL itself refuses, for another reason
        cursor.execute(statement)


def test_a_line_cannot_be_saved_again(write: Write) -> None:
    [entry] = write(1)
    entry.act = "phones.returned"
    refused(entry.save)
    entry.refresh_from_db()
    assert entry.act == "phones.confiscated"


def test_lines_cannot_be_updated_together(write: Write) -> None:
    write(2)
    refused(lambda: Entry.objects.update(restricted=True))


def test_a_line_cannot_be_deleted(write: Write) -> None:
    [entry] = write(1)
    refused(entry.delete)
    refused(Entry.objects.all().delete)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("table", ["trail_entry", "trail_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_raw_sql_is_refused_too(statement: str, table: str, write: Write) -> None:
    write(1)
    refused(lambda: sql(statement.format(table)))
    assert Entry.objects.count() == 1


def test_an_upsert_cannot_change_a_line(write: Write) -> None:
    [entry] = write(1)
    refused(
        lambda: Entry.objects.bulk_create(
            [Entry(id=entry.id, kind="view", act="a.b")],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["act"],
        )
    )


def test_the_switch_of_pgtrigger_does_not_reach_it(write: Write) -> None:
    write(1)
    with pgtrigger.ignore():
        refused(Entry.objects.all().delete)
        refused(lambda: sql("TRUNCATE trail_entry"))


def test_an_actor_cannot_be_removed_from_under_a_line(actor: AbstractBaseUser, write: Write) -> None:
    write(1)
    with pytest.raises(ProtectedError):
        actor.delete()


@pytest.mark.django_db(transaction=True)
def test_a_seal_cannot_be_changed_or_removed(write: Write) -> None:
    write(1)
    sealing.seal_settled()
    refused(lambda: Seal.objects.update(count=0))
    refused(Seal.objects.all().delete)
    assert Seal.objects.get().count == 1
