"""Short ways to bring a case somewhere, through the services only."""

import uuid
from datetime import date, timedelta
from typing import Any

from ground import clock
from incidents import services
from incidents.models import Category, Hearing, Incident, InvolvedPerson, Measure, Part, Scope, Verdict
from incidents.workflow import State
from tests.cast import Cast

PLACES = {
    "conduct": "Op 16 november stuurde Sam een kwetsend bericht in de groepsapp.",
    "view": "Sam zei dat het een grap was. U vindt het ook niet goed.",
    "why": "Een klasgenoot durfde niet meer naar gym.",
    "agreement": "Op maandag 30 november praten wij opnieuw met Sam en u.",
}


def report(cast: Cast, **facts: Any) -> Incident:
    """The teacher of 6A reports something about Sam."""
    facts.setdefault("actor", cast.teacher)
    facts.setdefault("key", uuid.uuid4())
    if not facts.keys() & {"pupils", "names", "staff_member", "unnamed_staff", "nobody_known"}:
        facts["pupils"] = [cast.sam]
    facts.setdefault("what", "In de groepsapp staat een kwetsend bericht.")
    facts.setdefault("happened_on", date(2026, 11, 16))
    return services.report_incident(school=cast.school, **facts)


def taken(cast: Cast, **facts: Any) -> Incident:
    """The care coordinator has it in hand."""
    return services.take_case(actor=cast.coordinator, incident=report(cast, **facts))


def assessed(cast: Cast, *, scope: str = Scope.SCHOOL_RELATED, **facts: Any) -> Incident:
    """Judged; Sam is who it is about, Noor is affected."""
    incident = taken(cast, **facts)
    involved = incident.people.filter(person=cast.sam).first()
    if involved:
        services.judge_person(
            actor=cast.coordinator, involved=involved, part=Part.ACCUSED, reason="Zijn bericht."
        )
    services.add_person(
        actor=cast.coordinator, incident=incident, person=cast.noor, part=Part.AFFECTED, reason="Over haar."
    )
    services.assess_case(
        actor=cast.coordinator,
        incident=incident,
        scope=scope,
        category=Category.HURTING,
        reason="Het kwetst.",
    )
    incident.refresh_from_db()
    return incident


def accused(incident: Incident) -> InvolvedPerson:
    """Who it is about."""
    return incident.people.select_related("person").get(part=Part.ACCUSED)


def invited(cast: Cast, **facts: Any) -> Hearing:
    """Sam and the parents have been invited."""
    return invite(cast, assessed(cast, **facts))


def invite(cast: Cast, incident: Incident, **words: Any) -> Hearing:
    facts = {
        "conduct": "Op 16 november stuurde Sam een bericht in de groepsapp.",
        "evidence": "Een schermafdruk van het bericht.",
        "possible_measure": "een waarschuwing",
        "meeting_at": clock.now() + timedelta(days=2),
        "place": "kamer van de intern begeleider",
        **words,
    }
    return services.invite_to_hearing(actor=cast.coordinator, involved=accused(incident), **facts)


def heard(cast: Cast, **facts: Any) -> Hearing:
    """Sam and the parents have been heard."""
    return hear(cast, invited(cast, **facts))


def hear(cast: Cast, hearing: Hearing, **words: Any) -> Hearing:
    facts = {
        "held_at": clock.now(),
        "pupil_heard": True,
        "parents_heard": True,
        "record": "Sam zegt dat het een grap was.",
        **words,
    }
    return services.record_hearing(actor=cast.coordinator, hearing=hearing, **facts)


def proposed(cast: Cast, **facts: Any) -> Measure:
    """A warning for Sam waits for the director."""
    hearing = heard(cast, **facts)
    return services.propose_measure(
        actor=cast.coordinator, involved=hearing.accused, reasons="Het is de tweede keer."
    )


def decided(cast: Cast, **facts: Any) -> Measure:
    """The director imposed it."""
    measure = proposed(cast, **facts)
    return services.decide_measure(
        actor=cast.director,
        measure=measure,
        verdict=Verdict.IMPOSED,
        reasons="Een klasgenoot durfde niet meer.",
    )


def written(cast: Cast, **facts: Any) -> Measure:
    """The letter is ready to go."""
    measure = decided(cast, **facts)
    services.write_letter(actor=cast.coordinator, measure=measure, places=PLACES)
    return measure


def sent(cast: Cast, **facts: Any) -> Measure:
    """The letters went out."""
    measure = written(cast, **facts)
    services.send_letter(actor=cast.coordinator, measure=measure)
    measure.refresh_from_db()
    return measure


def closed(cast: Cast, **facts: Any) -> Incident:
    """Ended with a warning."""
    return services.close_case(actor=cast.coordinator, incident=sent(cast, **facts).incident)


def in_state(cast: Cast, state: State) -> Incident:
    """A case of Sam in this state."""
    makers = {
        State.REPORTED: report,
        State.IN_ASSESSMENT: taken,
        State.OUT_OF_SCOPE: lambda cast: assessed(cast, scope=Scope.OUT_OF_SCOPE),
        State.IN_HEARING: assessed,
        State.PROPOSAL: lambda cast: proposed(cast).incident,
        State.DECIDED: lambda cast: decided(cast).incident,
        State.LETTER_SENT: lambda cast: sent(cast).incident,
        State.CLOSED: closed,
    }
    incident = makers[state](cast)
    incident.refresh_from_db()
    assert incident.state == state
    return incident


def offence(cast: Cast, **facts: Any) -> Incident:
    """A suspected sexual offence, reported by the teacher of 6A."""
    return services.report_sexual_offence_suspicion(
        actor=cast.teacher, school=cast.school, key=uuid.uuid4(), what="Ik maak me zorgen.", **facts
    )


def every_kind(cast: Cast) -> list[Incident]:
    """A case of every kind that goes to other readers."""
    return [
        report(cast),
        report(cast, actor=cast.other_teacher, pupils=[cast.daan]),
        report(cast, pupils=[], staff_member=cast.other_teacher.person),
        report(cast, pupils=[], staff_member=cast.director.person),
        report(cast, pupils=[], unnamed_staff=True),
        offence(cast),
        closed(cast),
    ]
