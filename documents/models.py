"""What is known of sealed files and of personal links.

Other rooms are named by UUID: this room does not know what a pupil or a case is.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.models import UuidModel

SHA256 = r"^[0-9a-f]{64}$"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def present(self) -> Self:
        """Files whose content is still kept."""
        return self.filter(removed_at__isnull=True)

    def of(self, owner: UUID) -> Self:
        """Files that belong to one row of another room."""
        return self.filter(owner=owner)


class StoredFile(UuidModel):
    """One sealed file. After removal the row stays, without the name and without the content."""

    owner = models.UUIDField(_("belongs to"), db_index=True)
    school = models.UUIDField(_("school"), null=True, blank=True)
    kind = models.SlugField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=120, blank=True)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, validators=[RegexValidator(SHA256)])
    scan = models.CharField(_("virus scan"), max_length=10, blank=True)
    key_id = models.CharField(_("key"), max_length=40)
    path = models.CharField(_("place in the store"), max_length=100, unique=True)
    created_at = models.DateTimeField(_("stored at"), default=clock.now)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="documents_file_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(name=""), name="documents_removed_file_has_no_name"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_row", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="keep_facts",
                fields=[
                    "id",
                    "owner",
                    "school",
                    "kind",
                    "content_type",
                    "size",
                    "sha256",
                    "scan",
                    "created_at",
                ],
            ),
            pgtrigger.Protect(
                name="removed_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def context(self) -> str:
        """What the content is sealed to: it opens for this row and this owner only."""
        return f"documents.file:{self.pk}:{self.owner}"


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def valid_at(self, moment: datetime) -> Self:
        """Links that open at this moment: both ends count, and no revocation."""
        return self.filter(revoked_at__isnull=True, valid_from__lte=moment, valid_until__gt=moment)


class PersonalLink(UuidModel):
    """A link that was mailed to one person for one purpose. Only the hash of its token is kept."""

    purpose = models.CharField(_("purpose"), max_length=60)
    person = models.UUIDField(_("person"), db_index=True)
    subject = models.UUIDField(_("subject"), db_index=True)
    token_hash = models.CharField(max_length=64, unique=True, validators=[RegexValidator(SHA256)])
    once = models.BooleanField(_("opens once"), default=False)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    created_at = models.DateTimeField(_("made at"), default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    used_count = models.PositiveIntegerField(_("times used"), default=0)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="documents_link_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(token_hash__regex=SHA256), name="documents_link_token_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(once=False) | Q(used_count__lte=1), name="documents_link_once_is_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_link", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="keep_promise",
                fields=[
                    "purpose",
                    "person",
                    "subject",
                    "token_hash",
                    "once",
                    "valid_from",
                    "valid_until",
                    "created_at",
                    "created_by",
                ],
            ),
            pgtrigger.Protect(
                name="revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class LinkNonce(UuidModel):
    """One spent form of a link. The row is written when the form is sent, never when it is shown."""

    link = models.ForeignKey(PersonalLink, models.PROTECT, related_name="nonces")
    nonce_hash = models.CharField(max_length=64, validators=[RegexValidator(SHA256)])
    spent_at = models.DateTimeField(_("spent at"), default=clock.now)

    class Meta:
        verbose_name = _("spent form")
        verbose_name_plural = _("spent forms")
        constraints = [
            models.UniqueConstraint(fields=["link", "nonce_hash"], name="documents_nonce_spent_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
