"""Addresses of people, the desk, health and the demo's mails."""

from tests.matrix.table import GUARDIANS, STAFF, row

row("live", others=200, anonymous=200)
row("ready", others=200, anonymous=200)
row("desk:home", others=200)
row("desk:accessibility", others=200, anonymous=200)
row("desk:trail_head", build=lambda cast: {"head": "0" * 64}, who={200: ("board",)})
row("people:directory", who={200: STAFF})
row("people:me", others=200)
row(
    "people:access_table",
    others=403,
    who={200: ("director", "board", "administrator", "privacy_officer"), 404: GUARDIANS},
)
row(
    "people:person",
    build=lambda cast: {"pk": cast.sam.pk},
    note="a pupil of 6A",
    who={200: ("mother", "father", "teacher", "coordinator", "director", "administrator")},
)
row("notices:mailbox", anonymous=404, note="exists in the demo only")
row(
    "notices:mail",
    build=lambda cast: {"pk": cast.sam.pk},
    anonymous=404,
    note="exists in the demo only",
)
