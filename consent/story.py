"""What consent tells the dossier: who decided about a pupil, when and how. Staff's own, never."""

from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consent.choices import SubjectKind
from consent.models import ChildObjection, Decision
from consent.purposes import ALL_MEDIA
from people.models import Person
from people.story import Event


def events_about(person: Person) -> list[Event]:
    """One event per time that somebody signed or withdrew about this pupil, and per objection of the child.

    `data["by"]` is who decided: a copy for one parent leaves the events by the other parent out.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return sorted([*_decisions(person), *_objections(person)], key=lambda event: event.at)


def _decisions(person: Person) -> list[Event]:
    rows = Decision.objects.filter(subject=person, subject_kind=SubjectKind.PUPIL)
    rows = rows.select_related("item", "person").order_by(
        "decided_at", "person", "item__purpose", "number", "pk"
    )
    signings = groupby(rows, key=lambda row: (row.decided_at, row.person_id, row.item.purpose))
    return [_signing(list(group)) for _key, group in signings]


def _signing(rows: list[Decision]) -> Event:
    rows = sorted(rows, key=lambda row: ALL_MEDIA.index(row.item.medium))
    first = rows[0]
    name = first.person.name
    answers = [f"{row.item.get_medium_display()}: {row.get_answer_display().lower()}" for row in rows]
    how = _("By %(name)s, %(capacity)s, %(method)s") % {
        "name": name,
        "capacity": first.get_capacity_display(),
        "method": first.get_method_display(),
    }
    signed = [_("Signed: %(name)s") % {"name": first.signed_name}] if first.signed_name else []
    return Event(
        at=first.decided_at,
        title=_("Consent: %(purpose)s") % {"purpose": first.item.label},
        lines=(*answers, how, *signed),
        source="consent.decision",
        source_id=first.pk,
        others=frozenset({first.person_id} - {first.subject_id}),
        data={
            "by": str(first.person_id),
            "purpose": first.item.purpose,
            "decisions": [
                {"id": str(row.pk), "medium": row.item.medium, "answer": row.answer, "evidence": row.evidence}
                for row in rows
            ],
        },
    )


def _objections(person: Person) -> list[Event]:
    events = []
    for row in ChildObjection.objects.filter(pupil=person):
        events.append(_said(row, row.recorded_at, _("The child does not want to appear")))
        if row.lifted_at:
            events.append(_said(row, row.lifted_at, _("The child took that back")))
    return events


def _said(row: ChildObjection, at: datetime, title: str) -> Event:
    return Event(at=at, title=title, source="consent.objection", source_id=row.pk)
