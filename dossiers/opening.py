"""Opening a dossier beyond one's daily duty."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.access import DossierAccess, openings, school_of
from dossiers.models import OPEN_FOR, Kind, Opening, OpeningUserObjectPermission
from ground import clock
from people import grants
from people.models import Person, User
from trail import services as trail


@transaction.atomic
def open_dossier(*, actor: User, person: Person, kind: str, reason: str) -> Opening:
    """Open a dossier beyond one's daily duty for half an hour; the person concerned can ask who and why.

    Opened again while it stands open, the earlier opening holds.
    """
    if not DossierAccess(actor, person, kind).can_open:
        raise PermissionDenied(_("You may not open this dossier."))
    school = school_of(kind, person)
    if school is None:
        raise PermissionDenied(_("You may not open this dossier."))
    Person.objects.select_for_update().get(pk=person.pk)
    standing_open = openings(actor).filter(person=person, kind=kind).first()
    if standing_open:
        return standing_open
    now = clock.now()
    opening = Opening.objects.create(
        kind=Kind(kind),
        person=person,
        school=school,
        opened_by=actor,
        opened_at=now,
        until=now + OPEN_FOR,
        reason=reason,
    )
    grants.give(
        OpeningUserObjectPermission,
        user=actor,
        obj=opening,
        permission="read_opened",
        by=actor,
        reason=_("Opened with a reason of one's own"),
        until=opening.until,
    )
    details = {"kind": kind, "until": opening.until.isoformat()}
    trail.record(
        actor=actor,
        act="dossiers.opened",
        subject=opening,
        about=person.pk,
        school=school.pk,
        details=details,
    )
    return opening
