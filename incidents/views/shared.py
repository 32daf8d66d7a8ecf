"""What the pages of the acts share: the two doors, the form's page, and the way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ground.errors import RuleBroken
from ground.forms import CalmForm
from incidents.access import Access, visible_to
from incidents.casefile import CaseFile
from incidents.forms import attempt
from incidents.models import Incident
from incidents.workflow import Act
from people.doors import standing_of
from trail.doors import get_visible_or_404


def case_for(request: HttpRequest, pk: UUID, act: Act) -> Incident:
    """The case, if the reader sees it (404) and may do this act (403 with the reason)."""
    visible = visible_to(standing_of(request)).select_related("handler", "school")
    incident = get_visible_or_404(request, visible, pk, act=f"incidents.{act}", restricted=True)
    Access(standing_of(request), incident).require(act)
    return incident


def part_for(request: HttpRequest, rows: QuerySet[Any], pk: UUID, act: Act) -> Any:
    """A row of a case that the reader sees, with the same two doors."""
    found = visible_part(request, rows, pk, act)
    Access(standing_of(request), found.incident).require(act)
    return found


def visible_part(request: HttpRequest, rows: QuerySet[Any], pk: UUID, act: Act) -> Any:
    """A row of a case, if the reader sees the case."""
    rows = rows.filter(incident__in=visible_to(standing_of(request)).values("pk"))
    rows = rows.select_related("incident__handler", "incident__school")
    return get_visible_or_404(request, rows, pk, act=f"incidents.{act}", restricted=True)


def done(form: CalmForm, act: Callable[..., Model | None], **facts: Any) -> bool:
    """Do an act that gives nothing back; whether no rule refused it."""
    attempt(form, act, **facts)
    return not form.errors


def press(
    request: HttpRequest,
    incident: Incident,
    act: Callable[..., Any],
    said: str,
    *,
    refused_at: str = "",
    **facts: Any,
) -> HttpResponse:
    """Do an act that asks nothing; a refused rule becomes a message on the page of the case (`refused_at`)."""
    try:
        act(actor=request.user, **(facts or {"incident": incident}))
    except RuleBroken as broken:
        messages.error(request, f"{broken.message} ({broken.source})" if broken.source else broken.message)
        return redirect(refused_at or reverse("incidents:case", kwargs={"pk": incident.pk}))
    return back(request, incident, said)


def back(request: HttpRequest, incident: Incident, said: str) -> HttpResponse:
    """To the page of the case; to the list when the act took the case out of the reader's sight (X1)."""
    messages.success(request, said)
    if visible_to(standing_of(request)).filter(pk=incident.pk).exists():
        return redirect("incidents:case", pk=incident.pk)
    return redirect("incidents:list")


def ask(
    request: HttpRequest,
    incident: Incident,
    form: CalmForm,
    heading: str,
    button: str,
    *,
    lead: str = "",
    told: str = "",
) -> HttpResponse:
    """The page of one act: its form, its button, and what was written before (`told`)."""
    context = {
        "incident": incident,
        "form": form,
        "heading": heading,
        "button": button,
        "lead": lead,
        "told": told,
        "file": CaseFile(incident),
    }
    return render(request, "incidents/act.html", context)
