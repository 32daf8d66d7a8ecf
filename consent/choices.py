"""The words of consent: what is recorded, who is in the picture, what is said, as what and by which way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.purposes import FILM, PHOTO, SOUND


class Medium(models.TextChoices):
    """What a recording is (protocol A5)."""

    PHOTO = PHOTO, _("Photo")
    FILM = FILM, _("Film")
    SOUND = SOUND, _("Sound")


class SubjectKind(models.TextChoices):
    """As what somebody is in the picture. A member of staff may be a parent too: two answers."""

    PUPIL = "pupil", _("pupil")
    STAFF = "staff", _("member of staff")
    GUARDIAN = "guardian", _("parent or carer")


class Reach(models.TextChoices):
    """How a question gets to somebody."""

    MAIL = "mail", _("by mail")
    PAPER = "paper", _("ask on paper")
    CONTACT_BAN = "contact_ban", _("no mail: contact ban")


class Answer(models.TextChoices):
    """What somebody says. Withdrawn is a yes that was taken back; it counts as a no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Capacity(models.TextChoices):
    """As what somebody acted, as far as the school knew at that moment."""

    LEGAL_AUTHORITY = "legal_authority", _("with legal authority")
    UNCONFIRMED = "unconfirmed", _("legal authority not confirmed")
    SELF = "self", _("for themselves")


class Method(models.TextChoices):
    """By which way an answer came."""

    PERSONAL_LINK = "personal_link", _("by personal link")
    ACCOUNT = "account", _("signed in")
    PAPER = "paper", _("on paper")


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database knows the same words as the code."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)
