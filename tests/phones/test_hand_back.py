from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from ground.errors import RuleBroken
from people.models import Enrolment, User
from phones import returns, services
from phones.models import Custody, CustodyEvent
from tests.cast import Cast, build_cast
from trail.models import Entry


def test_the_pupil_has_it_back(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    assert (custody.state, custody.closed_by) == ("returned", cast.teacher.person)
    assert [link.kind for link in custody.events.all()] == ["taken", "returned"]
    assert Entry.objects.of_subject(custody).last().act == "phones.handed_back"


def test_the_second_hears_who_did_it_and_when(cast: Cast, confiscate) -> None:
    custody = confiscate()
    returns.hand_back(actor=cast.caretaker, custody=custody)
    with pytest.raises(
        RuleBroken, match="Gerrit Bos heeft deze telefoon teruggegeven op woensdag 18 .* om 10.00"
    ):
        returns.hand_back(actor=cast.teacher, custody=custody)
    assert custody.events.filter(kind="returned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_hand_back(wednesday) -> None:
    cast = build_cast()
    custody = services.confiscate_phone(actor=cast.teacher, pupil=cast.sam, reason="filming", pouch="7")
    start, outcomes = Barrier(2), []

    def hand_back(user: User) -> None:
        mine = Custody.objects.get(pk=custody.pk)
        start.wait()
        try:
            returns.hand_back(actor=user, custody=mine)
            outcomes.append("done")
        except RuleBroken as broken:
            outcomes.append(broken.message)
        finally:
            connection.close()

    people = [Thread(target=hand_back, args=[user]) for user in (cast.teacher, cast.caretaker)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes, key=len)[0] == "done"
    assert "heeft deze telefoon teruggegeven" in sorted(outcomes, key=len)[1]
    assert CustodyEvent.objects.filter(custody=custody, kind="returned").count() == 1
    assert Entry.objects.filter(act="phones.handed_back").count() == 1


@pytest.mark.parametrize("name", ["mother", "outsider", "board", "privacy_officer"])
def test_who_does_not_work_at_the_school_hands_nothing_back(cast: Cast, confiscate, name: str) -> None:
    with pytest.raises(PermissionDenied):
        returns.hand_back(actor=getattr(cast, name), custody=confiscate())


def test_a_deposit_without_a_number_is_not_for_the_desk(cast: Cast, deposit, as_) -> None:
    custody = deposit()
    with pytest.raises(PermissionDenied):
        returns.hand_back(actor=cast.caretaker, custody=custody)
    assert as_(cast.caretaker).post(reverse("phones:hand_back", args=[custody.pk])).status_code == 404


def test_the_caretaker_hands_back_by_pouch_and_first_name_without_the_reason(
    cast: Cast, confiscate, as_
) -> None:
    custody = confiscate()
    browser = as_(cast.caretaker)
    page = browser.get(reverse("phones:desk"), {"pouch": "7"}).content.decode()
    assert "Vak 7: Sam" in page
    assert "de Wit" not in page
    assert "filmen" not in page
    answer = browser.post(reverse("phones:hand_back", args=[custody.pk]), {"back": "desk"}, follow=True)
    assert "Sam heeft de telefoon terug." in answer.content.decode()
    assert "de Wit" not in answer.content.decode()
    assert browser.get(reverse("phones:custody", args=[custody.pk])).status_code == 404


@pytest.mark.parametrize(
    ("pouch", "sentence"),
    [("99", "In vak 99 ligt geen telefoon"), ("7\x00", "teken"), ("123456789", "te lang")],
)
def test_an_unknown_pouch_gets_a_sentence(cast: Cast, confiscate, as_, pouch: str, sentence: str) -> None:
    confiscate()
    html = as_(cast.caretaker).get(reverse("phones:desk"), {"pouch": pouch}).content.decode()
    assert sentence in html
    assert "Vak 7" not in html


def test_a_double_click_at_the_desk_gets_a_sentence(cast: Cast, confiscate, as_) -> None:
    address = reverse("phones:hand_back", args=[confiscate().pk])
    browser = as_(cast.caretaker)
    browser.post(address, {"back": "desk"}, follow=True)
    html = browser.post(address, {"back": "desk"}, follow=True).content.decode()
    assert "Gerrit Bos heeft deze telefoon teruggegeven" in html


def test_yesterdays_phone_is_gone_from_the_desk(cast: Cast, confiscate, as_, wednesday) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    wednesday.shift(timedelta(days=1))
    assert as_(cast.caretaker).post(reverse("phones:hand_back", args=[custody.pk])).status_code == 404


def test_a_tap_on_a_tile_answers_with_that_tile(cast: Cast, deposit, as_, wednesday) -> None:
    address = reverse("phones:hand_back", args=[deposit().pk])
    wednesday.shift(timedelta(seconds=1))
    answer = as_(cast.teacher).post(address, {"back": "group"}, headers={"hx-request": "true"})
    html = answer.content.decode()
    assert f'id="tile-{cast.noor.pk}"' in html
    assert "Noor Aydın heeft de telefoon terug." in html
    assert "Ongedaan maken" in html
    assert "In bewaring, op eigen risico: 0" in html


def test_the_phone_of_a_pupil_who_left_still_goes_back(cast: Cast, confiscate, as_, wednesday) -> None:
    custody = confiscate()
    wednesday.shift(timedelta(days=1))
    Enrolment.objects.filter(pupil=cast.sam).update(ends=date(2026, 11, 18))
    assert (
        "Sam de Wit" in as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    )
    assert returns.hand_back(actor=cast.teacher, custody=custody).state == "returned"


def test_get_changes_nothing(cast: Cast, confiscate, as_) -> None:
    custody = confiscate()
    assert as_(cast.teacher).get(reverse("phones:hand_back", args=[custody.pk])).status_code == 405
    custody.refresh_from_db()
    assert custody.is_held


def test_what_is_no_number_is_told_where_the_number_stands(cast: Cast, confiscate, as_) -> None:
    confiscate()
    html = as_(cast.caretaker).get(reverse("phones:desk"), {"pouch": "abc"}).content.decode()
    assert "Een vak heeft een nummer. Kijk op het vak." in html
    assert "In vak abc" not in html
