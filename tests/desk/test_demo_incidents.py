"""The cases of the demo: a newcomer finds each state, and each sign-in what belongs to it."""

import random
from datetime import date
from typing import Any

import pytest

from desk.demo import incidents, people
from desk.demo.stage import Stage
from ground import clock
from incidents.access import own_sides, receipts_of, visible_to
from incidents.models import Incident, Letter, Outcome, Route
from incidents.workflow import State


@pytest.fixture
def stage(db: None, wednesday: object) -> Stage:
    played = people.play(clock.today(), random.Random(1), pupils=24, password="een lang wachtwoord")
    incidents.play(played)
    return played


def test_there_is_a_case_in_each_state_a_newcomer_wants_to_see(stage: Stage) -> None:
    states = set(Incident.objects.values_list("state", flat=True))
    assert states >= {State.REPORTED, State.IN_HEARING, State.PROPOSAL, State.CLOSED}
    outcomes = set(Incident.objects.filter(state=State.CLOSED).values_list("outcome", flat=True))
    assert outcomes == set(Outcome)


def test_each_sign_in_finds_what_belongs_to_it(stage: Stage) -> None:
    users = stage.users
    assert visible_to(users["teacher"]).count() == 2
    assert visible_to(users["director"]).count() == Incident.objects.count()
    assert visible_to(users["board"]).get().route == Route.STAFF
    assert not visible_to(users["admin"]).exists()
    assert receipts_of(users["caretaker"]).exists()
    assert own_sides(users["parent"]).count() == own_sides(users["parent2"]).count() == 1
    assert Letter.objects.filter(recipient=users["parent3"].person).exists()


def test_numbers_follow_the_calendar_and_nothing_happens_in_the_future(stage: Stage) -> None:
    rows = Incident.objects.order_by("reported_at")
    assert [row.number for row in rows] == list(range(1, 8))
    assert rows.last().reported_at < clock.now()


@pytest.mark.parametrize("today", [date(2026, 8, 2), date(2027, 1, 4), date(2027, 7, 31)])
def test_it_plays_on_any_day_of_the_year(db: None, wednesday: Any, today: date) -> None:
    wednesday.move_to(clock.at(today, clock.local(clock.now()).time()))
    played = people.play(today, random.Random(2), pupils=8, password="een lang wachtwoord")
    incidents.play(played)
    assert Incident.objects.count() == 7
