"""The numbers on the pouches that phones lie in."""

import re
from uuid import UUID

from django.utils.translation import gettext as _

from ground.errors import RuleBroken
from phones.models import POUCH, Custody

NUMBERS = [str(number) for number in range(1, 100)]
OFFERED = 12


def clean_pouch(text: str) -> str:
    """The number as it is kept: capitals, no space around it; refuses what cannot stand on a pouch."""
    pouch = text.strip().upper()
    if not re.fullmatch(POUCH, pouch):
        raise RuleBroken(_("A pouch number has at most 8 figures, letters or dashes."), field="pouch")
    return pouch


def free_pouches(school: UUID, count: int = OFFERED) -> list[str]:
    """The lowest numbers that no phone lies in now."""
    taken = set(Custody.objects.held().filter(school=school).values_list("pouch", flat=True))
    return [number for number in NUMBERS if number not in taken][:count]
