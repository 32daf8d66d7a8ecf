from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phones.models import Custody
from tests.cast import Cast, make_pupil
from tests.house.query_counts.phones import fill


def test_a_tap_is_one_small_request_however_large_the_group(cast: Cast, as_) -> None:
    browser, counts = as_(cast.teacher), []
    address = reverse("phones:deposit", args=[cast.group.pk])

    def tap(number: int) -> bytes:
        pupil = make_pupil(cast.school, f"Kind{number} Test", cast.group)
        asked = {"pupil": pupil.pk, "back": "group"}
        with CaptureQueriesContext(connection) as seen:
            answer = browser.post(address, asked, headers={"hx-request": "true"})
        counts.append(len(seen))
        return answer.content

    tap(0)
    fill(cast, 23)
    tap(1)
    fill(cast, 75)
    assert len(tap(2)) < 4000
    assert counts[1] == counts[2]


def test_a_double_tap_on_a_tile_is_one_tap(cast: Cast, as_, wednesday) -> None:
    browser = as_(cast.teacher)
    put = reverse("phones:deposit", args=[cast.group.pk])

    def tap(address: str, seconds: float) -> str:
        asked = {"pupil": cast.sam.pk, "back": "group"}
        wednesday.shift(timedelta(seconds=seconds))
        return browser.post(address, asked, headers={"hx-request": "true"}).content.decode()

    tap(put, 0)
    take = reverse("phones:hand_back", args=[Custody.objects.get().pk])
    assert "Teruggeven" in tap(take, 0.4)
    assert "Bewaren" in tap(take, 2)
    assert "Bewaren" in tap(put, 0.4)
    assert Custody.objects.count() == 1
    assert "Teruggeven" in tap(put, 2)
