"""Pages about phones: a class at the door, one record, the desk, what a guardian sees. Acts: `acts.py`."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ground import clock
from people.doors import signed_in, staff_door, standing_of
from people.models import Person
from phones.access import BY_NAME, Access, at_desk, desk_schools, groups_for, visible_to
from phones.board import Board, at_the_desk, done_for, lines_for
from phones.forms import PouchForm
from phones.liability import OWN_RISK
from phones.models import Custody
from trail.doors import get_visible_or_404


def _asked(request: HttpRequest) -> UUID | None:
    """The phone that an act just dealt with, named in the address."""
    try:
        return UUID(request.GET.get("done", ""))
    except ValueError:
        return None


@require_safe
@staff_door
def groups(request: HttpRequest) -> HttpResponse:
    """The groups whose phones the reader sees; who sees one goes there, who sees none to the desk."""
    standing = standing_of(request)
    lines = lines_for(standing)
    if len(lines) == 1:
        return redirect("phones:group", lines[0].group.pk)
    if not lines:
        return redirect("phones:desk")
    context = {"lines": lines, "overdue": sum(line.overdue for line in lines)}
    return render(request, "phones/groups.html", context)


@require_safe
@staff_door
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One class: what was taken in on top, then a tile per pupil."""
    standing = standing_of(request)
    visible = groups_for(standing).select_related("school")
    found = get_visible_or_404(request, visible, pk, act="phones.group_viewed")
    context = {
        "board": Board(standing, found),
        "group": found,
        "now": clock.now(),
        "done": done_for(standing, _asked(request)),
        "own_risk": OWN_RISK,
    }
    return render(request, "phones/group.html", context)


@require_safe
@signed_in
def custody(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One record with its chain, for staff who may and for the guardian of the child."""
    standing = standing_of(request)
    visible = visible_to(standing).with_people()
    found = get_visible_or_404(request, visible, pk, act="phones.custody_viewed")
    context = {
        "custody": found,
        "chain": found.events.select_related("by", "corrects"),
        "access": Access(standing, found),
        "sees_group": groups_for(standing).filter(pk=found.class_group_id).exists(),
        "as_guardian": found.pupil_id in standing.wards,
        "is_today": clock.local(found.due_back).date() == clock.today(),
        "done": done_for(standing, _asked(request)),
    }
    return render(request, "phones/custody.html", context)


@require_safe
@staff_door
def desk(request: HttpRequest) -> HttpResponse:
    """Hand back by pouch number and first name, for everybody in the service of the school."""
    standing = standing_of(request)
    if not desk_schools(standing):
        raise PermissionDenied(_("Only people who work at the school hand a phone back."))
    form = PouchForm(request.GET or None)
    pouch = form.cleaned_data["pouch"] if form.is_bound and form.is_valid() else ""
    rows = at_desk(standing).held().select_related("pupil").order_by("pouch")
    context = {
        "rows": [] if form.errors else at_the_desk(rows, pouch),
        "form": form,
        "pouch": pouch,
        "no_number": not any(sign.isdigit() for sign in pouch),
        "done": done_for(standing, _asked(request), at_desk=True),
    }
    return render(request, "phones/desk.html", context)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The phones of the reader's own children that are or were at school."""
    standing = standing_of(request)
    if not standing.wards:
        raise Http404
    children = Person.objects.filter(pk__in=standing.wards).order_by(*BY_NAME)
    rows = visible_to(standing).filter(pupil__in=standing.wards).exclude(state=Custody.State.UNDONE)
    context = {"children": children, "rows": rows.with_people().order_by("-taken_at")[:50]}
    return render(request, "phones/mine.html", context)
