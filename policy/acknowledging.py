"""The acts by which somebody says: I have read this. None of them is a consent."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from people.models import Person, User
from policy import audience
from policy.access import Access
from policy.models import Acknowledgement, ProtocolVersion
from trail import services as trail


@transaction.atomic
def acknowledge(*, actor: User, version: ProtocolVersion) -> Acknowledgement:
    """Record that the actor has read the version; a second click gives the row of the first.

    For whoever works at the school and for guardians, without legal authority too.
    """
    access = Access(actor, version)
    if not access.may_acknowledge:
        raise PermissionDenied(_("The school asks only staff and parents to read this."))
    _check_open(access)
    row, _new = _record(actor, actor.person, version, Acknowledgement.Method.PORTAL, "")
    return row


@transaction.atomic
def acknowledge_on_behalf(
    *, actor: User, person: Person, version: ProtocolVersion, note: str
) -> Acknowledgement:
    """Record what somebody handed in on paper; `note` says how the school got it.

    Only the office, only for whoever is asked to read it, never for oneself and never a second time.
    """
    access = Access(actor, version)
    if not access.may_record_paper:
        raise PermissionDenied(_("Only the school office records what came on paper."))
    _check_open(access)
    if person.pk == access.standing.person_id:
        raise RuleBroken(_("For yourself you use the button below the protocol."), field="person")
    if not audience.people_of(access.school, clock.today()).filter(pk=person.pk).exists():
        raise RuleBroken(_("The school does not ask this person to read the protocol."), field="person")
    if not note.strip():
        raise RuleBroken(_("Write how the school got it."), field="note")
    row, new = _record(actor, person, version, Acknowledgement.Method.PAPER, note)
    if not new:
        raise RuleBroken(_("This person has read this version already."), field="person")
    return row


def _check_open(access: Access) -> None:
    access.version.refresh_from_db(fields=["state"])  # a newer one may have come while the page stood open
    if not access.version.is_issued:
        raise RuleBroken(_("This version is not published yet."))
    if not access.is_open:
        raise RuleBroken(_("This version holds no longer. Read the one that holds now."))


def _record(
    actor: User, person: Person, version: ProtocolVersion, method: str, note: str
) -> tuple[Acknowledgement, bool]:
    """The row of this person for this version, and whether it is new. Two clicks at once make one row."""
    row = Acknowledgement(
        person=person,
        version=version,
        at=clock.now(),
        text_hash=version.text_hash,
        method=method,
        note=note,
        recorded_by=actor,
    )
    Acknowledgement.objects.bulk_create([row], ignore_conflicts=True)
    kept = Acknowledgement.objects.get(person=person, version=version)
    new = kept.pk == row.pk
    if new:
        trail.record(
            actor=actor,
            act="policy.acknowledged",
            subject=kept,
            about=person.pk,
            school=version.protocol.school_id,
            details={"number": version.number, "method": method},
        )
    return kept, new
