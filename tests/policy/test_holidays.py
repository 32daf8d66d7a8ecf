"""The days on which a term of law does not end."""

from datetime import date

import pytest

from policy.holidays import easter, is_working_day, kings_day, public_holidays, working_day_from


@pytest.mark.parametrize(
    "day",
    [
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2038, 4, 25),
        date(2285, 3, 22),
    ],
)
def test_easter_falls_where_the_tables_say(day):
    assert easter(day.year) == day


def test_kings_day_is_27_april():
    assert kings_day(2026) == date(2026, 4, 27)


def test_kings_day_moves_to_saturday_when_it_is_a_sunday():
    assert kings_day(2031) == date(2031, 4, 26)


def test_the_holidays_of_2027_are_these():
    assert sorted(public_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 28),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 5),
        date(2027, 5, 6),
        date(2027, 5, 16),
        date(2027, 5, 17),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]


def test_liberation_day_is_no_working_day_in_any_year():
    assert not is_working_day(date(2026, 5, 5))


def test_the_day_after_kings_day_is_a_working_day():
    assert working_day_from(date(2027, 4, 27)) == date(2027, 4, 28)


def test_a_working_day_stays_where_it_is():
    assert working_day_from(date(2026, 11, 18)) == date(2026, 11, 18)


def test_easter_weekend_is_passed_in_one_go():
    assert working_day_from(date(2027, 3, 26)) == date(2027, 3, 30)
