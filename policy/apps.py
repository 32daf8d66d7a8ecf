"""The app of policy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register


class PolicyConfig(AppConfig):
    name = "policy"

    def ready(self) -> None:
        register(
            Kind(
                name="policy.published",
                subject=_("A new text is ready for you"),
                body=_("The school asks you to read it. You find it here:"),
            )
        )
