"""The stage of phones: acts that happened before the story starts."""

from collections.abc import Callable

import pytest

from people.models import Person
from phones import services
from phones.models import Custody
from tests.cast import Cast
from tests.trail_tools import flush_may_truncate  # noqa: F401 - pytest finds it by name

Take = Callable[..., Custody]


@pytest.fixture
def confiscate(cast: Cast) -> Take:
    """`confiscate()` takes in Sam's phone, in pouch 7, by the teacher."""

    def take(pupil: Person | None = None, pouch: str = "7", **facts: str) -> Custody:
        facts = {"reason": Custody.Reason.FILMING, **facts}
        return services.confiscate_phone(actor=cast.teacher, pupil=pupil or cast.sam, pouch=pouch, **facts)

    return take


@pytest.fixture
def deposit(cast: Cast) -> Take:
    """`deposit()` takes Noor's phone into safekeeping, by the teacher."""

    def take(pupil: Person | None = None, pouch: str = "") -> Custody:
        return services.deposit_phone(actor=cast.teacher, pupil=pupil or cast.noor, pouch=pouch)

    return take
