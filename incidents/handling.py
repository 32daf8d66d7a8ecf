"""Handling a case: taking it, judging it, its people, notes, and who may read along."""

from django.db import transaction
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from incidents import rules
from incidents.access import READ, Access, readers_to_invite
from incidents.casefile import CaseFile
from incidents.conflict import shut_out
from incidents.models import (
    Assessment,
    Incident,
    IncidentUserObjectPermission,
    InvolvedPerson,
    Part,
    Route,
)
from incidents.reports import board_must_handle
from incidents.steps import hold, move, write
from incidents.telling import tell_invitation, tell_reader, tell_report
from incidents.workflow import Act, State
from people import grants
from people.models import Employment, Person, User
from policy.reading import version_in_force


@transaction.atomic
def take_case(*, actor: User, incident: Incident) -> Incident:
    """Take a case in hand, a new one or from somebody else; from then on only the handler moves it."""
    incident = hold(incident)
    Access(actor, incident).require(Act.TAKE)
    first = incident.state == State.REPORTED
    move(incident, Act.TAKE, to=State.IN_ASSESSMENT if first else None, handler_id=actor.person.pk)
    write(actor=actor, incident=incident, act=Act.TAKE)
    return incident


@transaction.atomic
def assess_case(
    *,
    actor: User,
    incident: Incident,
    scope: str,
    reason: str,
    category: str = "",
    boundary_crossing: bool | None = None,
) -> Assessment:
    """Judge whether the protocol speaks of it (D2), in which category (A7), and why.

    Within the protocol a category is required; for the conduct of staff also whether it crossed boundaries
    (S2). May be judged again while nothing has been proposed.
    """
    incident = hold(incident)
    Access(actor, incident).require(Act.ASSESS)
    rules.refuse(rules.against_assessing(CaseFile(incident)))
    assessment = Assessment(
        incident=incident,
        scope=scope,
        category=category,
        protocol_version=version_in_force(incident.school_id, incident.day),
        boundary_crossing=boundary_crossing if incident.route == Route.STAFF else None,
        reason=reason,
        assessed_by=actor,
        assessed_at=clock.now(),
    )
    if assessment.in_scope and not category:
        raise RuleBroken(_("Choose what it is."), source=_("Protocol, A7"), field="category")
    if assessment.in_scope and incident.route == Route.STAFF and boundary_crossing is None:
        raise RuleBroken(
            _("Say whether it crossed boundaries."),
            source=_("Protocol, sanctions, point 2"),
            field="boundary_crossing",
        )
    to = State.IN_HEARING if assessment.in_scope else State.OUT_OF_SCOPE
    move(incident, Act.ASSESS, to=to, category=category)
    assessment.save(force_insert=True)
    write(
        actor=actor,
        incident=incident,
        act=Act.ASSESS,
        text=reason,
        details={"scope": scope, "category": category},
    )
    return assessment


@transaction.atomic
def add_person(
    *, actor: User, incident: Incident, part: str, reason: str, person: Person | None = None, name: str = ""
) -> InvolvedPerson:
    """Add somebody to the case, a known person or a name, with the role and why."""
    incident = hold(incident)
    Access(actor, incident).require(Act.ADD_PERSON)
    if (person is None) == (not name):
        raise RuleBroken(_("Choose somebody, or write a name."), field="name")
    move(incident, Act.ADD_PERSON)
    if person is not None and InvolvedPerson.objects.filter(incident=incident, person=person).exists():
        raise RuleBroken(_("%(name)s is in this case already.") % {"name": person.name}, field="person")
    involved = InvolvedPerson.objects.create(
        incident=incident, person=person, name=name, part=part, added_at=clock.now()
    )
    _reroute(incident)
    write(
        actor=actor,
        incident=incident,
        act=Act.ADD_PERSON,
        text=_said(involved, reason),
        about=involved.person_id,
        details={"part": part},
    )
    return involved


@transaction.atomic
def judge_person(
    *, actor: User, involved: InvolvedPerson, part: str, reason: str, person: Person | None = None
) -> InvolvedPerson:
    """Say what somebody's role is and, for a name, who it is. Refused once the person has been invited."""
    incident = hold(involved.incident)
    Access(actor, incident).require(Act.JUDGE_PERSON)
    rules.refuse(rules.against_judging(CaseFile(incident), involved))
    if part == Part.NAMED:
        raise RuleBroken(_("Choose a role."), field="part")
    move(incident, Act.JUDGE_PERSON)
    if person is not None and person.pk != involved.person_id:
        if InvolvedPerson.objects.filter(incident=incident, person=person).exists():
            raise RuleBroken(_("%(name)s is in this case already.") % {"name": person.name}, field="person")
        involved.person = person
    involved.part = part
    involved.save(update_fields=["part", "person"])
    _reroute(incident)
    write(
        actor=actor,
        incident=incident,
        act=Act.JUDGE_PERSON,
        text=_said(involved, reason),
        about=involved.person_id,
        details={"part": part},
    )
    return involved


@transaction.atomic
def add_note(*, actor: User, incident: Incident, text: str) -> None:
    """Write something down in the case; it stays as it is written."""
    incident = hold(incident)
    Access(actor, incident).require(Act.NOTE)
    move(incident, Act.NOTE)
    write(actor=actor, incident=incident, act=Act.NOTE, text=text)


@transaction.atomic
def release_messages(*, actor: User, incident: Incident, reason: str) -> Incident:
    """Let messages to guardians go again after worries about the home; what was held back goes now."""
    incident = hold(incident)
    Access(actor, incident).require(Act.RELEASE_MESSAGES)
    rules.refuse(rules.against_releasing(incident))
    move(incident, Act.RELEASE_MESSAGES, messages_released_at=clock.now())
    write(actor=actor, incident=incident, act=Act.RELEASE_MESSAGES, text=reason)
    for hearing in CaseFile(incident).hearings:
        tell_invitation(hearing)
    return incident


@transaction.atomic
def open_to(*, actor: User, incident: Incident, reader: Person, reason: str) -> None:
    """Let a confidant (or, by the board, the director) read along, with the reason; X1 still beats it."""
    incident = hold(incident)
    Access(actor, incident).require(Act.OPEN_TO)
    if reader.user is None or not readers_to_invite(actor, incident).filter(pk=reader.pk).exists():
        raise RuleBroken(_("This person cannot read along."), field="reader")
    move(incident, Act.OPEN_TO)
    grants.give(
        IncidentUserObjectPermission, user=reader.user, obj=incident, permission=READ, by=actor, reason=reason
    )
    write(actor=actor, incident=incident, act=Act.OPEN_TO, text=f"{reader.name}. {reason}", about=reader.pk)
    tell_reader(incident, reader)


def _reroute(incident: Incident) -> None:
    """Who handles the case follows from who is accused: staff to director and board, X1 to the board.

    A case never goes back from staff to ordinary by itself. A handler who may not handle it any more is out of
    it at once, and whoever may is told.
    """
    people = CaseFile(incident).people
    before = incident.route, incident.board_handles
    accused = {row.person_id for row in people if row.part == Part.ACCUSED and row.person_id}
    if (
        incident.route == Route.ORDINARY
        and Employment.objects.today().filter(person__in=accused, school=incident.school_id).exists()
    ):
        incident.route = Route.STAFF
    shut = shut_out(people)
    incident.board_handles = board_must_handle(incident, people, shut)
    if (incident.route, incident.board_handles) != before:
        incident.save(update_fields=["route", "board_handles"])
    if not _handler_stays(incident):
        incident.handler = None
        incident.save(update_fields=["handler"])
        tell_report(incident, shut)


def _handler_stays(incident: Incident) -> bool:
    """Whether whoever has the case in hand, if anybody, still may."""
    if incident.handler is None:
        return True
    user = incident.handler.user
    return user is not None and Access(user, incident).may_handle


def _said(involved: InvolvedPerson, reason: str) -> str:
    return f"{involved.called} ({Part(involved.part).label}). {reason}".strip()
