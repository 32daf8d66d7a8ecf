"""Doors of views: who may come in at all. What is behind a door is narrowed by `visible_to`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from ground.http import is_htmx
from people.rights import schools_where
from people.standing import Standing
from trail import services as trail

View = Callable[..., HttpResponseBase]


def standing_of(request: HttpRequest) -> Standing:
    """The standing of whoever asks, read once per request."""
    if not hasattr(request, "standing"):
        request.standing = Standing.of(request.user)  # type: ignore[attr-defined,arg-type]
    return request.standing  # type: ignore[attr-defined]


def signed_in(view: View) -> View:
    """Anyone with a sign-in; others are asked to sign in first.

    A part of a page that is asked for after the session ended sends the whole page to the sign-in, and from
    there back: a sign-in form has no place inside a tile.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_htmx(request) and not request.user.is_authenticated:
            page = getattr(request, "htmx").current_url_abs_path or "/"  # noqa: B009 - set by middleware
            return HttpResponse(headers={"HX-Redirect": redirect_to_login(page).url})
        return login_required(view)(request, *args, **kwargs)

    return door


def staff_door(view: View) -> View:
    """Whoever works for a school or holds a role there. For others the page does not exist."""

    @signed_in
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not standing_of(request).is_staff:
            trail.record_refusal(
                actor=request.user, act="people.staff_door", details={"page": _page(request)}
            )
            raise Http404
        return view(request, *args, **kwargs)

    return door


def _page(request: HttpRequest) -> str:
    """The name of the page that was asked for; an address could hold somebody's name or key."""
    return request.resolver_match.view_name if request.resolver_match else ""


def right_door(resource: str, letter: str) -> Callable[[View], View]:
    """Whoever holds a role that gives the letter on the resource (`people.rights`); 403 for other staff."""

    def decorate(view: View) -> View:
        @staff_door
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not schools_where(standing_of(request), resource, letter):
                raise PermissionDenied(_("Your role does not allow this. Ask the director who may do it."))
            return view(request, *args, **kwargs)

        return door

    return decorate


def fresh_sign_in(view: View) -> View:
    """A heavy door: sign in again when the last time is more than a few minutes ago."""
    return reauthentication_required(view)
