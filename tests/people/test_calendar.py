"""The school's calendar: bells, short days, holidays, school hours."""

from datetime import date, datetime, time

import pytest

from ground import clock
from people.calendar import SchoolCalendar
from people.models import BellChange, School
from tests.cast import make_school


@pytest.fixture
def school(db: None) -> School:
    return make_school()[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM)


@pytest.mark.parametrize(
    ("taken", "back"),
    [
        ("2026-11-16T09:40", "2026-11-16T14:00"),  # Monday
        ("2026-11-18T09:40", "2026-11-18T12:15"),  # Wednesday, a short day
        ("2026-11-18T12:14", "2026-11-18T12:15"),
        ("2026-11-18T12:15", "2026-11-18T18:00"),  # at the bell it has gone: when the building closes
        ("2026-11-18T19:00", "2026-11-18T23:59"),  # an evening at school
        ("2026-11-21T11:00", "2026-11-21T18:00"),  # Saturday
        ("2026-12-18T10:00", "2026-12-18T12:15"),  # the Friday before Christmas
        ("2026-12-21T10:00", "2026-12-21T18:00"),  # in the holiday
        ("2026-10-25T10:00", "2026-10-25T18:00"),  # the day of 25 hours
        ("2027-03-28T10:00", "2027-03-28T18:00"),  # the day of 23 hours
        ("2028-02-29T09:00", "2028-02-29T14:00"),
    ],
)
def test_a_phone_goes_back_the_same_day(school: School, taken: str, back: str) -> None:
    assert SchoolCalendar(school).end_of_school_day(at(taken)) == at(back)


def test_a_changed_bell_counts_for_its_day_only(school: School) -> None:
    BellChange.objects.create(school=school, day=date(2026, 11, 17), starts=time(8, 30), ends=time(11, 0))
    calendar = SchoolCalendar(school)
    assert calendar.end_of_school_day(at("2026-11-17T09:00")) == at("2026-11-17T11:00")
    assert calendar.end_of_school_day(at("2026-11-16T09:00")) == at("2026-11-16T14:00")


def test_five_school_days_step_over_weekend_and_holiday(school: School) -> None:
    calendar = SchoolCalendar(school)
    assert calendar.add_school_days(date(2026, 11, 18), 5) == date(2026, 11, 25)
    assert calendar.add_school_days(date(2026, 12, 17), 2) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("2026-11-16T09:00", "2026-11-16T11:00"),
        ("2026-11-16T13:00", "2026-11-17T09:30"),  # one hour on Monday, one on Tuesday
        ("2026-11-18T12:00", "2026-11-19T10:15"),  # a quarter on Wednesday
        ("2026-11-20T12:15", "2026-11-23T10:30"),  # Friday after the bell: Monday
        ("2026-12-18T11:15", "2027-01-04T09:30"),  # over Christmas
        ("2026-11-16T06:00", "2026-11-16T10:30"),  # before school
    ],
)
def test_two_school_hours_stand_still_when_there_is_no_school(
    school: School, asked: str, answered: str
) -> None:
    assert SchoolCalendar(school).add_school_hours(at(asked), 2) == at(answered)


def test_a_school_without_bells_still_gives_a_date(db: None) -> None:
    bare = School.objects.create(name="Leeg", brin="98ZZ", kind="public", board_name="b", email="a@b.example")
    assert SchoolCalendar(bare).next_school_day(date(2026, 11, 18)) == date(2026, 11, 19)


def test_the_calendar_asks_two_questions_however_long_the_walk(
    school: School, django_assert_num_queries: object
) -> None:
    calendar = SchoolCalendar(school)
    with django_assert_num_queries(2):
        calendar.add_school_days(date(2026, 11, 18), 60)
