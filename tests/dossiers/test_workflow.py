"""Every arrow of the workflow, allowed and refused."""

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from documents import services as documents
from dossiers import steps
from dossiers.models import Export, ExportStep
from dossiers.workflow import ARROWS, SENTENCES
from ground import clock
from ground.errors import RuleBroken
from tests.cast import Cast
from tests.dossiers.acts import ready, register


def brought_to(cast: Cast, state: str) -> Export:
    """An export in this state, with everything that the database asks of it."""
    export = register(cast)
    now = clock.now()
    stored = documents.store(
        content=b"x", kind="export", name="x", content_type="application/zip", owner=export.pk
    )
    facts: dict[str, Any] = {"state": state}
    if state not in ("registered", "refused", "cancelled"):
        facts |= {"checked_by": cast.director, "checked_at": now, "checked_sha256": "0" * 64}
    if state in ("released", "building", "ready", "taken", "expired", "failed"):
        facts |= {"released_by": cast.director, "released_at": now}
    if state in ("ready", "taken", "expired"):
        facts |= {"file": stored.pk, "sha256": stored.sha256, "ready_at": now}
    if state == "taken":
        facts |= {"taken_by": cast.administrator, "taken_at": now}
    if state == "failed":
        facts["failure"] = "broken"
    Export.objects.filter(pk=export.pk).update(**facts)
    export.refresh_from_db()
    return export


def needs(cast: Cast, act: str) -> dict[str, Any]:
    """What the database asks when this act is done."""
    now = clock.now()
    return {
        "check": {"checked_by": cast.director, "checked_at": now, "checked_sha256": "1" * 64},
        "release": {"released_by": cast.director, "released_at": now},
        "finish": {"file": cast.sam.pk, "sha256": "2" * 64, "ready_at": now},
        "fail": {"failure": "broken"},
        "take": {"taken_by": cast.administrator, "taken_at": now},
    }.get(act, {})


@pytest.mark.parametrize("act", ARROWS)
def test_an_act_is_done_from_its_states_and_refused_from_every_other(act: str, cast: Cast) -> None:
    for state in Export.State.values:
        before = transaction.savepoint()
        export = brought_to(cast, state)
        if state in ARROWS[act].sources:
            assert steps.move(export, act, **needs(cast, act)).state == ARROWS[act].target
        else:
            with pytest.raises(RuleBroken) as refused:
                steps.move(export, act, **needs(cast, act))
            assert refused.value.message == str(SENTENCES[state])
            export.refresh_from_db()
            assert export.state == state
        transaction.savepoint_rollback(before)


def test_every_state_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Export.State.values)


def test_the_database_refuses_a_checker_who_registered(cast: Cast) -> None:
    export = register(cast)
    with pytest.raises(IntegrityError, match="export_checked_by_another"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state="checked",
            checked_by=cast.administrator,
            checked_at=clock.now(),
            checked_sha256="0" * 64,
        )


def test_the_database_refuses_a_release_without_a_check(cast: Cast) -> None:
    export = register(cast)
    with pytest.raises(IntegrityError, match="export_goes_on_only_checked"), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state="released", released_by=cast.director, released_at=clock.now()
        )


def test_the_question_itself_cannot_be_changed_or_removed(cast: Cast) -> None:
    export = register(cast)
    for change in (
        lambda: Export.objects.filter(pk=export.pk).update(recipient=cast.father.person),
        lambda: Export.objects.filter(pk=export.pk).delete(),
        lambda: ExportStep.objects.filter(export=export).update(act="taken"),
        lambda: ExportStep.objects.filter(export=export).delete(),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            change()


def test_the_reason_is_sealed_at_rest(cast: Cast) -> None:
    export = ready(cast)
    with transaction.atomic():
        raw = Export.objects.extra(select={"raw": "reason"}).values_list("raw", flat=True).get(pk=export.pk)
    assert b"Per mail" not in bytes(raw)
