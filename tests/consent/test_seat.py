"""Who sits before a question: the link, the browser and the sign-in must be of one person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Decision
from tests.consent.conftest import Asked, Visit
from trail.models import Entry


def refusals() -> list[str]:
    rows = Entry.objects.filter(act="consent.link_refused", kind=Entry.Kind.REFUSAL)
    return [entry.details["reason"] for entry in rows.order_by("pk")]


def test_a_cookie_of_another_does_not_open_the_question_for_who_is_signed_in(asked: Asked, as_) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="yes")
    form = visit.hidden() | {"signed_name": "Jeroen de Wit"}
    browser = as_(asked.cast.father)
    browser.cookies.update(visit.browser.cookies)
    seat = Visit(browser, visit.question, None)
    for answer in (seat.get("answer"), seat.post("sign", **form), seat.post("withdraw", medium="all")):
        assert "why=unknown" in answer["Location"]
    assert not Decision.objects.exists()
    assert refusals() == ["somebody_else"] * 3
    assert Entry.objects.filter(act="consent.link_refused").first().actor == asked.cast.father


def test_who_was_asked_opens_the_own_link_signed_in(asked: Asked, as_) -> None:
    browser = as_(asked.cast.mother)
    browser.get(reverse("consent:link", kwargs={"token": asked.token(asked.cast.mother)}))
    assert Visit(browser, asked.request(asked.cast.mother), None).get("answer").status_code == 200
    assert refusals() == []


def test_a_link_that_ended_does_not_stand_in_the_way_of_who_is_signed_in(
    asked: Asked, as_, wednesday
) -> None:
    token, link = asked.token(asked.cast.mother), asked.link(asked.cast.mother)
    wednesday.move_to(link.valid_until - timedelta(minutes=5))
    browser = as_(asked.cast.mother)
    browser.get(reverse("consent:link", kwargs={"token": token}))
    wednesday.move_to(link.valid_until + timedelta(minutes=1))
    assert Visit(browser, asked.request(asked.cast.mother), None).get("answer").status_code == 200


def test_the_cookie_ends_with_the_browser_and_after_two_hours(asked: Asked, wednesday) -> None:
    visit = asked.opens(asked.cast.mother)
    cookie = visit.landing.cookies["consent_link"]
    assert not cookie["max-age"] and not cookie["expires"]
    wednesday.shift(timedelta(hours=2, minutes=1))
    assert "why=closed" in visit.get("answer")["Location"]


def test_a_link_that_is_guessed_leaves_a_line(asked: Asked) -> None:
    Client().get(reverse("consent:link", kwargs={"token": "A" * 43}))
    assert refusals() == ["unknown"]


def test_the_cookie_of_another_question_leaves_a_line(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    browser = Client()
    browser.cookies["consent_link"] = visit.browser.cookies["consent_link"].value
    browser.get(reverse("consent:answer", kwargs={"pk": asked.request(asked.cast.father).pk}))
    assert refusals() == ["unknown"]


@pytest.mark.parametrize("tail", ["%0A", "%0D%0A", "%0Ax", "/"])
def test_a_line_break_in_the_address_is_an_answer_like_any_other(asked: Asked, tail: str) -> None:
    token = asked.token(asked.cast.mother)
    assert Client().get(f"/consent/link/{token}{tail}").status_code == 302
