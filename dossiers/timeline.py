"""The dossier of one person: a reading of what the lower apps know, never a second store.

So all correspondence is in the dossier by construction: nobody can forget to file, nothing is filed twice.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from consent import story as consent
from dossiers.models import Kind
from incidents import story as incidents
from people import story as people
from people.models import Person
from people.story import Event
from phones import story as phones
from policy import story as policy

Source = Callable[[Person], list[Event]]

# Each app tells by itself what it knows about a person; the order is that of the floors.
SOURCES: list[Source] = [
    people.events_about,
    policy.events_about,
    consent.events_about,
    phones.events_about,
    incidents.events_about,
]

# What a source tells that belongs to the other dossier of the same person. The consent of an employee about
# the own image is in no dossier at all.
FOREIGN: dict[str, tuple[str, ...]] = {
    Kind.PUPIL: ("people.employment",),
    Kind.PERSONNEL: ("people.enrolment", "consent.", "phones."),
}
ANSWER = "consent.decision"
SCHOOL_LANGUAGE = "nl"


def events(person: Person, kind: str, until: datetime) -> list[Event]:
    """Everything that the dossier of this kind holds up to and including `until`, oldest first.

    The order is fixed, so that the same dossier reads the same twice.
    """
    with translation.override(SCHOOL_LANGUAGE):
        told = [event for source in SOURCES for event in source(person)]
    own = [event for event in told if event.at <= until and not event.source.startswith(FOREIGN[kind])]
    return sorted(own, key=lambda event: (event.at, event.source, str(event.source_id), event.title))


def without_answers_of_others(told: list[Event], reader: UUID | None) -> list[Event]:
    """The events without the answers about consent that somebody else than the reader gave.

    Divorced parents never see each other's answers, and staff need none: what counts now stands with consent.
    """
    return [event for event in told if event.source != ANSWER or event.data.get("by") == str(reader)]


def canonical(value: Any) -> str:
    """JSON that is the same for the same content."""
    return json.dumps(value, cls=_Encoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(told: list[Event], papers: list[str]) -> str:
    """SHA-256 over everything that was read: the events and the hashes of their papers."""
    content = canonical([[asdict(event) for event in told], papers])
    return hashlib.sha256(content.encode()).hexdigest()


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return sorted(map(str, o)) if isinstance(o, frozenset | set) else super().default(o)
