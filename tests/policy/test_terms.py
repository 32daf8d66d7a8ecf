"""How terms of law are counted: the day itself, before and after, weekends, holidays, both clock changes."""

from datetime import UTC, date, datetime, time

import pytest

from ground import clock
from people.calendar import SchoolCalendar
from people.models import BellChange
from policy.retention import RETENTION
from policy.terms import TERMS, Unit, add_months, call_window, end_of
from tests.cast import Cast


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def test_the_table_has_every_term_of_law_and_protocol_once():
    assert set(TERMS) == {
        "PHONE_RETURN",
        "VI_CALL",
        "INSP_SUSP",
        "SUSP_MAX",
        "REMOVAL_OBJ",
        "REMOVAL_DEC",
        "REMOVAL_DEC_TERM",
        "GPO_REQ",
        "GPO_RULING",
        "STAFF_VIEW",
        "STAFF_APPEAL",
        "STAFF_SUSP_MAX",
        "DISMISS_COURT",
        "POLICE_COMPLAINT",
        "DSR",
        "DSR_EXTENDED",
        "BREACH_AP",
    }


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.code)
def test_every_term_names_its_start_its_source_and_how_sure_we_are(term):
    assert str(term.starts) and term.source and term.confidence in ("high", "medium")


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.code)
def test_no_maximum_and_no_term_in_hours_is_moved_to_a_working_day(term):
    assert not (term.moved_by and (term.maximum or term.unit is Unit.HOURS))


@pytest.mark.parametrize("row", RETENTION.values(), ids=lambda row: row.code)
def test_every_retention_period_has_a_number_or_says_why_not(row):
    assert row.months is not None or row.days is not None or str(row.note)


# -- weeks -------------------------------------------------------------------------------------------------


def test_six_weeks_end_on_the_same_weekday():
    assert end_of("REMOVAL_OBJ", date(2026, 11, 18)) == date(2026, 12, 30)


def test_a_moment_just_after_midnight_counts_as_the_new_day_in_the_netherlands():
    assert end_of("REMOVAL_OBJ", datetime(2026, 11, 17, 23, 30, tzinfo=UTC)) == date(2026, 12, 30)


def test_a_moment_just_before_midnight_counts_as_the_old_day():
    assert end_of("REMOVAL_OBJ", datetime(2026, 11, 17, 22, 30, tzinfo=UTC)) == date(2026, 12, 29)


def test_a_term_of_law_that_ends_on_a_sunday_runs_until_monday():
    assert end_of("REMOVAL_OBJ", date(2026, 9, 6)) == date(2026, 10, 19)


def test_a_term_of_law_that_ends_on_a_saturday_runs_until_monday():
    assert end_of("REMOVAL_OBJ", date(2026, 9, 5)) == date(2026, 10, 19)


def test_a_term_of_law_that_ends_on_friday_ends_on_friday():
    assert end_of("REMOVAL_OBJ", date(2026, 9, 4)) == date(2026, 10, 16)


def test_a_term_of_law_that_ends_at_christmas_runs_over_both_days_and_the_weekend():
    # Friday 25 December 2026, then the second day, which is a Saturday, then Sunday.
    assert end_of("REMOVAL_DEC", date(2026, 11, 27)) == date(2026, 12, 28)


def test_a_term_of_law_that_ends_on_new_years_day_runs_until_the_next_working_day():
    assert end_of("REMOVAL_OBJ", date(2026, 11, 20)) == date(2027, 1, 4)


def test_a_term_of_law_that_ends_on_good_friday_runs_until_after_easter():
    assert end_of("REMOVAL_DEC", date(2027, 2, 26)) == date(2027, 3, 30)


def test_a_term_of_a_collective_agreement_ends_on_its_sunday():
    assert end_of("STAFF_VIEW", date(2026, 11, 1)) == date(2026, 11, 22)


def test_a_school_holiday_does_not_lengthen_a_term_of_law():
    assert end_of("REMOVAL_DEC", date(2026, 11, 25)) == date(2026, 12, 23)


# -- maxima ------------------------------------------------------------------------------------------------


def test_a_pupil_is_suspended_for_seven_days_at_most_the_first_one_counted_in():
    assert end_of("SUSP_MAX", date(2026, 11, 19)) == date(2026, 11, 25)


def test_a_maximum_that_ends_on_a_sunday_is_over_on_that_sunday():
    assert end_of("SUSP_MAX", date(2026, 11, 16)) == date(2026, 11, 22)


def test_an_employee_is_suspended_for_twenty_eight_days_at_most():
    assert end_of("STAFF_SUSP_MAX", date(2026, 11, 2)) == date(2026, 11, 29)


# -- months ------------------------------------------------------------------------------------------------


def test_three_months_after_30_november_is_the_last_day_of_february():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_three_months_after_30_november_before_a_leap_year_is_29_february():
    assert end_of("POLICE_COMPLAINT", date(2027, 11, 30)) == date(2028, 2, 29)


def test_the_last_day_of_february_on_a_sunday_moves_to_monday():
    assert end_of("POLICE_COMPLAINT", date(2026, 11, 30)) == date(2027, 3, 1)


def test_a_month_after_29_february_is_29_march():
    assert end_of("DSR", date(2028, 2, 29)) == date(2028, 3, 29)


def test_a_month_after_29_january_in_a_year_without_29_february_is_the_28th():
    assert add_months(date(2027, 1, 29), 1) == date(2027, 2, 28)


def test_a_year_later_is_twelve_months_later():
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_two_months_after_31_december_end_in_february():
    assert end_of("DISMISS_COURT", date(2025, 12, 31)) == date(2026, 3, 2)  # 28 February 2026 is a Saturday


# -- hours -------------------------------------------------------------------------------------------------


def test_72_hours_run_through_the_weekend():
    assert end_of("BREACH_AP", at(date(2026, 11, 20), 16)) == at(date(2026, 11, 23), 16)


def test_72_hours_run_through_christmas():
    assert end_of("BREACH_AP", at(date(2026, 12, 24), 9)) == at(date(2026, 12, 27), 9)


def test_72_hours_over_the_clock_change_in_spring_end_an_hour_later_on_the_clock():
    end = end_of("BREACH_AP", at(date(2027, 3, 27), 12))
    assert end == datetime(2027, 3, 30, 11, 0, tzinfo=UTC)
    assert (end.hour, end.utcoffset().total_seconds()) == (13, 7200)


def test_72_hours_over_the_clock_change_in_autumn_end_an_hour_earlier_on_the_clock():
    end = end_of("BREACH_AP", at(date(2026, 10, 24), 12))
    assert end == datetime(2026, 10, 27, 10, 0, tzinfo=UTC)
    assert (end.hour, end.utcoffset().total_seconds()) == (11, 3600)


def test_a_term_in_hours_needs_a_moment():
    with pytest.raises(ValueError, match="moment"):
        end_of("BREACH_AP", date(2026, 11, 20))


def test_an_unknown_code_is_no_term():
    with pytest.raises(KeyError):
        end_of("NOTHING", date(2026, 11, 20))


# -- the same day ------------------------------------------------------------------------------------------


def test_the_inspectorate_hears_on_the_day_of_the_decision_also_when_that_is_a_saturday():
    assert end_of("INSP_SUSP", at(date(2026, 11, 21), 12)) == date(2026, 11, 21)


WEDNESDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("start", "opens", "closes"),
    [
        (at(WEDNESDAY, 10), at(WEDNESDAY, 10), at(WEDNESDAY, 17)),
        (at(WEDNESDAY, 7, 59), at(WEDNESDAY, 8), at(WEDNESDAY, 17)),
        (at(WEDNESDAY, 8), at(WEDNESDAY, 8), at(WEDNESDAY, 17)),
        (at(WEDNESDAY, 16, 59), at(WEDNESDAY, 16, 59), at(WEDNESDAY, 17)),
        (at(WEDNESDAY, 17), at(date(2026, 11, 19), 8), at(date(2026, 11, 19), 17)),
        (at(FRIDAY, 17, 30), at(date(2026, 11, 23), 8), at(date(2026, 11, 23), 17)),
        (at(date(2026, 11, 22), 11), at(date(2026, 11, 23), 8), at(date(2026, 11, 23), 17)),
        (at(date(2026, 12, 24), 18), at(date(2026, 12, 28), 8), at(date(2026, 12, 28), 17)),
        (at(date(2027, 4, 27), 10), at(date(2027, 4, 28), 8), at(date(2027, 4, 28), 17)),
        (at(date(2026, 12, 22), 10), at(date(2026, 12, 22), 10), at(date(2026, 12, 22), 17)),
    ],
)
def test_the_inspector_is_called_while_the_line_is_open(start, opens, closes):
    assert call_window(start) == (opens, closes)
    assert end_of("VI_CALL", start) == closes


def test_the_line_closes_at_five_on_the_monday_after_the_clock_change():
    assert end_of("VI_CALL", at(date(2027, 3, 28), 12)) == datetime(2027, 3, 29 + 1, 15, 0, tzinfo=UTC)


def test_a_phone_goes_back_at_the_bell(cast: Cast):
    assert end_of("PHONE_RETURN", at(date(2026, 11, 19), 10), cast.school) == at(date(2026, 11, 19), 14)


def test_a_phone_goes_back_at_the_early_bell_on_wednesday(cast: Cast):
    calendar = SchoolCalendar(cast.school)
    assert end_of("PHONE_RETURN", at(WEDNESDAY, 10), calendar) == at(WEDNESDAY, 12, 15)


def test_a_phone_goes_back_at_the_bell_of_a_changed_day(cast: Cast):
    BellChange.objects.create(school=cast.school, day=WEDNESDAY, starts=time(8, 30), ends=time(11, 0))
    assert end_of("PHONE_RETURN", at(WEDNESDAY, 10), cast.school) == at(WEDNESDAY, 11)


def test_a_phone_goes_back_at_the_bell_on_the_day_after_the_clock_change(cast: Cast):
    monday = date(2026, 10, 26)
    assert end_of("PHONE_RETURN", at(monday, 9), cast.school) == datetime(2026, 10, 26, 13, 0, tzinfo=UTC)


def test_the_end_of_a_school_day_needs_a_school():
    with pytest.raises(ValueError, match="school"):
        end_of("PHONE_RETURN", at(WEDNESDAY, 10))
