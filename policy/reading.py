"""What others ask about the protocol: which version held on a day, what a clause says, who had read it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from people.models import Person, School
from policy.models import Acknowledgement, Clause, ProtocolVersion
from policy.parsing import Kind, joined


@dataclass
class Chapter:
    """A heading with the clauses below it; a part ("A. For all users") is a chapter one level down."""

    heading: Clause
    clauses: list[Clause] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        return self.heading.kind == Kind.PART


def version_in_force(school: School | UUID, day: date) -> ProtocolVersion | None:
    """The version that holds at the school on this day; None before the first one.

    For a day in the past that is the version of then, also when it has been replaced since.
    """
    versions = ProtocolVersion.objects.filter(protocol__school=school).select_related("protocol__school")
    return versions.in_force_on(day).first()


def clauses_of(version: ProtocolVersion) -> QuerySet[Clause]:
    """The clauses of a version in order, without the headings."""
    return version.clauses.filter(kind=Kind.CLAUSE)


def clause(version: ProtocolVersion, code: str) -> Clause:
    """The clause with this code ("A7", "B2b"); raises Clause.DoesNotExist when the version has none."""
    return clauses_of(version).get(code=code)


def chapters_of(version: ProtocolVersion) -> list[Chapter]:
    """The text of a version by chapter, in one query."""
    chapters: list[Chapter] = []
    for piece in version.clauses.all():
        if piece.kind == Kind.CLAUSE:
            chapters[-1].clauses.append(piece)
        else:
            chapters.append(Chapter(piece))
    return chapters


def text_of(version: ProtocolVersion) -> str:
    """The whole text of a version, as it is hashed and as it stood in the source."""
    return joined(version.title, version.clauses.all())


def same_as(version: ProtocolVersion) -> QuerySet[ProtocolVersion]:
    """The version with those before it from which it differs in small things only.

    Who has read one of these has read this one: a minor change asks for no new acknowledgement.
    """
    rows = ProtocolVersion.objects.filter(protocol=version.protocol_id, number__lte=version.number)
    whole = rows.filter(minor_change=False).order_by("-number").values("number")[:1]
    return rows.filter(number__gte=whole)


def acknowledgement_of(person: Person | UUID, version: ProtocolVersion) -> Acknowledgement | None:
    """The first time that the person acknowledged this version, or one it hardly differs from."""
    rows = Acknowledgement.objects.filter(person=person, version__in=same_as(version))
    return rows.select_related("version").order_by("at").first()


def has_acknowledged(person: Person | UUID, version: ProtocolVersion, by: datetime | None = None) -> bool:
    """Whether the person has read the version; with `by`, whether already at that moment."""
    first = acknowledgement_of(person, version)
    return first is not None and (by is None or first.at <= by)
