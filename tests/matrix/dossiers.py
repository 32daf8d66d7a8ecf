"""Addresses of dossiers. Behind a fresh sign-in the matrix meets the door (302); the tests of the acts go on."""

from typing import Any

from tests.cast import Cast
from tests.dossiers.acts import register
from tests.matrix.table import GUARDIANS, row

RELEASING = ("coordinator", "director", "board")
REGISTER = (*RELEASING, "administrator", "privacy_officer")
OPENING = ("coordinator", "director", "board", "privacy_officer")


def sams(cast: Cast) -> dict[str, Any]:
    return {"kind": "pupil", "pk": cast.sam.pk}


def teachers(cast: Cast) -> dict[str, Any]:
    return {"kind": "personnel", "pk": cast.teacher.person.pk}


def request_for_sam(cast: Cast) -> dict[str, Any]:
    return {"pk": register(cast).pk}


def paper_of_sam(cast: Cast) -> dict[str, Any]:
    return {**sams(cast), "file": cast.school.pk}


def paper_of_the_request(cast: Cast) -> dict[str, Any]:
    return {**request_for_sam(cast), "file": cast.school.pk}


def a_reason(cast: Cast) -> dict[str, Any]:
    return {"reason": "Om een goede reden."}


def the_mother_asks(cast: Cast) -> dict[str, Any]:
    mother = cast.mother.person.pk
    return {"recipient": f"guardian:{mother}", "reason": "Per mail.", "received_on": "2026-11-18"}


row("dossiers:index", others=200, who={404: ("stepfather", "unconfirmed")})
row(
    "dossiers:dossier",
    build=sams,
    note="of a pupil",
    who={200: ("mother", "father"), 302: OPENING, 403: ("administrator",)},
)
row(
    "dossiers:dossier",
    build=teachers,
    note="of a teacher",
    who={
        200: ("teacher",),
        302: ("supervisor", "director", "board", "privacy_officer"),
        403: ("administrator",),
    },
)
row("dossiers:paper", build=paper_of_sam, who={403: ("mother", "father")}, note="unknown paper")
for method in ("get", "post"):
    row("dossiers:open", method, build=sams, data=a_reason, others=302, who={404: GUARDIANS})
    row(
        "dossiers:register",
        method,
        build=sams,
        data=the_mother_asks,
        others=403,
        who={404: GUARDIANS, 200 if method == "get" else 302: ("administrator",)},
    )
    for name in ("check", "release"):
        row(
            f"dossiers:{name}",
            method,
            build=request_for_sam,
            others=403,
            who={404: GUARDIANS, 302: RELEASING},
        )
    row(
        "dossiers:refuse",
        method,
        build=request_for_sam,
        data=a_reason,
        others=403,
        who={404: (*GUARDIANS, "board"), 200 if method == "get" else 302: ("coordinator", "director")},
    )
    row(
        "dossiers:cancel",
        method,
        build=request_for_sam,
        data=a_reason,
        others=403,
        who={404: GUARDIANS, 200 if method == "get" else 302: ("administrator",)},
    )
    row(
        "dossiers:take",
        method,
        build=request_for_sam,
        others=403,
        who={404: GUARDIANS, 302: ("administrator",)},
    )
row("dossiers:requests", others=403, who={404: GUARDIANS, 200: REGISTER})
row("dossiers:choose", others=403, who={404: GUARDIANS, 200: ("administrator",)})
row(
    "dossiers:request",
    build=request_for_sam,
    who={200: ("coordinator", "director", "administrator", "privacy_officer")},
)
row("dossiers:check_paper", build=paper_of_the_request, others=403, who={404: GUARDIANS, 302: RELEASING})
