"""The one table of legal terms, and how a term is counted. How long things are kept stands in retention.py.

A term says what starts it, how long it is and which clause or article it comes from. Numbers of articles
with confidence below "high" come from general knowledge: the school checks them before it relies on them.

Whether a term that ends in a weekend or on a holiday moves to the next working day stands in `moved_by`: the
Algemene termijnenwet for terms of law, the European regulation on periods for those of the AVG. It never
applies to a maximum, to hours, or to a term of a collective agreement.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ground import clock
from people.calendar import SchoolCalendar
from people.models import School
from policy.holidays import ONE_DAY, is_working_day, working_day_from

INSPECTOR_OPENS, INSPECTOR_CLOSES = time(8, 0), time(17, 0)
ATW = "Algemene termijnenwet 1"
PERIODS = "Verordening (EEG, Euratom) 1182/71 3(4)"


class Unit(Enum):
    """What a term is counted in."""

    SCHOOL_DAY = "end of the same school day"
    OPEN_LINE = "the same working day, 08:00-17:00"
    SAME_DAY = "the same day"
    HOURS = "hours"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Term:
    """One term of law or protocol.

    `starts` says what starts it. `maximum`: the first day counts, and the last day is the last on which it
    may still go on. Otherwise counting begins on the day after.
    """

    code: str
    starts: str | Promise
    length: int
    unit: Unit
    source: str
    confidence: str
    moved_by: str = ""
    maximum: bool = False


TERMS: dict[str, Term] = {
    term.code: term
    for term in (
        Term("PHONE_RETURN", _("confiscation of a phone"), 0, Unit.SCHOOL_DAY, "protocol M4", "high"),
        Term(
            "VI_CALL",
            _("the conduct is called boundary-crossing"),
            0,
            Unit.OPEN_LINE,
            "protocol S2; WPO 4a",
            "high",
        ),
        Term(
            "INSP_SUSP",
            _("decision to suspend a pupil for more than one day"),
            0,
            Unit.SAME_DAY,
            "WPO 40c",
            "high",
        ),
        Term(
            "SUSP_MAX",
            _("first day of the suspension of a pupil"),
            1,
            Unit.WEEKS,
            "WPO 40c",
            "high",
            maximum=True,
        ),
        Term(
            "REMOVAL_OBJ",
            _("notification of the decision to expel"),
            6,
            Unit.WEEKS,
            "WPO 63; Awb 6:7, 6:8",
            "high",
            ATW,
        ),
        Term("REMOVAL_DEC", _("receipt of the objection"), 4, Unit.WEEKS, "WPO 63(3)", "high", ATW),
        Term(
            "REMOVAL_DEC_TERM", _("end of the term for objection"), 4, Unit.WEEKS, "Awb 7:10", "medium", ATW
        ),
        Term("GPO_REQ", _("decision on the pupil"), 6, Unit.WEEKS, "WPO 43", "medium", ATW),
        Term("GPO_RULING", _("request to the committee (GPO)"), 10, Unit.WEEKS, "WPO 43", "medium", ATW),
        Term("STAFF_VIEW", _("sending of the intention"), 3, Unit.WEEKS, "CAO PO", "high"),
        Term("STAFF_APPEAL", _("sending of the decision"), 6, Unit.WEEKS, "CAO PO 12.1", "high"),
        Term(
            "STAFF_SUSP_MAX",
            _("first day of the suspension of an employee"),
            4,
            Unit.WEEKS,
            "CAO PO",
            "high",
            maximum=True,
        ),
        Term("DISMISS_COURT", _("end of the employment"), 2, Unit.MONTHS, "BW 7:686a(4)", "high", ATW),
        Term("POLICE_COMPLAINT", _("knowledge of the offence"), 3, Unit.MONTHS, "Sr 66", "high", ATW),
        Term(
            "DSR", _("receipt of a request about personal data"), 1, Unit.MONTHS, "AVG 12(3)", "high", PERIODS
        ),
        Term(
            "DSR_EXTENDED",
            _("receipt of a request, extended within the first month"),
            3,
            Unit.MONTHS,
            "AVG 12(3)",
            "high",
            PERIODS,
        ),
        Term("BREACH_AP", _("awareness of a breach of personal data"), 72, Unit.HOURS, "AVG 33", "high"),
    )
}


def end_of(
    term: Term | str, start: date | datetime, school: School | SchoolCalendar | None = None
) -> date | datetime:
    """When a term that starts at `start` is over.

    Weeks, months and "the same day" give the last day (a date in the Netherlands, counted in); hours, the
    end of a school day and the open line give a moment (aware, on a Dutch clock). A date for `start` means
    its first minute, except for hours: they need a moment. The end of a school day needs the school. Raises
    KeyError for an unknown code and ValueError for what is missing.
    """
    row = TERMS[term] if isinstance(term, str) else term
    if row.unit is Unit.HOURS:
        return _after_hours(start, row.length)
    if row.unit is Unit.SCHOOL_DAY:
        return clock.local(_calendar(school).end_of_school_day(_moment(start)))
    if row.unit is Unit.OPEN_LINE:
        return call_window(_moment(start))[1]
    last = _last_day(row, _day(start))
    return working_day_from(last) if row.moved_by else last


def call_window(moment: datetime) -> tuple[datetime, datetime]:
    """From when and until when the confidential inspector can be called: now, or on the next working day.

    The line is open on working days from 08:00 to 17:00; both moments stand on a Dutch clock.
    """
    local = clock.local(moment)
    day = local.date()
    if not is_working_day(day) or local.time() >= INSPECTOR_CLOSES:
        day = working_day_from(day + ONE_DAY)
    opens = max(clock.at(day, INSPECTOR_OPENS), local)
    return opens, clock.at(day, INSPECTOR_CLOSES)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _last_day(term: Term, day: date) -> date:
    if term.unit is Unit.MONTHS:
        last = add_months(day, term.length)
    else:
        last = day + timedelta(weeks=term.length if term.unit is Unit.WEEKS else 0)
    return last - ONE_DAY if term.maximum else last


def _after_hours(start: date | datetime, hours: int) -> datetime:
    """So many hours later in real time: a night in which the clock changes is an hour longer or shorter."""
    if not isinstance(start, datetime):
        raise ValueError("a term in hours needs the moment at which it starts")
    return clock.local(start.astimezone(UTC) + timedelta(hours=hours))


def _calendar(school: School | SchoolCalendar | None) -> SchoolCalendar:
    if school is None:
        raise ValueError("the end of a school day needs a school")
    return school if isinstance(school, SchoolCalendar) else SchoolCalendar(school)


def _day(start: date | datetime) -> date:
    return clock.local(start).date() if isinstance(start, datetime) else start


def _moment(start: date | datetime) -> datetime:
    return start if isinstance(start, datetime) else clock.at(start, time.min)
