"""How a dossier and the way of an export are put on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dossiers.contents import when
from dossiers.models import Export
from dossiers.names import Names
from dossiers.reading import Cover, Found, Paper, Reading, key_of, readable
from ground.templatetags.words import short_date
from people.story import Event

State = Export.State
STATUS = {
    State.REGISTERED: "heed",
    State.CHECKED: "heed",
    State.RELEASED: "wait",
    State.BUILDING: "wait",
    State.READY: "now",
    State.TAKEN: "good",
    State.EXPIRED: "stop",
    State.REFUSED: "no",
    State.CANCELLED: "rest",
    State.FAILED: "stop",
}


@dataclass(frozen=True)
class Piece:
    """A part of a text; `marked` where somebody else is named."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Entry:
    """One event as it stands on a page."""

    at: datetime
    when: str
    title: list[Piece]
    lines: list[list[Piece]]
    paper: Paper | None
    hidden_paper: bool = False


def marked_entries(reading: Reading) -> list[Entry]:
    """For the check: everything as it stands, the names of others marked."""
    return [
        _entry(reading, event, lambda text, event=event: _pieces(reading.names, text, event))
        for event in reading.events
    ]


def plain_entries(reading: Reading) -> list[Entry]:
    """For who opened the dossier: everything as it stands."""
    return [_entry(reading, event, lambda text: [Piece(readable(text))]) for event in reading.events]


def covered_entries(reading: Reading, *, with_papers: bool) -> list[Entry]:
    """For the person concerned: the names of others out by rule, since nobody checked."""
    cover = Cover.by_rule(reading)
    return [
        _entry(
            reading,
            event,
            lambda text, event=event: [Piece(cover.text(text, event.others))],
            with_papers=with_papers,
        )
        for event in reading.events
    ]


def _entry(reading: Reading, event: Event, show: Any, *, with_papers: bool = True) -> Entry:
    paper = reading.paper_by_event.get(id(event))
    return Entry(
        at=event.at,
        when=when(event.at),
        title=show(event.title),
        lines=[show(line) for line in event.lines],
        paper=paper if with_papers else None,
        hidden_paper=paper is not None and not with_papers,
    )


def _pieces(names: Names, text: str, event: Event) -> list[Piece]:
    text, parts, at = readable(text), [], 0
    for match in names.find(text, event.others):
        parts += [Piece(text[at : match.start]), Piece(text[match.start : match.end], marked=True)]
        at = match.end
    return [part for part in (*parts, Piece(text[at:])) if part.text]


def places(reading: Reading) -> list[tuple[str, list[Found]]]:
    """Every occurrence in the texts, by whom it names."""
    found: dict[Any, list[Found]] = {}
    for place in reading.found:
        found.setdefault(key_of(place.party), []).append(place)
    return [(group[0].party.name, group) for group in found.values()]


def stations(export: Export) -> list[dict[str, str]]:
    """The way of an export as a track."""
    ended = export.state in (State.REFUSED, State.CANCELLED)
    behind = {
        "registered": export.registered_at,
        "checked": export.checked_at,
        "released": export.released_at,
        "made": export.ready_at,
        "handed": export.taken_at,
    }
    labels = {
        "registered": _("Registered"),
        "checked": _("Checked"),
        "released": _("Released"),
        "made": _("File made"),
        "handed": _("Handed over"),
    }
    ahead = [name for name, at in behind.items() if at is None]
    return [
        {
            "label": labels[name],
            "when": short_date(at) if at else "",
            "state": _station(name, ahead, ended) if at is None else "done",
        }
        for name, at in behind.items()
    ]


def _station(name: str, ahead: list[str], ended: bool) -> str:
    if ended:
        return "lock"
    return "now" if name == ahead[0] else "rest"


def step_lines(export: Export) -> Iterable[dict[str, Any]]:
    """What happened with an export: for components/timeline.html."""
    for step in export.steps.select_related("by__person"):
        person = getattr(step.by, "person", None) if step.by else None
        text = str(step.get_act_display())
        yield {
            "at": step.at,
            "text": f"{text}: {step.reason}" if step.reason else text,
            "by": person.name if person else "",
        }
