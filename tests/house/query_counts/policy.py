"""The protocol, and who has read it."""

from policy.acknowledging import acknowledge
from policy.models import ProtocolVersion
from tests.cast import Cast, make_guardian, make_pupil
from tests.protocol import published


def the_version(cast: Cast) -> dict[str, object]:
    return {"pk": ProtocolVersion.objects.get(protocol__school=cast.school).pk}


PAGES = [
    ("policy:protocol", lambda cast: {}, "mother"),
    ("policy:protocol", lambda cast: {}, "teacher"),
    ("policy:versions", lambda cast: {}, "mother"),
    ("policy:version", the_version, "director"),
    ("policy:progress", the_version, "director"),
    ("policy:progress", the_version, "teacher"),
    ("policy:progress", the_version, "administrator"),
    ("policy:on_behalf", the_version, "administrator"),
]


def fill(cast: Cast, count: int) -> None:
    """Children with a parent in the teacher's own group; every other parent has read the protocol."""
    version = ProtocolVersion.objects.filter(protocol__school=cast.school).first() or published(cast)
    for number in range(count):
        child = make_pupil(cast.school, f"Kind{number} van Proef", cast.group)
        parent = make_guardian(cast.school, f"Ouder{count}x{number} van Proef", child, "mother", "yes")
        if number % 2:
            acknowledge(actor=parent, version=version)
