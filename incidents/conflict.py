"""Exclusion X1: who is accused, or is partner, parent or child of a party, handles nothing in the case.

Closeness is read from guardianships of today: parent and child by the guardianship itself, partners by a
pupil they share. It beats every role and every grant.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from incidents.models import PARTIES, InvolvedPerson, Part
from people.models import Guardianship
from people.standing import Standing


def conflicting(standing: Standing) -> QuerySet[InvolvedPerson] | None:
    """The parts in cases that shut the reader out; None for somebody who is nobody."""
    if standing.person_id is None:
        return None
    own = Q(person=standing.person_id, part=Part.ACCUSED)
    close = close_to(standing)
    if close:
        own |= Q(person__in=close, part__in=PARTIES)
    return InvolvedPerson.objects.filter(own)


def close_to(standing: Standing) -> set[UUID]:
    """Children, partners (who share a child) and, for a pupil, parents of the reader. No query for most staff."""
    wards = standing.wards | standing.other_wards
    close = set(wards)
    rows = Guardianship.objects.on(standing.day)
    if wards:
        close |= set(rows.filter(pupil__in=wards).values_list("guardian", flat=True))
    if standing.pupil_at:
        close |= set(rows.filter(pupil=standing.person_id).values_list("guardian", flat=True))
    return close - {standing.person_id}


def shut_out(people: Iterable[InvolvedPerson]) -> set[UUID]:
    """The persons whom these parts in a case shut out of handling it."""
    known = [row for row in people if row.person_id]
    accused = {row.person_id for row in known if row.part == Part.ACCUSED}
    parties = {row.person_id for row in known if row.part in PARTIES}
    if not parties:
        return set()
    pairs = set(
        Guardianship.objects.today()
        .filter(Q(pupil__in=parties) | Q(guardian__in=parties))
        .values_list("guardian", "pupil")
    )
    parents = {guardian for guardian, pupil in pairs if pupil in parties}
    children = {pupil for guardian, pupil in pairs if guardian in parties}
    return accused | parents | children | _partners(children, parties)  # type: ignore[return-value]


def _partners(children: set[UUID], parties: set[UUID | None]) -> set[UUID]:
    """Who shares one of these children with a party."""
    if not children:
        return set()
    rows = Guardianship.objects.today().filter(pupil__in=children).values_list("guardian", flat=True)
    return set(rows) - parties
