from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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
