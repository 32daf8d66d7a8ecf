"""The procedure of a case as stations, and the same as a table: what was done, when, by whom, with which paper."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ground.templatetags.words import long_date, short_date
from incidents.casefile import CaseFile
from incidents.models import CaseEvent, Outcome, Route
from incidents.workflow import Act, State
from people.models import User

DONE, NOW, REST, LOCK = "done", "now", "rest", "lock"


@dataclass
class Station:
    """One step of the procedure; `state` is done, now, rest or lock."""

    label: str
    at: datetime | None = None
    by: str = ""
    paper: str = ""
    state: str = REST

    @property
    def when(self) -> str:
        return short_date(self.at) if self.at else ""

    @property
    def day(self) -> str:
        return long_date(self.at) if self.at else ""


def stations(file: CaseFile, events: list[CaseEvent]) -> list[Station]:
    """The stations of this case; the first that is not behind us is where it stands."""
    report = Station(_("Report"), file.incident.reported_at, paper=_("Report"), state=DONE)
    rows = [report, _assessment(file)]
    if file.incident.route == Route.SEXUAL_OFFENCE:
        rows = [report]
    elif file.incident.route == Route.ORDINARY and not _left_early(file):
        rows += [_hearing(file), _proposal(file), _decision(file), _letter(file)]
    rows.append(_closing(file, events))
    _mark_now(file, rows)
    return rows


def _left_early(file: CaseFile) -> bool:
    """Outside the protocol, or closed without a measure: the rest of the way is not walked."""
    incident = file.incident
    outside = incident.state == State.OUT_OF_SCOPE
    return outside or (incident.state == State.CLOSED and incident.outcome != Outcome.MEASURE)


def _mark_now(file: CaseFile, rows: list[Station]) -> None:
    here = next((row for row in rows if row.state != DONE), None)
    if here is not None and file.incident.is_open:
        here.state = NOW


def _assessment(file: CaseFile) -> Station:
    found = file.assessment
    if found is None or file.incident.state == State.IN_ASSESSMENT:
        return Station(_("Assessment"))
    return Station(
        _("Assessment"), found.assessed_at, _name(found.assessed_by), found.get_scope_display(), DONE
    )


def _hearing(file: CaseFile) -> Station:
    if not file.hearings:
        return Station(_("Hearing"), paper=_("Invitation"))
    done = all(row.is_done for row in file.hearings)
    at = max((row.done_at for row in file.hearings if row.done_at), default=None)
    paper = _("Record of the talk") if done else _("Invitation sent")
    return Station(
        _("Hearing"), at if done else file.hearings[0].meeting_at, "", paper, DONE if done else REST
    )


def _proposal(file: CaseFile) -> Station:
    if not file.measures:
        return Station(_("Proposal"))
    last = file.measures[-1]
    return Station(_("Proposal"), last.proposed_at, _name(last.proposed_by), last.get_kind_display(), DONE)


def _decision(file: CaseFile) -> Station:
    decided = [row for row in file.measures if row.verdict]
    if not decided or file.proposal:
        locked = any(not row.is_done for row in file.hearings) or not file.hearings
        if locked:
            return Station(_("Decision"), paper=_("Only after the hearing"), state=LOCK)
        return Station(_("Decision"))
    last = decided[-1]
    return Station(_("Decision"), last.decided_at, _name(last.decided_by), last.get_verdict_display(), DONE)


def _letter(file: CaseFile) -> Station:
    if not file.letters or file.untold:
        return Station(_("Letter"), paper=_("To each parent with legal authority"))
    names = ", ".join(letter.recipient.name for letter in file.letters)
    return Station(_("Letter"), file.letters[-1].sent_at, "", names, DONE)


def _closing(file: CaseFile, events: list[CaseEvent]) -> Station:
    if file.incident.is_open:
        return Station(_("Closing"))
    last = next((row for row in reversed(events) if row.act in (Act.CLOSE, Act.CLOSE_WITHOUT_MEASURE)), None)
    by = _name(last.actor) if last else ""
    return Station(_("Closing"), file.incident.closed_at, by, file.incident.get_outcome_display(), DONE)


def _name(user: User | None) -> str:
    person = getattr(user, "person", None)
    return person.name if person else ""
