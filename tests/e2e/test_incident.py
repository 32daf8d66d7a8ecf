"""Journey 3 in the browser: a report on a phone, both sides heard, a warning, its letter, the end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident
from incidents.workflow import State
from tests.cast import Cast
from tests.e2e.conftest import check_axe, posted
from tests.protocol import published

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]


def press(page: Page, name: str) -> None:
    """Press the one button of this name and wait for the answer."""
    with posted(page):
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    with posted(page):
        page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_a_report_becomes_a_warning_that_was_heard_decided_and_told(
    stage_cast: Cast, open_page: Open
) -> None:
    published(stage_cast)
    case = reports(open_page(stage_cast.teacher))
    handler = open_page(stage_cast.coordinator)
    handler.goto(case)
    assesses(handler)
    invites(handler)
    parent_answers(open_page(stage_cast.mother))
    hears_and_proposes(handler, case)
    decides(open_page(stage_cast.director), case)
    writes_and_sends(handler, case)
    parent_reads_the_decision(open_page(stage_cast.mother))
    closes(handler, case)
    assert Incident.objects.get().state == State.CLOSED


def reports(page: Page) -> str:
    """On a phone: what, who, where; the date stands there. A mistake first, and what was typed stays."""
    page.goto("/incidents/report/")
    check_axe(page)
    page.get_by_label("Wat is er gebeurd?").fill("In de groepsapp staat een kwetsend bericht.")
    page.get_by_label("WhatsApp").check()
    press(page, "Voorval melden")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value(
        "In de groepsapp staat een kwetsend bericht."
    )
    check_axe(page)
    page.get_by_label("Sam de Wit").check()
    press(page, "Voorval melden")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je melding is aangekomen")
    check_axe(page)
    return re.sub("reported/$", "", page.url)


def assesses(page: Page) -> None:
    check_axe(page)
    press(page, "In behandeling nemen")
    follow(page, "Rol Sam de Wit")
    page.get_by_label("over wie het gaat", exact=True).check()
    page.get_by_label("Waarom?").fill("Hij stuurde het bericht.")
    check_axe(page)
    press(page, "Rol vastleggen")
    follow(page, "Beoordelen")
    page.get_by_label("ja, het gaat over school").check()
    page.get_by_label("Wat is het?").select_option(label="kwetsen")
    page.get_by_label("Waarom?").fill("Het bericht maakt een klasgenoot belachelijk.")
    check_axe(page)
    press(page, "Beoordeling vastleggen")
    expect(page.get_by_text("Versie 1, geldig sinds")).to_be_visible()


def invites(page: Page) -> None:
    follow(page, "Uitnodigen")
    page.get_by_label("Waar gaat het over?").fill("Sam stuurde een kwetsend bericht in de groepsapp.")
    page.get_by_label("Waar baseren wij dit op?").fill("Een schermafdruk.")
    page.locator("[name=meeting_at_0]").fill("2026-11-20")
    page.locator("[name=meeting_at_1]").fill("15:30")
    check_axe(page)
    press(page, "Uitnodiging versturen")
    expect(page.get_by_text("De uitnodiging is onderweg.")).to_be_visible()


def parent_answers(page: Page) -> None:
    page.goto("/incidents/mine/")
    check_axe(page)
    follow(page, "Sam")
    expect(page.get_by_text("vrijdag 20 november 2026, 15.30 uur")).to_be_visible()
    check_axe(page)
    page.get_by_label("Wat wilt u hierover zeggen?").fill("Sam heeft er spijt van.")
    press(page, "Reactie aan de school geven")
    expect(page.get_by_text("Wij hebben uw tekst ontvangen.")).to_be_visible()


def hears_and_proposes(page: Page, case: str) -> None:
    page.goto(case)
    expect(page.get_by_text("Sam heeft er spijt van.").first).to_be_visible()
    follow(page, "Gesprek vastleggen")
    page.get_by_label("De leerling is gehoord").check()
    page.get_by_label("De ouders zijn gehoord").check()
    page.get_by_label("Wat zeiden zij?").fill("Sam zei dat het een grap was.")
    check_axe(page)
    press(page, "Gesprek vastleggen")
    follow(page, "Waarschuwing voorstellen")
    page.get_by_label("Waarom deze maatregel?").fill("Het is de tweede keer.")
    check_axe(page)
    press(page, "Maatregel voorstellen")


def decides(page: Page, case: str) -> None:
    page.goto(case)
    check_axe(page)
    follow(page, "Besluiten")
    page.get_by_label("Ik geef de waarschuwing", exact=True).check()
    page.get_by_label("Waarom?").fill("Een klasgenoot durfde niet meer naar de gym.")
    check_axe(page)
    press(page, "Besluit vastleggen")


def writes_and_sends(page: Page, case: str) -> None:
    page.goto(case)
    follow(page, "Brief schrijven")
    check_axe(page)
    press(page, "Bewaren en nalezen")
    expect(page.get_by_text("Proefzitting: houdt geen stand")).to_be_visible()
    follow(page, "Tekst aanpassen")
    page.get_by_label("Wat spreken wij af?").fill("Sam zegt sorry. Op 30 november praten wij opnieuw met u.")
    press(page, "Bewaren en nalezen")
    expect(page.get_by_text("Proefzitting: houdt stand")).to_be_visible()
    check_axe(page)
    press(page, "Brieven versturen")


def parent_reads_the_decision(page: Page) -> None:
    page.goto("/incidents/mine/")
    follow(page, "Sam")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sam krijgt een waarschuwing")
    check_axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Brief lezen (pdf)").click()
    assert download.value.suggested_filename == "brief-2026-001.pdf"


def closes(page: Page, case: str) -> None:
    page.goto(case)
    follow(page, "Zaak afsluiten")
    check_axe(page)
    press(page, "Zaak afsluiten")
    expect(page.get_by_text("De zaak is afgesloten.")).to_be_visible()
    check_axe(page)
    page.goto("/incidents/?state=all")
    check_axe(page)


def test_a_suspected_offence_is_reported_without_script_and_without_asking_the_child(
    stage_cast: Cast, open_page: Open
) -> None:
    page = open_page(stage_cast.caretaker, javascript=False)
    page.goto("/incidents/report/")
    follow(page, "Meld dat rechtstreeks bij het bestuur")
    expect(page.get_by_role("heading", name="Stel het kind geen vragen")).to_be_visible()
    page.get_by_label("Wat weet je?").fill("Ik hoorde iets waar ik van schrok.")
    press(page, "Melden bij het bestuur")
    expect(page.get_by_text("Het bestuur heeft meteen bericht gekregen.")).to_be_visible()

    board = open_page(stage_cast.board)
    board.goto(f"/incidents/{Incident.objects.get().pk}/")
    check_axe(board)
    press(board, "In behandeling nemen")
    expect(board.get_by_role("link", name="0900-1113111")).to_be_visible()
    check_axe(board)
