"""The way of a case: its states, and per act from which states it may be done and where it leads.

This table is the specification. Every step of a case is a conditional UPDATE from the sources named here, so
that of two people who press at once only one wins (`incidents.services.move`). Who may do an act stands in
`access.py`, what else must be true first in `rules.py`.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case stands."""

    REPORTED = "reported", _("reported")
    IN_ASSESSMENT = "in_assessment", _("being assessed")
    OUT_OF_SCOPE = "out_of_scope", _("outside the protocol")
    IN_HEARING = "in_hearing", _("hearing both sides")
    PROPOSAL = "proposal", _("measure proposed")
    DECIDED = "decided", _("decided, letter not sent")
    LETTER_SENT = "letter_sent", _("letter sent")
    CLOSED = "closed", pgettext_lazy("case", "closed")


class Act(models.TextChoices):
    """What can be done in a case."""

    REPORT = "report", _("reported")
    TAKE = "take", _("taken in hand")
    ASSESS = "assess", _("assessed")
    ADD_PERSON = "add_person", _("person added")
    JUDGE_PERSON = "judge_person", _("role of a person named")
    INVITE = "invite", _("invited to be heard")
    GIVE_VIEW = "give_view", _("view given in writing")
    RECORD_HEARING = "record_hearing", _("hearing recorded")
    WAIVE_HEARING = "waive_hearing", _("hearing waived")
    PROPOSE = "propose", _("measure proposed")
    DECIDE = "decide", _("decided")
    WRITE_LETTER = "write_letter", _("letter written")
    SEND_LETTER = "send_letter", _("letter sent")
    CLOSE = "close", pgettext_lazy("case", "closed")
    CLOSE_WITHOUT_MEASURE = "close_without_measure", _("closed without a measure")
    REOPEN = "reopen", _("opened again")
    NOTE = "note", _("note added")
    RELEASE_MESSAGES = "release_messages", _("messages to guardians released")
    OPEN_TO = "open_to", _("opened to a reader")


OPEN = frozenset(State) - {State.CLOSED}
# Someone has the case in hand.
HANDLED = OPEN - {State.REPORTED}
# The case is about a breach of the protocol and goes towards a decision.
IN_SCOPE = frozenset({State.IN_HEARING, State.PROPOSAL, State.DECIDED, State.LETTER_SENT})


@dataclass(frozen=True)
class Arrow:
    """From which states an act may be done, and the states it may lead to; no target: the state stays."""

    sources: frozenset[State]
    targets: frozenset[State] = frozenset()


def _arrow(sources: frozenset[State] | State, *targets: State) -> Arrow:
    return Arrow(frozenset({sources}) if isinstance(sources, State) else sources, frozenset(targets))


ARROWS: dict[Act, Arrow] = {
    # act                       from                                             to
    Act.TAKE: _arrow(OPEN, State.IN_ASSESSMENT),  # a reported case; a later one keeps its state
    Act.ASSESS: _arrow(
        frozenset({State.IN_ASSESSMENT, State.OUT_OF_SCOPE, State.IN_HEARING}),
        State.OUT_OF_SCOPE,
        State.IN_HEARING,
    ),
    Act.ADD_PERSON: _arrow(HANDLED),
    Act.JUDGE_PERSON: _arrow(HANDLED),
    Act.INVITE: _arrow(IN_SCOPE),
    Act.GIVE_VIEW: _arrow(frozenset({State.IN_HEARING, State.PROPOSAL})),
    Act.RECORD_HEARING: _arrow(IN_SCOPE),
    Act.WAIVE_HEARING: _arrow(IN_SCOPE),
    Act.PROPOSE: _arrow(frozenset({State.IN_HEARING, State.LETTER_SENT}), State.PROPOSAL),
    # A measure that is refused leads back to where the case was.
    Act.DECIDE: _arrow(State.PROPOSAL, State.DECIDED, State.IN_HEARING, State.LETTER_SENT),
    Act.WRITE_LETTER: _arrow(State.DECIDED),
    Act.SEND_LETTER: _arrow(State.DECIDED, State.LETTER_SENT),
    Act.CLOSE: _arrow(State.LETTER_SENT, State.CLOSED),
    Act.CLOSE_WITHOUT_MEASURE: _arrow(frozenset({State.IN_HEARING, State.OUT_OF_SCOPE}), State.CLOSED),
    Act.REOPEN: _arrow(State.CLOSED, State.IN_ASSESSMENT),
    Act.NOTE: _arrow(OPEN),
    Act.RELEASE_MESSAGES: _arrow(OPEN),
    Act.OPEN_TO: _arrow(OPEN),
}


def may_follow(state: str, act: Act) -> bool:
    """Whether the table has an arrow for this act from this state."""
    return state in ARROWS[act].sources
