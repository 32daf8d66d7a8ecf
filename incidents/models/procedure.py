"""The procedure of a case: assessment, hearing, measure, letter.

Assessments, views, drafts and letters only grow: a new judgement is a new row. A hearing and a measure are
filled step by step, each step once.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile
from ground import clock
from ground.fields import EncryptedTextField
from ground.models import UuidModel
from incidents.models.case import Category, Incident, InvolvedPerson, Scope
from people.models import Person
from policy.models import ProtocolVersion
from trail.append_only import AppendOnly

IN_SCOPE = (Scope.SCHOOL_RELATED, Scope.OVERLAP)


class Assessment(UuidModel):
    """What the handler made of the report, and why. The newest one counts.

    `protocol_version` is the version in force on the day it happened, empty before the first one;
    `boundary_crossing` is judged for the conduct of staff only (protocol S2).
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="assessments")
    scope = models.CharField(max_length=14, choices=Scope)
    category = models.CharField(max_length=16, choices=Category, blank=True)
    protocol_version = models.ForeignKey(ProtocolVersion, models.PROTECT, null=True, related_name="+")
    boundary_crossing = models.BooleanField(null=True)
    reason = EncryptedTextField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [AppendOnly()]
        ordering = ["assessed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(scope__in=IN_SCOPE) | ~Q(category=""), name="incidents_in_scope_has_category"
            ),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="incidents_scope_known"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.scope}"

    @property
    def in_scope(self) -> bool:
        """Whether the protocol speaks of it, so that a measure is possible (D2)."""
        return self.scope in IN_SCOPE


class Hearing(UuidModel):
    """The accused side is told what it is about and is heard, or says that it does not want to be."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="hearings")
    accused = models.OneToOneField(InvolvedPerson, models.PROTECT, related_name="hearing")
    conduct = EncryptedTextField()
    evidence = EncryptedTextField()
    possible_measure = EncryptedTextField()
    place = models.CharField(max_length=200)
    meeting_at = models.DateTimeField()
    invited_at = models.DateTimeField(default=clock.now)
    held_at = models.DateTimeField(null=True)
    pupil_heard = models.BooleanField(default=False)
    parents_heard = models.BooleanField(default=False)
    record = EncryptedTextField()
    waived_at = models.DateTimeField(null=True)
    waived_by = EncryptedTextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, pupil_heard=False, parents_heard=False)
                | Q(held_at__isnull=False) & (Q(pupil_heard=True) | Q(parents_heard=True)),
                name="incidents_held_with_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.invited_at:%Y-%m-%d}"

    @property
    def is_done(self) -> bool:
        """Whether the pupil and the parents have been heard, or the rest was waived."""
        return self.waived_at is not None or (self.pupil_heard and self.parents_heard)

    @property
    def done_at(self) -> datetime | None:
        """When the last of it happened."""
        return max((at for at in (self.held_at, self.waived_at) if at), default=None)


class HearingView(UuidModel):
    """What a guardian wrote on the own page, in the own words; beside the facts, never instead of them."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="views")
    guardian = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = EncryptedTextField()
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [AppendOnly()]
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.given_at:%Y-%m-%d}"


class MeasureKind(models.TextChoices):
    """What the school can impose. The list is open (S5, "onder meer")."""

    WARNING = "warning", _("warning")


class Verdict(models.TextChoices):
    """What was decided about a proposed measure."""

    IMPOSED = "imposed", _("imposed")
    REJECTED = "rejected", _("not imposed")


class Measure(UuidModel):
    """A measure against one person: proposed, decided, told by letter."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="measures")
    accused = models.ForeignKey(InvolvedPerson, models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=12, choices=MeasureKind)
    reasons = EncryptedTextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    verdict_reasons = EncryptedTextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the letters have gone

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(verdict__in=Verdict.values, decided_by__isnull=False, decided_at__isnull=False),
                name="incidents_decision_whole",
            ),
            # Four eyes for all but a warning: a small school must be able to warn with one person.
            models.CheckConstraint(
                condition=Q(kind=MeasureKind.WARNING)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("proposed_by")),
                name="incidents_proposer_is_not_decider",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(verdict=Verdict.IMPOSED),
                name="incidents_only_imposed_is_told",
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(verdict=""), name="incidents_one_proposal_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"

    @property
    def is_imposed(self) -> bool:
        return self.verdict == Verdict.IMPOSED


class LetterDraft(UuidModel):
    """The places of the standard text as the handler filled them. The newest one counts.

    `places` is JSON, sealed: name of the place to its text.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="drafts")
    places = EncryptedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [AppendOnly()]
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.written_at:%Y-%m-%d}"


class Letter(UuidModel):
    """A letter that went to one guardian: its PDF is the text, frozen."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="letters")
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    document = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [AppendOnly()]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "recipient"], name="incidents_letter_once_per_guardian"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.recipient_id}"
