"""The app of incidents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        """Makes known what a case sends mails about; the texts name nobody and nothing."""
        for kind in KINDS:
            register(kind)


KINDS = (
    Kind(
        name="incidents.new_report",
        subject=_("A new report waits for you"),
        body=_("A report came in that your role handles. Sign in to read it."),
    ),
    Kind(
        name="incidents.urgent_report",
        subject=_("An urgent report waits for you"),
        body=_("An urgent report came in. Sign in now to read it."),
        urgent=True,
    ),
    Kind(
        name="incidents.opened",
        subject=_("Somebody asks you to read along"),
        body=_("A case was opened to you. Sign in to read it."),
    ),
    Kind(
        name="incidents.invitation",
        subject=_("An invitation from school"),
        body=_("The school invites you to a talk. Sign in to read what it is about and when it is."),
    ),
    Kind(
        name="incidents.letter",
        subject=_("A letter from school"),
        body=_("There is a letter from the school for you. Sign in to read it."),
    ),
    Kind(
        name="incidents.outcome",
        subject=_("A message from school"),
        body=_("There is a message from the school for you. Sign in to read it."),
    ),
)
