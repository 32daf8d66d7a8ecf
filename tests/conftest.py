"""The fixed cast and the stage: one school, the same people in every test, so that a test reads as a story.

Wednesday 18 November 2026 is an ordinary school day; school ends at 12:15 on Wednesdays.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast, build_cast
from tests.report import pytest_terminal_summary  # noqa: F401 - pytest finds it by name
from tests.trail_tools import flush_may_truncate  # noqa: F401 - a fixture of the whole suite

WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # 10:00 in the Netherlands


def _own_cache(worker_id: str) -> str:
    """Each worker has a Redis database of its own, since clearing the cache empties it."""
    number = int("".join(sign for sign in worker_id if sign.isdigit()) or "0") + 1
    return f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{number}"


@pytest.fixture(autouse=True)
def _stage(tmp_path: Path, worker_id: str, settings: object) -> Iterator[None]:
    """Settings of the stage: own files, own cache keys, the demo switch off, second factor on."""
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "documents.storage.DurableFileStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": _own_cache(worker_id)}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    cache.clear()


@pytest.fixture
def wednesday() -> Iterator[Any]:
    """Time stands still on Wednesday 18 November 2026, 10:00 in the Netherlands."""
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db: None, wednesday: object) -> Cast:
    """The school and its people, on Wednesday 18 November 2026."""
    return build_cast()


@pytest.fixture
def as_(client: Client):
    """`as_(user)` is a browser in which that user is signed in, second factor included."""

    def sign_in(user: object) -> Client:
        browser = Client()
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    return sign_in
