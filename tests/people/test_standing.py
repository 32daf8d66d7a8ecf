"""What somebody is follows from dated relations, and counts at once."""

from datetime import date, datetime
from typing import Any

from ground import clock
from people import services
from people.models import Enrolment, Guardianship, Role
from people.standing import Standing
from tests.cast import FIRST_DAY, Cast, make_employee


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM)


def substitute(cast: Cast) -> Any:
    stand_in = make_employee(cast.school, "Ids Invaller", "invaller")
    services.assign_teacher(
        actor=None,
        teacher=stand_in.person,
        class_group=cast.group,
        weekdays=[2],
        starts=date(2026, 11, 18),
        ends=date(2026, 11, 18),
        substitute=True,
    )
    return stand_in


def test_a_teacher_has_the_group_on_the_own_weekdays(cast: Cast) -> None:
    cast.teacher.person.assignments.update(weekdays=[0, 1])
    assert Standing.of(cast.teacher, at("2026-11-17T10:00")).class_groups == {cast.group.pk}
    assert Standing.of(cast.teacher, at("2026-11-18T10:00")).class_groups == frozenset()


def test_a_teacher_keeps_the_own_groups_at_the_weekend(cast: Cast) -> None:
    cast.teacher.person.assignments.update(weekdays=[0, 1])
    assert Standing.of(cast.teacher, at("2026-11-22T10:00")).class_groups == {cast.group.pk}


def test_a_substitute_has_the_group_until_six_in_the_evening(cast: Cast) -> None:
    stand_in = substitute(cast)
    assert Standing.of(stand_in, at("2026-11-18T17:59")).class_groups == {cast.group.pk}
    assert Standing.of(stand_in, at("2026-11-18T18:00")).class_groups == frozenset()


def test_a_substitute_has_nothing_on_another_day(cast: Cast) -> None:
    stand_in = substitute(cast)
    for day in ("2026-11-17T10:00", "2026-11-19T10:00", "2026-11-21T10:00"):
        assert Standing.of(stand_in, at(day)).class_groups == frozenset()


def test_a_role_counts_up_to_and_including_its_last_day(cast: Cast) -> None:
    Role.objects.filter(person=cast.director.person).update(ends=date(2026, 11, 18))
    assert Standing.of(cast.director, at("2026-11-18T23:59")).has_role("director", cast.school.pk)
    assert not Standing.of(cast.director, at("2026-11-19T00:01")).has_role("director", cast.school.pk)


def test_a_day_is_a_dutch_day(cast: Cast) -> None:
    Role.objects.filter(person=cast.director.person).update(ends=date(2026, 11, 18))
    still_wednesday_in_utc = datetime.fromisoformat("2026-11-18T23:30:00+00:00")
    assert not Standing.of(cast.director, still_wednesday_in_utc).has_role("director", cast.school.pk)


def test_authority_not_confirmed_is_not_authority(cast: Cast) -> None:
    standing = Standing.of(cast.unconfirmed)
    assert standing.wards == frozenset()
    assert standing.other_wards == {cast.noor.pk}


def test_a_guardianship_that_ended_gives_nothing(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.mother.person).update(ends=date(2026, 11, 17))
    assert not Standing.of(cast.mother).is_guardian


def test_an_inactive_user_stands_nowhere(cast: Cast) -> None:
    cast.director.is_active = False
    assert not Standing.of(cast.director).is_staff


def test_a_standing_costs_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        Standing.of(cast.director)


def test_a_parent_who_works_at_the_school_is_both(cast: Cast) -> None:
    services.add_guardian(
        actor=None,
        school=cast.school,
        guardian=cast.teacher.person,
        pupil=cast.daan,
        relation="father",
        authority="yes",
        starts=FIRST_DAY,
    )
    standing = Standing.of(cast.teacher)
    assert standing.wards == {cast.daan.pk}
    assert standing.class_groups == {cast.group.pk}


def test_a_pupil_of_another_school_is_no_pupil_of_ours(cast: Cast) -> None:
    assert Enrolment.objects.today().filter(pupil=cast.sam, school=cast.school).exists()
