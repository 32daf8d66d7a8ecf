import random
from datetime import UTC, datetime
from typing import Any

import pytest

from desk.demo import people, phones
from desk.demo.stage import Stage
from ground import clock
from phones.models import Custody


def stage() -> Stage:
    return people.play(clock.today(), random.Random(1), pupils=48, password="een lang wachtwoord")


def held() -> dict[str, int]:
    rows = Custody.objects.held()
    return {kind: rows.filter(kind=kind).count() for kind in Custody.Kind.values}


def test_months_of_phones_and_todays_at_school(db: None, wednesday: Any) -> None:
    played = stage()
    phones.play(played)
    assert Custody.objects.filter(kind="confiscated", state="returned").count() == len(phones.TAKEN_IN)
    assert Custody.objects.filter(kind="deposited", state="returned").count() == 20
    assert held() == {"confiscated": 1, "deposited": 4}
    assert Custody.objects.filter(pupil=played.child, kind="confiscated").exists()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 18, 6, 0, tzinfo=UTC), {"confiscated": 0, "deposited": 0}),
        (datetime(2026, 11, 18, 19, 0, tzinfo=UTC), {"confiscated": 1, "deposited": 0}),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), {"confiscated": 0, "deposited": 0}),
    ],
    ids=["before school", "after the bell", "on a Sunday"],
)
def test_it_tells_only_what_has_happened_by_now(db: None, wednesday: Any, moment, expected) -> None:
    wednesday.move_to(moment)
    phones.play(stage())
    assert held() == expected
    assert not Custody.objects.filter(taken_at__gt=clock.now()).exists()
    assert not Custody.objects.filter(closed_at__gt=clock.now()).exists()


def test_at_the_start_of_the_year_it_plays_what_fits(db: None, wednesday: Any) -> None:
    wednesday.move_to(datetime(2026, 8, 26, 9, 0, tzinfo=UTC))
    phones.play(stage())
    assert Custody.objects.exists()
