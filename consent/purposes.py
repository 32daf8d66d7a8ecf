"""What a school can use a recording for, as it is handed out: a row per purpose, with the media it may take.

A school switches rows on and off and changes their wording; the code of a purpose never changes.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHOTO, FILM, SOUND = "photo", "film", "sound"
ALL_MEDIA = (PHOTO, FILM, SOUND)
WORDING = Path(__file__).parent / "wording"


@dataclass(frozen=True)
class Purpose:
    """One row. `place` ends "May a photo of group 6A go …?"; `hidden` until the school turns it on."""

    code: str
    label: Promise
    place: Promise
    media: tuple[str, ...] = ALL_MEDIA
    hidden: bool = False


PURPOSES: dict[str, Purpose] = {
    purpose.code: purpose
    for purpose in (
        Purpose(
            "closed_parent_app", _("Closed group for parents (Parro)"), _("in the closed group for parents")
        ),
        Purpose("school_website", _("Website of the school"), _("on the website")),
        Purpose(
            "school_social_media", _("Social media of the school"), _("on the social media of the school")
        ),
        Purpose("newsletter", _("Newsletter"), _("in the newsletter"), (PHOTO,)),
        Purpose(
            "print",
            _("School guide, leaflet and calendar"),
            _("in the school guide, leaflet or calendar"),
            (PHOTO,),
        ),
        Purpose(
            "school_photographer",
            _("Group picture by the school photographer"),
            _("in the picture of the school photographer"),
            (PHOTO,),
        ),
        Purpose(
            "training_internal",
            _("Recording to coach a teacher or trainee"),
            _("in a recording to coach a teacher or trainee"),
            (FILM, SOUND),
        ),
        Purpose(
            "press_invited", _("Press that the school invites"), _("to the press that the school invites")
        ),
        Purpose(
            "staff_personal_account",
            _("Personal account of a member of staff"),
            _("on the personal account of a member of staff"),
            hidden=True,
        ),
    )
}


@cache
def first_wording(language: str) -> dict[str, dict[str, Any]]:
    """The wording that a school starts with, by purpose; `{name}` stands for the first name."""
    return json.loads((WORDING / f"{language}.json").read_text(encoding="utf-8"))
