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
    people = Person.objects.filter(pk__in=staff.union(guardians))
    return people.order_by("first_name", "last_name", "pk")


def reachable(school: School | UUID, day: date) -> list[Person]:
    """Those of `people_of` who may get a mail: nobody who is a guardian under a contact ban."""
    banned = guardians_of(school, day).filter(contact_ban=True).order_by().values("guardian")
    return list(people_of(school, day).exclude(pk__in=banned).select_related("user"))


def schools_of_children(standing: Standing) -> QuerySet[Enrolment, UUID]:
    """The schools of the reader's children, whatever the authority over them; empty for who has none."""
    children = standing.wards | standing.other_wards
    rows = Enrolment.objects.on(day_of(standing)) if children else Enrolment.objects.none()
    return rows.filter(pupil__in=children).values_list("school", flat=True)


def day_of(standing: Standing) -> date:
    """The calendar day of a standing."""
    return clock.local(standing.at).date()
