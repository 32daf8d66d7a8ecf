"""The list of cases, a case, the report form and a guardian's own page."""

from typing import Any

from incidents.models import Incident, InvolvedPerson
from tests.cast import Cast
from tests.incidents import play


def first_case(cast: Cast) -> dict[str, Any]:
    return {"pk": Incident.objects.order_by("number").values_list("pk", flat=True).first()}


def first_side(cast: Cast) -> dict[str, Any]:
    rows = InvolvedPerson.objects.filter(hearing__isnull=False).order_by("incident__number")
    return {"pk": rows.values_list("pk", flat=True).first()}


PAGES = [
    ("incidents:list", lambda cast: {}, "teacher"),
    ("incidents:list", lambda cast: {}, "coordinator"),
    ("incidents:list", lambda cast: {}, "director"),
    ("incidents:list", lambda cast: {}, "board"),
    ("incidents:report", lambda cast: {}, "teacher"),
    ("incidents:mine", lambda cast: {}, "mother"),
    ("incidents:own_side", first_side, "mother"),
]


def fill(cast: Cast, count: int) -> None:
    """Reports about Sam; every other one with an invitation, every fourth about a member of staff."""
    for number in range(count):
        if number % 4 == 0:
            play.report(cast, pupils=[], staff_member=cast.other_teacher.person)
        elif number % 2:
            play.invited(cast)
        else:
            play.report(cast)
