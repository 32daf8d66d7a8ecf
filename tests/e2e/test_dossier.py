"""Journey 5: a copy of a dossier, from the question at the office to the file that proves itself."""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from dossiers import building, timeline
from dossiers.models import Export
from people.models import User
from tests.cast import PASSWORD, Cast
from tests.dossiers import story
from tests.e2e.conftest import check_axe, posted
from trail.models import Entry

pytestmark = pytest.mark.e2e


@pytest.fixture
def told(stage_cast: Cast) -> Iterator[Cast]:
    """Sam has a story, and those who open heavy doors have a password to show that it is them."""
    timeline.SOURCES.append(story.events_about)
    story.put_note(stage_cast.sam, "Sam duwde Noor in de gang.", number=1)
    story.put_letter(stage_cast.sam, "Wij nodigen u uit voor een gesprek over Sam.", number=2)
    for user in (stage_cast.administrator, stage_cast.director, stage_cast.coordinator):
        user.set_password(PASSWORD)
        user.save()
    yield stage_cast
    timeline.SOURCES.remove(story.events_about)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def link(page: Page, name: str):
    return page.get_by_role("link", name=name, exact=True)


def show_that_it_is_you(page: Page) -> None:
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    with posted(page):
        button(page, "Verder").click()


def test_a_copy_is_asked_checked_released_made_and_handed_over(told: Cast, open_page, tmp_path: Path) -> None:
    office = open_page(told.administrator)
    office.goto(reverse("dossiers:requests"))
    check_axe(office)
    link(office, "Verzoek registreren").click()
    office.get_by_label("Zoek op naam").fill("sam")
    with posted(office):
        button(office, "Zoeken").click()
    check_axe(office)
    office.get_by_role("link", name="Sam de Wit, leerlingendossier").click()
    office.get_by_label("Nadia de Wit-Benali, moeder").check()
    office.get_by_label("Wat is er gevraagd, en hoe?").fill("Per mail: het hele dossier.")
    check_axe(office)
    with posted(office):
        button(office, "Verzoek registreren").click()
    expect(office.get_by_text("Wacht op de controle").first).to_be_visible()
    check_axe(office)
    address = office.url

    director = open_page(told.director)
    director.goto(address)
    link(director, "Lezen en controleren").click()
    show_that_it_is_you(director)
    expect(director.locator("mark", has_text="Noor").first).to_be_visible()
    check_axe(director)
    director.get_by_label("Ik heb elke regel en elk stuk gelezen.").check()
    with posted(director):
        button(director, "Controle afronden").click()
    link(director, "Vrijgeven").click()
    expect(director.get_by_text("[andere leerling 1]")).to_be_visible()
    check_axe(director)
    with posted(director):
        button(director, "Afschrift vrijgeven").click()
    expect(director.get_by_text("Het bestand wordt gemaakt").first).to_be_visible()
    check_axe(director)

    office.goto(address)
    expect(button(office, "Opnieuw kijken")).to_be_visible()
    building.build_due()
    # The page asks again by itself.
    expect(link(office, "Bestand ophalen")).to_be_visible(timeout=10_000)
    expect(office.locator("#announce")).to_contain_text("Het bestand is klaar")
    check_axe(office)
    link(office, "Bestand ophalen").click()
    show_that_it_is_you(office)
    check_axe(office)
    with office.expect_download() as download:
        button(office, "Bestand ophalen").click()
    path = tmp_path / "copy.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "copy")
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "copy", check=False)
    assert sums.returncode == 0
    assert b"Noor" not in (tmp_path / "copy" / "data.json").read_bytes()

    with posted(office):
        button(office, "Bestand ophalen").click()
    expect(office.get_by_text("Dit bestand is al opgehaald. Dat kan één keer.").first).to_be_visible()
    check_axe(office)
    acts = Entry.objects.of_subject(Export.objects.get()).changes().order_by("id")
    assert [line.act.removeprefix("dossiers.export_") for line in acts] == [
        "registered",
        "checked",
        "released",
        "built",
        "taken",
    ]


def test_a_dossier_is_opened_with_a_reason(told: Cast, open_page) -> None:
    page = open_page(told.coordinator)
    page.goto(reverse("dossiers:index"))
    page.get_by_label("Zoek op naam").fill("sam")
    with posted(page):
        button(page, "Zoeken").click()
    check_axe(page)
    page.get_by_role("link", name="Sam de Wit, leerlingendossier").click()
    show_that_it_is_you(page)
    check_axe(page)
    page.get_by_label("Waarom open je dit dossier?").fill("Gesprek met de ouders voorbereiden.")
    with posted(page):
        button(page, "Dossier openen").click()
    expect(page.get_by_text("Sam duwde Noor in de gang.")).to_be_visible()
    check_axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_parent_reads_the_story_of_the_own_child(javascript: bool, told: Cast, open_page) -> None:
    page: Page = open_page(told.mother, javascript=javascript)
    page.goto(reverse("dossiers:index"))
    page.get_by_role("link", name="Sam de Wit, leerlingendossier").click()
    expect(page.get_by_text("Sam duwde [andere leerling 1] in de gang.")).to_be_visible()
    if javascript:
        check_axe(page)


def test_who_is_not_sure_gives_no_file(told: Cast, open_page) -> None:
    """The wrong password at the heavy door leads nowhere."""
    user: User = told.coordinator
    page: Page = open_page(user)
    page.goto(reverse("dossiers:open", kwargs={"kind": "pupil", "pk": told.sam.pk}))
    page.get_by_label("Wachtwoord").fill("iets anders")
    with posted(page):
        button(page, "Verder").click()
    page.goto(reverse("dossiers:dossier", kwargs={"kind": "pupil", "pk": told.sam.pk}))
    expect(page.get_by_text("Sam duwde")).to_have_count(0)
