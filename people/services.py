"""The acts by which people, their relations and their sign-ins come into the register."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ground.errors import RuleBroken
from people.adapters import confirm_address
from people.models import (
    ClassGroup,
    Connection,
    Employment,
    Enrolment,
    Guardianship,
    Person,
    Role,
    School,
    TeachingAssignment,
    User,
)
from people.rights import may
from people.standing import Standing
from trail import services as trail


def _check_office(actor: User | None, school: School) -> None:
    """The register is kept by the office; None is the system itself (set-up, import)."""
    if actor is not None and not may(Standing.of(actor), "pupil", "C", school.pk):
        raise PermissionDenied(_("Only the school office keeps the register."))


@transaction.atomic
def register_person(*, actor: User | None, school: School, **facts: Any) -> Person:
    """A new person in the register; `facts` are fields of Person. Relations are acts of their own."""
    _check_office(actor, school)
    person = Person(**facts)
    person.full_clean(exclude=["user"])
    person.save(force_insert=True)
    trail.record(actor=actor, act="people.registered", subject=person, about=person.pk, school=school.pk)
    return person


@transaction.atomic
def enrol(
    *,
    actor: User | None,
    pupil: Person,
    class_group: ClassGroup,
    starts: date,
    ends: date | None = None,
    number: str = "",
) -> Enrolment:
    """Put a pupil in a class group from a day on; refuses a second group of the school at the same time."""
    school = class_group.school
    _check_office(actor, school)
    last_day = ends or date.max
    overlap = Enrolment.objects.filter(pupil=pupil, school=school, starts__lte=last_day).exclude(
        ends__lt=starts
    )
    if overlap.exists():
        raise RuleBroken(
            _("%(name)s is already in a group in that period. End that first.") % {"name": pupil.name}
        )
    enrolment = Enrolment.objects.create(
        pupil=pupil, school=school, class_group=class_group, starts=starts, ends=ends, pupil_number=number
    )
    trail.record(actor=actor, act="people.enrolled", subject=enrolment, about=pupil.pk, school=school.pk)
    return enrolment


@transaction.atomic
def employ(
    *,
    actor: User | None,
    person: Person,
    school: School,
    job_title: str,
    starts: date,
    supervisor: Person | None = None,
) -> Employment:
    """Take a person into the service of the school."""
    _check_office(actor, school)
    employment = Employment.objects.create(
        person=person, school=school, job_title=job_title, starts=starts, supervisor=supervisor
    )
    trail.record(actor=actor, act="people.employed", subject=employment, about=person.pk, school=school.pk)
    return employment


@transaction.atomic
def assign_teacher(
    *,
    actor: User | None,
    teacher: Person,
    class_group: ClassGroup,
    weekdays: list[int],
    starts: date,
    ends: date | None = None,
    substitute: bool = False,
) -> TeachingAssignment:
    """Put an employee before a class group on weekdays (0 is Monday); who is not employed is refused."""
    school = class_group.school
    _check_office(actor, school)
    if not Employment.objects.on(starts).filter(person=teacher, school=school).exists():
        raise RuleBroken(_("%(name)s does not work at the school on that day.") % {"name": teacher.name})
    assignment = TeachingAssignment.objects.create(
        teacher=teacher,
        class_group=class_group,
        weekdays=sorted(set(weekdays)),
        starts=starts,
        ends=ends,
        substitute=substitute,
    )
    trail.record(
        actor=actor, act="people.teacher_assigned", subject=assignment, about=teacher.pk, school=school.pk
    )
    return assignment


@transaction.atomic
def add_guardian(
    *,
    actor: User | None,
    school: School,
    guardian: Person,
    pupil: Person,
    relation: str,
    starts: date,
    authority: str = Guardianship.Authority.UNKNOWN,
    **marks: bool,
) -> Guardianship:
    """Make a person guardian of a pupil. Authority is unknown until the office says otherwise."""
    _check_office(actor, school)
    row = Guardianship(
        guardian=guardian, pupil=pupil, relation=relation, authority=authority, starts=starts, **marks
    )
    row.full_clean()
    row.save(force_insert=True)
    trail.record(
        actor=actor,
        act="people.guardian_added",
        subject=row,
        about=pupil.pk,
        school=school.pk,
        details={"authority": authority},
    )
    return row


@transaction.atomic
def connect(*, actor: User | None, person: Person, school: School, kind: str, starts: date) -> Connection:
    """Note that somebody is otherwise connected to the school (D1)."""
    _check_office(actor, school)
    row = Connection.objects.create(person=person, school=school, kind=kind, starts=starts)
    trail.record(actor=actor, act="people.connected", subject=row, about=person.pk, school=school.pk)
    return row


@transaction.atomic
def grant_role(
    *, actor: User | None, person: Person, school: School, name: str, starts: date, ends: date | None = None
) -> Role:
    """Give a role from a day on: the director gives roles, the board gives the director's and its own."""
    if actor is not None:
        standing = Standing.of(actor)
        by_board = name in (Role.Name.DIRECTOR, Role.Name.BOARD)
        giver = Role.Name.BOARD if by_board else Role.Name.DIRECTOR
        if not standing.has_role(giver, school.pk):
            raise PermissionDenied(_("This role is given by: %(giver)s.") % {"giver": giver.label})
        if standing.person_id == person.pk:
            raise PermissionDenied(_("Nobody gives a role to themselves."))
    role = Role.objects.create(
        person=person,
        school=school,
        name=name,
        starts=starts,
        ends=ends,
        granted_by=actor.person if actor else None,
    )
    trail.record(
        actor=actor,
        act="people.role_granted",
        subject=role,
        about=person.pk,
        school=school.pk,
        details={"role": name},
    )
    return role


@transaction.atomic
def open_sign_in(
    *, actor: User | None, person: Person, password: str | None = None, is_demo: bool = False
) -> User:
    """Give a person with an e-mail address a sign-in.

    Without a password it is entered by a code sent to that address. Refuses a person without an address,
    one who has a sign-in, and an address that is somebody else's: two people never share a sign-in.
    """
    if not person.email:
        raise RuleBroken(_("%(name)s has no e-mail address.") % {"name": person.name})
    if person.user_id:
        raise RuleBroken(_("%(name)s has a sign-in already.") % {"name": person.name})
    if User.objects.filter(email__iexact=person.email).exists():
        raise RuleBroken(_("Another sign-in uses this e-mail address. Two people cannot share one."))
    user = User.objects.create_user(person.email, password, is_demo=is_demo, language=person.language)
    confirm_address(user)
    person.user = user
    person.save(update_fields=["user"])
    trail.record(actor=actor, act="people.sign_in_opened", subject=user, about=person.pk)
    return user
