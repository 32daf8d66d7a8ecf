"""List pages of phones, and what fills them."""

from collections.abc import Callable
from typing import Any

from phones import services
from tests.cast import Cast, make_pupil

PAGES: list[tuple[str, Callable[[Cast], dict[str, Any]], str]] = [
    ("phones:group", lambda cast: {"pk": cast.group.pk}, "teacher"),
    ("phones:confiscate", lambda cast: {"pk": cast.group.pk}, "teacher"),
    ("phones:groups", lambda cast: {}, "director"),
    ("phones:desk", lambda cast: {}, "caretaker"),
    ("phones:mine", lambda cast: {}, "mother"),
]


def fill(cast: Cast, count: int) -> None:
    """More pupils: a third with a phone taken in, a third with one in safekeeping, a third without."""
    for number in range(count):
        pupil = make_pupil(cast.school, f"Leerling{number} Test", cast.group)
        if number % 3 == 0:
            services.confiscate_phone(
                actor=cast.teacher, pupil=pupil, reason="in_lesson", pouch=f"A-{pupil.pk.hex[:5]}"
            )
        elif number % 3 == 1:
            services.deposit_phone(actor=cast.teacher, pupil=pupil)
