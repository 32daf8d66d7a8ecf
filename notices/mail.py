"""How a notice reads: a neutral sentence, a link, the name of the school. Plain text."""

import re
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ground.crypto import open_sealed
from notices.kinds import KINDS
from notices.models import Notice


def build(notice: Notice) -> EmailMessage:
    """The mail of a notice in its own language; its Message-ID is the same at every attempt.

    Raises KeyError when its kind is no longer registered, CryptoError when its path cannot be opened.
    """
    kind = KINDS[notice.kind]
    path = open_sealed(bytes(notice.path or b""), context=notice.link_context).decode()
    with translation.override(notice.language):
        parts = [
            str(kind.body),
            settings.SITE_URL + path if path else "",
            settings.SITE_NAME,
            _("This message was sent automatically. Replies to this address are not read."),
        ]
        subject = str(kind.subject)
    headers = {
        "Message-ID": notice.message_id,
        "Date": formatdate(notice.laid_at.timestamp()),
        "Auto-Submitted": "auto-generated",
    }
    if kind.urgent:
        headers["Importance"] = "high"
    body = "\n\n".join(part for part in parts if part) + "\n"
    return EmailMessage(subject=subject, body=body, to=[notice.recipient], headers=headers)


def linked(body: str) -> SafeString:
    """The text of a mail as HTML: everything escaped, links to this site clickable and local."""
    # A second slash would make the local path the name of another host.
    address = re.compile(rf"({re.escape(settings.SITE_URL)}/(?![/\\])[^\s<>\"']*)")
    pieces = (
        (format_html('<a href="{}">{}</a>', piece[len(settings.SITE_URL) :], piece) if at % 2 else piece,)
        for at, piece in enumerate(address.split(body))
    )
    return format_html_join("", "{}", pieces)
