import errno
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from documents import services
from documents.models import StoredFile
from documents.sweep import sweep
from documents.tasks import sweep_orphans
from ground import clock

pytestmark = pytest.mark.django_db


class Crash(Exception):
    pass


def keep(owner: UUID) -> StoredFile:
    return services.store(
        content=b"x", kind="evidence", name="a.pdf", content_type="application/pdf", owner=owner
    )


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def age(directory: Path, hours: float) -> None:
    moment = (clock.now() - timedelta(hours=hours)).timestamp()
    for path in files(directory):
        os.utime(path, (moment, moment))


def test_a_crash_between_file_and_commit_leaves_no_row_and_the_sweep_takes_the_file(
    owner: UUID, files_dir: Path
) -> None:
    with pytest.raises(Crash), transaction.atomic():
        keep(owner)
        raise Crash
    assert not StoredFile.objects.exists()
    assert len(files(files_dir)) == 1

    age(files_dir, 25)
    assert sweep() == 1
    assert files(files_dir) == []


def test_a_file_that_may_still_be_committed_is_left_alone(owner: UUID, files_dir: Path) -> None:
    with pytest.raises(Crash), transaction.atomic():
        keep(owner)
        raise Crash
    age(files_dir, 23)

    assert sweep() == 0


def test_a_file_with_a_row_is_never_taken(owner: UUID, files_dir: Path) -> None:
    stored = keep(owner)
    age(files_dir, 24 * 365)
    sweep_orphans()

    assert services.read(stored) == b"x"


def test_half_a_file_of_a_killed_process_is_taken(files_dir: Path) -> None:
    (files_dir / "ab").mkdir(parents=True)
    (files_dir / "ab" / "abcdef.part").write_bytes(b"half")
    age(files_dir, 25)

    assert sweep() == 1


def test_a_removal_that_was_cut_short_is_finished(owner: UUID, files_dir: Path) -> None:
    stored = keep(owner)
    services.remove(stored)  # the test's transaction never commits, as after a kill
    assert len(files(files_dir)) == 1

    assert sweep() == 1
    assert files(files_dir) == []


def test_an_empty_store_is_swept_without_complaint() -> None:
    assert sweep() == 0


def test_a_source_that_fails_leaves_neither_row_nor_file(owner: UUID, files_dir: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a" * 3_000_000
        raise OSError(errno.ENOSPC, "disk full")

    with pytest.raises(OSError, match="disk full"):
        services.store_stream(broken(), kind="film", name="x", content_type="video/mp4", owner=owner)

    assert not StoredFile.objects.exists()
    assert files(files_dir) == []
