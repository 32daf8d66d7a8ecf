"""Reporting: what happened, when, where, who. The handler judges the rest.

A report finds its way by itself: conduct of staff to director and board, a director in conflict to the board
alone, a suspected sexual offence straight to the board (WPO 4a).
"""

from collections.abc import Iterable, Sequence
from datetime import date, time
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from incidents.conflict import shut_out
from incidents.models import CaseNumber, Incident, InvolvedPerson, Part, Platform, Route
from incidents.steps import write
from incidents.telling import tell_report
from incidents.workflow import Act
from people.access import visible_to as people_visible_to
from people.contact import holders
from people.models import Employment, Person, Role, School, User
from people.rights import may
from people.standing import Standing


@transaction.atomic
def report_incident(
    *,
    actor: User,
    school: School,
    key: UUID,
    what: str,
    happened_on: date,
    happened_at: time | None = None,
    platform: str = "",
    platform_other: str = "",
    pupils: Sequence[Person] = (),
    names: Sequence[str] = (),
    nobody_known: bool = False,
    staff_member: Person | None = None,
    unnamed_staff: bool = False,
    worries_at_home: bool = False,
) -> Incident:
    """Report what happened; gives the case, the earlier one when this form was sent before.

    `key` comes with the form. `pupils` are pupils whom the reporter may see, `names` what was typed,
    `staff_member` whose conduct it is about (`unnamed_staff`: a member of staff, nobody knows who). Refuses a
    future date, a report about nobody without `nobody_known`, and a pupil out of sight.
    """
    standing = _reporter(actor, school, "pupil_case")
    counter = _counter(school)
    earlier = Incident.objects.filter(reporter=standing.person_id, client_key=key).first()
    if earlier:
        return earlier
    about_staff = unnamed_staff or staff_member is not None
    if not (pupils or names or about_staff or nobody_known):
        raise RuleBroken(_("Write a name, or choose “I do not know”."), field="names")
    _refuse_future(happened_on, happened_at)
    _refuse_unknown(standing, school, pupils, staff_member)
    incident = Incident(
        school=school,
        client_key=key,
        reporter=actor.person,
        reported_at=clock.now(),
        happened_on=happened_on,
        happened_at=happened_at,
        platform=platform,
        platform_other=platform_other if platform == Platform.OTHER else "",
        what=what,
        worries_at_home=worries_at_home,
        route=Route.STAFF if about_staff else Route.ORDINARY,
    )
    return _open_case(actor, incident, counter, pupils, names, staff_member)


@transaction.atomic
def report_sexual_offence_suspicion(
    *,
    actor: User,
    school: School,
    key: UUID,
    what: str,
    names: Sequence[str] = (),
    staff_member: Person | None = None,
) -> Incident:
    """Report a suspected sexual offence straight to the board (WPO 4a); nobody else sees it.

    Asks nothing but what the reporter knows; the same form sent twice gives the same case.
    """
    standing = _reporter(actor, school, "sexual_offence_case")
    counter = _counter(school)
    earlier = Incident.objects.filter(reporter=standing.person_id, client_key=key).first()
    if earlier:
        return earlier
    _refuse_unknown(standing, school, (), staff_member)
    incident = Incident(
        school=school,
        client_key=key,
        reporter=actor.person,
        reported_at=clock.now(),
        what=what,
        route=Route.SEXUAL_OFFENCE,
        board_handles=True,
        worries_at_home=True,  # nothing goes to guardians by itself before the board has spoken
    )
    return _open_case(actor, incident, counter, (), names, staff_member)


def _open_case(
    actor: User,
    incident: Incident,
    counter: CaseNumber,
    pupils: Iterable[Person],
    names: Iterable[str],
    staff_member: Person | None,
) -> Incident:
    """Give the case its number and its people, write it down, and tell those who handle it."""
    people = [InvolvedPerson(incident=incident, person=pupil) for pupil in pupils]
    people += [InvolvedPerson(incident=incident, name=name) for name in names]
    if staff_member is not None:
        people.append(InvolvedPerson(incident=incident, person=staff_member, part=Part.ACCUSED))
    for row in people:
        row.added_at = incident.reported_at
    shut = shut_out(people)
    incident.board_handles = board_must_handle(incident, people, shut)
    counter.last += 1
    counter.save(update_fields=["last"])
    incident.year, incident.number = counter.year, counter.last
    incident.save(force_insert=True)
    InvolvedPerson.objects.bulk_create(people)
    write(actor=actor, incident=incident, act=Act.REPORT, details={"route": incident.route})
    tell_report(incident, shut)
    return incident


def board_must_handle(incident: Incident, people: list[InvolvedPerson], shut: set[UUID]) -> bool:
    """Whether the board takes the director's place: a director is shut out, staff unknown, or a 4a report."""
    if incident.route == Route.SEXUAL_OFFENCE:
        return True
    accused = [row for row in people if row.part == Part.ACCUSED and row.person_id]
    if incident.route == Route.STAFF and not accused:
        return True
    directors = {person.pk for person in holders(Role.Name.DIRECTOR, incident.school_id)}
    return bool(directors & shut)


def _reporter(actor: User, school: School, resource: str) -> Standing:
    standing = Standing.of(actor)
    if not standing.is_staff or not may(standing, resource, "C", school.pk):
        raise PermissionDenied(_("Only people who work for the school report here."))
    return standing


def _counter(school: School) -> CaseNumber:
    """The counter of this year, locked: reports of one school wait for each other here, so no number is lost."""
    year = clock.today().year
    counters = CaseNumber.objects.select_for_update().filter(school=school, year=year)
    if found := counters.first():
        return found
    CaseNumber.objects.bulk_create([CaseNumber(school=school, year=year)], ignore_conflicts=True)
    return counters.get()


def _refuse_future(day: date, hour: time | None) -> None:
    now = clock.local(clock.now())
    if day > now.date() or (day == now.date() and hour is not None and hour > now.time()):
        raise RuleBroken(_("That moment is still to come. When was it?"), field="happened_on")


def _refuse_unknown(
    standing: Standing, school: School, pupils: Sequence[Person], staff_member: Person | None
) -> None:
    wanted = {pupil.pk for pupil in pupils}
    if wanted and people_visible_to(standing).filter(pk__in=wanted).count() != len(wanted):
        raise RuleBroken(_("Choose pupils of your own class, or type a name."), field="pupils")
    if staff_member is None:
        return
    if not Employment.objects.today().filter(person=staff_member, school=school).exists():
        raise RuleBroken(_("Choose somebody who works at the school."), field="staff_member")
