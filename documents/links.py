"""Personal links: one person, one purpose, between two moments.

Opening a link changes nothing, because mail scanners open it before the reader does. What is sent from the
page carries a form number ("nonce") that is good for one time.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import LinkNonce, PersonalLink
from ground import clock
from ground.crypto import hash_token, new_token

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

# The reader of a link is a guardian or a pupil, so each sentence says what to do.
SENTENCES: dict[str, Promise] = {
    "unknown": _(
        "This link does not work. Please check that you copied the whole link, or ask "
        "the school for a new one."
    ),
    "purpose": _(
        "This link does not work. Please check that you copied the whole link, or ask "
        "the school for a new one."
    ),
    "early": _("This link does not work yet. Please try again later, or ask the school."),
    "expired": _("This link has expired. Please ask the school for a new one."),
    "revoked": _("This link no longer works. Please ask the school for a new one."),
    "used": _("This link has already been used. If that was not you, please call the school."),
    "replayed": _(
        "This form has already been sent. Please open the link in the mail again to "
        "see your answer or to change it."
    ),
}


class LinkRefused(Exception):
    """A link or form that is not accepted; `reason` is a key of SENTENCES, `message` the sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    @property
    def message(self) -> str:
        """The sentence for the reader, in the reader's language."""
        return str(SENTENCES[self.reason])


@dataclass(frozen=True)
class IssuedLink:
    """A new link and its token, which is known at this moment only."""

    link: PersonalLink
    token: str


def issue(
    *,
    purpose: str,
    person: UUID,
    subject: UUID,
    valid_from: datetime,
    valid_until: datetime,
    actor: Any,
    once: bool = False,
) -> IssuedLink:
    """A link for one person and one subject, good from `valid_from` up to `valid_until` (aware moments).

    `actor` is the user who caused it, or None for the system. `once`: for a download that is taken one time.
    """
    token = new_token()
    link = PersonalLink.objects.create(
        purpose=purpose,
        person=person,
        subject=subject,
        token_hash=hash_token(token),
        valid_from=valid_from,
        valid_until=valid_until,
        once=once,
        created_by=actor,
    )
    return IssuedLink(link, token)


def open_link(*, purpose: str, token: str) -> PersonalLink:
    """The link behind a token, for this purpose and now; raises LinkRefused. Never changes anything."""
    link = None
    if TOKEN.fullmatch(token):
        link = PersonalLink.objects.filter(token_hash=hash_token(token)).first()
    if link is None:
        raise LinkRefused("unknown")
    reason = _objection(link, purpose)
    if reason:
        raise LinkRefused(reason)
    return link


def issue_nonce(link: PersonalLink) -> str:
    """A form number for a page of this link; nothing is written until it is spent."""
    return _signer(link).sign(secrets.token_urlsafe(32))


def spend_nonce(link: PersonalLink, nonce: str) -> None:
    """Takes a form number once; raises LinkRefused when it was spent, is of another link, or the link ended.

    Call it inside the act's transaction: if the act is refused the number stays good. Of parallel senders
    exactly one passes: the conditional UPDATE makes them wait for each other, the unique number decides.
    """
    try:
        _signer(link).unsign(nonce)
    except signing.BadSignature as error:
        raise LinkRefused("unknown") from error
    try:
        with transaction.atomic():
            _count_use(link)
            LinkNonce.objects.create(link=link, nonce_hash=hash_token(nonce))
    except IntegrityError as error:
        raise LinkRefused("replayed") from error


def use_once(link: PersonalLink) -> None:
    """Takes a link that opens once; raises LinkRefused for whoever comes second."""
    if not link.once:
        raise ValueError("This link may be used more than once.")
    _count_use(link)


def revoke(
    *,
    actor: Any,
    person: UUID | None = None,
    subject: UUID | None = None,
    purpose: str | None = None,
) -> int:
    """Ends all open links of a person, about a subject or for a purpose (all that are given must fit).

    Returns how many were ended. At least one of the three must be given.
    """
    wanted = {"person": person, "subject": subject, "purpose": purpose}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    if not chosen:
        raise ValueError("Say whose links, about what or for which purpose.")
    open_links = PersonalLink.objects.filter(revoked_at__isnull=True, **chosen)
    return open_links.update(revoked_at=clock.now(), revoked_by=actor)


def _objection(link: PersonalLink, purpose: str) -> str | None:
    """Why a link does not open for this purpose now, or None."""
    if link.purpose != purpose:
        return "purpose"
    if link.revoked_at is not None:
        return "revoked"
    now = clock.now()
    if now < link.valid_from:
        return "early"
    if now >= link.valid_until:
        return "expired"
    return "used" if link.once and link.used_count else None


def _count_use(link: PersonalLink) -> None:
    now = clock.now()
    usable = PersonalLink.objects.valid_at(now).filter(pk=link.pk)
    if link.once:
        usable = usable.filter(used_count=0)
    if usable.update(used_count=F("used_count") + 1, last_used_at=now) != 1:
        link.refresh_from_db()
        raise LinkRefused(_objection(link, link.purpose) or "expired")


def _signer(link: PersonalLink) -> signing.Signer:
    return signing.Signer(salt=f"documents.nonce:{link.pk}")
