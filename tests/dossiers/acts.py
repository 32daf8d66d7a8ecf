"""The acts on a copy of a dossier, up to a state, for tests that begin there."""

from typing import Any

from dossiers import building, checking, services
from dossiers import reading as readings
from dossiers.models import Export
from ground import clock
from people.models import User
from tests.cast import Cast


def register(cast: Cast, **facts: Any) -> Export:
    """The mother's request for Sam's dossier, registered by the office; other facts by name."""
    given: dict[str, Any] = {
        "actor": cast.administrator,
        "person": cast.sam,
        "kind": "pupil",
        "recipient_kind": "guardian",
        "recipient": cast.mother.person,
        "reason": "Per mail gevraagd: het hele dossier.",
        **facts,
    }
    return services.register_request(**given)


def check(export: Export, actor: User, **facts: Any) -> Export:
    """Check an export by the rule: children and parents out, staff in."""
    reading = readings.read_for(export, clock.now())
    hide = {party.id for party in reading.parties if party.role in readings.HIDDEN_AT_FIRST}
    given: dict[str, Any] = {"seen": reading.sha256, "hide": hide, "typed": [], "leave_out": set(), **facts}
    return checking.check_export(actor=actor, export=export, **given)


def released(cast: Cast, **facts: Any) -> Export:
    """Registered, checked and released by the director."""
    export = register(cast, **facts)
    releaser = cast.board if export.person == cast.director.person else cast.director
    check(export, releaser)
    return checking.release_export(actor=releaser, export=export)


def ready(cast: Cast, **facts: Any) -> Export:
    """Made by the worker, waiting to be handed over."""
    export = released(cast, **facts)
    assert building.build_due() == 1
    export.refresh_from_db()
    return export


def content_of(cast: Cast, export: Export) -> bytes:
    """Take the file as the office does."""
    _stored, pieces = services.take_export(actor=cast.administrator, export=export)
    return b"".join(pieces)
