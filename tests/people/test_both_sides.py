"""A parent who works at the school meets the own child as a parent only; what has ended opens nothing."""

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from people import services
from people.access import Access, visible_to
from people.models import Employment, Enrolment, Guardianship, Person
from tests.cast import FIRST_DAY, Cast
from trail.models import Entry

YESTERDAY = date(2026, 11, 17)
STAFF_ROLES = ("coordinator", "director", "administrator")


def make_guardian_too(cast: Cast, member: str, **facts: Any) -> None:
    """The member of staff is a guardian of Sam as well."""
    facts = {"authority": Guardianship.Authority.NO, **facts}
    services.add_guardian(
        actor=None,
        school=cast.school,
        guardian=getattr(cast, member).person,
        pupil=cast.sam,
        relation="other",
        starts=FIRST_DAY,
        **facts,
    )


def sees(user: Any, person: Person) -> bool:
    return visible_to(user).filter(pk=person.pk).exists()


@pytest.mark.parametrize("member", [*STAFF_ROLES, "teacher"])
def test_a_role_does_not_open_the_own_child_without_authority(cast: Cast, member: str) -> None:
    assert sees(getattr(cast, member), cast.sam)
    make_guardian_too(cast, member)
    assert not sees(getattr(cast, member), cast.sam)


@pytest.mark.parametrize("member", STAFF_ROLES)
def test_a_role_does_not_open_the_other_parent(cast: Cast, member: str) -> None:
    assert sees(getattr(cast, member), cast.mother.person)
    make_guardian_too(cast, member, authority=Guardianship.Authority.YES)
    assert not sees(getattr(cast, member), cast.mother.person)
    assert not Access(getattr(cast, member), cast.mother.person).can_see_contact


def test_the_other_parents_contact_stays_hidden_when_that_parent_works_here_too(cast: Cast) -> None:
    make_guardian_too(cast, "director", authority=Guardianship.Authority.YES)
    make_guardian_too(cast, "caretaker", authority=Guardianship.Authority.YES)
    assert sees(cast.director, cast.caretaker.person)
    assert not Access(cast.director, cast.caretaker.person).can_see_contact


def test_a_coordinator_does_not_read_how_a_colleague_is_reached(cast: Cast) -> None:
    assert not Access(cast.coordinator, cast.caretaker.person).can_see_contact
    assert Access(cast.director, cast.caretaker.person).can_see_contact


def test_a_secret_address_is_for_the_office_alone(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.mother.person).update(secret_address=True)
    assert Access(cast.administrator, cast.mother.person).can_see_contact
    assert not Access(cast.director, cast.mother.person).can_see_contact
    assert not Access(cast.coordinator, cast.mother.person).can_see_contact
    assert Access(cast.mother, cast.mother.person).can_see_contact


def test_a_guardian_under_a_contact_ban_is_not_told_the_group(cast: Cast, as_: Any) -> None:
    address = reverse("people:person", kwargs={"pk": cast.sam.pk})
    assert b"6A" in as_(cast.mother).get(address).content
    Guardianship.objects.filter(guardian=cast.mother.person).update(contact_ban=True)
    assert b"6A" not in as_(cast.mother).get(address).content


def test_an_assignment_left_open_ends_with_the_employment(cast: Cast) -> None:
    Employment.objects.filter(person=cast.teacher.person).update(ends=YESTERDAY)
    assert not sees(cast.teacher, cast.sam)


def test_a_guardian_of_the_past_is_not_looked_up(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.mother.person).update(ends=YESTERDAY)
    for member in STAFF_ROLES:
        assert not sees(getattr(cast, member), cast.mother.person)


def test_an_employee_of_the_past_is_not_looked_up(cast: Cast) -> None:
    Employment.objects.filter(person=cast.caretaker.person).update(ends=YESTERDAY)
    assert not sees(cast.director, cast.caretaker.person)


@pytest.mark.parametrize("midnight", ["2026-11-19T00:30:00+01:00", "2026-07-02T00:30:00+02:00"])
def test_a_day_ends_at_midnight_in_the_netherlands(cast: Cast, midnight: str) -> None:
    moment = datetime.fromisoformat(midnight)
    last_day = date.fromordinal(moment.date().toordinal() - 1)
    Enrolment.objects.filter(pupil=cast.sam).update(starts=date(2026, 1, 5), ends=last_day)
    with time_machine.travel(moment, tick=False):
        for member in (*STAFF_ROLES, "teacher"):
            assert not sees(getattr(cast, member), cast.sam)


def test_opening_a_pupil_by_role_stands_in_the_trail(cast: Cast, as_: Any) -> None:
    as_(cast.director).get(reverse("people:person", kwargs={"pk": cast.sam.pk}))
    (line,) = Entry.objects.about(cast.sam.pk).views()
    assert (line.act, line.actor) == ("people.viewed", cast.director)


def test_a_parent_at_a_page_of_staff_stands_in_the_trail(cast: Cast, as_: Any) -> None:
    as_(cast.mother).get(reverse("people:directory"))
    (line,) = Entry.objects.by(cast.mother).refusals()
    assert line.details == {"page": "people:directory"}
