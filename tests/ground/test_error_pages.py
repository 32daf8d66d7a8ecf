"""The pages for when something is not there, not allowed or broken."""

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "503", "csrf_failure"])
def test_an_error_page_needs_no_context_and_runs_no_script(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert "<script" not in page
    assert "nonce" not in page


def test_a_missing_page_tells_nothing_of_what_was_asked() -> None:
    one = render_to_string("404.html", {"request_path": "/incidents/1/", "exception": "No Incident"})
    assert one == render_to_string("404.html", {"request_path": "/x/", "exception": "Resolver404"})
    assert one == render_to_string("404.html")


def test_a_refusal_says_why() -> None:
    assert "Alleen de directeur" in render_to_string(
        "403.html", {"exception": "Alleen de directeur mag dit."}
    )


@pytest.mark.parametrize("name", ["404", "500"])
def test_an_error_page_speaks_dutch(name: str) -> None:
    with translation.override("nl"):
        page = render_to_string(f"{name}.html")
    assert '<html lang="nl"' in page
    assert "Naar de startpagina" in page


def test_pages_of_a_list_keep_the_filter_in_the_address() -> None:
    request = RequestFactory().get("/?group=6A&page=2")
    page = Paginator(range(95), 20).page(2)
    html = render_to_string("components/pagination.html", {"page": page, "request": request})
    assert 'href="?group=6A&amp;page=3"' in html
