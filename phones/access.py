"""Who may see which phones, and who may do what with them.

Guardians: the custody of the own child, unless a contact ban keeps place and time from them. Teachers: the
pupils of the groups they have today, a substitute without history. By role: the school. At the desk any
employee reaches a phone by pouch number and first name, without the reason. The own child of an employee is
no pupil of that employee.
"""

from datetime import date, time
from uuid import UUID

from django.db.models import Q, QuerySet

from ground import clock
from people.models import (
    ClassGroup,
    Enrolment,
    Guardianship,
    Person,
    SchoolYear,
    TeachingAssignment,
    User,
    holds_on,
)
from people.rights import may, schools_where
from people.standing import Standing
from phones.models import Custody, CustodyQuerySet

# The order of a Dutch class list: by calling name, then surname.
BY_NAME = ("first_name", "last_name", "pk")


def visible_to(who: User | Standing) -> CustodyQuerySet:
    """The records that the reader may open."""
    standing = Standing.of(who)
    return Custody.objects.filter(_own_child(standing) | _as_staff(standing))


def at_desk(who: User | Standing) -> CustodyQuerySet:
    """The phones that the reader may hand back at the desk: in a numbered pouch, here or given back today."""
    return Custody.objects.filter(_at_desk(Standing.of(who)))


def reachable_by(who: User | Standing) -> CustodyQuerySet:
    """The phones on which the reader may try an act: those seen, and those at the desk."""
    standing = Standing.of(who)
    return Custody.objects.filter(_own_child(standing) | _as_staff(standing) | _at_desk(standing))


def groups_for(who: User | Standing) -> QuerySet[ClassGroup]:
    """The groups whose phones the reader sees: taught today, or by role all of the school this year."""
    standing = Standing.of(who)
    today = _day(standing)
    by_role = Q(school__in=schools_where(standing, "phone", "R"), year__in=_years(today))
    return ClassGroup.objects.filter(_taught(standing) | by_role)


def pupils_in(who: User | Standing, group: ClassGroup) -> QuerySet[Person]:
    """The pupils of a group as an employee sees them today, by name: without own children."""
    standing = Standing.of(who)
    pupils = Person.objects.pupils_of([group.pk], _day(standing)).exclude(pk__in=_own(standing))
    return pupils.order_by(*BY_NAME)


def desk_schools(who: User | Standing) -> frozenset[UUID]:
    """The schools at whose desk the reader may hand phones back."""
    standing = Standing.of(who)
    return frozenset(school for school in standing.schools if may(standing, "phone_desk", "U", school))


def takes_in(who: User | Standing, group: ClassGroup) -> bool:
    """Whether the reader takes phones in, in this group: its teacher today."""
    standing = Standing.of(who)
    return group.pk in standing.class_groups and may(standing, "phone", "C", group.school_id)


class Access:
    """What a reader may do with one phone in custody."""

    def __init__(self, who: User | Standing, custody: Custody) -> None:
        self.standing = Standing.of(who)
        self.custody = custody

    def _among(self, condition: Q) -> bool:
        return Custody.objects.filter(condition, pk=self.custody.pk).exists()

    @property
    def can_view(self) -> bool:
        """Whether the record opens."""
        return self._among(_own_child(self.standing) | _as_staff(self.standing))

    @property
    def can_change(self) -> bool:
        """Whether the reader may move it and put its pouch number right."""
        return self._among(_as_staff(self.standing))

    @property
    def can_hand_back(self) -> bool:
        """Whether the reader may give it to the pupil, and take that back within a minute."""
        return self._among(_as_staff(self.standing) | _at_desk(self.standing))


def _day(standing: Standing) -> date:
    return clock.local(standing.at).date()


def _own(standing: Standing) -> frozenset[UUID]:
    return standing.wards | standing.other_wards


def _years(day: date) -> QuerySet[SchoolYear]:
    return SchoolYear.objects.filter(starts__lte=day, ends__gte=day)


def _taught(standing: Standing) -> Q:
    """Groups taught today at a school that still employs the reader."""
    return Q(pk__in=standing.class_groups, school__in=standing.employed_at)


def _own_child(standing: Standing) -> Q:
    if not standing.wards:
        return Q(pk__in=[])
    near = Guardianship.objects.on(_day(standing)).filter(
        guardian=standing.person_id, authority=Guardianship.Authority.YES, contact_ban=False
    )
    return Q(pupil__in=near.values("pupil"))


def _as_staff(standing: Standing) -> Q:
    schools = schools_where(standing, "phone", "R")
    return (Q(school__in=schools) | _as_teacher(standing)) & ~Q(pupil__in=_own(standing))


def _as_teacher(standing: Standing) -> Q:
    """Own pupils with history; a substitute, or once a pupil has left the group: what is here or of today."""
    if not standing.class_groups:
        return Q(pk__in=[])
    day = _day(standing)
    groups = ClassGroup.objects.filter(_taught(standing)).values("pk")
    own_groups = TeachingAssignment.objects.filter(
        holds_on(day), teacher=standing.person_id, class_group__in=groups, substitute=False
    )
    enrolled = Enrolment.objects.on(day)
    history = Q(pupil__in=enrolled.filter(class_group__in=own_groups.values("class_group")).values("pupil"))
    now = Q(pupil__in=enrolled.filter(class_group__in=groups).values("pupil")) | Q(class_group__in=groups)
    return history | (now & _of_today(day))


def _at_desk(standing: Standing) -> Q:
    here = Q(school__in=desk_schools(standing)) & ~Q(pouch="") & ~Q(pupil__in=_own(standing))
    return here & (Q(state=Custody.State.HELD) | Q(closed_at__gte=clock.at(_day(standing), time.min)))


def _of_today(day: date) -> Q:
    return Q(state=Custody.State.HELD) | Q(taken_at__gte=clock.at(day, time.min))
