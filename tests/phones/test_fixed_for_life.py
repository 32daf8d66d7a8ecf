"""What the database refuses, whoever asks."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import ProtectedError

from phones.models import Custody, CustodyEvent
from tests.cast import Cast


def refused(act: Callable[[], object], match: str = "fixed") -> None:
    with pytest.raises(InternalError, match=match), transaction.atomic():
        act()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "deposited", "reason": "", "liability": "own_risk"},
        {"liability": "own_risk"},
        {"liability_text": "De school is nooit aansprakelijk."},
        {"reason": "other"},
        {"clauses": []},
        {"text_version": "2"},
    ],
)
def test_what_was_true_when_it_came_in_cannot_be_updated(cast: Cast, confiscate, changed) -> None:
    custody = confiscate()
    refused(lambda: Custody.objects.filter(pk=custody.pk).update(**changed))


def test_the_kind_cannot_be_saved_otherwise(cast: Cast, confiscate) -> None:
    custody = confiscate()
    custody.kind, custody.reason, custody.liability = "deposited", "", "own_risk"
    refused(custody.save)


def test_raw_sql_changes_neither_kind_nor_liability(cast: Cast, deposit) -> None:
    deposit()
    refused(lambda: sql("UPDATE phones_custody SET kind='confiscated', reason='other', liability='school'"))
    refused(lambda: sql("UPDATE phones_custody SET due_back = now()"))


def test_nothing_is_deleted_or_emptied(cast: Cast, confiscate) -> None:
    custody = confiscate()
    refused(lambda: sql("DELETE FROM phones_custodyevent"), "only grows")
    refused(lambda: sql("DELETE FROM phones_custody"), "only grows")
    refused(lambda: sql("TRUNCATE phones_custody CASCADE"), "only grows")
    with pytest.raises(ProtectedError):
        custody.delete()
    with pytest.raises(ProtectedError):
        cast.sam.delete()


def test_a_link_of_the_chain_does_not_change(cast: Cast, confiscate) -> None:
    confiscate()
    refused(lambda: CustodyEvent.objects.update(place="locked"), "only grows")


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"liability": "own_risk"}, "custody_liability_follows_kind"),
        ({"reason": ""}, "custody_reason_fits_kind"),
        ({"kind": "deposited", "liability": "own_risk"}, "custody_reason_fits_kind"),
        ({"pouch": ""}, "custody_pouch_form"),
        ({"pouch": "<b>"}, "custody_pouch_form"),
        ({"place": "elders"}, "custody_place_known"),
        ({"state": "returned"}, "custody_closed_whole"),
        ({}, "custody_open_once_per_pupil"),
        ({"other": True}, "custody_pouch_in_use"),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(cast: Cast, confiscate, changed, constraint) -> None:
    first = confiscate()
    values = {
        field.attname: getattr(first, field.attname) for field in Custody._meta.fields if field.name != "id"
    }
    pupil = cast.noor if changed.pop("other", changed) else cast.sam
    row = Custody(**{**values, "pupil_id": pupil.pk, **changed})
    if constraint not in ("custody_open_once_per_pupil", "custody_pouch_in_use"):
        row.pouch = changed.get("pouch", "8")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)
