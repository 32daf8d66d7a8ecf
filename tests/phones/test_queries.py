import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, make_pupil
from tests.house.query_counts.phones import PAGES, fill


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_a_page_asks_as_much_of_100_pupils_as_of_25(cast: Cast, as_, page, monkeypatch) -> None:
    _title, name, kwargs, member = page
    browser, address = as_(getattr(cast, member)), reverse(name, kwargs=kwargs(cast))
    fill(cast, 23)
    browser.get(address)
    few = queries(lambda: browser.get(address))
    fill(cast, 75)
    assert queries(lambda: browser.get(address)) == few


def test_a_tap_is_one_small_request(cast: Cast, as_) -> None:
    browser = as_(cast.teacher)
    address = reverse("phones:deposit", args=[cast.group.pk])

    def tap(number: int) -> bytes:
        pupil = make_pupil(cast.school, f"Kind{number} Test", cast.group)
        with CaptureQueriesContext(connection) as seen:
            answer = browser.post(
                address, {"pupil": pupil.pk, "back": "group"}, headers={"hx-request": "true"}
            )
        counts.append(len(seen))
        return answer.content

    counts: list[int] = []
    tap(0)
    tap(1)
    fill(cast, 60)
    assert len(tap(2)) < 4000
    assert counts[1] == counts[2]
