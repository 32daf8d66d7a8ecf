"""Every pair of a state and an act: allowed where the table has an arrow, refused everywhere else."""

from collections.abc import Callable
from typing import Any

import pytest

from ground.errors import RuleBroken
from incidents import services
from incidents.models import Incident, Part, Scope, Verdict
from incidents.workflow import ARROWS, Act, State, may_follow
from tests.cast import Cast
from tests.incidents import play

Try = Callable[[Cast, Incident], Any]


def last_measure(incident: Incident) -> Any:
    return incident.measures.order_by("proposed_at").last()


def _invite(cast: Cast, incident: Incident) -> Any:
    """Somebody who has not been invited yet: Noor, whom the handler names as accused too."""
    involved = (
        incident.people.filter(person=cast.noor).first() or incident.people.filter(person=cast.sam).first()
    )
    type(involved).objects.filter(pk=involved.pk, hearing__isnull=True).update(part=Part.ACCUSED)
    involved.refresh_from_db()
    return play.services.invite_to_hearing(
        actor=cast.coordinator,
        involved=involved,
        conduct="Een bericht van 16 november.",
        evidence="Een schermafdruk.",
        possible_measure="een waarschuwing",
        meeting_at=play.clock.now() + play.timedelta(days=1),
        place="op school",
    )


def _hearing(cast: Cast, incident: Incident) -> Any:
    """A hearing that is still open, whatever the state of the case."""
    hearing = incident.hearings.first()
    if hearing is None:
        involved = incident.people.filter(person=cast.sam).first()
        hearing = play.Hearing.objects.create(
            incident=incident,
            accused=involved,
            conduct="x",
            evidence="x",
            possible_measure="x",
            place="x",
            meeting_at=play.clock.now(),
        )
    play.Hearing.objects.filter(pk=hearing.pk).update(held_at=None, pupil_heard=False, parents_heard=False)
    return hearing


def _view(cast: Cast, incident: Incident) -> Any:
    involved = _hearing(cast, incident).accused
    type(involved).objects.filter(pk=involved.pk).update(part=Part.ACCUSED)
    return services.give_view(actor=cast.mother, involved=involved, text="Hij had er spijt van.")


def _propose(cast: Cast, incident: Incident) -> Any:
    """For somebody without a measure yet."""
    involved = (
        incident.people.filter(person=cast.noor).first() or incident.people.filter(person=cast.sam).first()
    )
    type(involved).objects.filter(pk=involved.pk).update(part=Part.ACCUSED)
    involved.refresh_from_db()
    return services.propose_measure(actor=cast.coordinator, involved=involved, reasons="Nodig.")


def _measure(cast: Cast, incident: Incident) -> Any:
    """A measure to act on; in a state that has none yet, a proposed one put there by hand."""
    return last_measure(incident) or play.Measure.objects.create(
        incident=incident,
        accused=incident.people.filter(person=cast.sam).first(),
        kind="warning",
        reasons="x",
        proposed_by=cast.coordinator,
    )


def _release(cast: Cast, incident: Incident) -> Any:
    Incident.objects.filter(pk=incident.pk).update(worries_at_home=True)
    return services.release_messages(actor=cast.coordinator, incident=incident, reason="Veilig.")


TRIES: dict[Act, Try] = {
    Act.TAKE: lambda cast, case: services.take_case(actor=cast.director, incident=case),
    Act.ASSESS: lambda cast, case: services.assess_case(
        actor=cast.coordinator,
        incident=case,
        scope=Scope.OVERLAP,
        category="bullying",
        reason="Opnieuw bekeken.",
    ),
    Act.ADD_PERSON: lambda cast, case: services.add_person(
        actor=cast.coordinator, incident=case, part=Part.WITNESS, name="Een buurvrouw", reason="Zij zag het."
    ),
    Act.JUDGE_PERSON: lambda cast, case: services.judge_person(
        actor=cast.coordinator,
        involved=case.people.filter(hearing__isnull=True).first()
        or case.people.filter(person=cast.sam).first(),
        part=Part.WITNESS,
        reason="Zag het.",
    ),
    Act.INVITE: _invite,
    Act.GIVE_VIEW: _view,
    Act.RECORD_HEARING: lambda cast, case: play.hear(cast, _hearing(cast, case)),
    Act.WAIVE_HEARING: lambda cast, case: services.waive_hearing(
        actor=cast.coordinator, hearing=_hearing(cast, case), said_by="Moeder, aan de telefoon."
    ),
    Act.PROPOSE: _propose,
    Act.DECIDE: lambda cast, case: services.decide_measure(
        actor=cast.director, measure=_measure(cast, case), verdict=Verdict.IMPOSED, reasons="Nodig."
    ),
    Act.WRITE_LETTER: lambda cast, case: services.write_letter(
        actor=cast.coordinator, measure=_measure(cast, case), places=play.PLACES
    ),
    Act.SEND_LETTER: lambda cast, case: _send(cast, case),
    Act.CLOSE: lambda cast, case: services.close_case(actor=cast.coordinator, incident=case),
    Act.CLOSE_WITHOUT_MEASURE: lambda cast, case: services.close_without_measure(
        actor=cast.coordinator, incident=case, reason="Het was een misverstand."
    ),
    Act.REOPEN: lambda cast, case: services.reopen_case(
        actor=cast.director, incident=case, reason="Er is meer bekend."
    ),
    Act.NOTE: lambda cast, case: services.add_note(actor=cast.coordinator, incident=case, text="Gebeld."),
    Act.RELEASE_MESSAGES: _release,
    Act.OPEN_TO: lambda cast, case: services.open_to(
        actor=cast.coordinator, incident=case, reader=cast.confidant.person, reason="Steun."
    ),
}


def _send(cast: Cast, incident: Incident) -> Any:
    measure = _measure(cast, incident)
    if not measure.drafts.exists() and measure.verdict:
        services.write_letter(actor=cast.coordinator, measure=measure, places=play.PLACES)
    return services.send_letter(actor=cast.coordinator, measure=measure)


def test_every_act_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(ARROWS) == set(Act) - {Act.REPORT}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", TRIES)
def test_an_act_is_done_where_the_table_has_an_arrow_and_refused_elsewhere(
    cast: Cast, state: State, act: Act
) -> None:
    incident = play.in_state(cast, state)
    if state == State.REPORTED and act not in (Act.TAKE, Act.REOPEN):
        # Somebody must have it in hand before the state of the case can be what refuses.
        Incident.objects.filter(pk=incident.pk).update(handler=cast.coordinator.person)
        incident.refresh_from_db()
    if may_follow(state, act):
        TRIES[act](cast, incident)
        incident.refresh_from_db()
        assert incident.state in (ARROWS[act].targets or {state}) | ({state} if act == Act.TAKE else set())
    else:
        with pytest.raises(RuleBroken) as refused:
            TRIES[act](cast, incident)
        incident.refresh_from_db()
        assert refused.value.message
        assert incident.state == state


def test_of_two_who_take_a_report_only_the_last_one_has_it(cast: Cast) -> None:
    incident = play.report(cast)
    services.take_case(actor=cast.coordinator, incident=incident)
    services.take_case(actor=cast.director, incident=incident)
    incident.refresh_from_db()
    assert incident.handler == cast.director.person
    assert incident.state == State.IN_ASSESSMENT


def test_a_decision_that_was_taken_cannot_be_taken_again(cast: Cast) -> None:
    measure = play.proposed(cast)
    first = {"actor": cast.director, "verdict": Verdict.REJECTED, "reasons": "Niet nodig."}
    services.decide_measure(measure=measure, **first)
    with pytest.raises(RuleBroken):
        services.decide_measure(
            measure=measure, actor=cast.director, verdict=Verdict.IMPOSED, reasons="Toch."
        )
    measure.refresh_from_db()
    assert measure.verdict == Verdict.REJECTED
