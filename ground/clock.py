"""The one source of time.

Everything that asks "now" or "today" asks here, so that a demo year and a test can move time in one place
and so that a day always means a day in the Netherlands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _moved.get() or timezone.now()


def local(moment: datetime) -> datetime:
    """The same instant on a Dutch clock."""
    return moment.astimezone(AMSTERDAM)


def today() -> date:
    """The calendar day in the Netherlands, which is not always the day in UTC."""
    return local(now()).date()


def at(day: date, hour: time) -> datetime:
    """The instant at which Dutch clocks show `hour` on `day`.

    In the hour that is skipped in spring the result is the instant an hour later on the wall, in the hour
    that happens twice in autumn it is the first one.
    """
    return datetime.combine(day, hour, tzinfo=AMSTERDAM)


def end_of_day(day: date) -> datetime:
    """The last minute of a day in the Netherlands."""
    return at(day, time(23, 59))


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let `now()` be `moment` within the block: how the demo plays a year that has passed.

    Holds for this thread of work only. Nothing that serves a reader uses it.
    """
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
