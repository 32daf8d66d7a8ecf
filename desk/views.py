"""The home page: what waits for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.agenda import agenda_for
from people.doors import signed_in, standing_of


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, in order of date; own steps are buttons, the rest says who is to move."""
    return render(request, "desk/home.html", {"agenda": agenda_for(standing_of(request))})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "desk/accessibility.html")
