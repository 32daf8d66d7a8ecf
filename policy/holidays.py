"""The days on which a term of law does not end: weekends and the generally recognised holidays.

Algemene termijnenwet, article 3: New Year's Day, Easter Monday, Ascension Day, Whit Monday, both days of
Christmas, the King's birthday and 5 May, and Good Friday, which that law puts on a par with them. Days that
the government puts on a par for a single year are not known here; a term that ends on one is given a day
early, which is the safe side for whoever has to act.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6
ONE_DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of a year in the Gregorian calendar."""
    century, place = divmod(year, 100)
    golden = year % 19
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    leap_year, year_rest = divmod(place, 4)
    week = (32 + 2 * rest + 2 * leap_year - moon - year_rest) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """27 April, or the day before when that is a Sunday."""
    day = date(year, 4, 27)
    return day - ONE_DAY if day.weekday() == SUNDAY else day


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The generally recognised holidays of a year, Good Friday with them."""
    sunday = easter(year)
    around_easter = (
        -2,
        0,
        1,
        39,
        49,
        50,
    )  # Good Friday, both days of Easter, Ascension, both days of Pentecost
    moving = {sunday + timedelta(days=days) for days in around_easter}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return frozenset(moving | fixed | {kings_day(year)})


def is_working_day(day: date) -> bool:
    """Whether the day is no weekend and no generally recognised holiday. School holidays do not count."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_day_from(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day
