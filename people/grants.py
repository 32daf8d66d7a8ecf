"""What a human granted: the only file that speaks to django-guardian.

What follows from a relation (teacher of, guardian of) is derived and never stored here. A grant is a row
with a direct foreign key to its object, with who gave it, why and until when.
"""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from ground import clock
from people.models import User


class GrantBase(UserObjectPermissionBase):
    """Base of a grant table. An app adds `content_object = ForeignKey(Its model, CASCADE)`.

    Named `<Model>UserObjectPermission` with `content_object`, django-guardian finds it by itself.
    """

    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    given_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


def _rows(table: type[GrantBase]) -> models.QuerySet[Any]:
    """The rows of a grant table. Each has its own `content_object`, which the base cannot name."""
    return table._default_manager.all()


def give(
    table: type[GrantBase],
    *,
    user: User,
    obj: models.Model,
    permission: str,
    by: User,
    reason: str,
    until: datetime | None = None,
) -> GrantBase:
    """Grant `permission` on one object to one user, with who, why and until when.

    Given again it takes the new reason and term. The caller has checked that `by` may do so.
    """
    grant, _created = _rows(table).update_or_create(
        user=user,
        content_object=obj,
        permission=_permission(type(obj), permission),
        defaults={"given_by": by, "reason": reason, "until": until, "given_at": clock.now()},
    )
    return cast(GrantBase, grant)


def take(table: type[GrantBase], *, user: User, obj: models.Model, permission: str) -> bool:
    """Take a grant back; whether there was one."""
    rows = _rows(table).filter(user=user, content_object=obj, permission__codename=permission)
    return bool(rows.delete()[0])


def granted(table: type[GrantBase], *, user: User, permission: str, at: datetime | None = None) -> Any:
    """The ids of the objects on which the user holds the grant now (or at `at`), as a subquery."""
    now = at or clock.now()
    rows = _rows(table).filter(user=user, permission__codename=permission)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=now)).values("content_object")


def holds(table: type[GrantBase], *, user: User, obj_id: UUID, permission: str) -> bool:
    """Whether the user holds the grant on this object now."""
    return granted(table, user=user, permission=permission).filter(content_object=obj_id).exists()


def holders(table: type[GrantBase], *, obj: models.Model, permission: str) -> models.QuerySet[Any]:
    """The grants that hold on an object now, with their users."""
    now = clock.now()
    rows = _rows(table).filter(content_object=obj, permission__codename=permission)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=now)).select_related(
        "user__person", "given_by__person"
    )


def _permission(model: type[models.Model], codename: str) -> Permission:
    content_type = ContentType.objects.get_for_model(model)
    return Permission.objects.get(content_type=content_type, codename=codename)
