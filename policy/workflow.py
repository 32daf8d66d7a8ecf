"""The life of a version of the protocol, as a table.

Clauses can be changed in a draft only. Whoever reviews sees exactly what will be published; what was
published stays as it was for ever, also after a newer version took its place.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("replaced")


@dataclass(frozen=True)
class Arrow:
    """One step: from which states, to which, and who takes it."""

    sources: frozenset[State]
    target: State
    by: str


ARROWS = {
    "submit": Arrow(frozenset({State.DRAFT}), State.IN_REVIEW, "director"),
    "send_back": Arrow(frozenset({State.IN_REVIEW}), State.DRAFT, "board"),
    "publish": Arrow(frozenset({State.IN_REVIEW}), State.PUBLISHED, "director"),
    "retire": Arrow(frozenset({State.PUBLISHED}), State.RETIRED, "director, by publishing the next version"),
}

# Approving is no arrow: the version stays in review, with the name of the second person.
OPEN = (State.DRAFT, State.IN_REVIEW)
ISSUED = (State.PUBLISHED, State.RETIRED)
TRANSITIONS = sorted(
    (source.value, arrow.target.value) for arrow in ARROWS.values() for source in arrow.sources
)
