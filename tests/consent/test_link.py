"""The mailed link in a browser: opening, choosing, signing, changing, withdrawing, and every refusal."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from consent.models import Decision, Request
from documents import links
from documents.models import LinkNonce, PersonalLink
from ground import clock
from people.models import Guardianship
from tests.cast import build_cast
from tests.consent.conftest import WEBSITE, YES3, Asked, services

SCANNERS = ["Mozilla/5.0 (SafeLinks)", "curl/8.5", "Barracuda Link Protection", "Googlebot/2.1"]


def everything() -> list[object]:
    return [
        [*model.objects.order_by("pk").values_list()]
        for model in (Decision, LinkNonce, PersonalLink, Request)
    ]


def address(token: str) -> str:
    return reverse("consent:link", kwargs={"token": token})


def refused(asked: Asked, token: str) -> str:
    """Where the link leads, as the reason that the page of refusals is given."""
    answer = Client().get(address(token))
    assert answer.status_code == 302
    assert not answer.cookies.get("consent_link") or answer["Location"].endswith("expired")
    assert not Decision.objects.exists()
    return answer["Location"].split("why=")[1]


# -- opening -----------------------------------------------------------------------------------------------


def test_a_mail_scanner_that_opens_it_fifty_times_changes_nothing(asked: Asked) -> None:
    before = everything()
    for turn in range(50):
        browser = Client(headers={"user-agent": SCANNERS[turn % len(SCANNERS)]})
        method = browser.head if turn % 2 else browser.get
        answer = method(address(asked.token(asked.cast.mother)), follow=True)
        assert answer.status_code == 200
    assert everything() == before
    assert len(asked.says(asked.cast.mother)) == 3


def test_it_leads_to_a_clean_address_without_referrer(asked: Asked) -> None:
    token = asked.token(asked.cast.mother)
    landing = asked.opens(asked.cast.mother).landing
    assert landing.status_code == 302
    assert token not in landing["Location"]
    assert landing["Referrer-Policy"] == "no-referrer"
    cookie = landing.cookies["consent_link"]
    assert (
        cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"] and not cookie["expires"]
    )
    assert cookie["path"] == landing["Location"]


def test_the_token_stands_on_no_page(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="yes")
    for page in ("answer", "check"):
        assert asked.token(asked.cast.mother) not in visit.get(page).content.decode()


def test_the_question_shows_the_first_name_and_nothing_more(asked: Asked) -> None:
    page = asked.opens(asked.cast.mother).get("answer").content.decode()
    assert "Mogen wij Sam op de website van de school laten zien?" in page
    assert "de Wit" not in page and "Nadia" not in page
    assert "<nav" not in page and "checked" not in page


def test_the_first_view_is_small(asked: Asked) -> None:
    page = asked.opens(asked.cast.mother).get("answer").content
    style = (settings.BASE_DIR / "static" / "css" / "meerpaal.css").read_bytes()
    assert len(page) + len(style) < 60_000


def test_it_opens_no_session(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.get("answer")
    assert settings.SESSION_COOKIE_NAME not in visit.browser.cookies
    assert visit.browser.get(reverse("consent:mine")).status_code == 302


# -- answering ---------------------------------------------------------------------------------------------


def test_from_question_to_signature(asked: Asked, ledger) -> None:
    visit = asked.opens(asked.cast.mother)
    assert visit.post("answer", all="yes")["Location"] == visit.address("check")
    assert not Decision.objects.exists()
    answer = visit.post("sign", **visit.hidden(), signed_name="Nadia de Wit-Benali")
    assert answer["Location"] == visit.address("done")
    assert [row[2] for row in ledger()] == ["yes"] * 3
    assert "Mag nu: ja" in visit.get("done").content.decode()


def test_per_kind_and_one_left_open(asked: Asked, ledger) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", photo="yes", film="no")
    page = visit.get("check").content.decode()
    assert "Nog geen antwoord: wij doen het niet" in page
    visit.post("sign", **visit.hidden(), signed_name="Nadia Benali")
    assert ledger() == [("Nadia", "film", "no"), ("Nadia", "photo", "yes")]


def test_choosing_nothing_asks_again(asked: Asked) -> None:
    page = asked.opens(asked.cast.mother).post("answer").content.decode()
    assert "Kies ja of nee voor minstens één soort" in page


@pytest.mark.parametrize("name", ["", "   ", "Na\0dia de Wit", "x" * 201, "Nadia\nde Wit"])
def test_a_name_that_is_none_is_refused_and_the_answers_stay(asked: Asked, name: str) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", photo="yes", film="no")
    answer = visit.post("sign", **visit.hidden(), signed_name=name)
    page = answer.content.decode()
    assert answer.status_code == 200 and answer.context["form"].errors["signed_name"]
    assert 'name="photo" value="yes"' in page and 'name="film" value="no"' in page
    assert not Decision.objects.exists()
    good = {key: value for key, value in answer.context["form"].data.items() if key != "signed_name"}
    visit.post("sign", **good, signed_name="Nadia Benali")
    assert Decision.objects.count() == 2


def test_a_double_click_records_once_and_shows_what_is_recorded(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="no")
    form = visit.hidden() | {"signed_name": "Nadia Benali"}
    visit.post("sign", **form)
    again = visit.post("sign", **form)
    assert again["Location"] == visit.address("done") + "?again=1"
    assert Decision.objects.count() == 3


def test_an_old_form_with_other_answers_changes_nothing(asked: Asked, ledger) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="no")
    form = visit.hidden() | {"signed_name": "Nadia Benali"}
    visit.post("sign", **form)
    visit.post("sign", **(form | YES3))
    assert {row[2] for row in ledger()} == {"no"}


def test_withdrawing_is_one_click_on_the_page_with_the_answers(asked: Asked, ledger) -> None:
    asked.says(asked.cast.mother)
    visit = asked.opens(asked.cast.mother)
    nonce = visit.get("done").context["nonce"]
    visit.post("withdraw", medium="film", nonce=nonce)
    assert ledger()[-1][1:] == ("film", "withdrawn") or ("Nadia", "film", "withdrawn") in ledger()
    assert "U heeft uw toestemming ingetrokken" in visit.get("done").content.decode()


def test_withdrawing_by_get_is_not_possible(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert asked.opens(asked.cast.mother).get("withdraw").status_code == 405
    assert Decision.objects.count() == 3


def test_what_the_other_parent_said_is_never_shown(asked: Asked) -> None:
    """One sentence, whether the other refused or the two just do not agree yet."""
    asked.says(asked.cast.mother, photo="yes")
    asked.says(asked.cast.father, photo="no")
    page = asked.opens(asked.cast.mother).get("done").content.decode()
    assert "Ja, nog niet bevestigd door de andere ouder" in page
    assert "Mag nu: nee" in page
    assert "Jeroen" not in page and "geweigerd" not in page


def test_who_has_unconfirmed_authority_reads_no_result(asked: Asked) -> None:
    asked.says(asked.cast.noors_mother, photo="yes")
    asked.says(asked.cast.unconfirmed, photo="yes")
    page = asked.opens(asked.cast.unconfirmed).get("done").content.decode()
    assert "De school moet uw gezag nog bevestigen" in page
    assert "Mag nu" not in page


def test_two_questions_in_two_tabs_do_not_mix(asked: Asked) -> None:
    mother, father = asked.opens(asked.cast.mother), asked.opens(asked.cast.father)
    mother.browser.cookies.update(father.browser.cookies)
    answer = mother.get("answer")
    assert "why=unknown" in answer["Location"]


# -- refusals ----------------------------------------------------------------------------------------------


def test_an_altered_link_is_refused(asked: Asked) -> None:
    token = asked.token(asked.cast.mother)
    assert refused(asked, token[:-1] + ("A" if token[-1] != "A" else "B")) == "unknown"


def test_an_expired_link_is_refused_with_the_offer_of_a_new_one(asked: Asked) -> None:
    token = asked.token(asked.cast.mother)
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        browser = Client()
        page = browser.get(address(token), follow=True)
        assert page.status_code == 410
        assert "Stuur mij een nieuwe link" in page.content.decode()
        sent = browser.post(reverse("consent:link_renew"), follow=True)
        assert "Er is een nieuwe link onderweg" in sent.content.decode()
    assert PersonalLink.objects.filter(subject=asked.request(asked.cast.mother).pk).count() == 2


def test_a_link_from_the_future_is_refused(asked: Asked) -> None:
    now = clock.now()
    issued = links.issue(
        purpose="consent",
        person=asked.cast.mother.person.pk,
        subject=asked.request(asked.cast.mother).pk,
        valid_from=now + timedelta(days=30),
        valid_until=now + timedelta(days=90),
        actor=None,
    )
    assert refused(asked, issued.token) == "early"


def test_a_revoked_link_is_refused(asked: Asked) -> None:
    links.revoke(actor=None, person=asked.cast.mother.person.pk)
    assert refused(asked, asked.token(asked.cast.mother)) == "revoked"


def test_a_link_of_who_lost_authority_is_refused(asked: Asked) -> None:
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(authority="no")
    assert refused(asked, asked.token(asked.cast.mother)) == "revoked"


def test_a_link_for_something_else_is_refused(asked: Asked) -> None:
    now = clock.now()
    issued = links.issue(
        purpose="dossiers.download",
        person=asked.cast.mother.person.pk,
        subject=asked.request(asked.cast.mother).pk,
        valid_from=now,
        valid_until=now + timedelta(days=1),
        actor=None,
    )
    assert refused(asked, issued.token) == "purpose"


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00" * 43, "é" * 43, "../../etc/passwd", "a" * 5000])
def test_nonsense_is_refused_calmly(asked: Asked, token: str) -> None:
    assert refused(asked, token) == "unknown"


def test_a_forwarded_link_stays_bound_to_one_parent(asked: Asked, as_, ledger) -> None:
    """The father opens the mother's link while he is signed in: it does not open, and he is not her."""
    browser = as_(asked.cast.father)
    landing = browser.get(address(asked.token(asked.cast.mother)))
    assert "why=unknown" in landing["Location"] and "consent_link" not in landing.cookies
    place = reverse("consent:answer", kwargs={"pk": asked.request(asked.cast.mother).pk})
    assert browser.get(place).status_code == 404
    assert ledger() == []


def test_the_id_of_another_question_is_refused(asked: Asked, as_) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="yes")
    form = visit.hidden() | {"signed_name": "Nadia Benali"}
    others = asked.request(asked.cast.noors_mother)
    answer = visit.browser.post(reverse("consent:sign", kwargs={"pk": others.pk}), form)
    assert answer.status_code == 302 and "link-refused" in answer["Location"]
    signed_in = as_(asked.cast.mother).post(reverse("consent:sign", kwargs={"pk": others.pk}), form)
    assert signed_in.status_code == 404
    assert not Decision.objects.exists()


def test_a_cookie_that_was_tampered_with_is_refused(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    morsel = visit.browser.cookies["consent_link"]
    visit.browser.cookies["consent_link"] = morsel.value[:-2] + "xx"
    assert "why=closed" in visit.get("answer")["Location"]


def test_a_link_that_ends_while_the_page_is_open_records_nothing(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="yes")
    form = visit.hidden() | {"signed_name": "Nadia Benali"}
    links.revoke(actor=None, person=asked.cast.mother.person.pk)
    assert "why=revoked" in visit.post("sign", **form)["Location"]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options", "trace"])
def test_the_token_never_reaches_the_log(asked: Asked, method: str, caplog) -> None:
    good = asked.token(asked.cast.mother)
    bad = good[:20] + "/" + good[21:]
    with caplog.at_level(logging.DEBUG):
        for token in (good, bad):
            answer = getattr(Client(enforce_csrf_checks=True), method)(address(token))
            assert answer.status_code == 302
    said = "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert good not in said and bad not in said
    assert not Decision.objects.exists()


# -- at the same time --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_six_browsers_at_once_count_each_answer_once() -> None:
    cast = build_cast()
    services.set_up_school(actor=None, school=cast.school)
    campaign = services.ask_consent(
        actor=cast.director, school=cast.school, purpose=WEBSITE, class_groups=[cast.group]
    )
    asked = Asked(cast, campaign)
    users = [cast.mother, cast.father, cast.noors_mother, cast.unconfirmed]
    forms = []
    for user in users:
        visit = asked.opens(user)
        visit.post("answer", all="yes")
        forms += [(visit, visit.hidden() | {"signed_name": user.person.name}) for _copy in range(3)]

    def send(job: tuple[object, dict[str, str]]) -> int:
        visit, form = job
        browser = Client()
        browser.cookies.update(visit.browser.cookies)  # type: ignore[attr-defined]
        try:
            return browser.post(visit.address("sign"), form).status_code  # type: ignore[attr-defined]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, forms * 2)) == {302}
    assert Decision.objects.count() == len(users) * 3
    assert set(Decision.objects.values_list("number", flat=True)) == {1}
