"""The ledger holds against its own application, and says so when somebody went around it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from consent.models import Decision, ItemText
from consent.verification import verify
from tests.consent.conftest import Asked
from tests.trail_tools import unguarded


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(InternalError, match="only grows"), transaction.atomic():
        act()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def run() -> str:
    out = StringIO()
    call_command("verify_consents", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("model", [Decision, ItemText])
def test_a_row_cannot_be_saved_again_or_updated(asked: Asked, model: type[Decision]) -> None:
    asked.says(asked.cast.mother)
    row = model.objects.first()
    refused(row.save)
    refused(lambda: model.objects.update(language="en"))


@pytest.mark.parametrize("table", ["consent_decision", "consent_itemtext"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET language = 'en'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_raw_sql_is_refused_too(asked: Asked, table: str, statement: str) -> None:
    asked.says(asked.cast.mother)
    refused(lambda: sql(statement.format(table)))


def copy_of(row: Decision, **changes: object) -> Decision:
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return Decision(**{**facts, "id": None, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},  # a second first row
        {"number": 2},  # a row in turn that does not say which it follows
        {"number": 1, "answer": "withdrawn", "item_id": None},
        {"signed_name": ""},
        {"answer": "perhaps"},
        {"capacity": "self"},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be_true(asked: Asked, changes: dict[str, object]) -> None:
    [row] = asked.says(asked.cast.mother, photo="yes")
    false = copy_of(row, **changes)
    false.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.bulk_create([false])


def test_verify_says_in_one_line_that_all_is_well(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother)
    assert run().startswith("consents ok: 6 decisions on")
    assert run().count("\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        "answer = 'yes'",
        "signed_name = 'Iemand Anders'",
        "decided_at = decided_at - interval '1 day'",
        "person_id = (SELECT id FROM people_person WHERE first_name = 'Jeroen')",
        "shown_name = 'Noor'",
        "text_sha256 = repeat('0', 64)",
        "method = 'paper'",
    ],
)
def test_verify_finds_a_decision_that_was_changed(asked: Asked, change: str) -> None:
    asked.says(asked.cast.mother, photo="no")
    with unguarded(Decision) as cursor:
        cursor.execute(f"UPDATE consent_decision SET {change}")
    with pytest.raises(CommandError, match=r"\w"):
        run()


def test_verify_finds_words_that_were_changed(asked: Asked) -> None:
    asked.says(asked.cast.mother, photo="yes")
    with unguarded(ItemText) as cursor:
        cursor.execute("UPDATE consent_itemtext SET question = 'Mogen wij alles?'")
    faults = verify().faults
    assert any("frozen" in fault or "bewaarde" in fault for fault in faults)


def test_verify_finds_a_row_that_was_removed_from_the_end(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother, "photo")
    with unguarded(Decision) as cursor:
        cursor.execute("DELETE FROM consent_decision WHERE answer = 'withdrawn'")
    assert len(verify().faults) == 1


def test_verify_finds_a_row_that_was_slipped_in_with_a_good_hash(asked: Asked) -> None:
    [row] = asked.says(asked.cast.mother, photo="yes")
    forged = copy_of(row, person_id=asked.cast.father.person.pk, request_id=None)
    forged.pk = row.item_id  # any id
    forged.evidence = forged.own_hash("")
    Decision.objects.bulk_create([forged])
    assert len(verify().faults) == 1


def test_a_later_wording_leaves_what_was_signed_as_it_was(asked: Asked) -> None:
    [row] = asked.says(asked.cast.mother, photo="yes")
    asked.cast.sam.first_name = "Samuel"
    asked.cast.sam.save()
    assert (
        Decision.objects.get(pk=row.pk)
        .text.shown_for(row.shown_name)["question"]
        .startswith("Mogen wij Sam ")
    )
    assert verify().faults == []
