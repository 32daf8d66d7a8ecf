"""Pages for the tests of the middleware and the door."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from trail.doors import get_visible_or_404


def closed(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        raise PermissionDenied("Only the handler may close this.")


def opened(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def user(request: HttpRequest, pk: UUID) -> HttpResponse:
    visible = get_user_model().objects.filter(pk=request.user.pk)
    return HttpResponse(get_visible_or_404(request, visible, pk, act="tests.user").email)


rooms = [
    path("closed/", closed, name="close"),
    path("open/", opened, name="open"),
    path("<uuid:pk>/", user, name="user"),
]
urlpatterns = [path("rooms/", include((rooms, "rooms"))), path("lone/", closed, name="lone")]
