"""What every act in a case is built of: hold the row, move by the table, write what happened."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from incidents.models import CaseEvent, Incident, Route
from incidents.workflow import ARROWS, Act, State, may_follow
from people.models import User
from trail import services as trail

# The words of an act in the trail ("incidents.taken").
TRAIL = {
    Act.REPORT: "reported",
    Act.TAKE: "taken",
    Act.ASSESS: "assessed",
    Act.ADD_PERSON: "person_added",
    Act.JUDGE_PERSON: "person_judged",
    Act.INVITE: "invited",
    Act.GIVE_VIEW: "view_given",
    Act.RECORD_HEARING: "hearing_recorded",
    Act.WAIVE_HEARING: "hearing_waived",
    Act.PROPOSE: "measure_proposed",
    Act.DECIDE: "measure_decided",
    Act.WRITE_LETTER: "letter_written",
    Act.SEND_LETTER: "letter_sent",
    Act.CLOSE: "closed",
    Act.CLOSE_WITHOUT_MEASURE: "closed_without_measure",
    Act.REOPEN: "reopened",
    Act.NOTE: "noted",
    Act.RELEASE_MESSAGES: "messages_released",
    Act.OPEN_TO: "opened_to",
}


def hold(incident: Incident) -> Incident:
    """The case as it is now, locked until the transaction ends, so that one act at a time judges it."""
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related("handler", "school")
        .get(pk=incident.pk)
    )


def move(incident: Incident, act: Act, *, to: State | None = None, **changes: Any) -> None:
    """Take the step if the case is still in a state that the table names, else raise RuleBroken.

    Without `to` the state stays. `changes` are further fields of the case.
    """
    if to is not None and to not in ARROWS[act].targets:
        raise ValueError(f"{act} does not lead to {to}")
    changes["state"] = to or incident.state
    moved = Incident.objects.filter(
        pk=incident.pk, state__in=ARROWS[act].sources, handler=incident.handler_id
    )
    if not may_follow(incident.state, act) or moved.update(**changes) != 1:
        state = Incident.objects.values_list("state", flat=True).get(pk=incident.pk)
        raise RuleBroken(
            _("This cannot be done now: the case is %(state)s.") % {"state": State(state).label},
            source=_("The steps of a case"),
        )
    for name, value in changes.items():
        setattr(incident, name, value)


def write(
    *,
    actor: User,
    incident: Incident,
    act: Act,
    text: str = "",
    about: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write what happened: in the story of the case with its words, in the trail without them."""
    CaseEvent.objects.create(incident=incident, act=act, at=clock.now(), actor=actor, text=text)
    trail.record(
        actor=actor,
        act=f"incidents.{TRAIL[act]}",
        subject=incident,
        about=about,
        school=incident.school_id,
        details=details,
        restricted=is_restricted(incident),
    )


def is_restricted(incident: Incident) -> bool:
    """Whether only the circle of the case may know of it, in the trail too."""
    return incident.route != Route.ORDINARY or incident.board_handles
