"""A real browser against a real server: a phone in the hand of one member of the cast.

A story fails by itself on any error in the console (which is how a broken content security policy shows),
on any error of the page and on any answer of 500 or more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from people.models import User
from tests.cast import Cast, build_cast
from tests.conftest import WEDNESDAY
from tools import engines

PHONE = {"width": 360, "height": 740}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every story is marked, and skipped with a reason where this machine has no browser."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.skipif(not engines.browser(), reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=engines.browser().path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def stage_cast(transactional_db: None) -> Iterator[Cast]:
    """The cast in a database that the server's threads see, from Wednesday 18 November 2026, 10:00. Time runs."""
    with time_machine.travel(WEDNESDAY, tick=True):
        yield build_cast()


@pytest.fixture
def open_page(chromium: Browser, stage_cast: Cast, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page(user)` is a page in which that user is signed in; `open_page(None)` in which nobody is.

    `viewport` changes the size, `javascript=False` switches scripts off. The base address is the server's,
    so `page.goto("/phones/")` works.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def open_(user: User | None, *, viewport: dict[str, int] = PHONE, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=javascript, locale="nl-NL"
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        return page

    yield open_
    for context in contexts:
        context.close()
    # A refusal (403, 404) is reported on the console as a failed resource; that is not a fault of the page.
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


def _session_of(user: User, url: str) -> dict[str, Any]:
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def check_axe(page: Page) -> None:
    """No violation of WCAG 2.2 AA or of axe's best practice on the page as it stands, and no sideways scroll."""
    page.wait_for_load_state("load")  # a page without its style sheet is not the page
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["violations"] == [], found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"


@contextmanager
def posted(page: Page) -> Iterator[None]:
    """What happens inside leads to another page, which is awaited."""
    with page.expect_navigation():
        yield
