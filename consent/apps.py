"""The app of consent."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind, register

KINDS = (
    Kind(
        name="consent.asked",
        subject=_("A question from school"),
        body=_(
            "The school has a question for you. You answer with the link below. "
            "The link is yours alone: do not send it on."
        ),
    ),
    Kind(
        name="consent.link",
        subject=_("Your new link"),
        body=_("This is your new link to the question of the school. The link is yours alone."),
    ),
    Kind(
        name="consent.recorded",
        subject=_("Your answer is recorded"),
        body=_("Your answer to the school is recorded. Was this not you? Then call the school."),
    ),
    Kind(
        name="consent.changed",
        subject=_("Something has changed at school"),
        body=_("What the school may do has changed. On your page you see what holds now."),
    ),
    Kind(
        name="consent.take_away",
        subject=_("There is something to take away"),
        body=_(
            "A consent was withdrawn. Look which pictures stand on our channels and take them away within "
            "5 school days. Behind the link you see which child it is about."
        ),
    ),
)


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self) -> None:
        for kind in KINDS:
            register(kind)
