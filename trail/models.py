"""The lines of the trail and the seals over them. Both only grow; the database itself refuses the rest.

Lines are in the order of `id`, a sequence, never of `at`: a clock can be set back. Everything but the actor
is named by its kind and UUID, so that the trail outlives what it speaks of and knows no other room.
"""

import uuid
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from trail.append_only import AppendOnly

ACT = r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, person: UUID) -> Self:
        """The lines about this person."""
        return self.filter(about_person=person)

    def of_subject(self, subject: models.Model) -> Self:
        """The lines about this row."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def by(self, user: AbstractBaseUser) -> Self:
        """What this user did, saw and was refused."""
        return self.filter(actor=user)

    def changes(self) -> Self:
        """What was done."""
        return self.filter(kind=Entry.Kind.CHANGE)

    def views(self) -> Self:
        """Who looked at what is sensitive."""
        return self.filter(kind=Entry.Kind.VIEW)

    def refusals(self) -> Self:
        """Who was sent away."""
        return self.filter(kind=Entry.Kind.REFUSAL)


class Entry(models.Model):
    """One line: who did, saw or was refused what, about whom."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("done")
        VIEW = "view", _("viewed")
        REFUSAL = "refusal", _("refused")

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=8, choices=Kind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.UUIDField(null=True)
    about_person = models.UUIDField(null=True)
    school = models.UUIDField(null=True)
    restricted = models.BooleanField(default=False)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EntryQuerySet.as_manager()

    class Meta:
        triggers = [AppendOnly()]
        indexes = [
            models.Index(fields=["about_person", "-id"], name="trail_entry_about"),
            models.Index(fields=["actor", "-id"], name="trail_entry_actor"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="trail_entry_subject"),
            models.Index(fields=["school", "-id"], name="trail_entry_school"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["change", "view", "refusal"]), name="trail_entry_kind_known"
            ),
            models.CheckConstraint(condition=Q(act__regex=ACT), name="trail_entry_act_dotted"),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id__isnull=True)
                | (~Q(subject_type="") & Q(subject_id__isnull=False)),
                name="trail_entry_subject_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.act}"


class Seal(models.Model):
    """A closed batch: every line with an id from `first_id` up to and including `last_id`.

    The ranges join without a hole, so a line that is slipped into a gap of the sequence shows as well as one
    that is taken out. `sha256` covers the batch and the seal before it.
    """

    id = models.BigAutoField(primary_key=True)
    first_id = models.BigIntegerField(unique=True)
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [AppendOnly()]
        constraints = [
            models.CheckConstraint(condition=Q(last_id__gte=F("first_id")), name="trail_seal_range_in_order"),
            models.CheckConstraint(condition=Q(count__gte=1), name="trail_seal_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id} {self.sha256}"
