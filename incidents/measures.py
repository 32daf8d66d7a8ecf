"""Measures: proposed with reasons, decided by whoever has the mandate, never before the other side was heard."""

from django.db import transaction
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from incidents import rules
from incidents.access import Access
from incidents.casefile import CaseFile
from incidents.models import InvolvedPerson, Measure, MeasureKind, Verdict
from incidents.steps import hold, move, write
from incidents.workflow import Act, State
from people.models import User


@transaction.atomic
def propose_measure(
    *, actor: User, involved: InvolvedPerson, reasons: str, kind: str = MeasureKind.WARNING
) -> Measure:
    """Propose a measure against one accused pupil, with the reasons."""
    incident = hold(involved.incident)
    Access(actor, incident).require(Act.PROPOSE)
    rules.refuse(rules.against_proposing(CaseFile(incident), involved))
    move(incident, Act.PROPOSE, to=State.PROPOSAL)
    measure = Measure.objects.create(
        incident=incident,
        accused=involved,
        kind=kind,
        reasons=reasons,
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    write(
        actor=actor,
        incident=incident,
        act=Act.PROPOSE,
        text=reasons,
        about=involved.person_id,
        details={"kind": kind},
    )
    return measure


@transaction.atomic
def decide_measure(*, actor: User, measure: Measure, verdict: str, reasons: str) -> Measure:
    """Impose the proposed measure or not, with reasons. Refused before the hearing or its waiver.

    A warning for a pupil may be proposed and decided by one person (access table, mandates).
    """
    incident = hold(measure.incident)
    Access(actor, incident).require(Act.DECIDE)
    file = CaseFile(incident)
    rules.refuse(rules.against_deciding(file, measure))
    before = State.LETTER_SENT if file.imposed else State.IN_HEARING
    move(incident, Act.DECIDE, to=State.DECIDED if verdict == Verdict.IMPOSED else before)
    decided = Measure.objects.filter(pk=measure.pk, verdict="").update(
        verdict=verdict, verdict_reasons=reasons, decided_by=actor, decided_at=clock.now()
    )
    if decided != 1:
        raise RuleBroken(_("This measure has been decided already."))
    measure.refresh_from_db()
    write(
        actor=actor,
        incident=incident,
        act=Act.DECIDE,
        text=reasons,
        about=measure.accused.person_id,
        details={"kind": measure.kind, "verdict": verdict},
    )
    return measure
