"""What waits for a reader, gathered from every app that can say so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consent import due as consent
from dossiers import due as dossiers
from ground import clock
from incidents import due as incidents
from people.due import Due
from people.standing import Standing
from phones import due as phones
from policy import due as policy

Source = Callable[[Standing], list[Due]]

# Each app says by itself what is due; the desk only arranges.
SOURCES: list[Source] = [incidents.due_for, dossiers.due_for, consent.due_for, phones.due_for, policy.due_for]


@dataclass
class Agenda:
    """Everything due for one reader, by when."""

    late: list[Due] = field(default_factory=list)
    this_week: list[Due] = field(default_factory=list)
    later: list[Due] = field(default_factory=list)
    undated: list[Due] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.this_week or self.later or self.undated)


def agenda_for(standing: Standing) -> Agenda:
    """The agenda of one reader now: late, this week (seven days), later, and what has no date."""
    agenda = Agenda()
    now = clock.now()
    for due in sorted((line for source in SOURCES for line in source(standing)), key=_by_date):
        _pile(agenda, due, now).append(due)
    return agenda


def _by_date(due: Due) -> tuple[bool, float]:
    return (due.due is None, due.due.timestamp() if due.due else 0.0)


def _pile(agenda: Agenda, due: Due, now: datetime) -> list[Due]:
    if due.due is None:
        return agenda.undated
    if due.due < now:
        return agenda.late
    return agenda.this_week if due.due <= now + timedelta(days=7) else agenda.later
