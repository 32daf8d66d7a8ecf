"""What waits for somebody: a new report, the own next step, a decision, an invitation, a letter."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ground import clock
from incidents import services
from incidents.due import due_for
from people.due import Due
from people.models import User
from people.standing import Standing
from tests.cast import Cast
from tests.incidents import play


def lines(user: User) -> list[Due]:
    return due_for(Standing.of(user))


def steps(user: User) -> list[str]:
    return [line.step for line in lines(user)]


def test_a_new_report_waits_for_care_coordinator_and_director_until_the_next_school_day(cast: Cast) -> None:
    incident = play.report(cast)
    for user in (cast.coordinator, cast.director):
        (line,) = lines(user)
        assert incident.code in line.title
        assert clock.local(line.due).isoformat()[:16] == "2026-11-19T14:00"
    assert lines(cast.teacher) == lines(cast.board) == lines(cast.administrator) == []


def test_an_offence_waits_for_the_board_today(cast: Cast) -> None:
    services.report_sexual_offence_suspicion(
        actor=cast.teacher, school=cast.school, key=uuid.uuid4(), what="Zorg."
    )
    (line,) = lines(cast.board)
    assert clock.local(line.due).date() == clock.today()
    assert lines(cast.director) == []


def test_a_case_in_hand_waits_for_its_handler_only(cast: Cast) -> None:
    play.taken(cast)
    assert steps(cast.coordinator) == ["Beoordelen"]
    assert steps(cast.director) == []


def test_a_proposal_waits_for_the_director(cast: Cast) -> None:
    play.proposed(cast)
    assert steps(cast.director) == ["Besluiten"]


def test_a_closed_case_waits_for_nobody_on_the_staff(cast: Cast) -> None:
    play.closed(cast)
    assert steps(cast.coordinator) == steps(cast.director) == []


def test_a_guardian_finds_the_talk_then_the_letter_and_after_two_weeks_nothing(
    cast: Cast, wednesday: Any
) -> None:
    hearing = play.invited(cast)
    (line,) = lines(cast.mother)
    assert (line.step, line.due) == ("Uitnodiging lezen", hearing.meeting_at)
    assert lines(cast.stepfather) == lines(cast.noors_mother) == []

    play.hear(cast, hearing)
    assert lines(cast.mother) == []
    measure = services.propose_measure(actor=cast.coordinator, involved=hearing.accused, reasons="Nodig.")
    services.decide_measure(actor=cast.director, measure=measure, verdict="imposed", reasons="Nodig.")
    services.write_letter(actor=cast.coordinator, measure=measure, places=play.PLACES)
    services.send_letter(actor=cast.coordinator, measure=measure)
    assert steps(cast.mother) == ["Brief lezen"]
    wednesday.shift(timedelta(days=15))
    assert lines(cast.mother) == []


def test_worries_at_home_keep_the_guardians_desk_empty(cast: Cast) -> None:
    play.invited(cast, worries_at_home=True)
    assert lines(cast.mother) == []


@pytest.mark.parametrize("member", ["coordinator", "director", "mother", "teacher"])
def test_the_number_of_queries_does_not_grow_with_the_cases(cast: Cast, member: str) -> None:
    standing = Standing.of(getattr(cast, member))

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            due_for(standing)
        return len(caught)

    play.invited(cast)
    play.report(cast)
    few = count()
    for _time in range(4):
        play.invited(cast)
        play.report(cast)
    assert count() == few <= 6
