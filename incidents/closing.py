"""The end of a case: with a measure that has been told, or with the reason why there is none; and reopening."""

from django.db import transaction

from ground import clock
from incidents import rules
from incidents.access import Access
from incidents.casefile import CaseFile
from incidents.models import Incident, Outcome
from incidents.steps import hold, move, write
from incidents.telling import tell_outcome
from incidents.workflow import Act, State
from people.models import User


@transaction.atomic
def close_case(*, actor: User, incident: Incident) -> Incident:
    """Close a case whose measures have all been decided and told (A7)."""
    incident = hold(incident)
    Access(actor, incident).require(Act.CLOSE)
    rules.refuse(rules.against_closing(CaseFile(incident)))
    move(incident, Act.CLOSE, to=State.CLOSED, closed_at=clock.now(), outcome=Outcome.MEASURE)
    write(actor=actor, incident=incident, act=Act.CLOSE)
    return incident


@transaction.atomic
def close_without_measure(*, actor: User, incident: Incident, reason: str) -> Incident:
    """Close a case with the reason why there is no measure, or because it lies outside the protocol (D2).

    Who had been invited hears that the case has ended.
    """
    incident = hold(incident)
    Access(actor, incident).require(Act.CLOSE_WITHOUT_MEASURE)
    file = CaseFile(incident)
    rules.refuse(rules.against_closing_without(file))
    outside = file.assessment is not None and not file.assessment.in_scope
    outcome = Outcome.OUT_OF_SCOPE if outside else Outcome.NO_MEASURE
    move(incident, Act.CLOSE_WITHOUT_MEASURE, to=State.CLOSED, closed_at=clock.now(), outcome=outcome)
    write(
        actor=actor,
        incident=incident,
        act=Act.CLOSE_WITHOUT_MEASURE,
        text=reason,
        details={"outcome": outcome},
    )
    turn = incident.events.filter(act=Act.CLOSE_WITHOUT_MEASURE).count()
    for hearing in file.hearings:
        hearing.accused.incident = incident
        tell_outcome(hearing.accused, turn)
    return incident


@transaction.atomic
def reopen_case(*, actor: User, incident: Incident, reason: str) -> Incident:
    """Open a closed case again, with the reason; whoever does so has it in hand and assesses it anew."""
    incident = hold(incident)
    Access(actor, incident).require(Act.REOPEN)
    move(incident, Act.REOPEN, to=State.IN_ASSESSMENT, closed_at=None, outcome="", handler_id=actor.person.pk)
    write(actor=actor, incident=incident, act=Act.REOPEN, text=reason)
    return incident
