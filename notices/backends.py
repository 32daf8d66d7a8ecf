"""The mail server of the demo: a table."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notices.models import SentMail


class DemoMailbox(BaseEmailBackend):
    """Keeps each mail where the demo's page shows it; refuses to work where mail must really go out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not settings.DEMO:
            raise ImproperlyConfigured("notices.backends.DemoMailbox is for the demo only")
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mails = [mail for message in email_messages for mail in _kept(message)]
        SentMail.objects.bulk_create(mails)
        return len(email_messages)


def _kept(message: EmailMessage) -> list[SentMail]:
    message_id = str(message.message()["Message-ID"])
    return [
        SentMail(to=to, subject=str(message.subject)[:200], body=str(message.body), message_id=message_id)
        for to in message.recipients()
    ]
