"""Somebody says: I have read this."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground import clock
from ground.errors import RuleBroken
from people import services as people
from people.models import Employment, Person
from policy.acknowledging import acknowledge
from policy.models import Acknowledgement
from policy.reading import has_acknowledged
from tests.cast import Cast
from tests.protocol import changed_text, drafted, published, submitted
from trail.models import Entry


@pytest.mark.parametrize(
    "member",
    ["mother", "father", "stepfather", "unconfirmed", "teacher", "director", "administrator", "caretaker"],
)
def test_staff_and_guardians_acknowledge_without_authority_too(cast: Cast, member: str):
    user, version = getattr(cast, member), published(cast)
    row = acknowledge(actor=user, version=version)
    assert (row.person, row.method, row.text_hash) == (user.person, "portal", version.text_hash)
    assert has_acknowledged(user.person, version)


@pytest.mark.parametrize("member", ["board", "privacy_officer"])
def test_who_is_not_asked_does_not_acknowledge(cast: Cast, member: str):
    with pytest.raises(PermissionDenied):
        acknowledge(actor=getattr(cast, member), version=published(cast))


def test_who_left_the_school_is_not_asked_any_more(cast: Cast):
    version = published(cast)
    Employment.objects.filter(person=cast.caretaker.person).update(ends=date(2026, 11, 17))
    with pytest.raises(PermissionDenied):
        acknowledge(actor=cast.caretaker, version=version)


def test_a_second_click_gives_the_row_of_the_first(cast: Cast):
    version = published(cast)
    first = acknowledge(actor=cast.mother, version=version)
    assert acknowledge(actor=cast.mother, version=version) == first
    assert Acknowledgement.objects.count() == 1
    assert Entry.objects.filter(act="policy.acknowledged").count() == 1


def test_it_is_about_the_person_in_the_trail(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    assert (
        Entry.objects.about(cast.mother.person.pk)
        .filter(act="policy.acknowledged", actor=cast.mother)
        .exists()
    )


@pytest.mark.parametrize("state", [drafted, submitted], ids=["draft", "in review"])
def test_a_version_that_is_not_published_is_not_acknowledged(cast: Cast, state):
    with pytest.raises(RuleBroken):
        acknowledge(actor=cast.director, version=state(cast))


def test_a_version_that_holds_no_longer_is_not_acknowledged(cast: Cast):
    first = published(cast)
    published(cast, text=changed_text())
    with pytest.raises(RuleBroken):
        acknowledge(actor=cast.mother, version=first)


def test_a_replaced_version_can_be_acknowledged_while_it_holds(cast: Cast):
    first = published(cast)
    published(cast, text=changed_text(), valid_from=date(2027, 1, 4))
    assert acknowledge(actor=cast.mother, version=first).version == first


def test_a_version_can_be_read_before_it_holds(cast: Cast):
    version = published(cast, valid_from=date(2027, 1, 4))
    assert acknowledge(actor=cast.mother, version=version).version == version


def test_a_new_version_asks_again(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    assert not has_acknowledged(cast.mother.person, published(cast, text=changed_text()))


def test_a_minor_change_does_not_ask_again(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    second = published(cast, text=changed_text(), minor_change=True)
    assert has_acknowledged(cast.mother.person, second)
    assert not has_acknowledged(cast.father.person, second)


def test_reading_a_minor_change_does_not_count_for_the_version_before(cast: Cast):
    first = published(cast)
    acknowledge(actor=cast.mother, version=published(cast, text=changed_text(), minor_change=True))
    assert not has_acknowledged(cast.mother.person, first)


def test_whether_it_was_read_at_a_moment_in_the_past(cast: Cast):
    version = published(cast)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        acknowledge(actor=cast.mother, version=version)
        assert has_acknowledged(cast.mother.person, version, by=clock.now())
        assert not has_acknowledged(cast.mother.person, version, by=clock.now() - timedelta(days=1))


def test_a_parent_of_another_school_does_not_find_it(cast: Cast, as_):
    other = people.register_person(
        actor=None, school=cast.school, first_name="Eva", last_name="Smit", email="eva@elders.example"
    )
    stranger = people.open_sign_in(actor=None, person=other)
    answer = as_(stranger).post(reverse("policy:acknowledge", kwargs={"pk": published(cast).pk}))
    assert answer.status_code == 404


def test_the_button_leads_back_to_the_text_with_thanks(cast: Cast, as_):
    url = reverse("policy:acknowledge", kwargs={"pk": published(cast).pk})
    page = as_(cast.mother).post(url, follow=True)
    assert "u heeft het gelezen" in page.content.decode().lower()
    assert Person.objects.get(acknowledgements__isnull=False) == cast.mother.person


def test_opening_the_page_acknowledges_nothing(cast: Cast, as_):
    version = published(cast)
    browser = as_(cast.mother)
    browser.get(reverse("policy:version", kwargs={"pk": version.pk}))
    browser.head(reverse("policy:protocol"))
    assert not Acknowledgement.objects.exists()
