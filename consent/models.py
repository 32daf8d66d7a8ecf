"""What is asked, of whom, and what was answered.

A decision is never changed: a change of mind is a new row that points at the one before it. What a row was
decided on stands frozen beside it, so that years later both can be shown together.
"""

import hashlib
import json
from datetime import UTC, date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.choices import Answer, Capacity, Medium, Method, Reach, SubjectKind, one_of
from consent.purposes import PURPOSES
from ground import clock
from ground.models import UuidModel
from people.models import ClassGroup, Person, School
from trail.append_only import AppendOnly

# -- what is asked -----------------------------------------------------------------------------------------


class SchoolPolicy(UuidModel):
    """What a school decided about consent itself. A school without a row has the defaults."""

    school = models.OneToOneField(School, models.CASCADE, related_name="consent_policy")
    both_required = models.BooleanField(_("a yes of everyone with legal authority is needed"), default=False)


class ConsentItem(UuidModel):
    """One line of the matrix: a purpose in one medium. A yes on a text older than `asks_from` has lapsed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="consent_items")
    purpose = models.SlugField(max_length=40)
    medium = models.CharField(max_length=8, choices=Medium)
    active = models.BooleanField(default=True)
    asks_from = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "purpose", "medium"], name="consent_item_once"),
            one_of("medium", Medium, "consent_item_medium_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.medium}"

    @property
    def label(self) -> str | Promise:
        """The purpose by name."""
        return PURPOSES[self.purpose].label if self.purpose in PURPOSES else self.purpose


class ItemText(UuidModel):
    """The wording of an item, frozen. `material`: it changes what is asked; a yes to older words lapses."""

    item = models.ForeignKey(ConsentItem, models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    question = models.TextField()
    lead = models.TextField()
    assurance = models.TextField()
    explanation = models.TextField()
    material = models.BooleanField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [AppendOnly()]
        constraints = [
            models.UniqueConstraint(fields=["item", "version", "language"], name="consent_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version} {self.language}"

    def shown_for(self, name: str) -> dict[str, str]:
        """The words as they stand on the page about somebody with this first name."""
        words = {
            part: getattr(self, part) for part in ("title", "question", "lead", "assurance", "explanation")
        }
        return {part: text.replace("{name}", name) for part, text in words.items()}

    def hash_for(self, name: str) -> str:
        """SHA-256 of exactly the words that were shown about somebody with this first name."""
        return digest({**self.shown_for(name), "medium": self.item.medium, "language": self.language})

    def own_hash(self) -> str:
        """SHA-256 of the wording itself, for `sha256`."""
        return digest({**self.shown_for("{name}"), "version": self.version, "language": self.language})


def digest(facts: dict[str, object]) -> str:
    """SHA-256 in hex over facts in one fixed spelling: JSON, keys in order, UTF-8."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


# -- of whom -----------------------------------------------------------------------------------------------


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def open(self) -> Self:
        """Those that still wait for answers."""
        return self.filter(open_until__gt=clock.now())


class Campaign(UuidModel):
    """One time that the school asks: a purpose, for class groups. It closes for the overview only;
    who was asked may answer, change and withdraw without a last day (AVG 7(3))."""

    school = models.ForeignKey(School, models.PROTECT, related_name="consent_campaigns")
    class_groups = models.ManyToManyField(ClassGroup, related_name="consent_campaigns")
    purpose = models.SlugField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    open_until = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_until__gt=F("asked_at")), name="consent_campaign_in_order"
            ),
        ]

    @property
    def label(self) -> str | Promise:
        """The purpose by name."""
        return PURPOSES[self.purpose].label if self.purpose in PURPOSES else self.purpose

    @property
    def is_open(self) -> bool:
        return self.open_until > clock.now()


class RequestQuerySet(models.QuerySet["Request"]):
    def unanswered(self) -> Self:
        """Those to which the person gave no answer at all."""
        return self.filter(~Exists(Decision.objects.filter(request=OuterRef("pk"))))

    def with_answered(self) -> Self:
        """Each with `answered`: whether the person gave any answer to it."""
        return self.annotate(answered=Exists(Decision.objects.filter(request=OuterRef("pk"))))


class Request(UuidModel):
    """One question to one person about one subject. The mailed link is bound to this row."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consent_requests")
    subject = models.ForeignKey(Person, models.PROTECT, related_name="consent_asked_about")
    subject_kind = models.CharField(max_length=8, choices=SubjectKind, default=SubjectKind.PUPIL)
    reach = models.CharField(max_length=12, choices=Reach)
    created_at = models.DateTimeField(default=clock.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person", "subject", "subject_kind"], name="consent_request_once"
            ),
            one_of("reach", Reach, "consent_request_reach_known"),
            one_of("subject_kind", SubjectKind, "consent_request_kind_known"),
        ]
        indexes = [models.Index(fields=["person", "subject"], name="consent_request_person")]


# -- what was answered -------------------------------------------------------------------------------------


class Decision(UuidModel):
    """One answer of one person about one item: a row of the ledger. Nothing in it is ever changed."""

    subject = models.ForeignKey(Person, models.PROTECT, related_name="consent_decisions")
    subject_kind = models.CharField(max_length=8, choices=SubjectKind)
    item = models.ForeignKey(ConsentItem, models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="consent_given")
    number = models.PositiveIntegerField()  # counts the answers of one person about one item and subject
    answer = models.CharField(max_length=9, choices=Answer)
    capacity = models.CharField(max_length=16, choices=Capacity)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    text = models.ForeignKey(ItemText, models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    shown_name = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    method = models.CharField(max_length=14, choices=Method)
    signed_name = models.CharField(max_length=200, blank=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="decisions")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    evidence = models.CharField(max_length=64)

    class Meta:
        triggers = [AppendOnly()]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_kind", "item", "person", "number"],
                name="consent_decision_in_turn",
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes__isnull=True) | Q(number__gt=1, supersedes__isnull=False),
                name="consent_decision_chained",
            ),
            models.CheckConstraint(
                condition=~Q(answer="withdrawn") | Q(supersedes__isnull=False),
                name="consent_withdrawn_what_was_given",
            ),
            models.CheckConstraint(
                condition=Q(answer="withdrawn") | ~Q(signed_name=""), name="consent_decision_signed"
            ),
            models.CheckConstraint(
                condition=Q(capacity="self", person=F("subject"))
                | (~Q(capacity="self") & ~Q(person=F("subject"))),
                name="consent_capacity_fits",
            ),
            one_of("answer", Answer, "consent_decision_answer_known"),
            one_of("capacity", Capacity, "consent_decision_capacity_known"),
            one_of("method", Method, "consent_decision_method_known"),
            one_of("subject_kind", SubjectKind, "consent_decision_kind_known"),
        ]
        indexes = [models.Index(fields=["request"], name="consent_decision_request")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.answer}"

    def own_hash(self, previous: str) -> str:
        """SHA-256 over every field of this row and the evidence of the row before it, for `evidence`."""
        moments = {"decided_at", "recorded_at"}
        facts = {
            field.attname: str(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.name != "evidence" and field.name not in moments
        }
        facts |= {name: getattr(self, name).astimezone(UTC).isoformat() for name in moments}
        return digest({**facts, "previous": previous})


class ChildObjection(UuidModel):
    """What a child of any age said itself: "ik wil niet". It stops every use at once, until the child takes
    it back (UAVG 5)."""

    pupil = models.ForeignKey(Person, models.PROTECT, related_name="consent_objections")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(lifted_at__isnull=True), name="consent_objection_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__gte=F("recorded_at"), lifted_by__isnull=False),
                name="consent_objection_lifted_whole",
            ),
        ]


# At sixteen a pupil decides alone (UAVG 5).
OWN_AGE = 16


def decides_alone(pupil: Person, day: date) -> bool:
    """Whether the pupil is sixteen or older on this day."""
    age = pupil.age_on(day)
    return age is not None and age >= OWN_AGE
