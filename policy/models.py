"""The protocol of a school in versions, clause by clause, and who has read which."""

from datetime import date
from typing import Self
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.models import UuidModel
from people.models import Person, School
from policy.frozen import FrozenText, NoTruncate
from policy.parsing import Joint, Kind
from policy.workflow import ISSUED, TRANSITIONS, State
from trail.append_only import AppendOnly

SHA256 = r"^[0-9a-f]{64}$"


class Protocol(UuidModel):
    """The protocol of one school; its words stand in the versions."""

    school = models.OneToOneField(School, models.PROTECT, related_name="protocol")

    class Meta:
        verbose_name = _("protocol")

    def __str__(self) -> str:
        return f"{self.school}"


class VersionQuerySet(models.QuerySet["ProtocolVersion"]):
    def of(self, schools: "frozenset[UUID]") -> Self:
        """The versions of these schools."""
        return self.filter(protocol__school__in=schools)

    def issued(self) -> Self:
        """Those that were published, replaced ones among them."""
        return self.filter(state__in=ISSUED)

    def in_force_on(self, day: date) -> Self:
        """The published versions that had begun by this day, the one that holds first.

        A replaced version holds until the next one begins; versions begin in the order of their numbers.
        """
        return self.issued().filter(valid_from__lte=day).order_by("-valid_from", "-number")


class ProtocolVersion(UuidModel):
    """One version: who wrote, reviewed and published it, from when it holds, and what proves its words.

    `pdf` is a stored file; `text_hash` the SHA-256 of the whole text as `parsing.joined` gives it. Both are
    set at publishing and stay for ever. `author` is empty for a text that came with the portal.
    """

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    minor_change = models.BooleanField(_("only a minor change"), default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    remark = models.TextField(_("what the reviewer says"), blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateField(_("holds from"), null=True)
    mr_decision_on = models.DateField(_("decision of the participation council"), null=True)
    text_hash = models.CharField(max_length=64, blank=True)
    pdf = models.UUIDField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the protocol")
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="policy_version_number_once"),
            models.UniqueConstraint(
                fields=["protocol"],
                condition=Q(state__in=["draft", "in_review"]),
                name="policy_one_draft_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(state="published"), name="policy_one_published_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "published", "retired"]),
                name="policy_version_state_known",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=1) | Q(minor_change=False),
                name="policy_first_version_is_no_minor_change",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="policy_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | (
                    Q(reviewed_at__isnull=False)
                    & (Q(author__isnull=True) | ~Q(author=F("reviewer")))
                    & ~Q(submitted_by=F("reviewer"))
                ),
                name="policy_reviewed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "in_review"],
                    published_by__isnull=True,
                    published_at__isnull=True,
                    valid_from__isnull=True,
                    text_hash="",
                    pdf__isnull=True,
                )
                | Q(
                    state__in=["published", "retired"],
                    reviewer__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                    valid_from__isnull=False,
                    text_hash__regex=SHA256,
                    pdf__isnull=False,
                )
                & ~Q(published_by=F("reviewer")),
                name="policy_published_whole_by_two",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="arrows", field="state", transitions=TRANSITIONS),
            pgtrigger.Protect(
                name="issued_for_ever",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["published", "retired"]),
            ),
            pgtrigger.Protect(
                name="issued_as_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state IN ('published', 'retired')"
                    " AND (to_jsonb(OLD) - 'state') <> (to_jsonb(NEW) - 'state')"
                ),
            ),
            NoTruncate(),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def is_issued(self) -> bool:
        """Whether it was published, replaced since or not."""
        return self.state in ISSUED

    @property
    def waits_for_review(self) -> bool:
        return self.state == State.IN_REVIEW and self.reviewer_id is None

    @property
    def waits_for_publishing(self) -> bool:
        """Whether a second person approved it and only publishing is left."""
        return self.state == State.IN_REVIEW and self.reviewer_id is not None


class Clause(UuidModel):
    """A piece of the text: a clause, or a heading. Its code stays the same in every version."""

    version = models.ForeignKey(ProtocolVersion, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    code = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField(null=True)
    text = models.TextField()
    joint = models.CharField(max_length=9, choices=Joint)

    class Meta:
        verbose_name = _("clause")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="policy_clause_in_its_place"),
            models.UniqueConstraint(fields=["version", "code"], name="policy_clause_code_once"),
            models.CheckConstraint(condition=~Q(text=""), name="policy_clause_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["chapter", "part", "clause"]), name="policy_clause_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(joint__in=["paragraph", "line", "space"]), name="policy_clause_joint_known"
            ),
        ]
        triggers = [FrozenText(), NoTruncate()]

    def __str__(self) -> str:
        return self.code


class Acknowledgement(UuidModel):
    """Somebody has read a version. It says no more than that: it is not a consent.

    `recorded_by` is the person itself in the portal, the office for what came on paper; then `note` says how.
    """

    class Method(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        PAPER = "paper", _("on paper")

    person = models.ForeignKey(Person, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(default=clock.now)
    text_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=6, choices=Method)
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("acknowledgement")
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="policy_acknowledged_once"),
            models.CheckConstraint(
                condition=Q(text_hash__regex=SHA256), name="policy_acknowledged_these_words"
            ),
            models.CheckConstraint(
                condition=Q(method="portal", note="") | (Q(method="paper") & ~Q(note="")),
                name="policy_paper_says_how",
            ),
        ]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"
