"""Deciding about a copy: the check for names of others, the release, the refusal."""

import logging
from collections.abc import Iterator
from uuid import UUID

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from dossiers import reading as readings
from dossiers.access import Access, recipient_objection
from dossiers.models import Export, ExportStep, Mask
from dossiers.reading import Cover, Key, Reading
from dossiers.services import GDPR_15, page_of
from dossiers.steps import move, tell
from ground import clock
from ground.errors import RuleBroken
from people import contact
from people.models import Role, User

logger = logging.getLogger(__name__)
Act = ExportStep.Act


@transaction.atomic
def check_export(
    *,
    actor: User,
    export: Export,
    seen: str,
    hide: set[UUID],
    typed: list[str],
    leave_out: set[UUID],
) -> Export:
    """Decide what others' names go out; `seen` is the fingerprint of what the checker had before the eyes.

    `hide` are persons whose name goes out, `typed` texts that go out, `leave_out` papers that stay here.
    Refuses when the dossier changed meanwhile or a typed text does not occur.
    """
    _may_release(actor, export)
    now = clock.now()
    reading = readings.read_for(export, now, typed)
    if reading.sha256 != seen:
        raise RuleBroken(_("The dossier has changed while you were reading. Read it again below."))
    _all_occur(reading, typed)
    names = readings.labels(reading.parties)
    hidden = {
        readings.key_of(p): names[readings.key_of(p)] for p in reading.parties if p.id in hide or not p.id
    }
    cover = Cover(reading, hidden, leave_out)
    stay = [paper.stored.pk for paper in reading.papers if cover.leaves_out(paper)]
    move(
        export,
        "check",
        checked_by=actor,
        checked_at=now,
        checked_sha256=reading.sha256,
        left_out=sorted(set(stay)),
        released_by=None,
        released_at=None,
        ready_at=None,
        attempts=0,
        progress=0,
        progress_total=0,
    )
    export.masks.all().delete()
    Mask.objects.bulk_create(_masks(export, reading, names, hidden))
    counts = {"entries": len(reading.events), "hidden": len(hidden), "papers_left_out": len(stay)}
    tell(export, Act.CHECKED, actor=actor, details=counts)
    return export


@transaction.atomic
def release_export(*, actor: User, export: Export) -> Export:
    """Let the copy be made. The time of release is the time in the file. Refuses what was not checked."""
    _may_release(actor, export)
    _recipient_may(export)
    move(export, "release", released_by=actor, released_at=clock.now(), attempts=0, lease_until=None)
    tell(export, Act.RELEASED, actor=actor)
    transaction.on_commit(nudge)
    return export


@transaction.atomic
def refuse_export(*, actor: User, export: Export, reason: str) -> Export:
    """Say no to the request, with a reason that the office passes on."""
    if not Access(actor, export).judges:
        raise PermissionDenied(_("Your role does not decide about this request."))
    move(export, "refuse")
    tell(export, Act.REFUSED, actor=actor, reason=reason)
    contact.tell_role(
        role=Role.Name.ADMINISTRATOR,
        school=export.school_id,
        kind="dossiers.decided",
        path=page_of(export),
        key=f"dossiers.decided:{export.pk}",
    )
    return export


def nudge() -> None:
    """Ring the worker's bell. A broker that is away is no error: the schedule finds the row."""
    try:
        current_app.send_task("dossiers.tasks.build_exports", retry=False)
    except (OperationalError, RedisConnectionError, RedisTimeoutError):
        logger.warning("broker is away; the schedule will build")


def _may_release(actor: User, export: Export) -> None:
    access = Access(actor, export)
    if not access.judges:
        raise PermissionDenied(_("Your role does not check and release this dossier."))
    if not access.can_release:
        raise PermissionDenied(
            _("You registered this request yourself. Somebody else checks and releases it.")
        )


def _recipient_may(export: Export) -> None:
    objection = recipient_objection(export.kind, export.person, export.recipient_kind, export.recipient)
    if objection:
        raise RuleBroken(objection, source=GDPR_15)


def _all_occur(reading: Reading, typed: list[str]) -> None:
    met = {readings.key_of(party) for party in reading.parties}
    for text in typed:
        if text not in met:
            raise RuleBroken(
                _("“%(text)s” does not stand in this dossier. Type it as it stands there.") % {"text": text},
                field="typed",
            )


def _masks(export: Export, reading: Reading, names: dict[Key, str], hidden: dict[Key, str]) -> Iterator[Mask]:
    for party in reading.parties:
        key = readings.key_of(party)
        text = "" if party.id else party.name
        yield Mask(export=export, person_id=party.id, text=text, label=names[key], hidden=key in hidden)
