"""Writing the trail.

`record` stands inside the transaction of the act it tells of: no line without the change, no change without
the line. `record_view` and `record_refusal` are committed on their own, outside any transaction of the view:
that somebody looked or was refused stays true when what followed was rolled back.

Details hold ids, codes, dates and counts; never a name and never the text of a case.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model

from trail.models import Entry
from trail.sealing import head
from trail.verification import verify

__all__ = ["head", "record", "record_refusal", "record_view", "verify"]

Actor = AbstractBaseUser | AnonymousUser | None


def record(
    *,
    actor: Actor,
    act: str,
    subject: Model | None = None,
    about: UUID | None = None,
    school: UUID | None = None,
    details: dict[str, Any] | None = None,
    restricted: bool = False,
) -> Entry:
    """Write that something was done, as part of the caller's transaction.

    `actor` is None (or anonymous) when the system or the holder of a mailed link acts; `act` is a dotted name
    ("phones.confiscated"); `about` is the id of the person concerned; `restricted` marks the line of a case
    that only its own circle may know of.
    """
    return _write(Entry.Kind.CHANGE, actor, act, subject, about, school, details, restricted)


@transaction.atomic(durable=True)
def record_view(
    *,
    actor: Actor,
    act: str,
    subject: Model | None = None,
    about: UUID | None = None,
    school: UUID | None = None,
    details: dict[str, Any] | None = None,
    restricted: bool = False,
) -> Entry:
    """Write that a sensitive page was seen; takes what `record` takes.

    Raises RuntimeError inside a transaction: a rollback would lose the line.
    """
    return _write(Entry.Kind.VIEW, actor, act, subject, about, school, details, restricted)


@transaction.atomic(durable=True)
def record_refusal(
    *,
    actor: Actor,
    act: str,
    subject: Model | None = None,
    about: UUID | None = None,
    school: UUID | None = None,
    details: dict[str, Any] | None = None,
    restricted: bool = False,
) -> Entry:
    """Write that somebody was sent away; takes what `record` takes.

    Raises RuntimeError inside a transaction: a rollback would lose the line.
    """
    return _write(Entry.Kind.REFUSAL, actor, act, subject, about, school, details, restricted)


def _write(
    kind: Entry.Kind,
    actor: Actor,
    act: str,
    subject: Model | None,
    about: UUID | None,
    school: UUID | None,
    details: dict[str, Any] | None,
    restricted: bool,
) -> Entry:
    return Entry.objects.create(
        kind=kind,
        actor=actor if isinstance(actor, AbstractBaseUser) else None,  # type: ignore[misc]
        act=act,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        about_person=about,
        school=school,
        details=details or {},
        restricted=restricted,
    )
