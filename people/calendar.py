"""The school's own calendar: which days have lessons, when the bell goes, what a school hour is."""

from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import DateField, PositiveSmallIntegerField, Value

from ground import clock
from people.models import Bell, BellChange, Holiday, School, SchoolYear

# Nobody plans further than this; a longer walk over the calendar means that bells are missing.
HORIZON_DAYS = 400

Hours = tuple[time, time]


class SchoolCalendar:
    """The calendar of one school. Days are Dutch calendar days, moments are aware.

    Reads bells, changes and holidays once per calendar, in two queries.
    """

    def __init__(self, school: School) -> None:
        self.school = school

    @cached_property
    def _hours(self) -> dict[int | date, Hours]:
        """The bell by weekday, and by date where one day differs."""
        no_day, no_weekday = Value(None, DateField()), Value(None, PositiveSmallIntegerField())
        columns = ("weekday", "day", "starts", "ends")
        weekly = Bell.objects.filter(school=self.school).annotate(day=no_day).values_list(*columns)
        changed = BellChange.objects.filter(school=self.school).annotate(weekday=no_weekday)
        rows = weekly.union(changed.values_list(*columns))
        return {weekday if day is None else day: (starts, ends) for weekday, day, starts, ends in rows}

    @cached_property
    def _holidays(self) -> list[tuple[date, date]]:
        return list(Holiday.objects.filter(school=self.school).values_list("starts", "ends"))

    def is_holiday(self, day: date) -> bool:
        """Whether the school's calendar names this day as free."""
        return any(starts <= day <= ends for starts, ends in self._holidays)

    def bell(self, day: date) -> tuple[datetime, datetime] | None:
        """The moments at which school starts and ends on this day; None on a day without lessons.

        A change for one day beats the weekday's bell, and a holiday.
        """
        hours = self._hours.get(day) or (None if self.is_holiday(day) else self._hours.get(day.weekday()))
        return (clock.at(day, hours[0]), clock.at(day, hours[1])) if hours else None

    def is_school_day(self, day: date) -> bool:
        """Whether there are lessons on this day."""
        return self.bell(day) is not None

    def next_school_day(self, day: date) -> date:
        """The first day with lessons after this one; `day` plus one when no bells are known at all."""
        return self.add_school_days(day, 1)

    def add_school_days(self, day: date, count: int) -> date:
        """The day that is `count` days with lessons later; weekends, holidays and free days do not count."""
        found = day
        for _step in range(HORIZON_DAYS):
            if count <= 0:
                return found
            found += timedelta(days=1)
            count -= self.is_school_day(found)
        return day + timedelta(days=max(count, 1))

    def end_of_school_day(self, moment: datetime) -> datetime:
        """When a phone taken at `moment` goes back: the same day, whatever the day (protocol M4).

        The bell of that day. After the bell, or on a day without lessons (a trip, a feast), when the building
        closes; and if that has passed too, the end of the calendar day. Never another day.
        """
        day = clock.local(moment).date()
        bell = self.bell(day)
        ends = [bell[1]] if bell else []
        ends += [clock.at(day, self.school.closes_at), clock.end_of_day(day)]
        return next((end for end in ends if end > moment), ends[-1])

    def add_school_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment at which `hours` of school time have passed since `moment`; nights and free days stand still."""
        left = timedelta(hours=hours)
        day = clock.local(moment).date()
        for _step in range(HORIZON_DAYS):
            bell = self.bell(day)
            if bell:
                start = max(bell[0], moment)
                if start + left <= bell[1]:
                    return start + left
                left -= max(bell[1] - start, timedelta(0))
            day += timedelta(days=1)
        return moment + timedelta(hours=hours)


def year_of(school: School, day: date) -> SchoolYear | None:
    """The school year that this day falls in."""
    return SchoolYear.objects.filter(school=school, starts__lte=day, ends__gte=day).first()
