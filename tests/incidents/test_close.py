"""A case ends with a measure that was told or with a reasoned "no measure"; and it can open again."""

import pytest

from ground.errors import RuleBroken
from incidents import services
from incidents.models import Incident, Outcome, Scope
from incidents.workflow import State
from notices.models import Notice
from tests.cast import Cast
from tests.incidents import play


def staff_case(cast: Cast, *, crossed: bool) -> Incident:
    """A judged case about a member of staff, in the director's hands."""
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person)
    services.take_case(actor=cast.director, incident=incident)
    services.assess_case(
        actor=cast.director,
        incident=incident,
        scope=Scope.OVERLAP,
        category="hurting",
        boundary_crossing=crossed,
        reason="Gelezen.",
    )
    return incident


def close_without(cast: Cast, incident: Incident, **facts: object) -> Incident:
    facts.setdefault("actor", cast.coordinator)
    return services.close_without_measure(incident=incident, reason="Het was een misverstand.", **facts)


def test_a_case_closes_with_its_measure(cast: Cast) -> None:
    incident = play.closed(cast)
    assert (incident.state, incident.outcome) == (State.CLOSED, Outcome.MEASURE)


def test_a_case_closes_without_a_measure_with_the_reason(cast: Cast) -> None:
    incident = close_without(cast, play.assessed(cast))
    assert (incident.state, incident.outcome) == (State.CLOSED, Outcome.NO_MEASURE)
    assert incident.events.last().text == "Het was een misverstand."


def test_a_case_outside_the_protocol_closes_as_such(cast: Cast) -> None:
    incident = close_without(cast, play.assessed(cast, scope=Scope.OTHER_ROUTE))
    assert incident.outcome == Outcome.OUT_OF_SCOPE


def test_a_case_that_nobody_judged_does_not_close(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        close_without(cast, play.taken(cast))
    assert refused.value.source == "Protocol, doelgroep en reikwijdte"


def test_a_decision_that_was_not_told_holds_the_case_open(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.close_case(actor=cast.coordinator, incident=play.decided(cast).incident)
    assert refused.value.source == "Protocol, deel A, punt 7"


def test_a_proposal_holds_the_case_open(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        close_without(cast, play.proposed(cast).incident)


def test_who_was_invited_hears_that_it_ended(cast: Cast) -> None:
    close_without(cast, play.heard(cast).incident)
    told = {notice.recipient for notice in Notice.objects.filter(kind="incidents.outcome")}
    assert told == {cast.mother.email, cast.father.email}


def test_staff_conduct_that_crossed_boundaries_does_not_close_before_the_call(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="0900-1113111") as refused:
        close_without(cast, staff_case(cast, crossed=True), actor=cast.director)
    assert refused.value.source == "Protocol, sancties, punt 2"


def test_other_staff_conduct_closes_with_a_reason(cast: Cast) -> None:
    incident = close_without(cast, staff_case(cast, crossed=False), actor=cast.director)
    assert incident.state == State.CLOSED


def test_staff_conduct_is_judged_on_crossing_boundaries(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person)
    services.take_case(actor=cast.director, incident=incident)
    with pytest.raises(RuleBroken) as refused:
        services.assess_case(
            actor=cast.director, incident=incident, scope=Scope.OVERLAP, category="hurting", reason="x"
        )
    assert refused.value.field == "boundary_crossing"


def test_a_judgement_within_the_protocol_has_a_category(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.assess_case(
            actor=cast.coordinator, incident=play.taken(cast), scope=Scope.OVERLAP, reason="x"
        )
    assert refused.value.field == "category"


def test_a_suspected_offence_is_neither_judged_nor_closed_by_the_school(cast: Cast) -> None:
    import uuid

    incident = services.report_sexual_offence_suspicion(
        actor=cast.teacher, school=cast.school, key=uuid.uuid4(), what="Zorg."
    )
    services.take_case(actor=cast.board, incident=incident)
    with pytest.raises(RuleBroken) as refused:
        services.assess_case(
            actor=cast.board, incident=incident, scope=Scope.OVERLAP, category="hurting", reason="x"
        )
    assert refused.value.source == "WPO, artikel 4a"
    with pytest.raises(RuleBroken):
        close_without(cast, incident, actor=cast.board)


def test_a_case_opens_again_with_a_reason_and_is_judged_anew(cast: Cast) -> None:
    incident = services.reopen_case(actor=cast.director, incident=play.closed(cast), reason="Nieuw bericht.")
    assert (incident.state, incident.outcome, incident.closed_at) == (State.IN_ASSESSMENT, "", None)
    assert incident.handler == cast.director.person
    assert incident.events.last().text == "Nieuw bericht."
