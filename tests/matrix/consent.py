"""Addresses of consent: answering by link or signed in, and asking."""

from typing import Any

from consent import services
from consent.models import Campaign
from tests.cast import Cast
from tests.matrix.table import GUARDIANS, STAFF, row

ASKERS = ("director", "administrator")
OTHER_STAFF = tuple(name for name in STAFF if name not in ASKERS)


def asked(cast: Cast) -> Campaign:
    services.set_up_school(actor=None, school=cast.school)
    return services.ask_consent(
        actor=cast.director, school=cast.school, purpose="school_website", class_groups=[cast.group]
    )


def question(cast: Cast) -> dict[str, Any]:
    """The question that was put to Sam's mother."""
    return {"pk": asked(cast).requests.get(person=cast.mother.person).pk}


def campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": asked(cast).pk}


row("consent:link", others=302, build=lambda cast: {"token": "x" * 43}, note="leads on, whoever opens it")
row("consent:link_refused", others=410, anonymous=410)
row("consent:link_renew", "post", others=302)
row("consent:mine", others=200)
row("consent:answer", build=question, note="put to Sam's mother", who={200: ("mother",)})
row("consent:answer", "post", build=question, data=lambda cast: {"all": "yes"}, who={302: ("mother",)})
row("consent:check", build=question, note="nothing chosen yet", who={302: ("mother",)})
row("consent:sign", "post", build=question, note="nothing filled in", who={200: ("mother",)})
row("consent:done", build=question, note="nothing answered yet", who={302: ("mother",)})
row(
    "consent:withdraw",
    "post",
    build=question,
    data=lambda cast: {"medium": "all"},
    who={302: ("mother",)},
)
row("consent:campaigns", who={200: ASKERS, 403: OTHER_STAFF, 404: GUARDIANS})
row("consent:ask", who={200: ("director",), 403: (*OTHER_STAFF, "administrator"), 404: GUARDIANS})
row(
    "consent:ask",
    "post",
    note="nothing filled in",
    who={200: ("director",), 403: (*OTHER_STAFF, "administrator"), 404: GUARDIANS},
)
row("consent:campaign", build=campaign, who={200: ASKERS, 403: OTHER_STAFF, 404: GUARDIANS})
