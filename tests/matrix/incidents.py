"""Addresses of incidents."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.incidents import play
from tests.matrix.table import STAFF, row

PARENTS = ("mother", "father")
FILE = ("coordinator", "director")
HANDLER = {200: ("coordinator",), 403: ("teacher", "director")}
HANDLER_DOES = {302: ("coordinator",), 403: ("teacher", "director")}

Build = Callable[[Cast], dict[str, Any]]


def of(maker: Callable[[Cast], Any], pick: Callable[[Any], Any] = lambda made: made) -> Build:
    """The address of what a maker makes, or of something in it."""
    return lambda cast: {"pk": pick(maker(cast)).pk}


def fresh_key(cast: Cast) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "what": "Een bericht.", "names": "een kind"}


def a_report(cast: Cast) -> dict[str, Any]:
    return fresh_key(cast) | {"happened_on": "2026-11-16", "staff_member": "no", "worries_at_home": "no"}


def staff_case(cast: Cast) -> Any:
    return play.report(cast, pupils=[], staff_member=cast.other_teacher.person)


def case_about_the_director(cast: Cast) -> Any:
    return play.report(cast, pupils=[], staff_member=cast.director.person)


def frozen(cast: Cast) -> Any:
    return play.taken(cast, worries_at_home=True)


row("incidents:list", who={200: STAFF})
row("incidents:report", who={200: STAFF})
row("incidents:report", "post", data=a_report, who={302: STAFF})
row("incidents:report_offence", who={200: STAFF})
row("incidents:report_offence", "post", data=fresh_key, who={302: STAFF})
row("incidents:reported", build=of(play.report), who={200: ("teacher",)})
row("incidents:reported", build=of(play.offence), who={200: ("teacher",)}, note="suspected offence")

row("incidents:case", build=of(play.report), who={200: ("teacher", *FILE)})
row("incidents:case", build=of(play.closed), who={200: FILE}, note="closed")
row("incidents:case", build=of(staff_case), who={200: ("director", "board")}, note="staff")
row("incidents:case", build=of(case_about_the_director), who={200: ("board",)}, note="the director")
row("incidents:case", build=of(play.offence), who={200: ("board",)}, note="suspected offence")

row("incidents:take", "post", build=of(play.report), who={302: FILE, 403: ("teacher",)})
row("incidents:take", "post", build=of(play.offence), who={302: ("board",)}, note="suspected offence")
row("incidents:assess", build=of(play.taken), who=HANDLER)
row(
    "incidents:assess",
    "post",
    build=of(play.taken),
    data=lambda cast: {"scope": "overlap", "category": "bullying", "reason": "Gelezen."},
    who=HANDLER_DOES,
)
row("incidents:add_person", build=of(play.taken), who=HANDLER)
row(
    "incidents:add_person",
    "post",
    build=of(play.taken),
    data=lambda cast: {"name": "een tante", "part": "witness", "reason": "Zag het."},
    who=HANDLER_DOES,
)
row("incidents:judge_person", build=of(play.taken, lambda case: case.people.get()), who=HANDLER)
row(
    "incidents:judge_person",
    "post",
    build=of(play.taken, lambda case: case.people.get()),
    data=lambda cast: {"part": "accused", "reason": "Zijn bericht."},
    who=HANDLER_DOES,
)
row("incidents:note", build=of(play.taken), who={200: ("teacher", *FILE)})
row(
    "incidents:note",
    "post",
    build=of(play.taken),
    data=lambda cast: {"text": "Gebeld."},
    who={302: ("teacher", *FILE)},
)
row("incidents:release_messages", build=of(frozen), who=HANDLER)
row(
    "incidents:release_messages",
    "post",
    build=of(frozen),
    data=lambda cast: {"text": "Veilig."},
    who=HANDLER_DOES,
)
row("incidents:open_to", build=of(play.taken), who=HANDLER)
row(
    "incidents:open_to",
    "post",
    build=of(play.taken),
    data=lambda cast: {"reader": str(cast.confidant.person.pk), "reason": "Steun."},
    who=HANDLER_DOES,
)

row("incidents:invite", build=of(play.assessed, play.accused), who=HANDLER)
row(
    "incidents:invite",
    "post",
    build=of(play.assessed, play.accused),
    data=lambda cast: {
        "conduct": "Een bericht.",
        "evidence": "Een schermafdruk.",
        "possible_measure": "een waarschuwing",
        "meeting_at_0": "2026-11-20",
        "meeting_at_1": "15:00",
        "place": "op school",
    },
    who=HANDLER_DOES,
)
row("incidents:record_hearing", build=of(play.invited), who=HANDLER)
row(
    "incidents:record_hearing",
    "post",
    build=of(play.invited),
    data=lambda cast: {
        "held_at_0": "2026-11-18",
        "held_at_1": "09:00",
        "pupil_heard": "on",
        "record": "Een grap.",
    },
    who=HANDLER_DOES,
)
row("incidents:waive_hearing", build=of(play.invited), who=HANDLER)
row(
    "incidents:waive_hearing",
    "post",
    build=of(play.invited),
    data=lambda cast: {"said_by": "Moeder, aan de telefoon."},
    who=HANDLER_DOES,
)
row("incidents:propose", build=of(play.heard, lambda hearing: hearing.accused), who=HANDLER)
row(
    "incidents:propose",
    "post",
    build=of(play.heard, lambda hearing: hearing.accused),
    data=lambda cast: {"kind": "warning", "reasons": "Tweede keer."},
    who=HANDLER_DOES,
)
row("incidents:decide", build=of(play.proposed), who={200: ("director",), 403: ("teacher", "coordinator")})
row(
    "incidents:decide",
    "post",
    build=of(play.proposed),
    data=lambda cast: {"verdict": "imposed", "reasons": "Nodig."},
    who={302: ("director",), 403: ("teacher", "coordinator")},
)
row("incidents:write_letter", build=of(play.decided), who=HANDLER)
row("incidents:write_letter", "post", build=of(play.decided), data=lambda cast: play.PLACES, who=HANDLER_DOES)
row("incidents:letter", build=of(play.written), who={200: FILE, 403: ("teacher",)})
row("incidents:send_letter", "post", build=of(play.written), who=HANDLER_DOES)
row(
    "incidents:letter_pdf",
    build=of(play.sent, lambda measure: measure.letters.get(recipient__first_name="Nadia")),
    who={200: ("mother", *FILE)},
)
row("incidents:close", build=of(play.sent, lambda measure: measure.incident), who=HANDLER)
row("incidents:close", "post", build=of(play.sent, lambda measure: measure.incident), who=HANDLER_DOES)
row("incidents:close_without_measure", build=of(play.assessed), who=HANDLER)
row(
    "incidents:close_without_measure",
    "post",
    build=of(play.assessed),
    data=lambda cast: {"text": "Een misverstand."},
    who=HANDLER_DOES,
)
row("incidents:reopen", build=of(play.closed), who={200: FILE})
row(
    "incidents:reopen",
    "post",
    build=of(play.closed),
    data=lambda cast: {"text": "Nieuw bericht."},
    who={302: FILE},
)

row("incidents:mine", others=200)
row("incidents:own_side", build=of(play.invited, lambda hearing: hearing.accused), who={200: PARENTS})
row("incidents:own_side", build=of(play.assessed, play.accused), note="not invited yet")
row(
    "incidents:give_view",
    "post",
    build=of(play.invited, lambda hearing: hearing.accused),
    data=lambda cast: {"text": "Hij heeft spijt."},
    who={302: PARENTS},
)
