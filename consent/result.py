"""The rule: may this child appear, for this purpose, in this medium, on this day?

    the child objects                                     no
    sixteen or older                                      only the pupil's own answer counts
    a no of anyone with known or unknown authority        no
    a yes of anyone with confirmed authority              yes (of everyone, where the school asks for both)
    anything else                                         nothing recorded, which is not a yes either

It is worked out anew for every day and never stored: authority that ended, a birthday, a withdrawal or a
move to another school counts by itself. This is the only place that knows it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from consent.choices import Answer, SubjectKind
from consent.models import ChildObjection, ConsentItem, Decision, SchoolPolicy, decides_alone
from ground import clock
from people.models import Enrolment, Guardianship, Person, School


class Outcome(Enum):
    """What a publisher may know."""

    MAY = "may"
    MAY_NOT = "may_not"
    NOTHING = "nothing_recorded"


class Reason(Enum):
    """Why: for those who may know it (the office, and partly the person who answered)."""

    YES = "yes"
    OBJECTION = "objection"
    REFUSED = "refused"
    CONFLICT = "conflict"
    LEFT = "left"
    NOT_ASKED = "not_asked"
    SILENT = "silent"
    WAITS_AUTHORITY = "waits_authority"
    WAITS_OTHERS = "waits_others"
    TEXT_CHANGED = "text_changed"


@dataclass(frozen=True)
class Result:
    """The answer for one child and one item on one day."""

    outcome: Outcome
    reason: Reason

    @property
    def may(self) -> bool:
        return self.outcome is Outcome.MAY

    @property
    def is_conflict(self) -> bool:
        """The guardians disagree."""
        return self.reason is Reason.CONFLICT


@dataclass(frozen=True)
class Vote:
    """The latest answer of one person. `current`: given on words that still are what is asked."""

    yes: bool
    current: bool = True


# Reason -> what it comes to. Nobody is told a reason without right to it; everybody gets the outcome.
_OUTCOMES = {
    Reason.YES: Outcome.MAY,
    Reason.OBJECTION: Outcome.MAY_NOT,
    Reason.REFUSED: Outcome.MAY_NOT,
    Reason.CONFLICT: Outcome.MAY_NOT,
    Reason.LEFT: Outcome.MAY_NOT,
}


def judge(holders: Mapping[UUID, bool], votes: Mapping[UUID, Vote], *, both_required: bool = False) -> Reason:
    """The rule for those who may decide: `holders` maps each to whether the authority is confirmed.

    A vote of anyone else does not count. Sources: domain rules 0.9 and 2.2; BW 1:253i; AVG 4(11).
    """
    counted = {person: votes[person] for person in holders if person in votes}
    agreed = {person for person, vote in counted.items() if vote.yes and vote.current}
    confirmed = {person for person, known in holders.items() if known}
    if any(not vote.yes for vote in counted.values()):
        return Reason.CONFLICT if any(vote.yes for vote in counted.values()) else Reason.REFUSED
    if agreed & confirmed:
        return Reason.WAITS_OTHERS if both_required and confirmed - agreed else Reason.YES
    if agreed:
        return Reason.WAITS_AUTHORITY
    return Reason.TEXT_CHANGED if counted else Reason.SILENT


# What a row of a relation that needs no further word says there.
NO_WORD = Value("")


@dataclass
class Facts:
    """Everything the rule needs for many pupils and items on one day, read in two queries."""

    day: date
    schools: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[UUID, dict[UUID, bool]] = field(default_factory=lambda: defaultdict(dict))
    votes: dict[tuple[UUID, UUID], dict[UUID, Vote]] = field(default_factory=lambda: defaultdict(dict))
    objecting: set[UUID] = field(default_factory=set)
    both_required: set[UUID] = field(default_factory=set)

    @classmethod
    def read(cls, pupils: Collection[Person], items: Collection[ConsentItem], day: date) -> "Facts":
        """The facts as they were known at the end of the day (now, when it is today)."""
        facts = cls(day)
        ids = [pupil.pk for pupil in pupils]
        end = clock.end_of_day(day) + timedelta(minutes=1)
        for kind, ref, other, word in _relations(ids, day, end):
            facts._take(kind, ref, other, word)
        for subject, item, person, answer, version, asks_from in _latest(ids, items, end):
            vote = Vote(yes=answer == Answer.YES, current=version >= asks_from)
            facts.votes[subject, item][person] = vote
        return facts

    def _take(self, kind: str, ref: UUID, other: UUID, word: str) -> None:
        if kind == "enrolled":
            self.schools[ref].add(other)
        elif kind == "guardian":
            known = word == Guardianship.Authority.YES
            self.holders[ref][other] = self.holders[ref].get(other, False) or known
        elif kind == "objects":
            self.objecting.add(ref)
        else:
            self.both_required.add(ref)

    def with_new(self, rows: Iterable[Decision]) -> "Facts":
        """The same facts after these decisions, which were made on the words that are asked now."""
        for row in rows:
            self.votes[row.subject_id, row.item_id][row.person_id] = Vote(yes=row.answer == Answer.YES)
        return self

    def result(self, pupil: Person, item: ConsentItem) -> Result:
        """The answer for one pupil and one item."""
        reason = self._reason(pupil, item)
        return Result(_OUTCOMES.get(reason, Outcome.NOTHING), reason)

    def _reason(self, pupil: Person, item: ConsentItem) -> Reason:
        if item.school_id not in self.schools.get(pupil.pk, ()):
            return Reason.LEFT
        if pupil.pk in self.objecting:
            return Reason.OBJECTION
        alone = decides_alone(pupil, self.day)
        holders = {pupil.pk: True} if alone else self.holders.get(pupil.pk, {})
        both = item.school_id in self.both_required
        return judge(holders, self.votes.get((pupil.pk, item.pk), {}), both_required=both)


def results_by_item(
    pupils: Iterable[Person], items: Iterable[ConsentItem], day: date | None = None
) -> dict[tuple[UUID, UUID], Result]:
    """The result per (pupil, item) on a day (today), for any number of both in two queries."""
    children, lines = list(pupils), list(items)
    facts = Facts.read(children, lines, day or clock.today())
    return {(child.pk, line.pk): facts.result(child, line) for child in children for line in lines}


def results(
    pupils: Iterable[Person], purpose: str, medium: str, day: date | None = None, *, school: School
) -> dict[UUID, Result]:
    """The result per pupil for one purpose and medium of a school on a day (today), in three queries.

    Where the school does not use the purpose nothing is recorded: what is not asked is not allowed.
    """
    children = list(pupils)
    item = ConsentItem.objects.filter(school=school, purpose=purpose, medium=medium, active=True).first()
    if item is None:
        return {child.pk: Result(Outcome.NOTHING, Reason.NOT_ASKED) for child in children}
    facts = Facts.read(children, [item], day or clock.today())
    return {child.pk: facts.result(child, item) for child in children}


def _relations(pupils: list[UUID], day: date, end: datetime) -> QuerySet[Any, tuple[str, UUID, UUID, str]]:
    """Enrolments, guardians, objections and policies in one query: kind, whose, with whom, word."""
    guardians = (
        Guardianship.objects.on(day).filter(pupil__in=pupils).exclude(authority=Guardianship.Authority.NO)
    )
    open_then = Q(lifted_at__isnull=True) | Q(lifted_at__gte=end)
    objections = ChildObjection.objects.filter(open_then, pupil__in=pupils, recorded_at__lt=end)
    enrolments = Enrolment.objects.on(day).filter(pupil__in=pupils)
    policies = SchoolPolicy.objects.filter(both_required=True)
    return _branch(enrolments, "enrolled", "pupil", "school").union(
        _branch(guardians, "guardian", "pupil", "guardian", F("authority")),
        _branch(objections, "objects", "pupil", "pupil"),
        _branch(policies, "both_required", "school", "school"),
        all=True,
    )


def _branch(rows: QuerySet[Any], kind: str, ref: str, other: str, word: Any = NO_WORD) -> QuerySet[Any, Any]:
    return rows.annotate(
        kind_=Value(kind, output_field=CharField()),
        ref_=Cast(F(ref), UUIDField()),
        other_=Cast(F(other), UUIDField()),
        word_=Cast(word, CharField()),
    ).values_list("kind_", "ref_", "other_", "word_")


def _latest(
    pupils: list[UUID], items: Collection[ConsentItem], end: datetime
) -> QuerySet[Any, tuple[UUID, UUID, UUID, str, int, int]]:
    """The last answer of each person about each pupil and item, of those that were known before `end`."""
    rows = Decision.objects.filter(
        subject__in=pupils, item__in=items, subject_kind=SubjectKind.PUPIL, recorded_at__lt=end
    )
    rows = rows.order_by("subject", "item", "person", "-number").distinct("subject", "item", "person")
    return rows.values_list("subject", "item", "person", "answer", "text__version", "item__asks_from")
