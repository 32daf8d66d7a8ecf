"""A class at the door: who has a phone here and who has not, read for one page or for one tile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ground import clock
from people.calendar import SchoolCalendar
from people.models import ClassGroup, Person
from people.standing import Standing
from phones.access import BY_NAME, Access, groups_for, pupils_in, reachable_by, takes_in, visible_to
from phones.models import Custody


@dataclass(frozen=True)
class Tile:
    """One pupil and the phone that lies here, if any."""

    pupil: Person
    custody: Custody | None

    @property
    def tap(self) -> str:
        """The id of the button, the same before and after the tap, so that the focus stays on it."""
        return f"tap-{self.pupil.pk}"


class Board:
    """The phones of one group as the reader sees them now."""

    def __init__(self, standing: Standing, group: ClassGroup) -> None:
        self.standing = standing
        self.group = group
        self.takes_in = takes_in(standing, group)

    @cached_property
    def _pupils(self) -> list[Person]:
        return list(pupils_in(self.standing, self.group))

    @cached_property
    def _held(self) -> list[Custody]:
        """What lies here of the group's pupils, also of who left it with a phone still here."""
        of_group = Q(class_group=self.group) | Q(pupil__in=self._pupils)
        rows = visible_to(self.standing).held().filter(of_group).with_people()
        return list(rows.order_by(*(f"pupil__{name}" for name in BY_NAME)))

    @property
    def confiscated(self) -> list[Custody]:
        return [custody for custody in self._held if custody.is_confiscated]

    @cached_property
    def tiles(self) -> list[Tile]:
        """A tile per pupil: first those whose phone is in safekeeping, then those without a phone here."""
        deposits = [Tile(row.pupil, row) for row in self._held if not row.is_confiscated]
        here = {row.pupil_id for row in self._held}
        return deposits + [Tile(pupil, None) for pupil in self._pupils if pupil.pk not in here]

    @property
    def deposited(self) -> int:
        return sum(tile.custody is not None for tile in self.tiles)

    @property
    def without(self) -> int:
        return sum(tile.custody is None for tile in self.tiles)

    @cached_property
    def bell(self) -> datetime | None:
        """When school ends today; None on a day without lessons."""
        hours = SchoolCalendar(self.group.school).bell(clock.today())
        return hours[1] if hours else None


@dataclass(frozen=True)
class Counts:
    """How many of a group's pupils have a phone in safekeeping, and how many have none here."""

    deposited: int
    without: int


def counts_of(standing: Standing, group: ClassGroup) -> Counts:
    """The two numbers above the tiles, without reading the tiles."""
    pupils = pupils_in(standing, group)
    of_group = Q(class_group=group) | Q(pupil__in=pupils.values("pk"))
    held = visible_to(standing).held().filter(of_group)
    numbers = held.aggregate(
        deposited=Count("pk", filter=Q(kind=Custody.Kind.DEPOSITED)),
        pupils=Count("pk", filter=Q(pupil__in=pupils.values("pk"))),
    )
    return Counts(numbers["deposited"], pupils.count() - numbers["pupils"])


@dataclass(frozen=True)
class Line:
    """One group in the list of groups: what lies there and what should be gone."""

    group: ClassGroup
    held: int
    overdue: int


def lines_for(standing: Standing) -> list[Line]:
    """The groups that the reader sees, with their numbers, in two queries."""
    groups = list(groups_for(standing).order_by("grade", "name"))
    numbers = (
        visible_to(standing)
        .held()
        .order_by()
        .values("class_group")
        .annotate(held=Count("pk"), overdue=Count("pk", filter=Q(due_back__lt=clock.now())))
    )
    by_group = {row["class_group"]: row for row in numbers}
    none = {"held": 0, "overdue": 0}
    return [
        Line(group, row["held"], row["overdue"]) for group in groups for row in [by_group.get(group.pk, none)]
    ]


@dataclass(frozen=True)
class Done:
    """What was done a moment ago, for the notice at the top, and whether it can be undone."""

    text: str
    custody: Custody
    can_undo: bool


def done_for(standing: Standing, pk: UUID | None, *, at_desk: bool = False) -> Done | None:
    """The notice about the phone that was tapped last, from the row itself; None without one."""
    custody = reachable_by(standing).with_people().filter(pk=pk).first() if pk else None
    if custody is None:
        return None
    full_name = not at_desk and Access(standing, custody).can_view
    name = custody.pupil.name if full_name else custody.pupil.first_name
    sentence = _sentence(custody, whole=full_name) % {"name": name}
    return Done(sentence, custody, custody.can_be_undone_by(standing.person_id))


def _sentence(custody: Custody, *, whole: bool) -> str:
    """What was done; unless `whole` nothing tells a phone taken in from one in safekeeping: that is conduct."""
    if custody.state == Custody.State.RETURNED:
        return _("%(name)s has the phone back.")
    if custody.state == Custody.State.UNDONE:
        return _("Undone. No phone of %(name)s is here.")
    if not whole:
        return _("The phone of %(name)s is here.")
    if custody.is_confiscated:
        return _("The phone of %(name)s is here, taken in.")
    return _("The phone of %(name)s is in safekeeping, at own risk.")


def at_the_desk(rows: Iterable[Custody], pouch: str) -> list[Custody]:
    """The rows whose pouch is this one, or all of them when none is asked for."""
    wanted = pouch.strip().upper()
    return [row for row in rows if not wanted or row.pouch == wanted]
