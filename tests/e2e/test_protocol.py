"""Journey 1 in the browser: from the draft on the director's screen to a parent who has read it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import check_axe, posted
from tests.protocol import drafted, published

OpenPage = Callable[..., Page]


def test_the_protocol_goes_from_draft_to_read(stage_cast: Cast, open_page: OpenPage) -> None:
    drafted(stage_cast)
    director, board = open_page(stage_cast.director), open_page(stage_cast.board)

    director.goto("/protocol/")
    expect(director.get_by_role("heading", level=1)).to_have_text("Er geldt nog geen protocol")
    check_axe(director)
    director.get_by_role("link", name="Versie 1 bekijken").click()
    check_axe(director)
    director.get_by_role("link", name="Laten beoordelen").click()
    check_axe(director)
    with posted(director):
        director.get_by_role("button", name="Laten beoordelen").click()
    expect(director.get_by_role("status").first).to_contain_text("Ingediend")

    board.goto("/protocol/")
    board.get_by_role("link", name="Versie 1 bekijken").click()
    board.get_by_role("link", name="Beoordelen").click()
    check_axe(board)
    with posted(board):
        board.get_by_role("button", name="Dit antwoord vastleggen").click()
    expect(board.get_by_role("alert")).to_contain_text("Kies een antwoord")
    check_axe(board)
    board.get_by_label("Deze versie kan zo gepubliceerd worden").check()
    with posted(board):
        board.get_by_role("button", name="Dit antwoord vastleggen").click()

    director.reload()
    director.get_by_role("link", name="Publiceren").click()
    check_axe(director)
    with posted(director):
        director.get_by_role("button", name="Publiceren").click()
    expect(director.get_by_role("status").first).to_contain_text("Gepubliceerd")

    read_and_say_so(open_page(stage_cast.mother, javascript=False))

    director.get_by_role("link", name="Wie het heeft gelezen").click()
    expect(director.get_by_role("heading", level=1)).to_have_text("Gelezen door 1 van 14")
    director.get_by_text("4 mensen").click()
    expect(director.get_by_text("Kees Bakker")).to_be_visible()
    check_axe(director)


def read_and_say_so(page: Page) -> None:
    """What a parent does, without script: reads, and says so."""
    page.goto("/protocol/")
    expect(page.get_by_text("Mobiele telefoons mogen door de kinderen")).to_be_visible()
    with posted(page):
        page.get_by_role("button", name="Ik heb dit gelezen").click()
    expect(page.get_by_role("heading", name="U heeft dit gelezen")).to_be_visible()
    expect(page.get_by_role("button", name="Ik heb dit gelezen")).to_have_count(0)


def test_a_parent_jumps_to_a_clause_and_takes_the_pdf(stage_cast: Cast, open_page: OpenPage) -> None:
    published(stage_cast)
    page = open_page(stage_cast.father)
    page.goto("/protocol/")
    check_axe(page)
    page.get_by_text("Inhoud", exact=True).click()
    page.get_by_role("link", name="Mobiele telefoon op school").click()
    expect(page.get_by_role("heading", name="Mobiele telefoon op school")).to_be_in_viewport()
    with page.expect_download() as download:
        page.get_by_role("link", name="Het protocol als pdf").click()
    assert download.value.suggested_filename == "protocol-versie-1.pdf"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_records_what_came_on_paper(stage_cast: Cast, open_page: OpenPage, width: int) -> None:
    version = published(stage_cast)
    page = open_page(stage_cast.administrator, viewport={"width": width, "height": 800})
    page.goto(f"/protocol/versions/{version.pk}/progress/")
    page.get_by_text("Ouders van groep 8").locator("xpath=ancestor::tr").get_by_text("1 persoon").click()
    page.get_by_role("link", name=re.compile("Op papier ontvangen.*Anke Visser")).click()
    check_axe(page)
    page.get_by_label("Hoe kreeg de school het?").fill("ondertekend formulier")
    with posted(page):
        page.get_by_role("button", name="Vastleggen dat het is gelezen").click()
    expect(page.get_by_role("status").first).to_contain_text("Anke Visser")
    expect(page.get_by_text("Iedereen heeft het gelezen")).to_be_visible()
