"""Journey 4: a phone is taken in at the door, the guardian knows, the pupil collects it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from notices.models import Notice
from phones import services
from phones.models import Custody
from tests.cast import Cast
from tests.e2e.conftest import check_axe, posted

pytestmark = pytest.mark.e2e


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def test_a_phone_is_taken_in_and_collected(stage_cast: Cast, open_page) -> None:
    page = open_page(stage_cast.teacher)
    page.goto("/phones/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Telefoons van groep 6A")
    check_axe(page)
    page.get_by_role("link", name="Telefoon innemen").click()
    check_axe(page)
    page.get_by_label("Sam de Wit").check()
    page.get_by_label("filmen of foto's maken").check()
    page.get_by_role("radiogroup", name="Welk vak?").get_by_label("7", exact=True).check()
    with posted(page):
        button(page, "Deze telefoon innemen").click()
    expect(page.get_by_text("De telefoon van Sam de Wit is ingenomen.")).to_be_visible()
    expect(page.get_by_text("Terug om")).to_be_visible()
    check_axe(page)
    custody = Custody.objects.get()
    assert Notice.objects.filter(kind="phones.confiscated").count() == 2

    mother = open_page(stage_cast.mother)
    mother.goto(reverse("phones:custody", args=[custody.pk]))
    expect(mother.get_by_text("Wij hebben de telefoon van Sam ingenomen.")).to_be_visible()
    expect(
        mother.get_by_text("De school is verantwoordelijk zolang wij de telefoon hebben.").first
    ).to_be_visible()
    check_axe(mother)
    mother.goto(reverse("phones:mine"))
    check_axe(mother)

    caretaker = open_page(stage_cast.caretaker)
    caretaker.goto(reverse("phones:desk"))
    expect(caretaker.get_by_text("filmen")).to_have_count(0)
    check_axe(caretaker)
    with posted(caretaker):
        button(caretaker, "Vak 7: Sam").click()
    expect(caretaker.get_by_text("Sam heeft de telefoon terug.")).to_be_visible()
    with posted(page):
        button(page, "Telefoon teruggeven").click()
    expect(page.get_by_text("Gerrit Bos heeft deze telefoon teruggegeven")).to_be_visible()
    assert custody.events.filter(kind="returned").count() == 1


def test_a_class_at_the_door_taps_without_a_reload(stage_cast: Cast, open_page, wednesday) -> None:
    page = open_page(stage_cast.teacher)
    page.goto("/phones/")
    page.evaluate("document.body.dataset.same = 'yes'")
    button(page, "Sam de Wit").click()
    expect(button(page, "Sam de Wit Teruggeven")).to_be_visible()
    button(page, "Noor Aydın").click()
    expect(button(page, "Noor Aydın Teruggeven")).to_be_visible()
    expect(page.get_by_role("heading", name="In bewaring, op eigen risico: 2")).to_be_visible()
    expect(page.locator("#announce")).to_contain_text("Noor Aydın is in bewaring")
    check_axe(page)
    wednesday.shift(timedelta(seconds=5))
    button(page, "Noor Aydın Teruggeven").click()
    expect(button(page, "Noor Aydın Bewaren")).to_be_visible()
    button(page, "Ongedaan maken").click()
    expect(button(page, "Noor Aydın Teruggeven")).to_be_visible()
    assert page.evaluate("document.body.dataset.same") == "yes"
    assert Custody.objects.held().count() == 2


def test_by_keyboard_the_focus_stays_on_the_tile(stage_cast: Cast, open_page) -> None:
    page = open_page(stage_cast.teacher)
    page.goto("/phones/")
    button(page, "Sam de Wit").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Sam de Wit Teruggeven")).to_be_focused()


def test_without_script_every_tap_works(stage_cast: Cast, open_page) -> None:
    page = open_page(stage_cast.teacher, javascript=False)
    page.goto("/phones/")
    for act in ("Sam de Wit Bewaren", "Sam de Wit Teruggeven", "Ongedaan maken"):
        with posted(page):
            button(page, act).click()
    expect(button(page, "Sam de Wit Teruggeven")).to_be_visible()
    assert Custody.objects.held().count() == 1


def test_a_tap_after_signing_out_elsewhere_leads_to_the_sign_in_and_back(stage_cast: Cast, open_page) -> None:
    page = open_page(stage_cast.teacher)
    page.goto("/phones/")
    Session.objects.all().delete()
    with posted(page):
        button(page, "Sam de Wit").click()
    assert "/accounts/login/?next=/phones/groups/" in page.url


def test_pages_with_much_and_long_names_fit(stage_cast: Cast, open_page) -> None:
    person = stage_cast.noor
    person.first_name, person.last_name = "عبد الرحمن", "van den Heuvel-Oosterbaanschoonmoeder"
    person.save()
    services.deposit_phone(actor=stage_cast.teacher, pupil=stage_cast.sam)
    taken = services.confiscate_phone(
        actor=stage_cast.teacher, pupil=stage_cast.noor, reason="in_break", pouch="ABCDEF-8"
    )
    record = reverse("phones:custody", args=[taken.pk])
    pages = ("/phones/", record, f"{record}move/", f"{record}correct/")
    for width in (320, 360, 768, 1280):
        page = open_page(stage_cast.teacher, viewport={"width": width, "height": 800})
        for address in pages:
            page.goto(address)
            check_axe(page)
    director = open_page(stage_cast.director)
    director.goto("/phones/")
    check_axe(director)
