"""Reporting, and the receipt."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import services
from incidents.access import receipts_of
from incidents.due import respond_by
from incidents.forms import OffenceForm, ReportForm, attempt
from incidents.models import Route
from people.calendar import SchoolCalendar
from people.doors import staff_door, standing_of
from people.models import School
from trail.doors import get_visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def report(request: HttpRequest) -> HttpResponse:
    """What happened, when, who, where: reported in under a minute. What was typed stays when a rule refuses."""
    standing, school = standing_of(request), school_of(request)
    form = ReportForm(request.POST or None, standing=standing, school=school)
    if form.is_valid():
        incident = attempt(form, services.report_incident, actor=request.user, school=school, **form.facts())
        if incident:
            return redirect("incidents:reported", pk=incident.pk)
    return render(request, "incidents/report.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def report_offence(request: HttpRequest) -> HttpResponse:
    """A suspected sexual offence, straight to the board."""
    school = school_of(request)
    form = OffenceForm(request.POST or None, school=school)
    if form.is_valid():
        act = services.report_sexual_offence_suspicion
        incident = attempt(form, act, actor=request.user, school=school, **form.facts())
        if incident:
            return redirect("incidents:reported", pk=incident.pk)
    return render(request, "incidents/report_offence.html", {"form": form})


@require_safe
@staff_door
def reported(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt: the number, what happens next and when. Only for the one who reported."""
    mine = receipts_of(standing_of(request)).select_related("school")
    incident = get_visible_or_404(request, mine, pk, act="incidents.receipt", restricted=True)
    offence = incident.route == Route.SEXUAL_OFFENCE
    term = respond_by(incident, SchoolCalendar(incident.school))
    context = {"incident": incident, "offence": offence, "staff": incident.route == Route.STAFF, "term": term}
    return render(request, "incidents/reported.html", context)


def school_of(request: HttpRequest) -> School:
    """The school for which the reader reports: the one where the reader works, else where a role is held."""
    standing = standing_of(request)
    schools = standing.employed_at or standing.schools
    school = School.objects.filter(pk__in=schools).order_by("name").first()
    if school is None:
        raise Http404
    return school
