import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground.errors import RuleBroken
from phones import returns
from phones.models import Custody
from tests.cast import Cast


def test_a_correction_is_a_new_link_that_points_at_the_old(cast: Cast, confiscate) -> None:
    custody = returns.correct_pouch(actor=cast.teacher, custody=confiscate(), pouch="17")
    taken, corrected = custody.events.all()
    assert (taken.pouch, corrected.pouch, corrected.corrects) == ("7", "17", taken)
    assert custody.pouch == "17"


def test_a_number_in_use_is_refused(cast: Cast, confiscate) -> None:
    confiscate(cast.noor, pouch="8")
    custody = confiscate()
    with pytest.raises(RuleBroken, match="In vak 8 ligt al een telefoon"):
        returns.correct_pouch(actor=cast.teacher, custody=custody, pouch="8")
    assert custody.events.count() == 1


def test_others_correct_nothing(cast: Cast, confiscate) -> None:
    with pytest.raises(PermissionDenied):
        returns.correct_pouch(actor=cast.caretaker, custody=confiscate(), pouch="17")


def test_the_page_keeps_what_was_typed(cast: Cast, confiscate, as_) -> None:
    address = reverse("phones:correct", args=[confiscate().pk])
    html = as_(cast.teacher).post(address, {"pouch": "zeven!"}).content.decode()
    assert "hoogstens 8 cijfers" in html
    assert 'value="zeven!"' in html


def test_a_correction_made_meanwhile_is_not_overwritten(cast: Cast, confiscate) -> None:
    seen = Custody.objects.get(pk=confiscate().pk)
    returns.correct_pouch(actor=cast.administrator, custody=Custody.objects.get(pk=seen.pk), pouch="8")
    with pytest.raises(RuleBroken, match="Dat is net veranderd"):
        returns.correct_pouch(actor=cast.teacher, custody=seen, pouch="9")
    seen.refresh_from_db()
    assert (seen.pouch, seen.events.count()) == ("8", 2)
