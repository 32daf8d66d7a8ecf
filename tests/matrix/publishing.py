"""Addresses of publishing: looking up who may appear, and the child's own word."""

from tests.matrix.table import GUARDIANS, STAFF, row

ASKERS = ("teacher", "other_teacher", "coordinator", "director", "administrator")
OTHER_STAFF = tuple(name for name in STAFF if name not in ASKERS)

row("publishing:check", who={200: ASKERS, 403: OTHER_STAFF, 404: GUARDIANS})
row(
    "publishing:objection",
    "post",
    data=lambda cast: {"pupil": str(cast.sam.pk), "said": "no"},
    who={302: ASKERS, 403: OTHER_STAFF, 404: GUARDIANS},
)
