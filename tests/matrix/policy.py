"""Addresses of policy."""

from typing import Any

from tests.cast import Cast
from tests.matrix.table import GUARDIANS, row
from tests.protocol import approved, drafted, published, submitted

MAKERS = ("director", "board")


def is_published(cast: Cast) -> dict[str, Any]:
    return {"pk": published(cast).pk}


def is_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": drafted(cast).pk}


def waits_for_the_board(cast: Cast) -> dict[str, Any]:
    return {"pk": submitted(cast).pk}


def is_approved(cast: Cast) -> dict[str, Any]:
    return {"pk": approved(cast).pk}


row("policy:protocol", others=200)
row("policy:versions", others=200)
row("policy:version", build=is_published, others=200, note="published")
row("policy:version", build=is_draft, others=404, who={200: MAKERS}, note="draft")
row("policy:pdf", build=is_published, others=200)
row("policy:submit", build=is_draft, others=404, who={200: ("director",), 403: ("board",)})
row("policy:submit", "post", build=is_draft, others=404, who={302: ("director",), 403: ("board",)})
row("policy:submit", build=is_published, others=403, who={200: ("director",)}, note="published")
row("policy:review", build=waits_for_the_board, others=404, who={200: ("board",), 403: ("director",)})
row(
    "policy:review",
    "post",
    build=waits_for_the_board,
    data=lambda cast: {"answer": "approve"},
    others=404,
    who={302: ("board",), 403: ("director",)},
)
row("policy:publish", build=is_approved, others=404, who={200: ("director",), 403: ("board",)})
row(
    "policy:publish",
    "post",
    build=is_approved,
    data=lambda cast: {"valid_from": "2026-11-18"},
    others=404,
    who={302: ("director",), 403: ("board",)},
)
row("policy:acknowledge", build=is_published, others=405, anonymous=405)
row(
    "policy:acknowledge",
    "post",
    build=is_published,
    others=302,
    who={403: ("board", "privacy_officer")},
    note="board and privacy officer are not in the service of the school",
)
row("policy:on_behalf", build=is_published, others=403, who={200: ("administrator",), 404: GUARDIANS})
row(
    "policy:on_behalf",
    "post",
    build=is_published,
    data=lambda cast: {"person": cast.mother.person.pk, "note": "ondertekend formulier"},
    others=403,
    who={302: ("administrator",), 404: GUARDIANS},
)
row(
    "policy:progress",
    build=is_published,
    others=403,
    who={
        200: (
            "director",
            "board",
            "administrator",
            "privacy_officer",
            "teacher",
            "other_teacher",
            "supervisor",
        ),
        404: GUARDIANS,
    },
)
