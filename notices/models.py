"""The outbox as rows, and the mailbox of the demo."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.models import UuidModel

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def queued(self) -> Self:
        """Those that wait for their turn."""
        return self.filter(state=Notice.State.QUEUED)

    def abandoned(self) -> Self:
        """Those whose sender disappeared in the middle: their lease has run out."""
        return self.filter(state=Notice.State.LEASED, lease_until__lt=clock.now())

    def due(self) -> Self:
        """Those that may be sent now, the abandoned among them."""
        return self.filter(
            Q(state=Notice.State.QUEUED, due__lte=clock.now())
            | Q(state=Notice.State.LEASED, lease_until__lt=clock.now()),
            attempts__lt=MAX_ATTEMPTS,
        )

    def failed(self) -> Self:
        """Those that somebody must look at."""
        return self.filter(state=Notice.State.FAILED)


class Notice(UuidModel):
    """One mail to one recipient. It names neither people nor content: a kind, a link, an address.

    The address is that of `user` at the moment of sending, else `address`. The path of the link may hold a
    token, so it is sealed here and wiped once it has been sent.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        LEASED = "leased", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    address = models.EmailField(blank=True)
    person = models.UUIDField(null=True)
    path = models.BinaryField(null=True)
    language = models.CharField(max_length=5, default="nl")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    laid_at = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=20, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=Q(state__in=["queued", "leased"]), name="notice_open_due"),
            models.Index(fields=["person", "-laid_at"], name="notice_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "leased", "sent", "failed", "cancelled"]),
                name="notice_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", lease_until__isnull=False)
                | (~Q(state="leased") & Q(lease_until__isnull=True)),
                name="notice_lease_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, path__isnull=True)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notice_sent_is_wiped",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False)
                | ~Q(address="")
                | Q(state__in=["sent", "failed", "cancelled"]),
                name="notice_has_recipient",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="notice_attempts_bounded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def recipient(self) -> str:
        """The address it goes to now."""
        return (self.user.email if self.user else "") or self.address

    @property
    def link_context(self) -> str:
        """What the sealed path is bound to: this row."""
        return f"notices.notice.path:{self.pk}"


class SentMail(UuidModel):
    """What went out in the demo, kept so that a newcomer can follow a parent's link."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    message_id = models.CharField(max_length=255)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="sent_mail_newest")]

    def __str__(self) -> str:
        return f"{self.to} {self.subject}"
