"""Making the files of released exports, so that each is made once whatever happens to the worker.

A conditional UPDATE takes a lease. Every part that is made moves the progress and the lease on, in a
transaction of its own; that statement also notices when the request was withdrawn or the lease was lost. The
parts go into a nameless temporary file, which the system throws away with the process, and from there sealed
into the store, in the same transaction as "ready". A worker that is killed leaves a lease that runs out, and
the next begins again: at most three times.
"""

import logging
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from documents import services as documents
from documents.models import StoredFile
from documents.pdf import PdfError
from dossiers import reading as readings
from dossiers.archive import PIECE, Archive
from dossiers.contents import Contents
from dossiers.models import LEASE, MAX_ATTEMPTS, TAKE_WITHIN, Export, ExportStep
from dossiers.reading import Cover, Reading
from dossiers.services import release_objection, remove_file
from dossiers.steps import move, tell
from dossiers.timeline import SCHOOL_LANGUAGE
from ground import clock
from ground.crypto import CryptoError
from ground.errors import RuleBroken
from people import contact
from people.models import Role

logger = logging.getLogger(__name__)
State, Failure, Act = Export.State, Export.Failure, ExportStep.Act
# A task may run 110 seconds; who starts no export after this has time to finish one.
START_WITHIN = 20.0
AFTER_TAKING = timedelta(hours=1)  # so long the content stays for a download that is still going on


class _Lost(Exception):
    """The lease is somebody else's, or the request was withdrawn: stop, and change nothing."""


class _Refused(Exception):
    """The export cannot be made; `failure` is an Export.Failure."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


def build_due(*, limit: int = 100) -> int:
    """Make the files of what is released, the oldest first; gives how many became ready.

    May run in several workers at once.
    """
    _give_up_on_deadly()
    stop_at, built = time.monotonic() + START_WITHIN, 0
    for _turn in range(limit):
        export = _claim_next() if time.monotonic() < stop_at else None
        if export is None:
            break
        built += _build(export)
    return built


def expire_due() -> int:
    """Let files that nobody collected in 72 hours go; gives how many."""
    late = Export.objects.filter(state=State.READY, ready_at__lte=clock.now() - TAKE_WITHIN)
    return sum(_expire(export) for export in late)


def clear_taken() -> int:
    """Remove the content of files that were taken; gives how many."""
    present = StoredFile.objects.present().filter(kind="export").values("pk")
    taken = Export.objects.filter(
        state=State.TAKEN, taken_at__lte=clock.now() - AFTER_TAKING, file__in=present
    )
    for export in taken:
        remove_file(export)
    return len(taken)


def _claim_next() -> Export | None:
    """Take a lease. The count of attempts tells one lease from the next."""
    with transaction.atomic():
        due = Export.objects.claimable().filter(attempts__lt=MAX_ATTEMPTS)
        due = due.select_for_update(skip_locked=True, of=("self",)).order_by("released_at", "pk")
        pk = due.values_list("pk", flat=True).first()
        if pk is None:
            return None
        lease = {"lease_until": clock.now() + LEASE, "attempts": F("attempts") + 1, "progress": 0}
        Export.objects.claimable().filter(pk=pk).update(state=State.BUILDING, progress_total=0, **lease)
    related = ("person", "school", "recipient", "released_by__person")
    return Export.objects.select_related(*related).get(pk=pk)


def _build(export: Export) -> bool:
    try:
        with translation.override(SCHOOL_LANGUAGE):
            _make(export)
    except _Lost:
        logger.info("export %s: withdrawn, or taken over by another worker", export.pk)
        return False
    except _Refused as refused:
        _fail(export, refused.failure)
        return False
    except (PdfError, CryptoError, RuleBroken, FileNotFoundError) as error:
        logger.exception("export %s: a part cannot be made (%s)", export.pk, type(error).__name__)
        _try_again_or_fail(export)
        return False
    return True


def _make(export: Export) -> None:
    failure = release_objection(export)
    if failure:
        raise _Refused(failure)
    reading = _same_reading(export)
    contents = Contents(export, Cover.of(reading, export.masks.all(), export.left_out))
    _mark(export, 0, contents.steps())
    with tempfile.TemporaryFile() as room:
        with Archive(room, contents.released_at) as archive:
            for done, _part in enumerate(contents.write(archive), 1):
                _mark(export, done, contents.steps())
        room.seek(0)
        _finish(export, room)


def _same_reading(export: Export) -> Reading:
    """The dossier as it was checked; refuses one that says something else by now.

    Papers are not searched again: they cannot change, and the check noted which stay at school.
    """
    if export.checked_at is None:
        raise _Refused(Failure.CHANGED)
    masks = list(export.masks.all())
    typed = [mask.text for mask in masks if mask.text]
    reading = readings.read_for(export, export.checked_at, typed, with_papers=False)
    decided = {mask.person_id or mask.text for mask in masks}
    named = {readings.key_of(party) for party in reading.parties}
    if reading.sha256 != export.checked_sha256 or named - decided:
        raise _Refused(Failure.CHANGED)
    return reading


def _mark(export: Export, done: int, total: int) -> None:
    """Say how far it is and keep the lease; raises _Lost when it is no longer ours."""
    held = Export.objects.filter(pk=export.pk, state=State.BUILDING, attempts=export.attempts)
    if held.update(progress=done, progress_total=total, lease_until=clock.now() + LEASE) != 1:
        raise _Lost


@transaction.atomic
def _finish(export: Export, room: BinaryIO) -> None:
    """The file and "ready" together, or neither; a file without a row is removed by the sweep."""
    stored = documents.store_stream(
        _pieces(room),
        kind="export",
        name=f"{export.number}.zip",
        content_type="application/zip",
        owner=export.pk,
        school=export.school_id,
    )
    held = Export.objects.filter(pk=export.pk, state=State.BUILDING, attempts=export.attempts)
    ready = {"file": stored.pk, "sha256": stored.sha256, "ready_at": clock.now(), "lease_until": None}
    if held.update(state=State.READY, **ready) != 1:
        raise _Lost
    export.refresh_from_db()
    tell(export, Act.BUILT, actor=None, details={"sha256": stored.sha256, "size": stored.size})
    _tell_office(export, "dossiers.ready")


@transaction.atomic
def _fail(export: Export, failure: str) -> None:
    """Not made, and why; only while the lease is ours."""
    held = Export.objects.filter(pk=export.pk, state=State.BUILDING, attempts=export.attempts)
    if held.update(state=State.FAILED, failure=failure, lease_until=None) != 1:
        return
    export.refresh_from_db()
    tell(export, Act.FAILED, actor=None, details={"failure": str(failure)})
    _tell_office(export, "dossiers.decided")


def _try_again_or_fail(export: Export) -> None:
    """Free the lease for another attempt, until there were three."""
    if export.attempts >= MAX_ATTEMPTS:
        _fail(export, Failure.BROKEN)
        return
    held = Export.objects.filter(pk=export.pk, state=State.BUILDING, attempts=export.attempts)
    held.update(lease_until=clock.now())


def _give_up_on_deadly() -> None:
    """An export that took its worker down at every attempt is not tried for ever."""
    for export in Export.objects.claimable().filter(state=State.BUILDING, attempts__gte=MAX_ATTEMPTS):
        _fail(export, Failure.WORKER)


@transaction.atomic
def _expire(export: Export) -> int:
    try:
        move(export, "expire")
    except RuleBroken:  # taken or withdrawn in the meantime
        return 0
    remove_file(export)
    tell(export, Act.EXPIRED, actor=None)
    return 1


def _tell_office(export: Export, kind: str) -> None:
    contact.tell_role(
        role=Role.Name.ADMINISTRATOR,
        school=export.school_id,
        kind=kind,
        path=reverse("dossiers:request", kwargs={"pk": export.pk}),
        key=f"{kind}:{export.pk}:{export.attempts}:{int(export.released_at.timestamp()) if export.released_at else 0}",
    )


def _pieces(room: BinaryIO) -> Iterator[bytes]:
    while piece := room.read(PIECE):
        yield piece
