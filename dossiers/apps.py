"""The app of dossiers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register


class DossiersConfig(AppConfig):
    name = "dossiers"

    def ready(self) -> None:
        register(
            Kind(
                name="dossiers.to_check",
                subject=_("Something waits for your check"),
                body=_("A request waits for your check and release. Sign in to see it."),
            )
        )
        register(
            Kind(
                name="dossiers.ready",
                subject=_("Something is ready to hand over"),
                body=_("What was asked for is ready to hand over. You can take it once, within 72 hours."),
            )
        )
        register(
            Kind(
                name="dossiers.decided",
                subject=_("There is news about a request"),
                body=_("There is news about a request that was registered. Sign in to see what to do now."),
            )
        )
