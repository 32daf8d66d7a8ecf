"""The main menu: per reader only what leads somewhere for that reader."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.rights import schools_where
from people.standing import Standing


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    label: str
    url: str
    current: bool


Entry = tuple[Callable[[], str], str, Callable[[Standing], bool]]


def _anybody(standing: Standing) -> bool:
    return True


def _staff(standing: Standing) -> bool:
    return standing.is_staff


def _guardian(standing: Standing) -> bool:
    return bool(standing.wards)


def _any_guardian(standing: Standing) -> bool:
    return standing.is_guardian


def _asks_about_pictures(standing: Standing) -> bool:
    return bool(standing.class_groups or schools_where(standing, "pupil_consent", "R"))


def _asks_consent(standing: Standing) -> bool:
    return bool(schools_where(standing, "pupil_consent", "C"))


def _reads_dossiers(standing: Standing) -> bool:
    return standing.is_staff or bool(standing.wards)


def _holds_phones(standing: Standing) -> bool:
    return bool(standing.class_groups or schools_where(standing, "phone", "R"))


def _only_employed(standing: Standing) -> bool:
    return bool(standing.employed_at) and not _holds_phones(standing)


ENTRIES: list[Entry] = [
    (lambda: _("Desk"), "desk:home", _anybody),
    (lambda: pgettext("menu", "Report"), "incidents:report", _staff),
    (lambda: _("Cases"), "incidents:list", _staff),
    (lambda: _("Letters and invitations"), "incidents:mine", _guardian),
    (lambda: _("Pictures"), "publishing:check", _asks_about_pictures),
    (lambda: _("Consent"), "consent:campaigns", _asks_consent),
    (lambda: _("My consent"), "consent:mine", _any_guardian),
    (lambda: _("Phones"), "phones:groups", _holds_phones),
    (lambda: _("Phones at the desk"), "phones:desk", _only_employed),
    (lambda: _("Phone of my child"), "phones:mine", _guardian),
    (lambda: _("Dossiers"), "dossiers:index", _reads_dossiers),
    (lambda: _("Protocol"), "policy:protocol", _anybody),
    (lambda: _("People"), "people:directory", _staff),
    (lambda: _("My details"), "people:me", _anybody),
]


def items_for(standing: Standing, path: str) -> list[Item]:
    """The menu of one reader; the entry whose address is the longest beginning of `path` is current."""
    entries = [(label(), reverse(name)) for label, name, shown in ENTRIES if shown(standing)]
    here = max((url for _label, url in entries if path.startswith(url)), key=len, default="")
    return [Item(label, url, url == here) for label, url in entries]
