"""Consent in a real browser: the director asks, a parent answers on a phone, a teacher looks at the gate."""

import re
from typing import Any

from playwright.sync_api import Page

from consent import services
from consent.models import Campaign, Decision
from ground.crypto import open_sealed
from notices.models import Notice
from people.models import User
from tests.cast import Cast
from tests.e2e.conftest import check_axe, posted

SIZES = [{"width": width, "height": 800} for width in (360, 768, 1280)]


def link_in_the_mail(user: User) -> str:
    notice = Notice.objects.filter(kind="consent.asked", user=user).latest("laid_at")
    return open_sealed(notice.path, context=notice.link_context).decode()


def asked(cast: Cast) -> Campaign:
    services.set_up_school(actor=None, school=cast.school)
    return services.ask_consent(
        actor=cast.director, school=cast.school, purpose="school_website", class_groups=[cast.group]
    )


def sign(page: Page, name: str) -> None:
    page.get_by_label("Uw voornaam en achternaam").fill(name)
    with posted(page):
        page.get_by_role("button", name="Antwoorden ondertekenen").click()


def test_from_the_directors_question_to_the_teachers_answer_and_back(
    stage_cast: Cast, open_page: Any
) -> None:
    cast = stage_cast
    services.set_up_school(actor=None, school=cast.school)

    director = open_page(cast.director)
    director.goto("/consent/campaigns/")
    check_axe(director)
    director.get_by_role("link", name="Toestemming vragen").click()
    check_axe(director)
    director.get_by_label("groep 6A").check()
    with posted(director):
        director.get_by_role("button", name="Vraag versturen naar de ouders").click()
    check_axe(director)
    assert "0 van 4 beantwoord" in director.get_by_role("heading", level=1).inner_text()

    mother = open_page(None)
    mother.goto(link_in_the_mail(cast.mother))
    assert "/consent/answer/" in mother.url
    assert mother.get_by_role("heading", level=1).inner_text().startswith("Mogen wij Sam op de website")
    check_axe(mother)
    assert not Decision.objects.exists()
    with posted(mother):
        mother.get_by_role("button", name="Ja", exact=True).click()
    check_axe(mother)
    sign(mother, "Nadia de Wit-Benali")
    check_axe(mother)
    assert mother.get_by_text("Mag nu: ja").count() == 3

    teacher = open_page(cast.teacher)
    teacher.goto("/publishing/check/")
    check_axe(teacher)
    assert teacher.get_by_role("heading", level=1).inner_text() == "Mag een foto van groep 6A op de website?"
    assert "Niet met dit ene kind" in teacher.inner_text("main")

    with posted(mother):
        mother.get_by_role("button", name=re.compile("Intrekken.*Foto")).click()
    check_axe(mother)
    assert "U heeft uw toestemming ingetrokken" in mother.inner_text("main")
    teacher.reload()
    assert "Mag niet: 1" in teacher.inner_text("main")
    assert "Nadia" not in teacher.content()


def test_per_kind_with_a_change_and_a_forgotten_name_without_script(stage_cast: Cast, open_page: Any) -> None:
    asked(stage_cast)
    page = open_page(None, javascript=False)
    page.goto(link_in_the_mail(stage_cast.mother))
    page.get_by_text("Per soort kiezen").click()
    page.get_by_role("group", name="Foto").get_by_label("Ja").check()
    page.get_by_role("group", name="Film").get_by_label("Ja").check()
    with posted(page):
        page.get_by_role("button", name="Deze keuzes nakijken").click()
    assert "Nog geen antwoord: wij doen het niet" in page.inner_text("main")
    with posted(page):
        page.get_by_role("link", name=re.compile("Wijzigen.*Film")).click()
    assert page.get_by_role("group", name="Foto").get_by_label("Ja").is_checked()
    page.get_by_role("group", name="Film").get_by_label("Nee").check()
    with posted(page):
        page.get_by_role("button", name="Deze keuzes nakijken").click()
    sign(page, " ")
    assert page.get_by_role("alert").is_visible()
    sign(page, "Nadia")
    assert page.get_by_role("alert").is_visible()
    sign(page, "Nadia de Wit-Benali")
    assert page.get_by_text("Mag nu: ja").count() == 1
    rows = Decision.objects.order_by("item__medium").values_list("item__medium", "answer")
    assert list(rows) == [("film", "no"), ("photo", "yes")]


def test_an_altered_link_says_calmly_what_to_do(stage_cast: Cast, open_page: Any) -> None:
    asked(stage_cast)
    page = open_page(None)
    page.goto(link_in_the_mail(stage_cast.mother)[:-3])
    assert page.get_by_role("heading", level=1).inner_text() == "Deze link gaat niet open"
    check_axe(page)


def test_every_page_at_three_sizes(stage_cast: Cast, open_page: Any) -> None:
    campaign = asked(stage_cast)
    question = campaign.requests.get(person=stage_cast.mother.person)
    for size in SIZES:
        mother = open_page(stage_cast.mother, viewport=size)
        for address in ("/consent/mine/", f"/consent/answer/{question.pk}/"):
            mother.goto(address)
            check_axe(mother)
        office = open_page(stage_cast.administrator, viewport=size)
        for address in (
            "/consent/campaigns/",
            f"/consent/campaigns/{campaign.pk}/",
            "/publishing/check/?print=1",
        ):
            office.goto(address)
            check_axe(office)


def test_a_child_says_no_at_the_gate(stage_cast: Cast, open_page: Any) -> None:
    asked(stage_cast)
    page = open_page(stage_cast.teacher)
    page.goto("/publishing/check/")
    page.get_by_text("Wil een kind zelf niet?").click()
    page.get_by_label("Welk kind?").select_option(label="Sam de Wit")
    with posted(page):
        page.get_by_role("button", name="Dit kind wil niet").click()
    check_axe(page)
    assert "Mag niet: 1" in page.inner_text("main")
