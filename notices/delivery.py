"""Sending what is due.

A conditional UPDATE takes a lease of two minutes, longer than a task may run; then the mail goes out; then
the row says so. A worker that is killed in between leaves a lease that runs out, and the mail is sent again
with the same Message-ID: at most a repeat that the receiver can recognise, never a loss.
"""

import logging
import smtplib
import time
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F

from ground import clock
from ground.crypto import CryptoError
from notices import mail
from notices.models import LEASE, MAX_ATTEMPTS, Notice

logger = logging.getLogger(__name__)

# Before the second attempt, the third and so on; together a little under two days.
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720, 1440)]


class Undeliverable(Exception):
    """This attempt failed: `code` says why in a word, `permanent` that another one will not help."""

    def __init__(self, code: str, *, permanent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


def deliver_due(*, limit: int = 500, seconds: float = 60.0) -> int:
    """Send what is due, the oldest first; gives how many went out.

    Stops after `limit` notices or `seconds`, so that a slow mail server does not run into the time limit of
    the task. May run in several workers at once.
    """
    _give_up_on_deadly()
    stop_at, sent = time.monotonic() + seconds, 0
    for _turn in range(limit):
        notice = _claim_next() if time.monotonic() < stop_at else None
        if notice is None:
            break
        sent += _send(notice)
    return sent


def deliver(notice_id: UUID) -> bool:
    """Send one notice if it is due and nobody else is sending it; True when it went out."""
    notice = _claim(notice_id)
    return notice is not None and _send(notice)


def _claim_next() -> Notice | None:
    with transaction.atomic():
        due = Notice.objects.due().select_for_update(skip_locked=True).order_by("due", "pk")
        notice_id = due.values_list("pk", flat=True).first()
        return _claim(notice_id) if notice_id else None


def _claim(notice_id: UUID) -> Notice | None:
    """Take the lease; None when another worker was first. The attempts tell one lease from the next."""
    claimed = (
        Notice.objects.due()
        .filter(pk=notice_id)
        .update(state=Notice.State.LEASED, lease_until=clock.now() + LEASE, attempts=F("attempts") + 1)
    )
    return Notice.objects.select_related("user").get(pk=notice_id) if claimed else None


def _send(notice: Notice) -> bool:
    try:
        _transmit(_build(notice))
    except Undeliverable as failure:
        _mark_not_sent(notice, failure)
        return False
    _mark_sent(notice)
    return True


def _build(notice: Notice) -> EmailMessage:
    if not notice.recipient:
        raise Undeliverable("no_address", permanent=True)
    try:
        return mail.build(notice)
    except KeyError as error:
        raise Undeliverable("unknown_kind", permanent=True) from error
    except CryptoError as error:
        raise Undeliverable("unreadable", permanent=True) from error


def _transmit(message: EmailMessage) -> None:
    """Hand the mail to the server; raises Undeliverable. A silent one is left after EMAIL_TIMEOUT."""
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _text in error.recipients.values())
        raise _answer(code) from error
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError) as error:
        # About the server or our account there, not about this mail: worth another try.
        raise Undeliverable(f"server_{error.smtp_code}", permanent=False) from error
    except smtplib.SMTPResponseException as error:
        raise _answer(error.smtp_code) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable("not_supported", permanent=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undeliverable("connection", permanent=False) from error
    except ValueError as error:
        raise Undeliverable("bad_address", permanent=True) from error
    finally:
        # The mail is with the server or it is not; a quarrel about saying goodbye changes neither.
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _answer(code: int) -> Undeliverable:
    """What an SMTP answer means: 4xx not now, 5xx never."""
    return Undeliverable(f"smtp_{code}", permanent=code >= 500)


def _mark_sent(notice: Notice) -> None:
    """It went out, whoever holds the lease by now."""
    Notice.objects.filter(pk=notice.pk).exclude(state=Notice.State.SENT).update(
        state=Notice.State.SENT, sent_at=clock.now(), lease_until=None, path=None, last_error=""
    )


def _mark_not_sent(notice: Notice, failure: Undeliverable) -> None:
    """Back in the queue for later, or failed; only while the lease is still ours."""
    over = failure.permanent or notice.attempts >= MAX_ATTEMPTS
    due = notice.due if over else clock.now() + BACKOFF[notice.attempts - 1]
    Notice.objects.filter(pk=notice.pk, state=Notice.State.LEASED, attempts=notice.attempts).update(
        state=Notice.State.FAILED if over else Notice.State.QUEUED,
        lease_until=None,
        due=due,
        last_error=failure.code,
    )
    logger.warning("notice %s not sent: %s", notice.pk, failure.code)


def _give_up_on_deadly() -> None:
    """A notice that took its worker down at every attempt is not tried for ever."""
    Notice.objects.abandoned().filter(attempts__gte=MAX_ATTEMPTS).update(
        state=Notice.State.FAILED, lease_until=None, last_error="worker_lost"
    )
