"""Copies of dossiers that people asked for, and openings of dossiers beyond one's daily duty.

A dossier itself is no table: it is read from the rooms that know (`timeline`). What stands here is who asked
for a copy, who checked and released it, what became of it, and who read beyond the daily duty and why.
"""

from datetime import datetime, timedelta
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.fields import EncryptedTextField
from ground.models import UuidModel
from people.grants import GrantBase
from people.models import Person, School
from trail.append_only import AppendOnly

LEASE = timedelta(minutes=2)  # longer than the longest step of a build
MAX_ATTEMPTS = 3
TAKE_WITHIN = timedelta(hours=72)
OPEN_FOR = timedelta(minutes=30)


class Kind(models.TextChoices):
    """Which dossier of a person: what the school keeps of a pupil is another file than of an employee."""

    PUPIL = "pupil", _("pupil dossier")
    PERSONNEL = "personnel", _("personnel dossier")


class ExportQuerySet(models.QuerySet["Export"]):
    def unfinished(self) -> Self:
        """Exports that still wait for somebody or for the worker."""
        return self.filter(state__in=Export.UNFINISHED)

    def claimable(self) -> Self:
        """Released exports, and those whose worker was lost."""
        lost = Q(state=Export.State.BUILDING, lease_until__lte=clock.now())
        return self.filter(Q(state=Export.State.RELEASED) | lost)


class Export(UuidModel):
    """One copy of one dossier for one recipient, from the question to the hand-over.

    `released_at` is the time that stands in every part of the file, so that the same input gives the same
    bytes. `left_out` are papers that do not go along. `attempts` tells one lease of the worker from the next.
    After the hand-over or the end of its term the file goes and its hash stays.
    """

    class Recipient(models.TextChoices):
        GUARDIAN = "guardian", _("parent or carer with legal authority")
        PUPIL = "pupil", _("the pupil, from 16 years")
        EMPLOYEE = "employee", _("the employee")
        NEW_SCHOOL = "new_school", _("the new school")
        INSPECTORATE = "inspectorate", _("the Inspectorate of Education")
        POLICE = "police", _("the police or the public prosecutor")
        LAWYER = "lawyer", _("a lawyer")

    class State(models.TextChoices):
        REGISTERED = "registered", _("waits for the check")
        CHECKED = "checked", _("checked, waits for release")
        RELEASED = "released", _("released")
        BUILDING = "building", _("being made")
        READY = "ready", _("ready to hand over")
        TAKEN = "taken", _("handed over")
        EXPIRED = "expired", _("not collected in time")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("withdrawn")
        FAILED = "failed", _("not made")

    class Failure(models.TextChoices):
        RELEASER = "releaser", _("The person who released it may no longer do so.")
        RECIPIENT = "recipient", _("The recipient may no longer have this dossier.")
        CHANGED = "changed", _("The dossier changed after the check.")
        BROKEN = "broken", _("A part of the dossier could not be read or made.")
        WORKER = "worker", _("The work was broken off three times.")

    UNFINISHED = (State.REGISTERED, State.CHECKED, State.RELEASED, State.BUILDING, State.READY, State.FAILED)
    PERSONS = (Recipient.GUARDIAN, Recipient.PUPIL, Recipient.EMPLOYEE)

    kind = models.CharField(_("dossier"), max_length=12, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="exports")
    school = models.ForeignKey(School, models.PROTECT, related_name="exports")
    recipient_kind = models.CharField(_("for"), max_length=16, choices=Recipient)
    recipient = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    recipient_name = models.CharField(_("name of the recipient"), max_length=200)
    reason = EncryptedTextField()
    state = models.CharField(max_length=12, choices=State, default=State.REGISTERED)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(_("at the latest"))
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_sha256 = models.CharField(max_length=64, blank=True)
    left_out = ArrayField(models.UUIDField(), default=list)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    file = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a dossier")
        ordering = ["-registered_at", "pk"]
        indexes = [models.Index(fields=["school", "state", "due_on"], name="export_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("registered_by")),
                name="export_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("registered_by")),
                name="export_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "refused", "cancelled"])
                | (Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_sha256="")),
                name="export_goes_on_only_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "building", "ready", "taken", "expired"])
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="export_made_only_when_released",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "taken", "expired"])
                | (Q(file__isnull=False, ready_at__isnull=False) & ~Q(sha256="")),
                name="export_ready_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_at__isnull=False, taken_by__isnull=False)
                | (~Q(state="taken") & Q(taken_at__isnull=True, taken_by__isnull=True)),
                name="export_taken_is_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(failure="")) | (~Q(state="failed") & Q(failure="")),
                name="export_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False)
                | Q(recipient_kind__in=["new_school", "inspectorate", "police", "lawyer"]),
                name="export_person_is_known",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "recipient_kind", "recipient", "recipient_name"],
                condition=Q(state__in=["registered", "checked", "released", "building", "ready", "failed"]),
                nulls_distinct=False,
                name="export_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=F("progress_total")), name="export_progress_within_total"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_row", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="keep_question",
                fields=[
                    "kind",
                    "person",
                    "school",
                    "recipient_kind",
                    "recipient",
                    "recipient_name",
                    "registered_by",
                    "registered_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def number(self) -> str:
        """By which it is called on paper and on the phone: "INZ-2026-3F9A2C"."""
        return f"INZ-{clock.local(self.registered_at).year}-{self.pk.hex[:6].upper()}"

    @property
    def take_before(self) -> datetime | None:
        """Up to which moment the file can be collected; None while there is none."""
        return self.ready_at + TAKE_WITHIN if self.ready_at else None


class ExportStep(models.Model):
    """One step of an export, as it is told on its page; only grows. The reason is the actor's own sentence."""

    class Act(models.TextChoices):
        REGISTERED = "registered", _("Request registered")
        CHECKED = "checked", _("Checked for names of others")
        RELEASED = "released", _("Released")
        BUILT = "built", _("File made")
        FAILED = "failed", _("File not made")
        TAKEN = "taken", _("File taken to hand over")
        EXPIRED = "expired", _("Not collected within 72 hours; file removed")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Request withdrawn")

    export = models.ForeignKey(Export, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12, choices=Act)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = EncryptedTextField()

    class Meta:
        ordering = ["id"]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"{self.export_id} {self.act}"


class Mask(UuidModel):
    """What the check takes out of one export: a person by every name, or a text typed by hand.

    `label` stands in its place: "[andere leerling 1]". A person whom the checker left in is kept as well, so
    that it shows what was decided.
    """

    export = models.ForeignKey(Export, models.CASCADE, related_name="masks")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = EncryptedTextField()
    label = models.CharField(max_length=60)
    hidden = models.BooleanField(default=True)

    class Meta:
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["export", "person"], name="mask_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.label


class Opening(UuidModel):
    """Somebody opened a dossier beyond the daily duty, with a reason, for a while; only grows."""

    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="openings")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    reason = EncryptedTextField()

    class Meta:
        verbose_name = _("opening of a dossier")
        default_permissions = ()
        permissions = [("read_opened", "May read the dossier that was opened")]
        indexes = [models.Index(fields=["person", "-opened_at"], name="opening_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="opening_ends_after_start")
        ]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class OpeningUserObjectPermission(GrantBase):
    """Who may read what was opened, until when."""

    content_object = models.ForeignKey(Opening, models.CASCADE, related_name="grants")

    class Meta(GrantBase.Meta):
        abstract = False
