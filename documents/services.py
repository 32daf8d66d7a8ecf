"""Keeping, reading and removing sealed files.

The file is whole and on the disk before its row commits. A file without a row, left by a crash, is removed by
the sweep; a row without its file cannot come about.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from functools import partial
from uuid import UUID, uuid4

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from documents import storage
from documents.models import StoredFile
from documents.sealing import open_stream, seal_stream
from ground import clock
from ground.crypto import CryptoError, current_key_id
from ground.errors import RuleBroken


def store(
    *,
    content: bytes,
    kind: str,
    name: str,
    content_type: str,
    owner: UUID,
    school: UUID | None = None,
    scan: str = "",
) -> StoredFile:
    """Seals and keeps `content`; see `store_stream`."""
    return store_stream(
        [content], kind=kind, name=name, content_type=content_type, owner=owner, school=school, scan=scan
    )


@transaction.atomic
def store_stream(
    chunks: Iterable[bytes],
    *,
    kind: str,
    name: str,
    content_type: str,
    owner: UUID,
    school: UUID | None = None,
    scan: str = "",
) -> StoredFile:
    """Seals and keeps what `chunks` gives, in bounded memory.

    `owner` is the row the file belongs to (a case, a letter); `name` is a label for people and never a path.
    Call it inside the act's transaction: when that rolls back the row is gone and the sweep takes the file.
    """
    stored = StoredFile(
        id=uuid4(),
        owner=owner,
        school=school,
        kind=kind,
        name=name[:120],
        content_type=content_type,
        scan=scan,
    )
    stored.key_id = current_key_id()
    plain = _Measured(chunks)
    sealed = _Readable(seal_stream(plain, context=stored.context))
    place = f"{stored.pk.hex[:2]}/{stored.pk.hex}"
    stored.path = storage.private().save(place, File(io.BufferedReader(sealed), name=stored.pk.hex))
    stored.size, stored.sha256 = plain.size, plain.hash.hexdigest()
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> bytes:
    """The whole content; raises as `read_stream` does."""
    return b"".join(read_stream(stored))


def read_stream(stored: StoredFile) -> Iterator[bytes]:
    """The content in pieces of at most a mebibyte.

    Raises RuleBroken when the file was removed, CryptoError when it was altered, cut off or belongs to
    another row, FileNotFoundError when the store lost it. Cut-off shows at the last piece only.
    """
    if stored.removed_at:
        raise RuleBroken(_("This file has been removed. Only the line in the register is left."))
    return _opened(stored)


def copy(stored: StoredFile, *, owner: UUID, kind: str = "", name: str = "") -> StoredFile:
    """The same content kept a second time for another owner, under a key of its own."""
    return store_stream(
        read_stream(stored),
        kind=kind or stored.kind,
        name=name or stored.name,
        content_type=stored.content_type,
        owner=owner,
        school=stored.school,
        scan=stored.scan,
    )


@transaction.atomic
def remove(stored: StoredFile) -> None:
    """Takes the content away for good and leaves a line without a name; doing it twice changes nothing.

    The file itself goes after the commit; if that is cut short, the sweep does it.
    """
    now = clock.now()
    if StoredFile.objects.present().filter(pk=stored.pk).update(removed_at=now, name="") == 1:
        transaction.on_commit(partial(storage.private().delete, stored.path))
    stored.refresh_from_db()


def _opened(stored: StoredFile) -> Iterator[bytes]:
    digest = hashlib.sha256()
    with storage.private().open(stored.path) as sealed:
        for piece in open_stream(sealed, context=stored.context):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != stored.sha256:
        raise CryptoError("the content is not what the row says")


class _Measured:
    """Passes chunks on while it counts and hashes them."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks
        self.size = 0
        self.hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            self.hash.update(chunk)
            yield chunk


class _Readable(io.RawIOBase):
    """An iterator of bytes as a file that can be read once, as storages want it."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts = parts
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.rest:
            try:
                self.rest = next(self.parts)
            except StopIteration:
                return 0
        taken = self.rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self.rest = self.rest[len(taken) :]
        return len(taken)
