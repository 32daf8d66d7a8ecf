"""Where somebody stands at one moment: every dated relation that gives rights, read in one query.

A standing is a snapshot. Views, access rules and tasks make one when they need it and throw it away, so a
role that ended, a class that changed or a child that left counts at the very next request.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.fields import CharField, UUIDField
from django.db.models.functions import Cast, Concat

from ground import clock
from people.models import (
    Employment,
    Enrolment,
    Guardianship,
    Person,
    Role,
    TeachingAssignment,
    User,
    holds_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

# A substitute sees the group until this hour of the day (design: the access table).
SUBSTITUTE_UNTIL = time(18, 0)
SATURDAY = 5


@dataclass(frozen=True)
class Standing:
    """What a user is, by relation, at one moment.

    `roles` maps a role to the schools where it is held; `employed_at` are schools; `class_groups` are the
    groups taught today; `wards` are pupils over whom the user has confirmed legal authority, `other_wards`
    those without it (no, or not confirmed); `supervises` are persons.
    """

    user: User
    at: datetime
    person_id: UUID | None = None
    roles: dict[str, frozenset[UUID]] = field(default_factory=dict)
    employed_at: frozenset[UUID] = frozenset()
    class_groups: frozenset[UUID] = frozenset()
    wards: frozenset[UUID] = frozenset()
    other_wards: frozenset[UUID] = frozenset()
    pupil_at: frozenset[UUID] = frozenset()
    supervises: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, who: "User | Standing", at: datetime | None = None) -> "Standing":
        """The standing of a user now (or at `at`); a standing is given back as it is."""
        if isinstance(who, Standing):
            return who
        return _read(who, at or clock.now())

    def schools_as(self, *roles: str) -> frozenset[UUID]:
        """The schools where the user holds one of these roles."""
        return frozenset().union(*(self.roles.get(role, frozenset()) for role in roles))

    def has_role(self, role: str, school: UUID) -> bool:
        """Whether the user holds this role at this school."""
        return school in self.roles.get(role, frozenset())

    @property
    def schools(self) -> frozenset[UUID]:
        """Every school where the user works or holds a role."""
        return self.employed_at.union(*self.roles.values())

    @property
    def day(self) -> date:
        """The calendar day of this standing in the Netherlands, which is not always the day in UTC."""
        return clock.local(self.at).date()

    @property
    def own_children(self) -> frozenset[UUID]:
        """The children of whom the user is a guardian, with authority or without.

        Somebody who works at the school meets these as a parent only, never as an employee.
        """
        return self.wards | self.other_wards

    @property
    def is_staff(self) -> bool:
        """Whether the user works for a school or holds a role there; staff need a second factor."""
        return bool(self.schools)

    @property
    def is_guardian(self) -> bool:
        return bool(self.wards or self.other_wards)


def _read(user: User, at: datetime) -> Standing:
    if not user.is_authenticated or not user.is_active:
        return Standing(user=user, at=at)
    found: dict[str, set[UUID]] = defaultdict(set)
    for kind, ref in _rows(user, at):
        found[kind].add(ref)
    person = found.pop("person", set())
    prefix = "role:"
    return Standing(
        user=user,
        at=at,
        person_id=next(iter(person), None),
        roles={
            kind.removeprefix(prefix): frozenset(ids)
            for kind, ids in found.items()
            if kind.startswith(prefix)
        },
        employed_at=frozenset(found["employed"]),
        class_groups=frozenset(found["teaches"]),
        wards=frozenset(found["ward"]),
        other_wards=frozenset(found["other_ward"]) - frozenset(found["ward"]),
        pupil_at=frozenset(found["pupil"]),
        supervises=frozenset(found["supervises"]),
    )


def _rows(user: User, at: datetime) -> "Iterable[tuple[str, UUID]]":
    day = clock.local(at).date()
    held = holds_on(day)
    with_authority = Q(authority=Guardianship.Authority.YES)
    # A child's relation matters while the child is (or was) at school; guardianship itself carries the dates.
    branches = [
        _branch(Person.objects.filter(user=user), "person", "pk"),
        _role_branch(Role.objects.filter(held, person__user=user)),
        _branch(Employment.objects.filter(held, person__user=user), "employed", "school"),
        _branch(_taught(user, at), "teaches", "class_group"),
        _branch(Guardianship.objects.filter(held, with_authority, guardian__user=user), "ward", "pupil"),
        _branch(
            Guardianship.objects.filter(held, ~with_authority, guardian__user=user), "other_ward", "pupil"
        ),
        _branch(Enrolment.objects.filter(held, pupil__user=user), "pupil", "school"),
        _branch(Employment.objects.filter(held, supervisor__user=user), "supervises", "person"),
    ]
    first, *others = branches
    return first.union(*others, all=True)


def _taught(user: User, at: datetime) -> "QuerySet[TeachingAssignment]":
    """Today's groups, of a school that still employs the user: an assignment may have been left open.

    By weekday; at the weekend a group keeps its own teachers, a substitute never stays.
    """
    local = clock.local(at)
    day, weekday = local.date(), local.weekday()
    own = Q(substitute=False)
    if weekday < SATURDAY:
        own &= Q(weekdays__contains=[weekday])
    stands_in = (
        Q(substitute=True, weekdays__contains=[weekday]) if local.time() < SUBSTITUTE_UNTIL else Q(pk=None)
    )
    employers = Employment.objects.filter(holds_on(day), person__user=user).values("school")
    return TeachingAssignment.objects.filter(
        holds_on(day), own | stands_in, teacher__user=user, class_group__school__in=employers
    )


def _branch(rows: "QuerySet[Any]", kind: str, column: str) -> "QuerySet[Any, tuple[str, UUID]]":
    return rows.annotate(
        kind_=Value(kind, output_field=CharField()), ref_=Cast(F(column), UUIDField())
    ).values_list("kind_", "ref_")


def _role_branch(rows: "QuerySet[Role]") -> "QuerySet[Any, tuple[str, UUID]]":
    kind = Concat(Value("role:"), F("name"), output_field=CharField())
    return rows.annotate(kind_=kind, ref_=Cast(F("school"), UUIDField())).values_list("kind_", "ref_")
