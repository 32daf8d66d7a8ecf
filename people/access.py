"""Who may see which person."""

from functools import cached_property
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from people.models import Employment, Enrolment, Guardianship, Person, Role, User
from people.rights import schools_where
from people.standing import Standing

# Who reads how an employee is reached: the table's column on contact is about guardians.
READS_STAFF = (Role.Name.DIRECTOR, Role.Name.ADMINISTRATOR)


def visible_to(who: User | Standing) -> QuerySet[Person]:
    """The persons whose page the reader may open.

    Oneself, own children under confirmed authority, the pupils of today's groups, and by role the pupils
    of the school, their guardians and the staff of today. Who works at the school meets the own child and
    its other parents as a parent only: no role and no group opens them.
    """
    standing = Standing.of(who)
    own = standing.own_children
    branches: list[QuerySet[Person]] = [
        Person.objects.filter(pk__in=[pk for pk in (standing.person_id, *standing.wards) if pk])
    ]
    if standing.class_groups:
        branches.append(pupils_of_today(standing).exclude(pk__in=own))
    schools = schools_where(standing, "pupil", "R")
    if schools:
        branches += _of_school(schools, standing)
    first, *others = [branch.values("pk") for branch in branches]
    return Person.objects.filter(pk__in=first.union(*others) if others else first)


def _of_school(schools: frozenset[UUID], standing: Standing) -> list[QuerySet[Person]]:
    """The pupils of these schools today, their guardians and the staff; without the reader's own family."""
    own, day = standing.own_children, standing.day
    pupils = Enrolment.objects.on(day).filter(school__in=schools).exclude(pupil__in=own).values("pupil")
    family = Guardianship.objects.filter(pupil__in=own).values("guardian")
    guardians = Guardianship.objects.on(day).filter(pupil__in=pupils).exclude(guardian__in=family)
    staff = Employment.objects.on(day).filter(school__in=schools)
    return [
        Person.objects.filter(pk__in=pupils),
        Person.objects.filter(pk__in=guardians.values("guardian")),
        Person.objects.filter(pk__in=staff.values("person")),
    ]


def pupils_of_today(who: User | Standing) -> QuerySet[Person]:
    """The pupils of the groups that the reader teaches today."""
    standing = Standing.of(who)
    return Person.objects.pupils_of(standing.class_groups, standing.day)


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
        """Whether address, phone and mail are shown: to oneself, and by role at the school.

        Never to another guardian of the same child, whatever that one works as. How staff is reached is for
        director and office; who has a secret address is reached by the office alone.
        """
        if self.is_self:
            return True
        found = self._relations
        if self.person.pk in self.standing.own_children or "family" in found:
            return False
        office = self.standing.schools_as(Role.Name.ADMINISTRATOR)
        if "secret" in found:
            return bool(office & found["secret"])
        family = found.get("pupil", frozenset()) | found.get("guardian", frozenset())
        staff = found.get("staff", frozenset())
        return bool(
            schools_where(self.standing, "guardian_contact", "R") & family
            or self.standing.schools_as(*READS_STAFF) & staff
        )

    @cached_property
    def _relations(self) -> dict[str, frozenset[UUID]]:
        """How this person is connected today and at which schools, in one query."""
        day = self.standing.day
        wards = Guardianship.objects.on(day).filter(guardian=self.person)
        pupils = Enrolment.objects.on(day)
        branches = [
            _kind(pupils.filter(pupil=self.person), "pupil"),
            _kind(pupils.filter(pupil__in=wards.values("pupil")), "guardian"),
            _kind(pupils.filter(pupil__in=wards.filter(secret_address=True).values("pupil")), "secret"),
            _kind(
                pupils.filter(pupil__in=wards.filter(pupil__in=self.standing.own_children).values("pupil")),
                "family",
            ),
            _kind(Employment.objects.on(day).filter(person=self.person), "staff"),
        ]
        found: dict[str, set[UUID]] = {}
        for kind, school in branches[0].union(*branches[1:]):
            found.setdefault(kind, set()).add(school)
        return {kind: frozenset(schools) for kind, schools in found.items()}


def _kind(
    rows: QuerySet[Enrolment] | QuerySet[Employment], kind: str
) -> QuerySet[Enrolment, tuple[str, UUID]]:
    return rows.annotate(kind_=Value(kind, output_field=CharField())).values_list("kind_", "school")  # type: ignore[return-value]
