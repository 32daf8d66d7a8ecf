"""A story for the tests: what a lower app would tell about a pupil, with papers and the names of others.

A source like any other, so that the tests of dossiers do not lean on how another app tells its story.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from documents import pdf
from documents import services as documents
from documents.models import StoredFile
from people.models import Person
from people.story import Event

FIRST = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
LETTER = "tests-letter"
NOTE = "tests-note"


def events_about(person: Person) -> list[Event]:
    """Each letter and note that was put down for this person, in the order in which they were put down."""
    rows = StoredFile.objects.present().filter(owner=person.pk, kind__in=[LETTER, NOTE]).order_by("name")
    return [_event(number, row) for number, row in enumerate(rows)]


def put_letter(person: Person, text: str, *, number: int = 0) -> StoredFile:
    """A letter on paper that belongs to an event."""
    school = {"name": "de Meerpaal", "lines": ["Kadelaan 12"]}
    data = {"school": school, "title": "Brief", "facts": [], "blocks": [{"kind": "paragraph", "text": text}]}
    content = pdf.render(template="statement", data=data, title="Brief", at=FIRST)
    return documents.store(
        content=content, kind=LETTER, name=f"{number:06d}", content_type="application/pdf", owner=person.pk
    )


def put_plain(person: Person, content: bytes, *, number: int = 0) -> StoredFile:
    """A paper that is not a PDF."""
    return documents.store(
        content=content, kind=LETTER, name=f"{number:06d}", content_type="text/plain", owner=person.pk
    )


def put_note(person: Person, text: str, *, number: int = 0) -> StoredFile:
    """A line in the story, without a paper."""
    return documents.store(
        content=text.encode(), kind=NOTE, name=f"{number:06d}", content_type="text/plain", owner=person.pk
    )


def _event(number: int, row: StoredFile) -> Event:
    at = FIRST + timedelta(hours=number)
    if row.kind == NOTE:
        text = documents.read(row).decode()
        return Event(at, "Melding", (text,), "tests.note", UUID(int=number), data={"text": text})
    return Event(at, "Brief verstuurd", (), "tests.letter", UUID(int=number), row.pk, data={"kind": "letter"})
