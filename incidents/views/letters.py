"""The letter: writing it, looking it over, sending it, and taking the PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import http
from documents import services as documents
from ground.errors import RuleBroken
from incidents import services
from incidents.access import Access, letters_of
from incidents.casefile import CaseFile
from incidents.forms import LetterForm, attempt
from incidents.letter_text import places_of, suggested_places
from incidents.models import Measure
from incidents.steps import is_restricted
from incidents.views.shared import press, visible_part
from incidents.workflow import Act, may_follow
from people.doors import signed_in, staff_door, standing_of
from people.models import Person
from trail import services as trail
from trail.doors import get_visible_or_404

MEASURES = Measure.objects.select_related("accused__person", "decided_by__person")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def write_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill the places of the standard text."""
    measure = visible_part(request, MEASURES.all(), pk, Act.WRITE_LETTER)
    Access(standing_of(request), measure.incident).require(Act.WRITE_LETTER)
    file = CaseFile(measure.incident)
    draft = file.draft_of(measure)
    form = LetterForm(
        request.POST or None, initial=places_of(draft) if draft else suggested_places(file, measure)
    )
    if form.is_valid() and attempt(
        form, services.write_letter, actor=request.user, measure=measure, places=form.cleaned_data
    ):
        return redirect("incidents:letter", pk=measure.pk)
    return render(request, "incidents/write_letter.html", {"form": form, "measure": measure})


@require_safe
@staff_door
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter as it will look, with what would hold before a committee."""
    measure = visible_part(request, MEASURES.filter(verdict="imposed"), pk, Act.SEND_LETTER)
    access = Access(standing_of(request), measure.incident)
    if not access.reads_file:
        access.require(Act.SEND_LETTER)
    try:
        preview = services.preview_letter(measure=measure, recipient=_recipient(request, measure))
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("incidents:case", pk=measure.incident_id)
    context = {
        "measure": measure,
        "preview": preview,
        "letter": preview.letter.for_page(),
        "can_send": access.can(Act.SEND_LETTER) and may_follow(measure.incident.state, Act.SEND_LETTER),
    }
    return render(request, "incidents/letter.html", context)


@require_POST
@staff_door
def send_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it to each guardian with legal authority."""
    measure = visible_part(request, MEASURES.all(), pk, Act.SEND_LETTER)
    Access(standing_of(request), measure.incident).require(Act.SEND_LETTER)
    return press(
        request,
        measure.incident,
        services.send_letter,
        _("The letters have been sent."),
        refused_at=reverse("incidents:letter", kwargs={"pk": measure.pk}),
        measure=measure,
    )


@require_safe
@signed_in
def letter_pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A letter that was sent, as PDF: for its guardian and for who reads the file."""
    rows = letters_of(standing_of(request)).select_related("document", "measure__incident")
    found = get_visible_or_404(request, rows, pk, act="incidents.letter_read", restricted=True)
    incident = found.measure.incident
    trail.record_view(
        actor=request.user,
        act="incidents.letter_read",
        subject=found,
        school=incident.school_id,
        restricted=is_restricted(incident),
    )
    content = documents.read(found.document)
    return http.serve(content, name=f"brief-{incident.code}.pdf", content_type="application/pdf")


def _recipient(request: HttpRequest, measure: Measure) -> Person | None:
    """The guardian whose letter is shown (`?to=`); nobody chosen is the first."""
    wanted = request.GET.get("to", "")
    rows = CaseFile(measure.incident).guardians_with_authority(measure.accused)
    return next((row.guardian for row in rows if str(row.guardian_id) == wanted), None)
