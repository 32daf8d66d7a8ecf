"""List pages of phones, and what fills them."""

from collections.abc import Callable
from typing import Any

from phones import services
from tests.cast import Cast, make_pupil

KwargsOf = Callable[[Cast], dict[str, Any]]
PAGES: list[tuple[str, str, KwargsOf, str]] = [
    ("tiles of a group", "phones:group", lambda cast: {"pk": cast.group.pk}, "teacher"),
    ("take a phone in", "phones:confiscate", lambda cast: {"pk": cast.group.pk}, "teacher"),
    ("groups", "phones:groups", lambda cast: {}, "director"),
    ("desk", "phones:desk", lambda cast: {}, "caretaker"),
    ("own child", "phones:mine", lambda cast: {}, "mother"),
]


def fill(cast: Cast, n: int) -> None:
    """n more pupils: a third with a phone taken in, a third with one in safekeeping, a third without."""
    for number in range(n):
        pupil = make_pupil(cast.school, f"Leerling{number} Test", cast.group)
        if number % 3 == 0:
            services.confiscate_phone(
                actor=cast.teacher, pupil=pupil, reason="in_lesson", pouch=f"A-{pupil.pk.hex[:5]}"
            )
        elif number % 3 == 1:
            services.deposit_phone(actor=cast.teacher, pupil=pupil)
