"""The app of phones."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register

KINDS = (
    Kind(
        name="phones.confiscated",
        subject=_("A phone has been taken in"),
        body=_("A phone has been taken in. The link shows when it can be collected."),
    ),
    Kind(
        name="phones.not_collected",
        subject=_("A phone is still at school"),
        body=_("A phone has not been collected today. It stays at school. The link shows what to do."),
    ),
    Kind(
        name="phones.still_here",
        subject=_("A phone has not been collected"),
        body=_("A phone that you hold has not been collected. Put it in the locked cupboard."),
    ),
)


class PhonesConfig(AppConfig):
    name = "phones"

    def ready(self) -> None:
        for kind in KINDS:
            register(kind)
