"""The demo's protocol: in force since the first day of school, read by many and not yet by all."""

import random
from datetime import date

import pytest

from desk.demo import people, policy
from desk.demo.stage import Stage
from policy.models import Acknowledgement
from policy.reading import has_acknowledged, version_in_force
from trail.models import Entry


@pytest.fixture
def stage(db: None, wednesday: object) -> Stage:
    made = people.play(date(2026, 11, 18), random.Random(1), pupils=40, password="een lang wachtwoord")
    policy.play(made)
    return made


def test_version_1_holds_from_the_first_monday_of_school(stage: Stage):
    assert version_in_force(stage.school, date(2026, 8, 23)) is None
    assert version_in_force(stage.school, date(2026, 8, 24)).number == 1


def test_a_newcomer_still_has_it_to_read_as_teacher_and_as_parent(stage: Stage):
    version = version_in_force(stage.school, stage.today)
    assert not has_acknowledged(stage.users["teacher"].person, version)
    assert not has_acknowledged(stage.users["parent"].person, version)


def test_most_have_read_it_in_the_weeks_that_followed(stage: Stage):
    moments = list(Acknowledgement.objects.values_list("at", flat=True))
    assert len(moments) > 30
    assert date(2026, 8, 24) <= min(moments).date() and max(moments).date() < stage.today


def test_every_step_stands_in_the_trail_at_its_own_time(stage: Stage):
    steps = Entry.objects.filter(subject_type="policy.protocolversion").order_by("id")
    assert list(steps.values_list("act", flat=True)) == [
        "policy.drafted", "policy.submitted", "policy.approved", "policy.published",
    ]  # fmt: skip
    assert steps.get(act="policy.published").at.date() == date(2026, 8, 21)


def test_in_the_first_week_of_the_school_year_there_is_a_protocol_too(db: None, wednesday: object):
    made = people.play(date(2026, 8, 20), random.Random(1), pupils=8, password="een lang wachtwoord")
    policy.play(made)
    assert version_in_force(made.school, made.today) is not None
