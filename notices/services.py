"""Laying notices in the outbox, and taking them back.

A notice is a row in the transaction of the act that owes it: no act without its notice, no notice of an act
that was rolled back. After the commit the worker is nudged; the nudge may be lost, for the schedule finds the
row.
"""

import logging
import re
import uuid
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from ground import clock
from ground.crypto import seal
from notices.kinds import KINDS
from notices.models import Notice

logger = logging.getLogger(__name__)
LOCAL_PATH = re.compile(r"/(?![/\\])[!-~]*|")


@transaction.atomic
def lay(
    *,
    kind: str,
    key: str,
    user: AbstractBaseUser | None = None,
    address: str = "",
    person: UUID | None = None,
    path: str = "",
    language: str = "nl",
    due: datetime | None = None,
) -> Notice:
    """Owe somebody a notice, to be sent at `due` (now); gives the row, the earlier one if `key` is known.

    `path` is where the mail's link leads, on this site and in ASCII. Raises ValueError for a kind that nobody
    registered, a path that leads elsewhere and a notice without recipient.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of notice: {kind!r}")
    if not LOCAL_PATH.fullmatch(path):
        raise ValueError("the path of a notice must be a path on this site")
    if user is None and not address:
        raise ValueError("a notice needs a user or an address")
    notice = Notice(id=uuid.uuid4(), kind=kind, key=key, user=user, address=address, person=person)  # type: ignore[misc]
    notice.message_id = f"<{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>"
    notice.path = seal(path.encode(), context=notice.link_context)
    notice.language = language
    notice.due = due or clock.now()
    # Not get_or_create: two acts with the same key at once are settled by the unique index, without a failed
    # statement in the transaction of either.
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    laid = Notice.objects.get(key=key)
    if laid.pk == notice.pk and notice.due <= clock.now():
        _nudge_after_commit()
    return laid


def cancel(key: str) -> bool:
    """Take back a notice that has not gone out; False when it has, is going now, or never was."""
    open_rows = Notice.objects.queued() | Notice.objects.abandoned()
    changed = open_rows.filter(key=key).update(state=Notice.State.CANCELLED, lease_until=None, path=None)
    return changed == 1


def retry(key: str) -> bool:
    """Put a notice that failed back in the outbox, with all its attempts; False when it did not fail."""
    changed = (
        Notice.objects.failed()
        .filter(key=key)
        .update(state=Notice.State.QUEUED, attempts=0, due=clock.now(), last_error="")
    )
    if changed:
        _nudge_after_commit()
    return changed == 1


def failed() -> QuerySet[Notice]:
    """The notices that could not be delivered, newest first."""
    return Notice.objects.failed().order_by("-due")


def nudge() -> None:
    """Ring the worker's bell. A broker that is away is no error: the schedule finds the rows."""
    try:
        current_app.send_task("notices.tasks.deliver_due", retry=False)
    except (OperationalError, RedisConnectionError, RedisTimeoutError):
        logger.warning("broker is away; the schedule will deliver")


def _nudge_after_commit() -> None:
    """One nudge per transaction, however many notices: a broker that is away is not asked twice."""
    pending = transaction.get_connection().run_on_commit
    if not any(entry[1] is nudge for entry in pending):
        transaction.on_commit(nudge)
