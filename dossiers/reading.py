"""What goes into one copy: the entries, their papers, and who else is named in them.

`read` gives everything as it stands; `Cover` takes the names of others out. The check page, the file and the
page of a guardian use the same two.
"""

import io
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from documents import services as documents
from documents.models import StoredFile
from dossiers import names as naming
from dossiers import timeline
from dossiers.models import Export, Mask
from dossiers.names import Match, Names, Party, readable
from ground import clock
from people.models import Person, School
from people.story import Event

logger = logging.getLogger(__name__)
HIDDEN_AT_FIRST = (naming.PUPIL, naming.GUARDIAN, naming.OWN_GUARDIAN, naming.TYPED)
Key = UUID | str  # a party: the id of the person, or the text that was typed
UNSOUND = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Found:
    """A name at its place, with a little of the text around it, for the check page."""

    party: Party
    before: str
    text: str
    after: str


@dataclass
class Paper:
    """A stored file that belongs to an event. `text` is None where it cannot be read by us."""

    stored: StoredFile
    event: Event
    text: str | None
    matches: list[Match] = field(default_factory=list)

    @property
    def parties(self) -> set[Key]:
        return {key_of(match.party) for match in self.matches}


@dataclass
class Reading:
    """One dossier at one moment, with the names of others that were found in it."""

    events: list[Event]
    papers: list[Paper]
    names: Names
    sha256: str

    @cached_property
    def found(self) -> list[Found]:
        """Every place in the texts where somebody else is named, in the order of the dossier."""
        return [_found(text, match) for event in self.events for text, match in self.matches_in(event)]

    @cached_property
    def parties(self) -> list[Party]:
        """Everybody else who is named, in texts or papers, each once, in order of appearance."""
        met = [found.party for found in self.found]
        met += [match.party for paper in self.papers for match in paper.matches]
        return list({key_of(party): party for party in met}.values())

    @cached_property
    def paper_by_event(self) -> dict[int, Paper]:
        return {id(paper.event): paper for paper in self.papers}

    def matches_in(self, event: Event) -> Iterator[tuple[str, Match]]:
        """The texts of an event with the names found in each."""
        for text in texts_of(event):
            for match in self.names.find(text, event.others):
                yield text, match


def read(
    *,
    person: Person,
    kind: str,
    school: School,
    until: datetime,
    recipient: UUID | None,
    typed: Iterable[str] = (),
    with_papers: bool = True,
) -> Reading:
    """The dossier up to `until` for one reader, searched for the names of others and for what was `typed`.

    With `with_papers` the stored files are opened and searched as well, which takes time.
    """
    events = timeline.without_answers_of_others(timeline.events(person, kind, until), recipient)
    names = naming.names_around(person, school, recipient)
    for party, terms in naming.typed(typed):
        names.add(party, terms)
    stored = StoredFile.objects.present().in_bulk([event.document for event in events if event.document])
    papers = [
        _paper(stored[event.document], event, names, with_papers)
        for event in events
        if event.document in stored
    ]
    sums = [paper.stored.sha256 for paper in papers]
    return Reading(events, papers, names, timeline.fingerprint(events, sums))


def read_for(
    export: Export, until: datetime, typed: Iterable[str] = (), *, with_papers: bool = True
) -> Reading:
    """The reading that one export is made of."""
    return read(
        person=export.person,
        kind=export.kind,
        school=export.school,
        until=until,
        recipient=export.recipient_id,
        typed=typed,
        with_papers=with_papers,
    )


def paper_of(person: Person, kind: str, file: UUID) -> StoredFile | None:
    """The stored file, if it is a paper of this dossier today and its content is still kept."""
    known = {event.document for event in timeline.events(person, kind, clock.now())}
    return StoredFile.objects.present().filter(pk=file).first() if file in known else None


def key_of(party: Party) -> Key:
    """By what a party is told from another."""
    return party.id or party.name


def texts_of(event: Event) -> list[str]:
    """The texts of an event, each once: title, lines and what its data says in words."""
    told = (event.title, *event.lines, *_strings(event.data))
    return list(dict.fromkeys(readable(text) for text in told))


def labels(parties: Iterable[Party]) -> dict[Key, str]:
    """What stands in the place of each: "[andere leerling 1]", numbered in the order given."""
    count: Counter[str] = Counter()
    found: dict[Key, str] = {}
    with translation.override(timeline.SCHOOL_LANGUAGE):
        for party in parties:
            count[party.role] += 1
            found[key_of(party)] = _label(party.role, count[party.role])
    return found


def _label(role: str, number: int) -> str:
    words = {
        naming.PUPIL: _("[other pupil %(number)d]"),
        naming.GUARDIAN: _("[other parent %(number)d]"),
        naming.OWN_GUARDIAN: _("[address of another %(number)d]"),
        naming.EMPLOYEE: _("[employee %(number)d]"),
        naming.TYPED: _("[other person %(number)d]"),
    }
    return words[role] % {"number": number}


class Cover:
    """Takes names out of a reading. `hidden` says what stands in the place of whom; others stay."""

    def __init__(self, reading: Reading, hidden: dict[Key, str], left_out: Iterable[UUID] = ()) -> None:
        self.reading = reading
        self.hidden = hidden
        self.left_out = set(left_out)

    @classmethod
    def by_rule(cls, reading: Reading) -> "Cover":
        """The cover before anybody looked: children, parents and addresses out, employees in."""
        names = labels(reading.parties)
        hidden = {
            key_of(party): names[key_of(party)] for party in reading.parties if party.role in HIDDEN_AT_FIRST
        }
        return cls(reading, hidden)

    @classmethod
    def of(cls, reading: Reading, masks: Iterable[Mask], left_out: Iterable[UUID]) -> "Cover":
        """The cover that the checker decided on."""
        hidden = {mask.person_id or mask.text: mask.label for mask in masks if mask.hidden}
        return cls(reading, hidden, left_out)

    def leaves_out(self, paper: Paper) -> bool:
        """Whether a paper does not go along: the checker said so, or it names somebody who is hidden."""
        return paper.stored.pk in self.left_out or bool(paper.parties & self.hidden.keys())

    def text(self, text: str, others: frozenset[UUID]) -> str:
        """The text with the hidden names replaced."""
        text, parts, at = readable(text), [], 0
        for match in self.reading.names.find(text, others):
            label = self.hidden.get(key_of(match.party))
            if label:
                parts += [text[at : match.start], label]
                at = match.end
        return "".join([*parts, text[at:]])

    def data(self, value: Any, others: frozenset[UUID]) -> Any:
        """The same for what machines read; keys stay."""
        if isinstance(value, str):
            return self.text(value, others)
        if isinstance(value, dict):
            return {key: self.data(item, others) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(item, others) for item in value]
        return value


def _paper(stored: StoredFile, event: Event, names: Names, opened: bool) -> Paper:
    text = _text_of(stored) if opened else None
    return Paper(stored, event, text, names.find(text, event.others) if text else [])


def _text_of(stored: StoredFile) -> str | None:
    """The words of a PDF; None for a picture, a scan and whatever else has none."""
    if stored.content_type != "application/pdf":
        return None
    try:
        pages = PdfReader(io.BytesIO(documents.read(stored))).pages
        text = "\n".join(page.extract_text() for page in pages)
    except UNSOUND:  # the library's many words for: not a PDF that it can read
        logger.warning("paper %s cannot be read for names", stored.pk)
        return None
    return readable(text) if text.strip() else None


def _found(text: str, match: Match) -> Found:
    around = 60
    start = max(0, match.start - around)
    return Found(
        match.party,
        ("…" if start else "") + text[start : match.start],
        text[match.start : match.end],
        text[match.end : match.end + around] + ("…" if match.end + around < len(text) else ""),
    )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
