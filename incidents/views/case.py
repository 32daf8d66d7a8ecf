"""The list of cases, and one case."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from incidents.access import Access, receipts_of, visible_to
from incidents.casefile import CaseFile
from incidents.forms import FilterForm
from incidents.models import CaseEvent, InvolvedPerson, Route
from incidents.outline import Outline
from incidents.steps import is_restricted
from incidents.track import stations
from incidents.workflow import Act
from people.doors import staff_door, standing_of
from trail import services as trail
from trail.doors import get_visible_or_404

PER_PAGE = 25
RECEIPTS = 10


@require_safe
@staff_door
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see, newest first; below them what the reader reported."""
    standing = standing_of(request)
    form = FilterForm(request.GET)
    visible = visible_to(standing)
    people = InvolvedPerson.objects.select_related("person").order_by("added_at", "pk")
    cases = form.narrow(visible.newest_first(), standing).defer("what").select_related("handler")
    cases = cases.prefetch_related(Prefetch("people", people))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "left_out": visible.count() - page.paginator.count,
        "receipts": list(receipts_of(standing).defer("what").newest_first()[:RECEIPTS]),
    }
    return render(request, "incidents/list.html", context)


@require_safe
@staff_door
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case as far as the reader may read it; that it was read stands in the trail."""
    visible = visible_to(standing_of(request)).select_related("handler", "reporter", "school")
    incident = get_visible_or_404(request, visible, pk, act="incidents.viewed", restricted=True)
    access, file = Access(standing_of(request), incident), CaseFile(incident)
    trail.record_view(
        actor=request.user,
        act="incidents.viewed",
        subject=incident,
        school=incident.school_id,
        restricted=is_restricted(incident),
    )
    outline = Outline(access, file)
    events = list(incident.events.select_related("actor__person").order_by("id"))
    context = {
        "incident": incident,
        "access": access,
        "file": file,
        "next": outline.next_act(),
        "blocked": outline.blocked(),
        "possible": outline.possible(),
        "stations": stations(file, events) if access.reads_file else [],
        "events": story_of(access, events),
        "offence": incident.route == Route.SEXUAL_OFFENCE,
    }
    return render(request, "incidents/case.html", context)


def story_of(access: Access, events: list[CaseEvent]) -> list[dict[str, Any]]:
    """What happened, for this reader: a teacher reads the steps and the own notes, not what others wrote."""
    return [_told(access, event) for event in events if access.reads_file or _open_to_teacher(access, event)]


def _open_to_teacher(access: Access, event: CaseEvent) -> bool:
    own_note = event.act == Act.NOTE and event.actor_id == access.standing.user.pk
    return own_note or event.act in (Act.REPORT, Act.TAKE, Act.REOPEN)


def _told(access: Access, event: CaseEvent) -> dict[str, Any]:
    mine = event.actor_id == access.standing.user.pk
    named = event.act != Act.REPORT or access.can_see_reporter
    words = access.reads_file or (mine and event.act == Act.NOTE)
    label = Act(event.act).label
    text = f"{str(label).capitalize()}. {event.text}" if words and event.text else str(label).capitalize()
    return {"at": event.at, "text": text, "by": event.actor.person.name if named else ""}
