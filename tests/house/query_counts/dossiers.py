"""Dossiers and the register of copies. A dossier asks every app below, so it counts by itself (its own tests)."""

from dossiers.models import Export
from tests.cast import Cast, make_guardian, make_pupil
from tests.dossiers.acts import register

PAGES = [
    ("dossiers:index", lambda cast: {}, "mother"),
    ("dossiers:index", lambda cast: {}, "director"),
    ("dossiers:requests", lambda cast: {}, "administrator"),
    ("dossiers:requests", lambda cast: {}, "director"),
    ("dossiers:request", lambda cast: {"pk": Export.objects.first().pk}, "director"),
]


def fill(cast: Cast, count: int) -> None:
    """Pupils with a parent who asks for the dossier."""
    for number in range(count):
        child = make_pupil(cast.school, f"Kind{number} van Proef", cast.group)
        parent = make_guardian(cast.school, f"Ouder{count}x{number} van Proef", child, "mother", "yes")
        register(cast, person=child, recipient=parent.person)
