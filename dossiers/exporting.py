"""Pages on which copies of dossiers are registered, checked, released and handed over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.http import serve
from dossiers import access, checking, services, shown
from dossiers import reading as readings
from dossiers.access import Access, visible_to
from dossiers.forms import CheckForm, ReasonForm, RegisterForm, SearchForm
from dossiers.lookup import PER_PAGE, look_up
from dossiers.models import Export, Kind
from dossiers.views import hand_out
from dossiers.workflow import SENTENCES, allowed
from ground import clock
from ground.errors import RuleBroken
from ground.http import is_htmx
from people.doors import fresh_sign_in, right_door, staff_door, standing_of
from trail import services as trail
from trail.doors import get_visible_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]
RELATED = ("person", "school", "recipient", "registered_by__person", "checked_by", "released_by__person")


@require_safe
@staff_door
def requests(request: HttpRequest) -> HttpResponse:
    """The register: who asked for a copy of whose dossier, and where it stands."""
    standing = standing_of(request)
    if not access.sees_register(standing):
        raise PermissionDenied(_("Your role has no part in requests for a dossier. Ask the school office."))
    rows = visible_to(standing).select_related("person")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"export": export, "kind": shown.STATUS[Export.State(export.state)]} for export in page]
    may_register = bool(access.registers_at(standing))
    return render(
        request, "dossiers/requests.html", {"page": page, "lines": lines, "may_register": may_register}
    )


@require_safe
@right_door("export", "U")
def choose(request: HttpRequest) -> HttpResponse:
    """Whose dossier is it about: the office looks somebody up."""
    schools = access.registers_at(standing_of(request))
    form = SearchForm(request.GET or None)
    people = {kind: access.subjects(kind, schools) for kind in Kind}
    looked_up = look_up(people, form.words, request.GET.get("page"))
    return render(request, "dossiers/choose.html", {"form": form, "looked_up": looked_up})


@require_http_methods(GET_OR_POST)
@right_door("export", "U")
def register(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """The office notes the request."""
    standing = standing_of(request)
    subjects = access.subjects(kind, access.registers_at(standing))
    person = get_visible_or_404(request, subjects, pk, act="dossiers.register")
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, person=person, kind=kind, initial={"received_on": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            export = services.register_request(actor=standing.user, person=person, kind=kind, **form.facts())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _("The request is registered. Who checks it has a message."))
            return redirect("dossiers:request", pk=export.pk)
    return render(request, "dossiers/register.html", {"form": form, "person": person, "kind": Kind(kind)})


@require_safe
@staff_door
def request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: where it stands, what can be done now and what happened. No content of the dossier."""
    export = _fetch(request, pk, "dossiers.request")
    may = Access(standing_of(request), export)
    state = Export.State(export.state)
    context = {
        "export": export,
        "may": may,
        "status": shown.STATUS[state],
        "sentence": SENTENCES[state],
        "acts": _acts(export, may),
        "stations": shown.stations(export),
        "steps": shown.step_lines(export),
        "works": state in (Export.State.RELEASED, Export.State.BUILDING),
    }
    part = "#status" if is_htmx(request) else ""
    return render(request, f"dossiers/request.html{part}", context)


def _acts(export: Export, may: Access) -> dict[str, bool]:
    """What this reader can do now."""
    return {
        "check": may.can_release and allowed("check", export.state),
        "release": may.can_release and allowed("release", export.state),
        "refuse": may.judges and allowed("refuse", export.state),
        "cancel": may.can_hand_over and allowed("cancel", export.state),
        "take": may.can_hand_over and allowed("take", export.state),
    }


@require_http_methods(GET_OR_POST)
@right_door("export", "A")
@fresh_sign_in
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole dossier with every name of others marked, and what goes out."""
    export = _fetch(request, pk, "dossiers.check")
    _only(Access(standing_of(request), export).can_release)
    reading = readings.read_for(export, clock.now())
    form = CheckForm(request.POST if request.method == "POST" else None, reading=reading, export=export)
    if form.is_bound and form.is_valid():
        try:
            checking.check_export(actor=standing_of(request).user, export=export, **form.facts())
        except RuleBroken as broken:
            form.refuse(broken)
            form.data = request.POST.copy()
            form.data["seen"] = reading.sha256
        else:
            messages.success(
                request, _("Checked. Now somebody can release the copy; you can do it yourself.")
            )
            return redirect("dossiers:request", pk=pk)
    if not form.is_bound:
        _note_view(request, "dossiers.check_viewed", export)
    context = {
        "export": export,
        "form": form,
        "entries": shown.marked_entries(reading),
        "places": shown.places(reading),
        "unread": [paper for paper in reading.papers if paper.text is None],
        "papers": reading.papers,
    }
    return render(request, "dossiers/check.html", context)


@require_safe
@right_door("export", "A")
@fresh_sign_in
def check_paper(request: HttpRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A paper that belongs to the copy, for who checks it."""
    export = _fetch(request, pk, "dossiers.check_paper")
    _only(Access(standing_of(request), export).can_release)
    return hand_out(request, file, export.person, export.kind)


@require_http_methods(GET_OR_POST)
@right_door("export", "A")
@fresh_sign_in
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the copy be made."""
    export = _fetch(request, pk, "dossiers.release")
    _only(Access(standing_of(request), export).can_release)
    if request.method != "POST":
        masks = [mask for mask in export.masks.all() if mask.hidden]
        ready = allowed("release", export.state)
        context = {"export": export, "masks": masks, "ready": ready, "sentence": SENTENCES[export.state]}
        return render(request, "dossiers/release.html", context)
    return _do(
        request,
        export,
        lambda: checking.release_export(actor=standing_of(request).user, export=export),
        _("Released. The file is being made."),
    )


@require_http_methods(GET_OR_POST)
@right_door("export", "A")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, with a reason."""
    export = _fetch(request, pk, "dossiers.refuse")
    _only(Access(standing_of(request), export).judges)
    return _with_reason(request, export, checking.refuse_export, "refuse", _("The request is refused."))


@require_http_methods(GET_OR_POST)
@right_door("export", "U")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw, with a reason."""
    export = _fetch(request, pk, "dossiers.cancel")
    return _with_reason(request, export, services.cancel_export, "cancel", _("The request is withdrawn."))


@require_http_methods(GET_OR_POST)
@right_door("export", "U")
@fresh_sign_in
def take(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take the file, once, to hand it over."""
    export = _fetch(request, pk, "dossiers.take")
    if request.method != "POST":
        ready = allowed("take", export.state)
        return render(
            request,
            "dossiers/take.html",
            {"export": export, "ready": ready, "sentence": SENTENCES[export.state]},
        )
    try:
        stored, pieces = services.take_export(actor=standing_of(request).user, export=export)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("dossiers:request", pk=pk)
    return serve(pieces, name=f"{export.number}.zip", content_type=stored.content_type, size=stored.size)


def _fetch(request: HttpRequest, pk: UUID, act: str) -> Export:
    rows = visible_to(standing_of(request)).select_related(*RELATED)
    return get_visible_or_404(request, rows, pk, act=act)


def _only(allowed_: bool) -> None:
    if not allowed_:
        raise PermissionDenied(_("Somebody else checks and releases this request: not who registered it."))


def _do(request: HttpRequest, export: Export, act: Callable[[], Any], done: str) -> HttpResponse:
    """An act without a form: done, or the sentence why not, on the page of the request."""
    try:
        act()
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, done)
    return redirect("dossiers:request", pk=export.pk)


def _with_reason(
    request: HttpRequest, export: Export, act: Callable[..., Any], name: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            act(actor=standing_of(request).user, export=export, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, done)
            return redirect("dossiers:request", pk=export.pk)
    return render(request, f"dossiers/{name}.html", {"form": form, "export": export})


def _note_view(request: HttpRequest, act: str, export: Export) -> None:
    trail.record_view(
        actor=request.user,
        act=act,
        subject=export,
        about=export.person_id,
        school=export.school_id,
        details={"kind": export.kind},
    )
