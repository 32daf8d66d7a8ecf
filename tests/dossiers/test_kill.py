"""Kill -9 of the worker in the middle of an export: after a restart it is done, once."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from documents import services as documents
from documents.models import StoredFile
from dossiers import building
from dossiers.archive import faults
from dossiers.models import Export
from ground import clock
from notices.models import Notice
from tests.cast import Cast, build_cast
from tests.dossiers import story
from tests.dossiers.acts import released
from trail.models import Entry

ROOT = Path(settings.BASE_DIR)
PAPERS = 60


@pytest.fixture
def long_story(transactional_db: None) -> Cast:
    """A dossier with so many papers that its export takes a while. Time runs: the worker is another process."""
    cast = build_cast()
    for number in range(PAPERS):
        story.put_plain(cast.sam, b"x" * 300_000, number=number)
    return cast


def start_worker() -> "subprocess.Popen[bytes]":
    place = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    private = settings.STORAGES["private"]
    environment = {
        **os.environ,
        "DATABASE_URL": place.geturl(),
        "PRIVATE_STORAGE": private["BACKEND"],
        "PRIVATE_STORAGE_OPTIONS": json.dumps(private["OPTIONS"]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.dossiers.worker"], cwd=ROOT, env=environment, start_new_session=True
    )


def kill_at(worker: Any, share: float) -> Export:
    """Kill the worker's whole process group once this share of the parts is made."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        export = Export.objects.get()
        assert worker.poll() is None or export.state == "building", "the worker ended before it was killed"
        if export.progress_total and export.progress >= share * export.progress_total:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            return Export.objects.get()
    raise AssertionError("the worker never got there")


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_killed_export_is_done_once_after_a_restart(share: float, long_story: Cast) -> None:
    export = released(long_story)
    worker = start_worker()
    try:
        killed = kill_at(worker, share)
    finally:
        worker.kill()
        worker.wait()
    assert (killed.state, killed.file) == ("building", None)
    assert building.build_due() == 0  # the lease is still out
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert building.build_due() == 1
        assert building.build_due() == 0
    export.refresh_from_db()
    assert (export.state, export.attempts, export.progress) == ("ready", 2, PAPERS + 3)
    assert StoredFile.objects.filter(kind="export").count() == 1
    assert Entry.objects.of_subject(export).filter(act="dossiers.export_built").count() == 1
    assert Notice.objects.filter(kind="dossiers.ready").count() == 1
    assert faults(io.BytesIO(documents.read(StoredFile.objects.get(pk=export.file)))) == []


def test_a_killed_worker_leaves_nothing_readable_on_the_disk(long_story: Cast, tmp_path: Path) -> None:
    released(long_story)
    before = set(Path("/tmp").glob("*"))
    worker = start_worker()
    try:
        kill_at(worker, 0.3)
    finally:
        worker.kill()
        worker.wait()
    left = [
        path
        for path in set(Path("/tmp").glob("*")) - before
        if path.is_file() and b"PK" in path.read_bytes()[:2]
    ]
    assert left == []


def test_the_task_run_as_the_worker_runs_it_makes_the_file(long_story: Cast) -> None:
    export = released(long_story)
    assert start_worker().wait(90) == 0
    export.refresh_from_db()
    assert (export.state, export.progress) == ("ready", PAPERS + 3)
