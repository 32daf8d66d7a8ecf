"""Consent and the look-up before something goes out."""

from consent import services
from consent.models import Campaign
from tests.cast import Cast, make_guardian, make_pupil

PAGES = [
    ("consent:campaigns", lambda cast: {}, "director"),
    ("consent:campaign", lambda cast: {"pk": Campaign.objects.earliest("asked_at").pk}, "administrator"),
    ("consent:mine", lambda cast: {}, "mother"),
    ("publishing:check", lambda cast: {}, "teacher"),
    ("desk:home", lambda cast: {}, "mother"),
    ("desk:home", lambda cast: {}, "administrator"),
]


def fill(cast: Cast, count: int) -> None:
    """New pupils in the teacher's own group, each with a mother, who are asked in a campaign of their own."""
    services.set_up_school(actor=None, school=cast.school)
    start = cast.group.enrolments.count()
    for number in range(start, start + count):
        pupil = make_pupil(cast.school, f"Kind{number} van Proef", cast.group)
        make_guardian(cast.school, f"Moeder{number} van Proef", pupil, "mother", "yes")
    free = [purpose for purpose in ("school_website", "newsletter", "print") if not _asked(cast, purpose)]
    services.ask_consent(actor=cast.director, school=cast.school, purpose=free[0], class_groups=[cast.group])


def _asked(cast: Cast, purpose: str) -> bool:
    return Campaign.objects.filter(school=cast.school, purpose=purpose).exists()
