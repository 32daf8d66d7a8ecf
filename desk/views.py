"""The home page: what waits for me."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.agenda import agenda_for
from people.doors import signed_in, staff_door, standing_of
from people.models import Role
from trail.models import Seal


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, in order of date; own steps are buttons, the rest says who is to move."""
    standing = standing_of(request)
    context = {"agenda": agenda_for(standing), "formal": not standing.is_staff}
    return render(request, "desk/home.html", context)


@require_safe
@staff_door
def trail_head(request: HttpRequest, head: str) -> HttpResponse:
    """Whether a seal that the board kept in a mail is still part of the trail. For the board alone."""
    if not standing_of(request).schools_as(Role.Name.BOARD):
        raise Http404
    seal = Seal.objects.filter(sha256=head).first()
    return render(request, "desk/trail_head.html", {"seal": seal})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "desk/accessibility.html")
