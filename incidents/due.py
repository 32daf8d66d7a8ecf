"""What waits for somebody in cases: a new report, one's own next step, a decision, an invitation, a letter."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ground import clock
from incidents.access import banned_wards, own_sides, visible_to
from incidents.models import Incident, InvolvedPerson, Measure, Outcome, Route
from incidents.workflow import State
from people.calendar import SchoolCalendar
from people.due import Due
from people.models import Role
from people.standing import Standing

AT_MOST = 50
# How long a letter or an outcome stands on a guardian's desk.
NEWS = timedelta(days=14)

STEPS = {
    State.IN_ASSESSMENT: lambda: _("Assess"),
    State.OUT_OF_SCOPE: lambda: _("Close with a reason"),
    State.IN_HEARING: lambda: _("Hear both sides"),
    State.PROPOSAL: lambda: _("Hear both sides"),
    State.DECIDED: lambda: _("Send the letter"),
    State.LETTER_SENT: lambda: _("Close the case"),
}


def due_for(standing: Standing) -> list[Due]:
    """What waits for this reader; the same number of queries however many cases there are."""
    lines = _for_staff(standing) if standing.is_staff else []
    return lines + (_for_guardian(standing) if standing.wards else [])


def _for_staff(standing: Standing) -> list[Due]:
    roles = (Role.Name.CARE_COORDINATOR, Role.Name.DIRECTOR, Role.Name.BOARD)
    if not standing.schools_as(*roles):
        return []
    cases = visible_to(standing).defer("what").select_related("school").order_by("reported_at", "number")
    mine = Q(handler=standing.person_id) | Q(handler__isnull=True) | Q(state=State.PROPOSAL)
    found = [row for row in cases.open().filter(mine)[:AT_MOST] if _has_role(standing, row, roles)]
    calendars = {row.school_id: SchoolCalendar(row.school) for row in found}
    return [line for row in found if (line := _line(standing, row, calendars))]


def _has_role(standing: Standing, incident: Incident, roles: tuple[str, ...]) -> bool:
    return any(standing.has_role(role, incident.school_id) for role in roles)


def _line(standing: Standing, incident: Incident, calendars: dict[UUID, SchoolCalendar]) -> Due | None:
    url = reverse("incidents:case", kwargs={"pk": incident.pk})
    title = _("Case %(code)s") % {"code": incident.code}
    if incident.handler_id is None:
        new = _("Urgent report") if incident.route == Route.SEXUAL_OFFENCE else _("New report")
        term = respond_by(incident, calendars[incident.school_id])
        return Due(title=f"{new} {incident.code}", about="", step=_("Take in hand"), url=url, due=term)
    if incident.state == State.PROPOSAL and _decides(standing, incident):
        return Due(title=title, about=_about(incident), step=_("Decide"), url=url)
    if incident.handler_id == standing.person_id:
        step = STEPS[State(incident.state)]()
        return Due(title=title, about=_about(incident), step=step, url=url)
    return None


def _decides(standing: Standing, incident: Incident) -> bool:
    role = Role.Name.BOARD if incident.board_handles else Role.Name.DIRECTOR
    return standing.has_role(role, incident.school_id)


def _about(incident: Incident) -> str:
    return str(incident.get_category_display()) if incident.category else ""


def respond_by(incident: Incident, calendar: SchoolCalendar) -> datetime:
    """When a report must be in somebody's hands: a suspected offence the same day, else the next school day."""
    day = clock.local(incident.reported_at).date()
    if incident.route == Route.SEXUAL_OFFENCE:
        return clock.end_of_day(day)
    bell = calendar.bell(calendar.next_school_day(day))
    return bell[1] if bell else clock.end_of_day(day + timedelta(days=1))


def _for_guardian(standing: Standing) -> list[Due]:
    rows = own_sides(standing).select_related("hearing", "incident", "person").order_by("added_at")
    sides = list(rows[:AT_MOST])
    if not sides:
        return []
    recent = Measure.objects.filter(accused__in=[row.pk for row in sides], told_at__gt=standing.at - NEWS)
    told = set(recent.values_list("accused", flat=True))
    hidden = banned_wards(standing)
    return [
        line for row in sides if (line := _side(row, row.pk in told, row.person_id in hidden, standing.at))
    ]


def _side(row: InvolvedPerson, told: bool, hidden: bool, now: datetime) -> Due | None:
    url = reverse("incidents:own_side", kwargs={"pk": row.pk})
    name = row.person.first_name if row.person else ""
    if told:
        return Due(_("Letter from school"), name, _("Read the letter"), url)
    if row.incident.is_open and not row.hearing.is_done:
        when = None if hidden else row.hearing.meeting_at
        return Due(_("Talk at school"), name, _("Read the invitation"), url, when)
    closed_at = row.incident.closed_at
    if closed_at and closed_at > now - NEWS and row.incident.outcome != Outcome.MEASURE:
        return Due(_("Message from school"), name, _("Read the message"), url)
    return None
