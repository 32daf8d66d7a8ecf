"""The way of one export, as one table: which act leads from where to where."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.models import Export

State = Export.State


@dataclass(frozen=True)
class Arrow:
    """One act: the states from which it may be done and the one to which it leads."""

    sources: frozenset[str]
    target: str


def _arrow(target: str, *sources: str) -> Arrow:
    return Arrow(frozenset(sources), target)


ARROWS: dict[str, Arrow] = {
    # A check may be done again until the release; after a failure or a term that passed it must be.
    "check": _arrow(State.CHECKED, State.REGISTERED, State.CHECKED, State.FAILED, State.EXPIRED),
    "release": _arrow(State.RELEASED, State.CHECKED),
    # From BUILDING only when the lease of the worker ran out.
    "claim": _arrow(State.BUILDING, State.RELEASED, State.BUILDING),
    "finish": _arrow(State.READY, State.BUILDING),
    "fail": _arrow(State.FAILED, State.BUILDING),
    "take": _arrow(State.TAKEN, State.READY),
    "expire": _arrow(State.EXPIRED, State.READY),
    "refuse": _arrow(
        State.REFUSED, State.REGISTERED, State.CHECKED, State.RELEASED, State.FAILED, State.EXPIRED
    ),
    "cancel": _arrow(
        State.CANCELLED,
        State.REGISTERED,
        State.CHECKED,
        State.RELEASED,
        State.BUILDING,
        State.READY,
        State.FAILED,
        State.EXPIRED,
    ),
}

# Why an act cannot be done, by the state in which it finds the export.
SENTENCES: dict[str, Promise] = {
    State.REGISTERED: _(
        "This request has not been checked yet. Read the dossier and take out the names of others."
    ),
    State.CHECKED: _("This request has been checked and waits for release."),
    State.RELEASED: _("This request has been released. The file is being made."),
    State.BUILDING: _("The file is being made at this moment."),
    State.READY: _("The file is ready and waits to be handed over."),
    State.TAKEN: _("This file has been taken already. It can be taken once."),
    State.EXPIRED: _(
        "The file was not collected within 72 hours and has been removed. Have it checked again."
    ),
    State.REFUSED: _("This request has been refused."),
    State.CANCELLED: _("This request has been withdrawn."),
    State.FAILED: _("The file could not be made. Have the request checked again."),
}


def allowed(act: str, state: str) -> bool:
    """Whether the act may be done from this state."""
    return state in ARROWS[act].sources
