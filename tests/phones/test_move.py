from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from ground.errors import RuleBroken
from phones import returns, services
from phones.models import Custody
from tests.cast import Cast, build_cast


def test_who_moves_it_holds_it(cast: Cast, confiscate) -> None:
    custody = returns.move_phone(actor=cast.administrator, custody=confiscate(), place="locked")
    assert (custody.place, custody.holder) == ("locked", cast.administrator.person)
    assert [(link.kind, link.place) for link in custody.events.all()] == [
        ("taken", "classroom"),
        ("moved", "locked"),
    ]


def test_a_deposit_gets_a_number_when_it_leaves_the_classroom(cast: Cast, deposit) -> None:
    custody = deposit()
    with pytest.raises(RuleBroken) as refusal:
        returns.move_phone(actor=cast.teacher, custody=custody, place="locked")
    assert refusal.value.field == "pouch"
    returns.move_phone(actor=cast.teacher, custody=custody, place="locked", pouch="12")
    assert (custody.place, custody.pouch) == ("locked", "12")


def test_the_number_it_has_stays(cast: Cast, confiscate) -> None:
    custody = returns.move_phone(actor=cast.teacher, custody=confiscate(), place="office", pouch="8")
    assert custody.pouch == "7"


@pytest.mark.parametrize("place", ["", "classroom", "de maan"])
def test_a_place_that_is_none_or_the_same_is_refused(cast: Cast, confiscate, place: str) -> None:
    with pytest.raises(RuleBroken):
        returns.move_phone(actor=cast.teacher, custody=confiscate(), place=place)


def test_what_has_gone_back_is_not_moved(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    with pytest.raises(RuleBroken, match="Bram Postma heeft deze telefoon teruggegeven"):
        returns.move_phone(actor=cast.teacher, custody=custody, place="locked")


@pytest.mark.parametrize("name", ["caretaker", "mother", "other_teacher", "confidant"])
def test_others_do_not_move_it(cast: Cast, confiscate, name: str) -> None:
    with pytest.raises(PermissionDenied):
        returns.move_phone(actor=getattr(cast, name), custody=confiscate(), place="locked")


def test_the_page_moves_it(cast: Cast, confiscate, as_) -> None:
    custody = confiscate()
    as_(cast.teacher).post(reverse("phones:move", args=[custody.pk]), {"place": "locked"})
    custody.refresh_from_db()
    assert custody.place == "locked"


def test_the_page_says_what_is_missing_and_keeps_the_choice(cast: Cast, deposit, as_) -> None:
    address = reverse("phones:move", args=[deposit().pk])
    html = as_(cast.teacher).post(address, {"place": "locked", "pouch": ""}).content.decode()
    assert "Buiten de klas ligt de telefoon in een vak met een nummer." in html
    assert "checked" in html


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_a_correction_and_keeps_its_number(wednesday) -> None:
    cast = build_cast()
    custody = services.confiscate_phone(actor=cast.teacher, pupil=cast.sam, reason="filming", pouch="7")

    def move() -> None:
        try:
            mine = Custody.objects.get(pk=custody.pk)
            returns.move_phone(actor=cast.teacher, custody=mine, place="locked")
        finally:
            connection.close()

    mover = Thread(target=move)
    with transaction.atomic():
        returns.correct_pouch(actor=cast.administrator, custody=custody, pouch="8")
        mover.start()
        mover.join(1)
        assert mover.is_alive()
    mover.join()
    custody.refresh_from_db()
    assert (custody.place, custody.pouch) == ("locked", "8")
    assert [(link.kind, link.pouch) for link in custody.events.all()][1:] == [
        ("corrected", "8"),
        ("moved", "8"),
    ]
