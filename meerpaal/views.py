"""Pages that belong to no room."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ground import health


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere: say what to do, keep the reason to ourselves."""
    return render(request, "csrf_failure.html", status=403)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database and cache answer; 503 with the names of those that do not."""
    missing = health.missing()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: a calm page, 503 with when to try again while the database is away.

    Renders without request, context or database, since any of these may be what broke.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)
