import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from documents import services
from documents.models import StoredFile
from documents.sealing import PIECE
from ground.crypto import CryptoError
from ground.errors import RuleBroken

pytestmark = pytest.mark.django_db


def keep(content: bytes, owner: UUID) -> StoredFile:
    return services.store(
        content=content, kind="evidence", name="foto.jpg", content_type="image/jpeg", owner=owner
    )


def on_disk(directory: Path, stored: StoredFile) -> Path:
    return directory / stored.path


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_stored_is_read_back(owner: UUID, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    stored = keep(content[:size], owner)

    assert services.read(StoredFile.objects.get(pk=stored.pk)) == content[:size]
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content[:size]).hexdigest())


def test_the_disk_holds_nothing_of_the_content_or_the_name(owner: UUID, files_dir: Path) -> None:
    stored = keep(b"canary-content" * 100, owner)

    assert b"canary" not in on_disk(files_dir, stored).read_bytes()
    assert "foto" not in stored.path


def test_the_file_is_for_the_portal_alone(owner: UUID, files_dir: Path) -> None:
    stored = keep(b"x", owner)

    assert on_disk(files_dir, stored).stat().st_mode & 0o777 == 0o600


def test_two_files_swapped_on_disk_do_not_open(owner: UUID, files_dir: Path) -> None:
    one, other = keep(b"one", owner), keep(b"two", owner)
    first, second = on_disk(files_dir, one), on_disk(files_dir, other)
    mine, theirs = first.read_bytes(), second.read_bytes()
    first.write_bytes(theirs)
    second.write_bytes(mine)

    for stored in (one, other):
        with pytest.raises(CryptoError):
            services.read(stored)


def test_a_file_does_not_open_for_another_owner(owner: UUID) -> None:
    stored = keep(b"one", owner)
    stored.owner = uuid4()

    with pytest.raises(CryptoError):
        services.read(stored)


@pytest.mark.parametrize("left", [0, 3, 40, 60, PIECE, PIECE + 16 + 49, -1])
def test_a_file_that_was_cut_off_does_not_open(owner: UUID, files_dir: Path, left: int) -> None:
    stored = keep(b"a" * (2 * PIECE), owner)
    place = on_disk(files_dir, stored)
    place.write_bytes(place.read_bytes()[:left])

    with pytest.raises(CryptoError):
        services.read(stored)


def test_a_file_cut_off_exactly_between_two_pieces_does_not_open(owner: UUID, files_dir: Path) -> None:
    stored = keep(b"a" * (2 * PIECE), owner)
    place = on_disk(files_dir, stored)
    content = place.read_bytes()
    place.write_bytes(content[: len(content) - 16])  # the empty last piece is gone

    with pytest.raises(CryptoError):
        services.read(stored)


def test_one_changed_bit_anywhere_does_not_open(owner: UUID, files_dir: Path) -> None:
    stored = keep(b"abc", owner)
    place = on_disk(files_dir, stored)
    content = place.read_bytes()
    for position in range(len(content)):
        changed = bytearray(content)
        changed[position] ^= 1
        place.write_bytes(changed)
        with pytest.raises(CryptoError):
            services.read(stored)


def test_a_lost_file_is_an_error_and_not_an_empty_file(owner: UUID, files_dir: Path) -> None:
    stored = keep(b"abc", owner)
    on_disk(files_dir, stored).unlink()

    with pytest.raises(FileNotFoundError):
        services.read(stored)


def test_an_old_key_still_opens_and_new_files_get_the_new_one(owner: UUID, settings: Settings) -> None:
    old = keep(b"old", owner)
    settings.FIELD_KEYS = {"newer": b"n" * 32, **settings.FIELD_KEYS}
    new = keep(b"new", owner)

    assert (services.read(old), services.read(new)) == (b"old", b"new")
    assert old.key_id != new.key_id == "newer"


def test_twenty_megabytes_pass_in_bounded_memory(owner: UUID) -> None:
    def film() -> Iterator[bytes]:
        for number in range(20):
            yield bytes([number]) * PIECE

    tracemalloc.start()
    stored = services.store_stream(film(), kind="film", name="film", content_type="video/mp4", owner=owner)
    size = sum(len(piece) for piece in services.read_stream(stored))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == stored.size == 20 * PIECE
    assert peak < 10 * PIECE


def test_a_copy_has_its_own_key_and_its_own_owner(owner: UUID) -> None:
    stored = keep(b"letter", owner)
    copied = services.copy(stored, owner=uuid4())

    assert services.read(copied) == b"letter"
    assert copied.path != stored.path


def test_a_removed_file_leaves_a_line_without_a_name(
    owner: UUID, files_dir: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored = keep(b"x", owner)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(stored)
        services.remove(stored)

    assert (stored.name, stored.sha256) == ("", hashlib.sha256(b"x").hexdigest())
    assert not on_disk(files_dir, stored).exists()
    with pytest.raises(RuleBroken):
        services.read(stored)


@pytest.mark.parametrize("field", ["owner", "sha256", "size", "kind"])
def test_the_facts_of_a_file_cannot_be_changed(owner: UUID, field: str) -> None:
    stored = keep(b"x", owner)
    value = {"owner": uuid4(), "sha256": "0" * 64, "size": 5, "kind": "other"}[field]

    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**{field: value})


def test_a_line_cannot_be_deleted_and_a_removal_not_undone(owner: UUID) -> None:
    stored = keep(b"x", owner)
    with pytest.raises(DatabaseError), transaction.atomic():
        stored.delete()
    services.remove(stored)

    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(removed_at=None)
