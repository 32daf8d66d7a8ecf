"""A case: what was reported, who is involved, and what happened since.

Whatever people write in a case stands sealed in the database. What happened is in `CaseEvent`, which only
grows; the other rows hold where the case stands now.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.fields import EncryptedTextField
from ground.models import UuidModel
from incidents.workflow import Act, State
from people.grants import GrantBase
from people.models import Person, School
from trail.append_only import AppendOnly


class Route(models.TextChoices):
    """Who handles a case follows from what it is about."""

    ORDINARY = "ordinary", _("about pupils or others at school")
    STAFF = "staff", _("about the conduct of a member of staff")
    SEXUAL_OFFENCE = "sexual_offence", _("suspected sexual offence")


class Platform(models.TextChoices):
    """Where it happened (protocol I1, brought up to date)."""

    WHATSAPP = "whatsapp", "WhatsApp"
    INSTAGRAM = "instagram", "Instagram"
    SNAPCHAT = "snapchat", "Snapchat"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    FACEBOOK = "facebook", "Facebook"
    PARRO = "parro", "Parro"
    OTHER = "other", _("Somewhere else")


class Category(models.TextChoices):
    """What the protocol forbids: the eight of A7, and what its other clauses name."""

    ACCOUNT_HACKING = "account_hacking", _("hacking an account")
    BULLYING = "bullying", _("bullying")
    HURTING = "hurting", _("hurting")
    STALKING = "stalking", _("stalking")
    THREATENING = "threatening", _("threatening")
    RADICALISATION = "radicalisation", _("radicalisation")
    DEFAMATION = "defamation", _("blackening or defaming")
    OTHER_DAMAGE = "other_damage", _("otherwise damaging")
    PRIVATE_CONTACT = "private_contact", _("contact by a private account (A6)")
    DURING_LESSON = "during_lesson", _("use during the lesson (A1)")
    PERSONAL_DATA = "personal_data", _("personal data shared (A2, C1)")
    SCHOOL_NAME = "school_name", _("harm to the name of the school (U4, C1)")
    NO_DISCLOSURE = "no_disclosure", _("not said who is speaking (B2, C3, C4)")
    AGAINST_MISSION = "against_mission", _("contrary to the mission (C2)")


class Scope(models.TextChoices):
    """Whether the protocol speaks of it (D2)."""

    SCHOOL_RELATED = "school_related", _("about school")
    OVERLAP = "overlap", _("school, work and private life overlap")
    OTHER_ROUTE = "other_route", _("outside this protocol, but the school does act")
    OUT_OF_SCOPE = "out_of_scope", _("outside this protocol, nothing more to do")


class Outcome(models.TextChoices):
    """How a case ended."""

    MEASURE = "measure", _("with a measure")
    NO_MEASURE = "no_measure", _("without a measure")
    OUT_OF_SCOPE = "out_of_scope", _("outside the protocol")


class Part(models.TextChoices):
    """What somebody is in a case. `NAMED` until the handler has judged it."""

    NAMED = "named", _("named in the report")
    ACCUSED = "accused", _("who it is about")
    AFFECTED = "affected", _("affected")
    WITNESS = "witness", _("witness")


# Those to whom the case happens; nobody close to them handles it.
PARTIES = (Part.NAMED, Part.ACCUSED, Part.AFFECTED)


class CaseNumber(models.Model):
    """The last number given out per school and year. Locked while a number is taken: no gap, no double."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="incidents_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> Self:
        """Cases that are not closed."""
        return self.exclude(state=State.CLOSED)

    def newest_first(self) -> Self:
        return self.order_by("-reported_at", "-number")


class Incident(UuidModel):
    """One case, from its report on.

    `handler` has it in hand; nobody while it is new, and again when the handler turns out to be in conflict.
    `reporter` is a field with its own right (`Access.can_see_reporter`). `board_handles` says that the board
    takes the place of the director: the director is in conflict, or nobody knows yet which member of staff it
    is about. `client_key` comes from the form, so that a form that is sent twice makes one case.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    client_key = models.UUIDField()
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=clock.now)
    happened_on = models.DateField(null=True)
    happened_at = models.TimeField(null=True)
    platform = models.CharField(max_length=12, choices=Platform, blank=True)
    platform_other = models.CharField(max_length=80, blank=True)
    what = EncryptedTextField()
    worries_at_home = models.BooleanField(default=False)
    messages_released_at = models.DateTimeField(null=True)
    route = models.CharField(max_length=14, choices=Route, default=Route.ORDINARY)
    board_handles = models.BooleanField(default=False)
    state = models.CharField(max_length=14, choices=State, default=State.REPORTED)
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=16, choices=Category, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="incidents_number_once"),
            models.UniqueConstraint(fields=["reporter", "client_key"], name="incidents_report_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="incidents_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="incidents_state_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="incidents_route_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="incidents_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(messages_released_at__isnull=True) | Q(worries_at_home=True),
                name="incidents_released_after_worries",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "route", "-reported_at"], name="incidents_by_route"),
            models.Index(fields=["reporter", "-reported_at"], name="incidents_by_reporter"),
            models.Index(
                fields=["handler", "state"], condition=~Q(state="closed"), name="incidents_open_in_hand"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number as people say it: "2026-031"."""
        return f"{self.year}-{self.number:03d}"

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED

    @property
    def messages_frozen(self) -> bool:
        """Whether nothing goes to guardians by itself: there are worries about the home (meldcode)."""
        return self.worries_at_home and self.messages_released_at is None

    @property
    def day(self) -> date:
        """The day it happened; where nobody knows, the day of the report."""
        return self.happened_on or clock.local(self.reported_at).date()

    @property
    def where(self) -> str:
        """The platform in words; empty when it is not known."""
        if self.platform == Platform.OTHER:
            return self.platform_other or str(Platform.OTHER.label)
        return str(Platform(self.platform).label) if self.platform else ""


class InvolvedPerson(UuidModel):
    """Somebody in a case: a known person, or a name until the handler has found out who it is."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = EncryptedTextField()
    part = models.CharField(max_length=8, choices=Part, default=Part.NAMED)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=Q(person__isnull=False),
                name="incidents_person_once_per_case",
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="incidents_part_known"),
        ]
        indexes = [models.Index(fields=["person", "part", "incident"], name="incidents_by_person")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.part}"

    @property
    def called(self) -> str:
        """The name by which the case speaks of this person."""
        return self.person.name if self.person else self.name


class CaseEvent(models.Model):
    """Something that happened in a case. Only grows; what was written at it is sealed."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="events")
    act = models.CharField(max_length=24, choices=Act)
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = EncryptedTextField()

    class Meta:
        triggers = [AppendOnly()]
        constraints = [models.CheckConstraint(condition=Q(act__in=Act.values), name="incidents_act_known")]
        indexes = [models.Index(fields=["incident", "id"], name="incidents_event_by_case")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.act}"


class IncidentUserObjectPermission(GrantBase):
    """The case opened to one reader by a person: a confidant by invitation, a director by the board."""

    content_object = models.ForeignKey(Incident, models.CASCADE)

    class Meta(GrantBase.Meta):
        indexes = [models.Index(fields=["user", "permission"], name="incidents_grant_by_user")]
