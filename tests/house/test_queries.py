"""Pages keep their number of queries: the same for a small and a large school, and twelve at most on a list.

Each app has a module in query_counts with PAGES, a list of (name of the address, its arguments from the cast,
member who looks) and `fill(cast, count)`, which makes that many rows through the services.
"""

import importlib
import pkgutil
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import tests.house.query_counts as package
from tests.cast import Cast

MODULES = [
    importlib.import_module(f"{package.__name__}.{found.name}")
    for found in pkgutil.iter_modules(package.__path__)
]
LOOKS = [
    pytest.param(module, *page, id=f"{page[0]}-{page[2]}") for module in MODULES for page in module.PAGES
]
# A list; a page about one thing may ask a few more, such as the line in the trail that it was seen.
MOST, MOST_ABOUT_ONE = 12, 16
# The desk is no list but what every app has to say, each in a few questions.
MOST_ON_THE_DESK = 24
SMALL, LARGE = 3, 40


def queries(browser: Client, address: str) -> list[str]:
    """The queries of one look, once what is kept between requests is warm."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(address).status_code == 200
    return [entry["sql"] for entry in caught.captured_queries if "SAVEPOINT" not in entry["sql"]]


@pytest.mark.parametrize(("module", "name", "arguments", "member"), LOOKS)
def test_a_page_asks_the_same_number_of_questions_of_a_small_and_a_large_school(
    module: Any, name: str, arguments: Any, member: str, cast: Cast, as_: Any
) -> None:
    module.fill(cast, SMALL)
    browser = as_(getattr(cast, member))
    few = queries(browser, reverse(name, kwargs=arguments(cast)))
    module.fill(cast, LARGE)
    many = queries(browser, reverse(name, kwargs=arguments(cast)))
    assert len(many) == len(few), "\n".join(many)
    most = MOST_ABOUT_ONE if arguments(cast) else MOST
    assert len(many) <= (MOST_ON_THE_DESK if name == "desk:home" else most), "\n".join(many)
