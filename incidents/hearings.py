"""Hearing both sides: an invitation that informs, a record or a waiver, and the view of the other side."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from incidents import rules
from incidents.access import Access, own_sides
from incidents.casefile import CaseFile
from incidents.models import Hearing, HearingView, InvolvedPerson
from incidents.steps import hold, move, write
from incidents.telling import tell_invitation
from incidents.workflow import Act
from people.models import User


@transaction.atomic
def invite_to_hearing(
    *,
    actor: User,
    involved: InvolvedPerson,
    conduct: str,
    evidence: str,
    possible_measure: str,
    meeting_at: datetime,
    place: str,
) -> Hearing:
    """Invite an accused pupil with the parents, and tell them what it is about.

    The invitation states the conduct, the evidence without others' names, and what may follow. `meeting_at`
    is aware and still to come.
    """
    incident = hold(involved.incident)
    Access(actor, incident).require(Act.INVITE)
    file = CaseFile(incident)
    rules.refuse(rules.against_inviting(file, involved))
    for field, text in {
        "conduct": conduct,
        "evidence": evidence,
        "possible_measure": possible_measure,
    }.items():
        rules.refuse(rules.against_naming_others(file, involved, text, field))
    if meeting_at <= clock.now():
        raise RuleBroken(_("Choose a moment that is still to come."), field="meeting_at")
    move(incident, Act.INVITE)
    hearing = Hearing.objects.create(
        incident=incident,
        accused=involved,
        conduct=conduct,
        evidence=evidence,
        possible_measure=possible_measure,
        meeting_at=meeting_at,
        place=place,
        invited_at=clock.now(),
    )
    write(actor=actor, incident=incident, act=Act.INVITE, text=involved.called, about=involved.person_id)
    involved.incident = incident
    tell_invitation(hearing)
    return hearing


@transaction.atomic
def record_hearing(
    *, actor: User, hearing: Hearing, held_at: datetime, pupil_heard: bool, parents_heard: bool, record: str
) -> Hearing:
    """Write down what the other side said, and who of them spoke. A second talk adds to the first."""
    incident = hold(hearing.incident)
    Access(actor, incident).require(Act.RECORD_HEARING)
    file = CaseFile(incident)
    hearing = next(row for row in file.hearings if row.pk == hearing.pk)
    rules.refuse(rules.against_staff_procedure(file) or rules.against_hearing_again(hearing))
    rules.refuse(rules.against_naming_others(file, hearing.accused, record, "record"))
    if not (pupil_heard or parents_heard):
        raise RuleBroken(_("Say who spoke: the pupil, the parents, or both."), field="pupil_heard")
    if held_at > clock.now():
        raise RuleBroken(_("That moment is still to come. When was it?"), field="held_at")
    move(incident, Act.RECORD_HEARING)
    hearing.held_at = held_at
    hearing.pupil_heard = hearing.pupil_heard or pupil_heard
    hearing.parents_heard = hearing.parents_heard or parents_heard
    hearing.record = f"{hearing.record}\n\n{record}".strip()
    hearing.save(update_fields=["held_at", "pupil_heard", "parents_heard", "record"])
    write(
        actor=actor,
        incident=incident,
        act=Act.RECORD_HEARING,
        text=record,
        about=hearing.accused.person_id,
        details={"pupil_heard": pupil_heard, "parents_heard": parents_heard},
    )
    return hearing


@transaction.atomic
def waive_hearing(*, actor: User, hearing: Hearing, said_by: str) -> Hearing:
    """Record that the other side does not want to be heard (further): who said so, when and how."""
    incident = hold(hearing.incident)
    Access(actor, incident).require(Act.WAIVE_HEARING)
    file = CaseFile(incident)
    hearing = next(row for row in file.hearings if row.pk == hearing.pk)
    rules.refuse(rules.against_staff_procedure(file) or rules.against_hearing_again(hearing))
    move(incident, Act.WAIVE_HEARING)
    hearing.waived_at, hearing.waived_by = clock.now(), said_by
    hearing.save(update_fields=["waived_at", "waived_by"])
    write(
        actor=actor,
        incident=incident,
        act=Act.WAIVE_HEARING,
        text=said_by,
        about=hearing.accused.person_id,
    )
    return hearing


@transaction.atomic
def give_view(*, actor: User, involved: InvolvedPerson, text: str) -> HearingView:
    """A guardian writes the own view on the own page, until the decision. The other guardian does not see it."""
    if not own_sides(actor).filter(pk=involved.pk).exists():
        raise PermissionDenied(_("You have no part in this case."))
    incident = hold(involved.incident)
    file = CaseFile(incident)
    rules.refuse(rules.against_late_view(file, involved))
    move(incident, Act.GIVE_VIEW)
    view = HearingView.objects.create(
        hearing=involved.hearing, guardian=actor.person, text=text, given_at=clock.now()
    )
    write(actor=actor, incident=incident, act=Act.GIVE_VIEW, text=text, about=involved.person_id)
    return view
