"""What holds for everyone who is signed in: language, length of a session, a second factor."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from ground import clock
from people.doors import standing_of

Handler = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "_started", "_seen"
SEEN_STEP = timedelta(minutes=1)
LANGUAGE = "_language"


class ReaderLanguage:
    """Dutch, unless the reader chose another language. What the browser asks for does not count:
    a Dutch school speaks Dutch until somebody says otherwise."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionLimits:
    """A session ends after half an hour without a request and after ten hours in any case.

    A request that a page makes by itself (htmx polling) does not count as a sign of life.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._over(request):
            logout(request)
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> bool:
        now = clock.now()
        started = _moment(request, STARTED) or now
        seen = _moment(request, SEEN) or now
        if now - seen > settings.SESSION_IDLE_LIMIT or now - started > settings.SESSION_ABSOLUTE_LIMIT:
            return True
        if STARTED not in request.session:
            request.session[STARTED] = now.isoformat()
        polls = request.headers.get("HX-Trigger-Name") == "poll"
        if SEEN not in request.session or (now - seen > SEEN_STEP and not polls):
            request.session[SEEN] = now.isoformat()
        return False


def _moment(request: HttpRequest, name: str) -> datetime | None:
    text = request.session.get(name)
    return datetime.fromisoformat(text) if text else None


class SecondFactor:
    """Staff without a second factor reach only the pages to set one up, and the way out."""

    # Names of views that stay open: sign-in and out, setting up and using a factor.
    OPEN_PREFIXES = ("account_", "mfa_", "live", "ready")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(self.OPEN_PREFIXES):
            return None
        if standing_of(request).is_staff and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return None
