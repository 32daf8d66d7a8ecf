"""One event in a person's story: the shape in which every app tells the dossier what it knows.

What the register itself knows about somebody stands here as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ground import clock
from people.models import Employment, Enrolment, Person


@dataclass(frozen=True)
class Event:
    """Something that happened, as it stands in a dossier.

    `at` is aware; `title` and `lines` are in the language of the school (Dutch), ready to print; `source`
    says where it comes from ("phones.custody") and `source_id` which row; `document` is a stored file that
    belongs to it, if any; `others` are persons other than the subject who are named in it, so that an
    export can take their names out; `data` is the same for machines. An event of which only the day is known
    is at midnight.
    """

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    source: str = ""
    source_id: UUID | None = None
    document: UUID | None = None
    others: frozenset[UUID] = frozenset()
    data: dict[str, Any] = field(default_factory=dict)


def events_about(person: Person) -> list[Event]:
    """What the register knows: groups and jobs, from when and until when, up to today."""
    today = clock.today()
    return [event for event in (*_groups(person), *_jobs(person)) if clock.local(event.at).date() <= today]


def _groups(person: Person) -> Iterator[Event]:
    for row in Enrolment.objects.filter(pupil=person).select_related("class_group__year"):
        name = row.class_group.name if row.class_group else ""
        data = {"group": name, "pupil_number": row.pupil_number, "starts": row.starts, "ends": row.ends}
        yield _event(row.starts, _("In group %(group)s") % {"group": name}, "people.enrolment", row.pk, data)
        if row.ends:
            title = _("Left group %(group)s") % {"group": name}
            yield _event(row.ends, title, "people.enrolment", row.pk, data)


def _jobs(person: Person) -> Iterator[Event]:
    for row in Employment.objects.filter(person=person):
        data = {"job_title": row.job_title, "starts": row.starts, "ends": row.ends}
        title = _("In service as %(job)s") % {"job": row.job_title}
        yield _event(row.starts, title, "people.employment", row.pk, data)
        if row.ends:
            title = _("Left service as %(job)s") % {"job": row.job_title}
            yield _event(row.ends, title, "people.employment", row.pk, data)


def _event(day: date, title: str, source: str, source_id: UUID, data: dict[str, Any]) -> Event:
    return Event(at=clock.at(day, time(0)), title=title, source=source, source_id=source_id, data=data)
