"""Who is asked to read the protocol of a school: who works there, and the guardians of its pupils.

Guardians without legal authority read it too: it holds for them as well.
"""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from ground import clock
from people.models import Employment, Enrolment, Guardianship, Person, School, holds_on
from people.standing import Standing


def staff_of(school: School | UUID, day: date) -> QuerySet[Employment]:
    """Who is in the service of the school on this day, each with the person."""
    rows = Employment.objects.on(day).filter(school=school).select_related("person__user")
    return rows.order_by("person__first_name", "person__last_name", "pk")


def guardians_of(school: School | UUID, day: date) -> QuerySet[Guardianship]:
    """The guardianships over the pupils who are enrolled on this day, with guardian and pupil."""
    enrolled = holds_on(day, "pupil__enrolments__")
    rows = Guardianship.objects.on(day).filter(enrolled, pupil__enrolments__school=school)
    return rows.select_related("guardian__user", "pupil").order_by(
        "guardian__first_name", "guardian__last_name", "pk"
    )


def people_of(school: School | UUID, day: date) -> QuerySet[Person]:
    """Everybody who is asked to read it, each once."""
    staff = staff_of(school, day).order_by().values("person")
    guardians = guardians_of(school, day).order_by().values("guardian")
    return Person.objects.filter(pk__in=staff.union(guardians)).by_name()


def reachable(school: School | UUID, day: date) -> list[Person]:
    """Those of `people_of` who may get a mail: nobody who is a guardian under a contact ban."""
    banned = guardians_of(school, day).filter(contact_ban=True).order_by().values("guardian")
    return list(people_of(school, day).exclude(pk__in=banned).select_related("user"))


def schools_of_children(standing: Standing) -> frozenset[UUID]:
    """The schools of the reader's children, whatever the authority over them."""
    children = standing.wards | standing.other_wards
    if not children:
        return frozenset()
    rows = Enrolment.objects.on(day_of(standing)).filter(pupil__in=children)
    return frozenset(rows.values_list("school", flat=True))


def schools_asking(standing: Standing) -> frozenset[UUID]:
    """The schools that ask the reader to read their protocol."""
    return standing.employed_at | schools_of_children(standing)


def day_of(standing: Standing) -> date:
    """The calendar day of a standing."""
    return clock.local(standing.at).date()
