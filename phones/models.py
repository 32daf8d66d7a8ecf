"""The record of a phone that the school holds, and the chain of who had it, when and where.

Two kinds that are fixed for life: taken in by the school (protocol M3, M4, M6), or given into safekeeping by
the pupil (M7, M8). Who is liable follows from the kind. The database holds all of this too. There is no field
for what is on the phone: it is not opened and not searched.
"""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.models import UuidModel
from people.models import ClassGroup, Person, School
from trail.append_only import AppendOnly

UNDO_WITHIN = timedelta(minutes=1)
POUCH = r"^[0-9A-Z-]{1,8}$"


def is_hour(due_back: datetime) -> bool:
    """Whether a phone can be collected at this moment; at the last minute of a day nobody is at school."""
    return due_back != clock.end_of_day(clock.local(due_back).date())


class NeverDeleted(AppendOnly):
    """Refuses to remove rows; they may change."""

    name = "never_deleted"
    operation = pgtrigger.Delete | pgtrigger.Truncate


class FixedForLife(AppendOnly):
    """Refuses to change what was true when the phone came in."""

    FIXED = (
        "id",
        "kind",
        "pupil_id",
        "school_id",
        "class_group_id",
        "taken_by_id",
        "taken_at",
        "reason",
        "due_back",
        "liability",
        "liability_text",
        "text_version",
        "clauses",
    )
    name = "fixed_for_life"
    level = pgtrigger.Row
    operation = pgtrigger.Update
    func = (
        f"IF ({', '.join(f'NEW.{name}' for name in FIXED)}) IS DISTINCT FROM"
        f" ({', '.join(f'OLD.{name}' for name in FIXED)})"
        " THEN RAISE EXCEPTION '%: what was true when it came in is fixed', TG_TABLE_NAME; END IF;"
        " RETURN NEW;"
    )


class CustodyQuerySet(models.QuerySet["Custody"]):
    def held(self) -> Self:
        """Phones that are at school now."""
        return self.filter(state=Custody.State.HELD)

    def overdue(self, at: datetime) -> Self:
        """Phones at school that should have gone back before this moment."""
        return self.held().filter(due_back__lt=at)

    def with_people(self) -> Self:
        """With the rows that a line about it needs, in the same query."""
        return self.select_related("pupil", "class_group", "school", "taken_by", "closed_by", "holder")


class Custody(UuidModel):
    """One phone of one pupil in the care of the school, from taking it until giving it back."""

    class Kind(models.TextChoices):
        CONFISCATED = "confiscated", _("taken in")
        DEPOSITED = "deposited", _("in safekeeping")

    class Reason(models.TextChoices):
        IN_LESSON = "in_lesson", _("used in the lesson")
        FILMING = "filming", _("filming or taking pictures")
        MESSAGES = "messages", _("sending messages")
        IN_BREAK = "in_break", _("in the corridor or the break")
        OTHER = "other", _("something else")

    class Place(models.TextChoices):
        CLASSROOM = "classroom", _("in the classroom")
        OFFICE = "office", _("at the school office")
        LOCKED = "locked", _("in the locked cupboard")

    class Liability(models.TextChoices):
        SCHOOL = "school", _("the school")
        OWN_RISK = "own_risk", _("own risk")

    class State(models.TextChoices):
        HELD = "held", _("at school")
        RETURNED = "returned", _("handed back")
        UNDONE = "undone", _("undone")

    pupil = models.ForeignKey(Person, models.PROTECT, related_name="phone_custodies")
    school = models.ForeignKey(School, models.PROTECT, related_name="phone_custodies")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="phone_custodies")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    pouch = models.CharField(_("pouch"), max_length=8, blank=True)
    place = models.CharField(_("place"), max_length=12, choices=Place, default=Place.CLASSROOM)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=clock.now)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_back = models.DateTimeField()
    liability = models.CharField(max_length=8, choices=Liability)
    liability_text = models.CharField(max_length=300)
    text_version = models.CharField(max_length=12)
    clauses = ArrayField(models.CharField(max_length=4))
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone in custody")
        triggers = [FixedForLife(), NeverDeleted()]
        indexes = [
            models.Index(fields=["class_group", "-taken_at"], name="custody_by_group"),
            models.Index(fields=["pupil", "-taken_at"], name="custody_by_pupil"),
            models.Index(fields=["due_back"], condition=Q(state="held"), name="custody_held_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(state="held"), name="custody_open_once_per_pupil"
            ),
            models.UniqueConstraint(
                fields=["school", "pouch"],
                condition=Q(state="held") & ~Q(pouch=""),
                name="custody_pouch_in_use",
            ),
            models.CheckConstraint(
                condition=Q(kind="confiscated", liability="school")
                | Q(kind="deposited", liability="own_risk"),
                name="custody_liability_follows_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="confiscated", reason__in=["in_lesson", "filming", "messages", "in_break", "other"]
                )
                | Q(kind="deposited", reason=""),
                name="custody_reason_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(pouch__regex=POUCH) | Q(kind="deposited", place="classroom", pouch=""),
                name="custody_pouch_form",
            ),
            models.CheckConstraint(
                condition=Q(place__in=["classroom", "office", "locked"]), name="custody_place_known"
            ),
            models.CheckConstraint(
                condition=Q(state="held", closed_at__isnull=True, closed_by__isnull=True)
                | Q(state="returned", closed_at__isnull=False, closed_by__isnull=False)
                | Q(state="undone", kind="deposited", closed_at__isnull=False, closed_by__isnull=False),
                name="custody_closed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_confiscated(self) -> bool:
        return self.kind == self.Kind.CONFISCATED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_overdue(self) -> bool:
        """Whether it is still here after the end of the school day."""
        return self.is_held and self.due_back < clock.now()

    @property
    def has_hour(self) -> bool:
        """Whether it goes back at a time on the clock; without one, school and guardians agree on it."""
        return is_hour(self.due_back)

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it goes back, at least one while there is time; 0 when it is due."""
        seconds = (self.due_back - clock.now()).total_seconds()
        return max(1, int(seconds // 60)) if seconds > 0 else 0

    @property
    def hours_left(self) -> int:
        """Whole hours until it goes back."""
        return self.minutes_left // 60

    def can_be_undone_by(self, person: UUID | None) -> bool:
        """Whether the last act is a hand-back or a deposit of this person of less than a minute ago."""
        earliest = clock.now() - UNDO_WITHIN
        if self.state == self.State.RETURNED:
            return self.closed_by_id == person and self.closed_at is not None and self.closed_at >= earliest
        deposit = self.is_held and not self.is_confiscated
        return deposit and self.taken_by_id == person and self.taken_at >= earliest


class CustodyEvent(models.Model):
    """One link of the chain. It only grows: what was wrong is put right by a later link that points at it."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("came in")
        MOVED = "moved", _("moved")
        RETURNED = "returned", _("handed back to the pupil")
        UNDONE = "undone", _("undone")
        CORRECTED = "corrected", _("pouch number corrected")
        REMINDED = "reminded", _("not collected: parents and holder were told")

    id = models.BigAutoField(primary_key=True)
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=12, choices=Custody.Place)
    pouch = models.CharField(max_length=8, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        triggers = [AppendOnly()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["undone", "corrected"], corrects__isnull=False)
                | Q(kind__in=["taken", "moved", "returned", "reminded"], corrects__isnull=True),
                name="custody_event_correction_points_back",
            ),
            models.CheckConstraint(
                condition=Q(kind="reminded", by__isnull=True) | (~Q(kind="reminded") & Q(by__isnull=False)),
                name="custody_event_has_a_doer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.custody_id}"
