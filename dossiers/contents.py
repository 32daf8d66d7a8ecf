"""What stands in the parts of an export: the dossier as paper and as data, the letters, the receipt.

Everything is in the language that is active (the builder makes it the school's) and of the moment of release.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from documents import pdf
from documents import services as documents
from dossiers.archive import Archive, Part
from dossiers.models import Export
from dossiers.reading import Cover, Paper
from dossiers.timeline import canonical
from ground import clock
from ground.templatetags.words import long_date, moment
from people.models import School
from people.story import Event

FORMAT, VERSION = "meerpaal-dossier", 1
AUGUST = 8
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
}


@dataclass
class Contents:
    """The parts of one export, made one by one."""

    export: Export
    cover: Cover

    @property
    def released_at(self) -> datetime:
        if self.export.released_at is None:
            raise ValueError("only a released export has contents")
        return self.export.released_at

    def letters(self) -> list[tuple[str, Paper]]:
        """The papers that go along, each with its name in the archive: the day and a number, never a name."""
        going = [paper for paper in self.cover.reading.papers if not self.cover.leaves_out(paper)]
        return [(_letter_name(number, paper), paper) for number, paper in enumerate(going, 1)]

    def steps(self) -> int:
        """How many parts there are to make: the letters, the dossier, the data and the receipt."""
        return len(self.letters()) + 3

    def write(self, archive: Archive) -> Iterator[Part]:
        """Make the parts and put them in the archive, one per turn."""
        letters, files = self.letters(), []
        for name, paper in letters:
            files.append(archive.add(name, documents.read_stream(paper.stored)))
            yield files[-1]
        names = {id(paper.event): name for name, paper in letters}
        yield archive.add("dossier.pdf", [self.paper(names)])
        yield archive.add("data.json", [self.data(names, files)])
        yield archive.add("receipt.pdf", [self.receipt(archive.parts)])

    def paper(self, names: dict[int, str]) -> bytes:
        """The dossier as a PDF to keep and to read aloud."""
        export = self.export
        cover = [
            [_("About"), export.person.name],
            [_("Asked on"), long_date(export.registered_at)],
            [_("Number"), export.number],
        ]
        data = {
            "school": _school(export.school),
            "title": _title(export),
            "recipient": export.recipient_name,
            "released": moment(export.released_at),
            "cover": cover,
            "notice": self._notice(),
            "sections": list(self._sections(names)),
        }
        return pdf.render(template="dossier", data=data, title=_title(export), at=self.released_at)

    def _notice(self) -> list[str]:
        texts = [
            _(
                "The names of others have been taken out. In their place stands who they are, between brackets."
            )
        ]
        if any(map(self.cover.leaves_out, self.cover.reading.papers)):
            texts.append(
                _(
                    "A paper that cannot be given without the name of another person has stayed at school. "
                    "It says so where it belongs."
                )
            )
        return texts

    def _sections(self, names: dict[int, str]) -> Iterator[dict[str, Any]]:
        for year, events in groupby(self.cover.reading.events, key=lambda event: _school_year(event.at)):
            heading = _("School year %(year)s") % {"year": year}
            yield {"heading": heading, "entries": [self._entry(event, names) for event in events]}

    def _entry(self, event: Event, names: dict[int, str]) -> dict[str, Any]:
        lines = [self.cover.text(line, event.others) for line in event.lines]
        paper = self.cover.reading.paper_by_event.get(id(event))
        if id(event) in names:
            lines.append(_("Enclosed: %(name)s") % {"name": names[id(event)]})
        elif paper:
            lines.append(
                _("A paper belongs to this. It has stayed at school because others are named in it.")
            )
        return {"at": when(event.at), "title": self.cover.text(event.title, event.others), "lines": lines}

    def data(self, names: dict[int, str], letters: list[Part]) -> bytes:
        """The same for machines; the schema stands in docs/schemas/dossier.schema.json."""
        export = self.export
        content = {
            "format": FORMAT,
            "version": VERSION,
            "number": export.number,
            "kind": export.kind,
            "released_at": export.released_at,
            "up_to": export.checked_at,
            "school": {"name": export.school.name, "brin": export.school.brin},
            "person": {"name": export.person.name, "birth_date": export.person.birth_date},
            "recipient": {"kind": export.recipient_kind, "name": export.recipient_name},
            "hidden": sorted(set(self.cover.hidden.values())),
            "entries": [self._record(event, names) for event in self.cover.reading.events],
            "files": [{"name": part.name, "sha256": part.sha256, "size": part.size} for part in letters],
        }
        return canonical(content).encode()

    def _record(self, event: Event, names: dict[int, str]) -> dict[str, Any]:
        return {
            "at": event.at,
            "title": self.cover.text(event.title, event.others),
            "lines": [self.cover.text(line, event.others) for line in event.lines],
            "source": event.source,
            "file": names.get(id(event)),
            "data": self.cover.data(event.data, event.others),
        }

    def receipt(self, parts: list[Part]) -> bytes:
        """What was handed over, to sign at the desk."""
        export = self.export
        blocks = [
            {"kind": "heading", "text": _("What is in the file")},
            {"kind": "list", "items": [f"{part.name}: SHA-256 {part.sha256}" for part in parts]},
            {
                "kind": "paragraph",
                "text": _(
                    "With the command “sha256sum -c SHA256SUMS” everybody can check that nothing was changed."
                ),
            },
            {
                "kind": "signature",
                "text": _("Received on:                         by:"),
                "name": export.recipient_name,
            },
        ]
        data = {
            "school": _school(export.school),
            "title": _("Receipt"),
            "place_date": f"{export.school.place}, {long_date(export.released_at)}",
            "reference": export.number,
            "facts": [
                [_("Dossier"), _title(export)],
                [_("About"), export.person.name],
                [_("Copy for"), export.recipient_name],
                [_("Released"), moment(export.released_at)],
            ],
            "blocks": blocks,
        }
        return pdf.render(template="statement", data=data, title=_("Receipt"), at=self.released_at)


def when(at: datetime) -> str:
    """The moment of an event in words; only the day where only the day is known."""
    return long_date(at) if clock.local(at).time() == time(0) else moment(at)


def _title(export: Export) -> str:
    return str(export.get_kind_display()).capitalize()


def _school(school: School) -> dict[str, Any]:
    lines = [school.street, f"{school.postcode} {school.place}", school.phone, school.email]
    return {"name": school.name, "lines": lines}


def _school_year(at: datetime) -> str:
    day = clock.local(at).date()
    first = day.year - (day.month < AUGUST)
    return f"{first}-{first + 1}"


def _letter_name(number: int, paper: Paper) -> str:
    extension = EXTENSIONS.get(paper.stored.content_type, "bin")
    return f"letters/{number:04d}-{clock.local(paper.event.at).date().isoformat()}.{extension}"
