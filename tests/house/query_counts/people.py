"""People and the desk."""

from tests.cast import Cast, make_pupil

PAGES = [
    ("people:directory", lambda cast: {}, "teacher"),
    ("people:directory", lambda cast: {}, "director"),
    ("people:person", lambda cast: {"pk": cast.sam.pk}, "director"),
    ("people:me", lambda cast: {}, "mother"),
]


def fill(cast: Cast, count: int) -> None:
    """Pupils in the teacher's own group."""
    for number in range(count):
        make_pupil(cast.school, f"Kind{number} van Proef", cast.group)
