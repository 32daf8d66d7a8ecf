"""A warning: proposed with reasons, decided by the director, never before the other side was heard."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ground.errors import RuleBroken
from incidents import services
from incidents.models import Measure, Part, Scope, Verdict
from incidents.workflow import State
from tests.cast import Cast
from tests.incidents import play
from trail.models import Entry


def decide(cast: Cast, measure: Measure, verdict: str = Verdict.IMPOSED, **facts: object) -> Measure:
    facts.setdefault("actor", cast.director)
    return services.decide_measure(measure=measure, verdict=verdict, reasons="Nodig.", **facts)


def propose_for_sam(cast: Cast, incident: object) -> Measure:
    return services.propose_measure(actor=cast.coordinator, involved=play.accused(incident), reasons="Nodig.")


def test_the_director_decides_and_the_trail_knows_about_whom(cast: Cast) -> None:
    measure = decide(cast, play.proposed(cast))
    assert measure.incident.pk and measure.is_imposed
    line = Entry.objects.get(act="incidents.measure_decided")
    assert (line.actor, line.about_person) == (cast.director, cast.sam.pk)


def test_no_decision_before_the_hearing_names_the_ruling(cast: Cast) -> None:
    measure = propose_for_sam(cast, play.assessed(cast))
    with pytest.raises(RuleBroken) as refused:
        decide(cast, measure)
    assert "RBOVE:2014:4116" in refused.value.source


@pytest.mark.parametrize("heard", [{"parents_heard": False}, {"pupil_heard": False}])
def test_no_decision_while_one_of_them_has_not_been_heard(cast: Cast, heard: dict[str, bool]) -> None:
    hearing = play.hear(cast, play.invited(cast), **heard)
    measure = propose_for_sam(cast, hearing.incident)
    with pytest.raises(RuleBroken) as refused:
        decide(cast, measure)
    assert "RBOVE:2014:4116" in refused.value.source


def test_a_waiver_opens_the_decision(cast: Cast) -> None:
    hearing = play.invited(cast)
    services.waive_hearing(actor=cast.coordinator, hearing=hearing, said_by="Moeder, aan de telefoon.")
    assert decide(cast, propose_for_sam(cast, hearing.incident)).is_imposed


def test_no_measure_on_what_lies_outside_the_protocol(cast: Cast) -> None:
    incident = play.assessed(cast, scope=Scope.OUT_OF_SCOPE)
    with pytest.raises(RuleBroken) as refused:
        propose_for_sam(cast, incident)
    assert refused.value.source == "Protocol, doelgroep en reikwijdte"


def test_a_measure_is_for_one_known_pupil_whom_it_is_about(cast: Cast) -> None:
    incident = play.assessed(cast)
    with pytest.raises(RuleBroken) as refused:
        services.propose_measure(
            actor=cast.coordinator, involved=incident.people.get(part=Part.AFFECTED), reasons="x"
        )
    assert refused.value.source == "Protocol, deel A, punt 3"


def test_a_parent_gets_no_measure_of_a_pupil(cast: Cast) -> None:
    incident = play.assessed(cast, pupils=[], names=["een vader"])
    involved = services.add_person(
        actor=cast.coordinator,
        incident=incident,
        person=cast.father.person,
        part=Part.ACCUSED,
        reason="Bericht.",
    )
    with pytest.raises(RuleBroken, match="geen leerling"):
        services.propose_measure(actor=cast.coordinator, involved=involved, reasons="x")


def test_one_proposal_at_a_time(cast: Cast) -> None:
    measure = play.proposed(cast)
    with pytest.raises(RuleBroken):
        propose_for_sam(cast, measure.incident)


def test_the_care_coordinator_proposes_but_does_not_decide(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="de directeur"):
        decide(cast, play.proposed(cast), actor=cast.coordinator)


def test_one_person_may_propose_and_decide_a_warning(cast: Cast) -> None:
    hearing = play.heard(cast)
    services.take_case(actor=cast.director, incident=hearing.incident)
    measure = services.propose_measure(
        actor=cast.director, involved=hearing.accused, reasons="Kleine school."
    )
    assert decide(cast, measure).is_imposed


def test_the_database_asks_four_eyes_for_anything_above_a_warning(cast: Cast) -> None:
    measure = play.decided(cast)
    with pytest.raises(IntegrityError, match="proposer_is_not_decider"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(kind="suspension", proposed_by=cast.director)


def test_the_database_refuses_half_a_decision(cast: Cast) -> None:
    measure = play.proposed(cast)
    with pytest.raises(IntegrityError, match="decision_whole"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(verdict=Verdict.IMPOSED)


def test_a_rejected_measure_leads_back_to_the_hearing(cast: Cast) -> None:
    measure = decide(cast, play.proposed(cast), Verdict.REJECTED)
    measure.incident.refresh_from_db()
    assert measure.incident.state == State.IN_HEARING


def test_a_second_measure_that_is_rejected_leads_back_to_the_sent_letter(cast: Cast) -> None:
    incident = play.sent(cast).incident
    daan = services.add_person(
        actor=cast.coordinator, incident=incident, person=cast.daan, part=Part.ACCUSED, reason="Deed mee."
    )
    hearing = services.invite_to_hearing(
        actor=cast.coordinator,
        involved=daan,
        conduct="Een bericht.",
        evidence="Een schermafdruk.",
        possible_measure="een waarschuwing",
        meeting_at=play.clock.now() + play.timedelta(days=1),
        place="op school",
    )
    play.hear(cast, hearing, record="Hij lachte alleen.")
    measure = services.propose_measure(actor=cast.coordinator, involved=daan, reasons="Deed mee.")
    decide(cast, measure, Verdict.REJECTED)
    incident.refresh_from_db()
    assert incident.state == State.LETTER_SENT


def test_staff_get_no_measure_here_and_the_refusal_says_what_does_happen(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person)
    services.take_case(actor=cast.director, incident=incident)
    services.assess_case(
        actor=cast.director,
        incident=incident,
        scope=Scope.OVERLAP,
        category="hurting",
        boundary_crossing=False,
        reason="x",
    )
    with pytest.raises(RuleBroken, match="Maatregelen voor medewerkers"):
        services.propose_measure(actor=cast.director, involved=play.accused(incident), reasons="x")
