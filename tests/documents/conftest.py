"""The store of the portal, in a directory of its own for each test."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.trail_tools import flush_may_truncate  # noqa: F401 - pytest finds it by name


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Settings) -> Path:
    place = tmp_path / "sealed"
    settings.FILES_DIR = place
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "documents.storage.DurableFileStorage",
            "OPTIONS": {"location": str(place), "base_url": None},
        },
    }
    return place


@pytest.fixture
def owner() -> UUID:
    return uuid4()
