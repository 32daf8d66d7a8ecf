"""Signing in: staff by password and second factor, guardians by a code to their own address."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.checks import run_checks
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import PASSWORD, Cast, make_guardian, make_pupil

HOME = "/"
CODE = re.compile(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b|\b\d{6}\b")


@pytest.fixture
def visitor() -> Client:
    return Client()


def give_password(user: Any) -> None:
    user.set_password(PASSWORD)
    user.save()


def ask_code(visitor: Client, email: str) -> Any:
    return visitor.post(reverse("account_request_login_code"), {"email": email})


def test_who_is_not_signed_in_is_asked_to_sign_in(db: None, visitor: Client) -> None:
    answer = visitor.get(HOME)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_guardian_signs_in_with_a_code_sent_to_the_own_address(cast: Cast, visitor: Client) -> None:
    ask_code(visitor, cast.mother.email)
    (sent,) = mail.outbox
    assert sent.to == [cast.mother.email]
    code = CODE.search(sent.body)
    assert code
    visitor.post(reverse("account_confirm_login_code"), {"code": code.group()})
    assert visitor.get(HOME).status_code == 200


def test_a_wrong_code_does_not_sign_in(cast: Cast, visitor: Client) -> None:
    ask_code(visitor, cast.mother.email)
    visitor.post(reverse("account_confirm_login_code"), {"code": "AAAA-AA"})
    assert visitor.get(HOME).status_code == 302


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(cast: Cast, visitor: Client) -> None:
    known = ask_code(visitor, cast.mother.email)
    unknown = ask_code(Client(), "nobody@meerpaal.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_thirty_five_parents_in_one_room_all_get_a_code(cast: Cast) -> None:
    pupil = make_pupil(cast.school, "Bo Dijkstra", cast.group)
    for number in range(35):
        parent = make_guardian(cast.school, f"Ouder{number} Dijkstra", pupil, "other", "no")
        ask_code(Client(), parent.email)
    assert len(mail.outbox) == 35


def test_one_account_gets_no_more_than_three_codes_a_minute(cast: Cast) -> None:
    for _attempt in range(5):
        ask_code(Client(), cast.mother.email)
    assert len(mail.outbox) == 3


def test_nobody_can_sign_up(db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_nobody_can_add_an_address_of_their_own(db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_staff_without_a_second_factor_reach_only_the_page_to_set_it_up(cast: Cast, as_: Any) -> None:
    Authenticator.objects.filter(user=cast.teacher).delete()
    browser = as_(cast.teacher)
    for address in (HOME, reverse("people:directory"), reverse("people:me")):
        answer = browser.get(address)
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))


def test_staff_without_a_second_factor_can_still_sign_out(cast: Cast, as_: Any) -> None:
    Authenticator.objects.filter(user=cast.teacher).delete()
    assert as_(cast.teacher).post(reverse("account_logout")).status_code == 302


def test_a_password_alone_does_not_let_staff_in(cast: Cast, visitor: Client) -> None:
    give_password(cast.teacher)
    visitor.post(reverse("account_login"), {"login": cast.teacher.email, "password": PASSWORD})
    assert visitor.get(HOME).status_code == 302


def test_password_and_second_factor_let_staff_in(cast: Cast, visitor: Client) -> None:
    give_password(cast.teacher)
    Authenticator.objects.filter(user=cast.teacher).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.teacher, secret)
    visitor.post(reverse("account_login"), {"login": cast.teacher.email, "password": PASSWORD})
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    visitor.post(reverse("mfa_authenticate"), {"code": code})
    assert visitor.get(HOME).status_code == 200


def test_the_secret_of_a_second_factor_stands_sealed_in_the_database(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.teacher).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.teacher, secret)
    stored = Authenticator.objects.get(user=cast.teacher).data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_a_session_ends_after_half_an_hour_without_a_request(cast: Cast, as_: Any, wednesday: Any) -> None:
    browser = as_(cast.mother)
    browser.get(HOME)
    wednesday.shift(timedelta(minutes=29))
    assert browser.get(HOME).status_code == 200
    wednesday.shift(timedelta(minutes=31))
    assert browser.get(HOME).status_code == 302


def test_a_session_ends_after_ten_hours_however_busy(cast: Cast, as_: Any, wednesday: Any) -> None:
    browser = as_(cast.mother)
    for _step in range(30):
        assert browser.get(HOME).status_code == 200
        wednesday.shift(timedelta(minutes=20))
    wednesday.shift(timedelta(minutes=20))
    assert browser.get(HOME).status_code == 302


def test_a_page_that_polls_does_not_keep_a_session_alive(cast: Cast, as_: Any, wednesday: Any) -> None:
    browser = as_(cast.mother)
    browser.get(HOME)
    for _step in range(4):
        wednesday.shift(timedelta(minutes=10))
        last = browser.get(HOME, headers={"HX-Request": "true", "HX-Trigger-Name": "poll"})
    assert last["HX-Redirect"].startswith("/accounts/login/")


def test_who_is_no_longer_active_is_out_at_the_next_request(cast: Cast, as_: Any) -> None:
    browser = as_(cast.mother)
    assert browser.get(HOME).status_code == 200
    cast.mother.is_active = False
    cast.mother.save()
    assert browser.get(HOME).status_code == 302


def test_signing_out_clears_what_the_browser_kept(cast: Cast, as_: Any) -> None:
    answer = as_(cast.mother).post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_going_without_a_second_factor_is_refused_outside_the_demo(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.DEMO = False, False
    assert "people.E001" in {found.id for found in run_checks()}
    settings.DEMO = True
    assert "people.E001" not in {found.id for found in run_checks()}


def test_a_cache_of_one_process_is_refused(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert "people.E002" in {found.id for found in run_checks()}


@pytest.mark.parametrize(
    "hostile",
    ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_signing_in_never_leads_to_another_site(cast: Cast, hostile: str) -> None:
    browser = Client()
    give_password(cast.mother)
    answer = browser.post(
        reverse("account_login"), {"login": cast.mother.email, "password": PASSWORD, "next": hostile}
    )
    assert answer["Location"] == HOME


def test_a_bell_in_spring_does_not_shift_a_session(cast: Cast, as_: Any) -> None:
    with time_machine.travel("2027-03-28T00:50:00Z", tick=False) as clock:
        browser = as_(cast.mother)
        browser.get(HOME)
        clock.shift(timedelta(minutes=20))  # over the skipped hour
        assert browser.get(HOME).status_code == 200
