"""Tests of the house itself: the schedule, the documents made from code, what the pages may not hold."""

import re
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from tests.cast import Cast

ROOT = Path(settings.BASE_DIR)


def test_the_schedule_names_real_tasks() -> None:
    current_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert named <= set(current_app.tasks)


def test_the_access_document_is_what_the_code_says() -> None:
    call_command("access_doc", check=True)


def test_no_template_marks_text_as_safe() -> None:
    banned = re.compile(
        r"\|safe\b|autoescape off|<script(?![^>]*(?:src=|nonce=|application/json))|\bstyle=\"|(?<![-\w])on[a-z]+=\""
    )
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if banned.search(path.read_text())
    ]
    # A drawing that the server makes itself from the key of the second factor; nobody's text is in it.
    assert found == ["templates/mfa/totp/activate_form.html"]


def test_every_answer_carries_the_walls(cast: Cast, as_: Any) -> None:
    for address in (reverse("desk:home"), "/nowhere/"):
        answer = as_(cast.mother).get(address)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_a_page_that_does_not_exist_reads_the_same_as_one_that_is_hidden(cast: Cast, as_: Any) -> None:
    browser = as_(cast.outsider)
    hidden = browser.get(reverse("people:person", kwargs={"pk": cast.sam.pk}))
    absent = browser.get(reverse("people:person", kwargs={"pk": cast.school.pk}))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/glossary.md"])
def test_the_house_explains_itself(name: str) -> None:
    assert (ROOT / name).read_text().startswith("# ")
