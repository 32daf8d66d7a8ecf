"""Opening a dossier beyond one's daily duty: fresh sign-in, a reason, half an hour, a line in the trail."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction
from django.urls import reverse

from dossiers.access import readable
from dossiers.models import Opening
from dossiers.opening import open_dossier
from ground import clock
from people.models import Guardianship, Role
from people.services import add_guardian
from tests.cast import FIRST_DAY, Cast
from trail.models import Entry

WHY = "Gesprek met de ouders voorbereiden."


def opened(cast: Cast, member: str, kind: str = "pupil") -> Opening:
    person = cast.sam if kind == "pupil" else cast.teacher.person
    return open_dossier(actor=getattr(cast, member), person=person, kind=kind, reason=WHY)


@pytest.mark.parametrize("member", ["coordinator", "director", "board", "privacy_officer"])
def test_who_the_table_names_opens_a_pupils_dossier(member: str, cast: Cast) -> None:
    opened(cast, member)
    assert readable(getattr(cast, member), "pupil").get() == cast.sam


@pytest.mark.parametrize(
    "member", ["teacher", "administrator", "confidant", "caretaker", "mother", "stepfather"]
)
def test_nobody_else_does(member: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        opened(cast, member)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("member", ["supervisor", "director", "board", "privacy_officer"])
def test_who_the_table_names_opens_a_personnel_dossier(member: str, cast: Cast) -> None:
    opened(cast, member, "personnel")
    assert readable(getattr(cast, member), "personnel").filter(pk=cast.teacher.person.pk).exists()


@pytest.mark.parametrize("member", ["coordinator", "other_teacher", "administrator", "confidant"])
def test_nobody_else_opens_a_personnel_dossier(member: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        opened(cast, member, "personnel")


def test_a_director_does_not_open_the_own_dossier(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        open_dossier(actor=cast.director, person=cast.director.person, kind="personnel", reason=WHY)


@pytest.mark.parametrize("authority", Guardianship.Authority.values)
def test_who_is_a_parent_of_the_child_meets_it_as_a_parent_only(authority: str, cast: Cast) -> None:
    add_guardian(
        actor=None,
        school=cast.school,
        guardian=cast.director.person,
        pupil=cast.sam,
        relation=Guardianship.Relation.MOTHER,
        authority=authority,
        starts=FIRST_DAY,
    )
    with pytest.raises(PermissionDenied):
        opened(cast, "director")


def test_it_closes_after_half_an_hour(cast: Cast) -> None:
    opened(cast, "director")
    with time_machine.travel(clock.now() + timedelta(minutes=30), tick=False):
        assert not readable(cast.director, "pupil").exists()


def test_it_closes_at_once_when_the_role_ends(cast: Cast) -> None:
    opened(cast, "director")
    Role.objects.filter(person=cast.director.person).update(ends=date(2026, 11, 17))
    assert not readable(cast.director, "pupil").exists()


def test_what_one_opened_stays_shut_for_another(cast: Cast) -> None:
    opened(cast, "director")
    assert not readable(cast.coordinator, "pupil").exists()


def test_opening_twice_is_one_opening(cast: Cast) -> None:
    assert opened(cast, "director") == opened(cast, "director")


def test_opening_leaves_a_line_about_the_person(cast: Cast) -> None:
    opened(cast, "director")
    line = Entry.objects.get(act="dossiers.opened")
    assert (line.actor, line.about_person) == (cast.director, cast.sam.pk)
    assert WHY not in str(line.details)


def test_an_opening_cannot_be_changed_or_removed(cast: Cast) -> None:
    opening = opened(cast, "director")
    with pytest.raises(InternalError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(until=clock.now() + timedelta(days=1))
    with pytest.raises(InternalError), transaction.atomic():
        opening.delete()


def page(cast: Cast) -> str:
    return reverse("dossiers:open", kwargs={"kind": "pupil", "pk": cast.sam.pk})


def test_opening_asks_for_a_fresh_sign_in(cast: Cast, as_) -> None:
    answer = as_(cast.director).post(page(cast), {"reason": WHY})
    assert "reauthenticate" in answer.url
    assert not Opening.objects.exists()


def test_a_reason_opens_the_dossier(cast: Cast, fresh) -> None:
    browser = fresh(cast.director)
    answer = browser.post(page(cast), {"reason": WHY}, follow=True)
    assert "In groep 6A" in answer.content.decode()
    assert WHY in answer.content.decode()


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "Vul dit in"), ("y" * 501, "te lang"), ("a\x00b", "teken")]
)
def test_without_a_good_reason_it_stays_shut(reason: str, sentence: str, cast: Cast, fresh) -> None:
    assert sentence in fresh(cast.director).post(page(cast), {"reason": reason}).content.decode()
    assert not Opening.objects.exists()


def test_an_unknown_person_is_404(cast: Cast, fresh) -> None:
    address = reverse("dossiers:open", kwargs={"kind": "pupil", "pk": cast.school.pk})
    assert fresh(cast.director).get(address).status_code == 404
