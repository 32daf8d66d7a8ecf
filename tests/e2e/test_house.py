"""The frame in a real browser: signing in by code, the desk, the access table, without script as well."""

import re
from typing import Any

from django.core import mail

from tests.cast import Cast
from tests.e2e.conftest import check_axe


def test_a_parent_signs_in_by_code_and_out_again(stage_cast: Cast, open_page: Any) -> None:
    page = open_page(None)
    page.goto("/")
    check_axe(page)
    page.fill("[name=email]", stage_cast.mother.email)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.locator("[name=code]").wait_for()
    code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b|\b\d{6}\b", mail.outbox[0].body)
    assert code
    check_axe(page)
    page.fill("[name=code]", code.group())
    page.locator("main button").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator(".site-user").inner_text().startswith("Nadia de Wit-Benali")
    check_axe(page)
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/people/me/")
    assert "/accounts/login/" in page.url


def test_the_pages_of_people_at_three_sizes(stage_cast: Cast, open_page: Any) -> None:
    for width in (360, 768, 1280):
        page = open_page(stage_cast.director, viewport={"width": width, "height": 800})
        for address in (
            "/",
            "/people/",
            "/people/?q=wit",
            f"/people/{stage_cast.sam.pk}/",
            "/people/me/",
            "/people/access/",
        ):
            page.goto(address)
            check_axe(page)


def test_a_teacher_finds_a_pupil_by_keyboard_without_script(stage_cast: Cast, open_page: Any) -> None:
    page = open_page(stage_cast.teacher, javascript=False)
    page.goto("/people/")
    page.focus("[name=q]")
    page.keyboard.type("wit")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sam de Wit").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Sam de Wit"


def test_the_skip_link_comes_first(stage_cast: Cast, open_page: Any) -> None:
    page = open_page(stage_cast.teacher)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
