"""Who may see which person."""

from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from people.models import Employment, Enrolment, Person, User
from people.rights import schools_where
from people.standing import Standing


def visible_to(who: User | Standing) -> QuerySet[Person]:
    """The persons whose page the reader may open.

    Oneself, own children under confirmed authority, the pupils of today's groups, and by role the pupils
    (and for office, care coordinator and director also the guardians and staff) of the school.
    """
    standing = Standing.of(who)
    branches: list[QuerySet[Person]] = [
        Person.objects.filter(pk__in=[pk for pk in (standing.person_id, *standing.wards) if pk])
    ]
    if standing.class_groups:
        branches.append(pupils_of_today(standing))
    schools = schools_where(standing, "pupil", "R")
    if schools:
        day = standing.at.date()
        pupils = Enrolment.objects.on(day).filter(school__in=schools).values("pupil")
        branches.append(Person.objects.filter(pk__in=pupils))
        branches.append(Person.objects.filter(wards__pupil__in=pupils))
        branches.append(Person.objects.filter(employments__school__in=schools))
    first, *others = [branch.values("pk") for branch in branches]
    return Person.objects.filter(pk__in=first.union(*others) if others else first)


def pupils_of_today(who: User | Standing) -> QuerySet[Person]:
    """The pupils of the groups that the reader teaches today."""
    standing = Standing.of(who)
    return Person.objects.pupils_of(standing.class_groups, standing.at.date())


class Access:
    """What a reader may do with one person."""

    def __init__(self, who: User | Standing, person: Person) -> None:
        self.standing = Standing.of(who)
        self.person = person

    @property
    def can_view(self) -> bool:
        """Whether the page of this person opens."""
        return visible_to(self.standing).filter(pk=self.person.pk).exists()

    @property
    def is_self(self) -> bool:
        return self.standing.person_id == self.person.pk

    @cached_property
    def can_see_contact(self) -> bool:
        """Whether address, phone and mail are shown: to oneself and by role at the school, never to a guardian."""
        return self.is_self or bool(schools_where(self.standing, "guardian_contact", "R") & self._schools())

    def _schools(self) -> frozenset[UUID]:
        """The schools that this person is connected to today: as pupil, employee or guardian."""
        day = self.standing.at.date()
        enrolments = Enrolment.objects.on(day)
        own = enrolments.filter(pupil=self.person).values_list("school", flat=True)
        wards = enrolments.filter(pupil__guardianships__guardian=self.person).values_list("school", flat=True)
        jobs = Employment.objects.on(day).filter(person=self.person).values_list("school", flat=True)
        return frozenset(own.union(wards, jobs))
