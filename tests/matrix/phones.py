"""Addresses of phones. Sam's phone was taken in; Noor's is in safekeeping."""

from typing import Any

from phones import services
from phones.models import Custody
from tests.cast import Cast
from tests.matrix.table import STAFF, row

GROUP_READERS = ("teacher", "coordinator", "director", "administrator")
RECORD_READERS = ("mother", "father", *GROUP_READERS)
EMPLOYEES = tuple(name for name in STAFF if name not in ("board", "privacy_officer"))


def group(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.group.pk}


def confiscated(cast: Cast) -> dict[str, Any]:
    """Sam's phone in pouch 7."""
    held = Custody.objects.held().filter(pupil=cast.sam).first()
    held = held or services.confiscate_phone(
        actor=cast.teacher, pupil=cast.sam, reason="in_lesson", pouch="7"
    )
    return {"pk": held.pk}


def deposited(cast: Cast) -> dict[str, Any]:
    """Noor's phone, without a number."""
    return {"pk": services.deposit_phone(actor=cast.teacher, pupil=cast.noor).pk}


row(
    "phones:groups",
    who={302: tuple(name for name in STAFF if name not in GROUP_READERS[1:]), 200: GROUP_READERS[1:]},
)
row("phones:mine", who={200: ("mother", "father", "noors_mother", "outsider")})
row("phones:desk", who={200: EMPLOYEES, 403: ("board", "privacy_officer")})
row("phones:group", build=group, who={200: GROUP_READERS})
row(
    "phones:deposit",
    "post",
    build=group,
    data=lambda cast: {"pupil": cast.sam.pk},
    who={302: ("teacher",), 403: GROUP_READERS[1:]},
)
row("phones:confiscate", build=group, who={200: ("teacher",), 403: GROUP_READERS[1:]})
row(
    "phones:confiscate",
    "post",
    build=group,
    data=lambda cast: {"pupil": cast.sam.pk, "reason": "filming", "pouch": "1"},
    who={302: ("teacher",), 403: GROUP_READERS[1:]},
)
row("phones:custody", build=confiscated, note="a phone of 6A", who={200: RECORD_READERS})
row("phones:hand_back", "post", build=confiscated, note="in a pouch", who={302: EMPLOYEES})
row("phones:hand_back", "post", build=deposited, note="in the classroom", who={302: GROUP_READERS})
row("phones:undo", "post", build=confiscated, note="in a pouch", who={302: EMPLOYEES})
for name, data in (("move", {"place": "locked"}), ("correct", {"pouch": "17"})):
    row(f"phones:{name}", build=confiscated, who={200: GROUP_READERS})
    row(
        f"phones:{name}",
        "post",
        build=confiscated,
        data=lambda cast, data=data: data,
        who={302: GROUP_READERS},
    )
