from datetime import timedelta

import pytest
from django.urls import reverse

from ground.errors import RuleBroken
from phones import returns
from tests.cast import Cast


def test_a_hand_back_is_undone_and_the_chain_keeps_both(cast: Cast, confiscate, wednesday) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    wednesday.shift(timedelta(seconds=60))
    returns.undo_hand_back(actor=cast.teacher, custody=custody)
    assert custody.is_held
    taken, returned, undone = custody.events.all()
    assert (undone.kind, undone.corrects) == ("undone", returned)


def test_after_a_minute_it_is_too_late(cast: Cast, confiscate, wednesday) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    wednesday.shift(timedelta(seconds=61))
    with pytest.raises(RuleBroken, match="één minuut"):
        returns.undo_hand_back(actor=cast.teacher, custody=custody)
    custody.refresh_from_db()
    assert custody.state == "returned"


def test_a_colleague_cannot_undo_it(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    with pytest.raises(RuleBroken):
        returns.undo_hand_back(actor=cast.caretaker, custody=custody)


def test_it_cannot_be_undone_twice(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    returns.undo_hand_back(actor=cast.teacher, custody=custody)
    with pytest.raises(RuleBroken):
        returns.undo_hand_back(actor=cast.teacher, custody=custody)


def test_not_when_the_pupil_gave_it_again_meanwhile(cast: Cast, confiscate, deposit) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    deposit(cast.sam)
    with pytest.raises(RuleBroken, match="ligt hier al"):
        returns.undo_hand_back(actor=cast.teacher, custody=custody)


def test_not_when_another_phone_lies_in_the_pouch_meanwhile(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    confiscate(cast.noor)
    with pytest.raises(RuleBroken, match="In vak 7 ligt al een telefoon"):
        returns.undo_hand_back(actor=cast.teacher, custody=custody)


def test_a_deposit_is_undone_for_a_minute(cast: Cast, deposit, wednesday) -> None:
    custody = returns.undo_deposit(actor=cast.teacher, custody=deposit())
    assert custody.state == "undone"
    later = deposit()
    wednesday.shift(timedelta(seconds=61))
    with pytest.raises(RuleBroken):
        returns.undo_deposit(actor=cast.teacher, custody=later)


def test_a_confiscation_is_not_undone(cast: Cast, confiscate) -> None:
    with pytest.raises(RuleBroken):
        returns.undo_deposit(actor=cast.teacher, custody=confiscate())


@pytest.mark.parametrize("headers", [{"hx-request": "true"}, {}], ids=["htmx", "plain"])
def test_the_notice_at_the_top_undoes_the_last_tap(cast: Cast, deposit, as_, headers) -> None:
    custody, browser = deposit(), as_(cast.teacher)
    page = browser.get(reverse("phones:group", args=[cast.group.pk]), {"done": custody.pk}).content.decode()
    address = reverse("phones:undo", args=[custody.pk])
    assert f'action="{address}"' in page
    answer = browser.post(address, {"back": "group"}, headers=headers, follow=True)
    assert "Ongedaan gemaakt. Er ligt geen telefoon van Noor Aydın." in answer.content.decode()


def test_the_desk_undoes_its_own_hand_back(cast: Cast, confiscate, as_) -> None:
    custody, browser = confiscate(), as_(cast.caretaker)
    browser.post(reverse("phones:hand_back", args=[custody.pk]), {"back": "desk"})
    browser.post(reverse("phones:undo", args=[custody.pk]), {"back": "desk"})
    custody.refresh_from_db()
    assert custody.is_held


def test_after_a_minute_the_page_offers_no_undo(cast: Cast, deposit, as_, wednesday) -> None:
    custody = deposit()
    wednesday.shift(timedelta(seconds=61))
    page = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk]), {"done": custody.pk})
    assert "Ongedaan maken" not in page.content.decode()


@pytest.mark.parametrize("done", ["x", "00000000-0000-4000-8000-000000000000", "a\x00"])
def test_an_address_with_nonsense_shows_the_page(cast: Cast, as_, done: str) -> None:
    page = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk]), {"done": done})
    assert page.status_code == 200
