"""Who has read a version and who has not yet, as far as the reader may follow it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from people.models import Person
from policy.access import Access
from policy.audience import day_of, guardians_of, staff_of
from policy.models import Acknowledgement
from policy.reading import same_as


@dataclass
class Silent:
    """Somebody who has not read it yet, and of whom this person is a parent."""

    person: Person
    children: list[str] = field(default_factory=list)


@dataclass
class Group:
    """The staff, or the parents of one class group: how many have read it, and who has not."""

    name: str
    people: set[UUID] = field(default_factory=set)
    silent: dict[UUID, Silent] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.people)

    @property
    def done(self) -> int:
        return self.total - len(self.silent)

    @property
    def waiting(self) -> list[Silent]:
        return list(self.silent.values())


@dataclass
class Progress:
    """Groups in order, and everybody in them counted once."""

    groups: list[Group]
    read: set[UUID]

    @property
    def people(self) -> set[UUID]:
        return set().union(*(group.people for group in self.groups))

    @property
    def total(self) -> int:
        return len(self.people)

    @property
    def done(self) -> int:
        return len(self.people & self.read)


def progress_of(access: Access) -> Progress:
    """How far the reading of a version is: all of the school by role, else the own staff and own classes.

    A parent of two children counts in both groups and once in the total.
    """
    read = set(
        Acknowledgement.objects.filter(version__in=same_as(access.version)).values_list("person", flat=True)
    )
    groups = [*_staff(access, read), *_classes(access, read)]
    return Progress([group for group in groups if group.people], read)


def _staff(access: Access, read: set[UUID]) -> list[Group]:
    standing = access.standing
    rows = staff_of(access.school, day_of(standing))
    if not access.sees_whole_progress:
        rows = rows.filter(person__in=standing.supervises)
    group = Group(_("Staff"))
    for row in rows:
        _count(group, row.person, read)
    return [group]


def _classes(access: Access, read: set[UUID]) -> list[Group]:
    standing = access.standing
    rows = guardians_of(access.school, day_of(standing))
    rows = rows.annotate(
        group=F("pupil__enrolments__class_group"), label=F("pupil__enrolments__class_group__name")
    )
    if not access.sees_whole_progress:
        rows = rows.filter(group__in=standing.class_groups)
    groups: dict[UUID | None, Group] = {}
    for row in rows.order_by(
        "label", "guardian__first_name", "guardian__last_name", "pupil__first_name", "pk"
    ):
        name = (
            _("Parents of group %(group)s") % {"group": row.label}
            if row.label
            else _("Parents without a group")
        )
        group = groups.setdefault(row.group, Group(name))
        silent = _count(group, row.guardian, read)
        if silent:
            silent.children.append(row.pupil.short_name)
    return list(groups.values())


def _count(group: Group, person: Person, read: set[UUID]) -> Silent | None:
    group.people.add(person.pk)
    return None if person.pk in read else group.silent.setdefault(person.pk, Silent(person))
