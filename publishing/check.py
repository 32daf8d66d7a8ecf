"""May these children appear? The answer for one group, place and kind, without whose no it was or why."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from consent.models import ConsentItem
from consent.result import Outcome, results_by_item
from ground import clock
from people.models import ClassGroup, Person, TeachingAssignment


@dataclass
class Verdict:
    """The children of a group in three lists: may, may not, nothing recorded (which is not a yes).

    `own` are children of whoever asks: a parent who works here does not learn through the work what the
    other parent said, so these are not answered, and a colleague looks.
    """

    may: list[Person] = field(default_factory=list)
    may_not: list[Person] = field(default_factory=list)
    nothing: list[Person] = field(default_factory=list)
    own: list[Person] = field(default_factory=list)

    @property
    def held_back(self) -> int:
        """How many may not appear, for whatever reason."""
        return len(self.may_not) + len(self.nothing) + len(self.own)


def check_group(
    group: ClassGroup,
    item: ConsentItem | None,
    day: date | None = None,
    *,
    own: frozenset[UUID] = frozenset(),
) -> Verdict:
    """The children who are in the group on the day (today), by the rule of consent, in three queries.

    `own` are the children of the reader, set apart. `item` is the line of the school's matrix; without one
    (the school does not use it) nothing is recorded.
    """
    day = day or clock.today()
    pupils = list(Person.objects.pupils_of([group], day).order_by("first_name", "last_name", "pk"))
    verdict = Verdict(own=[pupil for pupil in pupils if pupil.pk in own])
    pupils = [pupil for pupil in pupils if pupil.pk not in own]
    if item is None:
        verdict.nothing = pupils
        return verdict
    found = results_by_item(pupils, [item], day)
    piles = {
        Outcome.MAY: verdict.may,
        Outcome.MAY_NOT: verdict.may_not,
        Outcome.NOTHING: verdict.nothing,
    }
    for pupil in pupils:
        piles[found[pupil.pk, item.pk].outcome].append(pupil)
    return verdict


def teachers_of(group: ClassGroup, day: date | None = None) -> list[Person]:
    """Who has the group on the day (today), own teachers before substitutes."""
    rows = TeachingAssignment.objects.on(day or clock.today()).filter(class_group=group)
    found = rows.select_related("teacher").order_by("substitute", "teacher__first_name")
    return list({row.teacher_id: row.teacher for row in found}.values())
