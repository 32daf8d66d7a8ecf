"""The stage of dossiers: a source that tells a story about Sam, and the acts up to a state."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.test import Client

from dossiers import timeline
from people.models import User
from tests.cast import Cast
from tests.dossiers import story
from tests.trail_tools import flush_may_truncate  # noqa: F401 - pytest finds it by name


@pytest.fixture(autouse=True)
def _stage_of_dossiers(tmp_path: Path, settings: Any) -> Iterator[None]:
    """The real store, and the story of the tests among the sources."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "documents.storage.DurableFileStorage",
            "OPTIONS": {"location": str(tmp_path / "sealed"), "base_url": None},
        },
    }
    timeline.SOURCES.append(story.events_about)
    yield
    timeline.SOURCES.remove(story.events_about)


@pytest.fixture
def sams_story(cast: Cast) -> Cast:
    """Sam was in a quarrel with Noor; a letter went to his parents that names nobody else."""
    story.put_note(cast.sam, "Sam duwde Noor in de gang. Noors jas is stuk.", number=1)
    story.put_note(cast.sam, "Bram Postma sprak met Sam.", number=2)
    story.put_letter(cast.sam, "Wij nodigen u uit voor een gesprek over Sam.", number=3)
    return cast


@pytest.fixture
def fresh() -> Callable[[User], Client]:
    """`fresh(user)` is a browser in which that user has just signed in once more."""

    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend=live_settings.AUTHENTICATION_BACKENDS[0])
        session = browser.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session.save()
        return browser

    return sign_in
