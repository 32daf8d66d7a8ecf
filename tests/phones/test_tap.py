from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Enrolment
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


HTMX = {"hx-request": "true"}


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_a_caretaker_gets_no_tile_and_no_numbers_of_a_class(cast: Cast, confiscate, as_, headers) -> None:
    address = reverse("phones:hand_back", args=[confiscate().pk])
    browser = as_(cast.caretaker)
    answer = browser.post(address, {"back": "group"}, headers=headers)
    assert not answer.content
    page = browser.get(answer.headers.get("HX-Redirect") or answer["Location"]).content.decode()
    assert "Sam heeft de telefoon terug." in page
    assert "de Wit" not in page
    assert "In bewaring" not in page


def test_at_the_desk_a_refusal_has_no_surname_either(cast: Cast, confiscate, deposit, as_) -> None:
    custody, browser = confiscate(), as_(cast.caretaker)
    browser.post(reverse("phones:hand_back", args=[custody.pk]), {"back": "desk"})
    deposit(cast.sam)
    undo = reverse("phones:undo", args=[custody.pk])
    html = browser.post(undo, {"back": "group"}, headers=HTMX).headers["HX-Redirect"]
    html = browser.get(html).content.decode()
    assert "De telefoon van Sam ligt hier." in html
    assert "de Wit" not in html
    assert "in bewaring om" not in html


@pytest.mark.parametrize("kind", ["taken in", "in safekeeping"])
def test_at_the_desk_the_notice_does_not_say_why_a_phone_is_here(
    cast: Cast, confiscate, deposit, as_, kind: str
) -> None:
    custody = confiscate() if kind == "taken in" else deposit(cast.sam, pouch="7")
    html = as_(cast.caretaker).get(reverse("phones:desk"), {"done": custody.pk}).content.decode()
    assert "De telefoon van Sam ligt hier." in html
    assert "ingenomen" not in html
    assert "eigen risico" not in html


def test_who_sees_the_record_but_not_its_group_goes_to_the_record(cast: Cast, confiscate, as_) -> None:
    custody = confiscate()
    Enrolment.objects.filter(pupil=cast.sam).update(class_group=cast.other_group)
    answer = as_(cast.other_teacher).post(
        reverse("phones:hand_back", args=[custody.pk]), {"back": "group"}, headers=HTMX
    )
    assert answer["HX-Redirect"].startswith(reverse("phones:custody", args=[custody.pk]))


def test_on_a_telephone_the_notice_stays_in_the_window(cast: Cast, as_) -> None:
    css = Path("static/css/meerpaal.css").read_text()
    rule = next(part for part in css.split("@media ") if "#done:has(.notice)" in part)
    assert rule.startswith("screen and (max-width: 47.99rem)")
    assert "position: fixed" in rule
    assert "scroll-padding-bottom: var(--done)" in rule
    html = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    assert "focus-scroll:true" in html
