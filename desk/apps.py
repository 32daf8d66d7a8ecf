"""The app of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        register(
            Kind(
                name="desk.trail_head",
                subject=_("Seal of the day"),
                body=_(
                    "Keep this message. Its link holds the seal of everything that was written down so far."
                ),
            )
        )
