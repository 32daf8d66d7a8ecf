"""Pages on which dossiers are read."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents import services as documents
from documents.http import serve
from dossiers import access, shown
from dossiers import reading as readings
from dossiers.contents import EXTENSIONS
from dossiers.forms import OpenForm, SearchForm
from dossiers.lookup import look_up
from dossiers.models import Kind
from dossiers.opening import open_dossier
from ground import clock
from people.doors import fresh_sign_in, signed_in, staff_door, standing_of
from people.models import Person
from trail import services as trail
from trail.doors import get_visible_or_404


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The dossiers that the reader may read now, and for some the way to another."""
    standing = standing_of(request)
    mine = [
        (kind, person) for kind in Kind for person in access.own(standing, kind).order_by("first_name", "pk")
    ]
    may_open = {kind: access.openable(standing, kind) for kind in Kind}
    opens = standing.is_staff and any(people.exists() for people in may_open.values())
    if not (standing.is_staff or mine):
        raise Http404
    form = SearchForm(request.GET or None)
    context = {
        "form": form,
        "mine": mine,
        "opened": access.openings(standing).select_related("person").order_by("until"),
        "opens": opens,
        "register": access.sees_register(standing),
        "looked_up": look_up(may_open, form.words, request.GET.get("page")) if opens else None,
    }
    return render(request, "dossiers/index.html", context)


@require_safe
@signed_in
def dossier(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One person's story. A guardian and the person itself read it without the names of others."""
    standing = standing_of(request)
    if not access.readable(standing, kind).filter(pk=pk).exists():
        if access.openable(standing, kind).filter(pk=pk).exists():
            return redirect("dossiers:open", kind=kind, pk=pk)
        _no_content(request, kind, pk)
    person = get_visible_or_404(request, access.readable(standing, kind), pk, act="dossiers.dossier")
    reader = access.DossierAccess(standing, person, kind)
    opening = None if reader.is_own else access.openings(standing).filter(person=person, kind=kind).first()
    reading = _reading(person, kind, standing)
    own_papers = person.pk == standing.person_id
    _note_view(request, "dossiers.viewed", person, kind, opening)
    context = {
        "person": person,
        "kind": Kind(kind),
        "own": reader.is_own,
        "opening": opening,
        "entries": shown.covered_entries(reading, with_papers=own_papers)
        if reader.is_own
        else shown.plain_entries(reading),
    }
    return render(request, "dossiers/dossier.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
@fresh_sign_in
def open_(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Open a dossier beyond the daily duty: a reason, for half an hour."""
    standing = standing_of(request)
    person = get_visible_or_404(request, access.openable(standing, kind), pk, act="dossiers.open")
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        open_dossier(actor=standing.user, person=person, kind=kind, reason=form.cleaned_data["reason"])
        return redirect("dossiers:dossier", kind=kind, pk=pk)
    return render(request, "dossiers/open.html", {"form": form, "person": person, "kind": Kind(kind)})


@require_safe
@signed_in
def paper(request: HttpRequest, kind: str, pk: UUID, file: UUID) -> HttpResponseBase:
    """A paper out of a dossier that is open, or the reader's own. Papers of a child are asked at school:
    they may carry what is the other parent's."""
    standing = standing_of(request)
    person = get_visible_or_404(request, access.readable(standing, kind), pk, act="dossiers.paper")
    if access.DossierAccess(standing, person, kind).is_own and person.pk != standing.person_id:
        raise PermissionDenied(_("Ask the school for a copy of the dossier. Then the papers come with it."))
    if person.pk == standing.person_id and _names_others(person, kind, standing, file):
        raise PermissionDenied(_("Others are named in this paper. Ask the school for a copy of the dossier."))
    return hand_out(request, file, person, kind)


def hand_out(request: HttpRequest, file: UUID, person: Person, kind: str) -> HttpResponseBase:
    """A stored paper as a download, with a line in the trail."""
    stored = readings.paper_of(person, kind, file)
    if stored is None:
        raise Http404
    name = f"{clock.local(stored.created_at).date().isoformat()}.{EXTENSIONS.get(stored.content_type, 'bin')}"
    _note_view(request, "dossiers.paper_viewed", person, kind, stored)
    return serve(documents.read_stream(stored), name=name, content_type=stored.content_type, size=stored.size)


def _names_others(person: Person, kind: str, standing: Any, file: UUID) -> bool:
    reading = _reading(person, kind, standing, with_papers=True)
    cover = readings.Cover.by_rule(reading)
    return any(cover.leaves_out(paper) for paper in reading.papers if paper.stored.pk == file)


def _reading(person: Person, kind: str, standing: Any, *, with_papers: bool = False) -> readings.Reading:
    school = access.school_of(kind, person)
    if school is None:
        raise Http404
    return readings.read(
        person=person,
        kind=kind,
        school=school,
        until=clock.now(),
        recipient=standing.person_id,
        with_papers=with_papers,
    )


def _no_content(request: HttpRequest, kind: str, pk: UUID) -> None:
    """The office knows that the dossier exists; for everybody else it does not."""
    if access.known(standing_of(request), kind).filter(pk=pk).exists():
        raise PermissionDenied(
            _(
                "The school office never sees what is in a dossier. "
                "You register a request and hand over the copy."
            )
        )


def _note_view(request: HttpRequest, act: str, person: Person, kind: str, subject: Any) -> None:
    school = access.school_of(kind, person)
    trail.record_view(
        actor=request.user,
        act=act,
        subject=subject or person,
        about=person.pk,
        school=school.pk if school else None,
        details={"kind": kind},
    )
