"""The door of the answering pages: by a mailed link, or signed in as the person who was asked.

The address in the mail carries the token. It answers with a redirect to a clean address and hands the token
to the browser in a signed cookie that goes to that one question only, so that it stands in no log, no
history and no Referer. Nothing is written when somebody, or a mail scanner, opens a link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from consent.access import visible_to
from consent.answers import request_of
from consent.models import Request
from consent.services import PURPOSE_OF_LINK
from documents import links
from documents.links import LinkRefused
from documents.models import PersonalLink
from people.doors import standing_of
from trail.doors import get_visible_or_404

COOKIE, DRAFT = "consent_link", "consent_draft"
SALT = "consent.doors"
COOKIE_AGE = 2 * 60 * 60
CLOSED = "closed"


@dataclass(frozen=True)
class Seat:
    """Who sits before which question: the holder of a link, or somebody who is signed in (`link` is None)."""

    question: Request
    link: PersonalLink | None = None

    def nonce(self) -> str:
        """A form number for the next page; signed-in pages do without."""
        return links.issue_nonce(self.link) if self.link else ""


def put_cookie(response: HttpResponse, name: str, value: str, *, path: str) -> None:
    """A signed cookie for one path, out of reach of scripts, gone after two hours."""
    response.set_signed_cookie(
        name,
        value,
        salt=SALT,
        max_age=COOKIE_AGE,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read_cookie(request: HttpRequest, name: str) -> str:
    """What `put_cookie` put; empty when it is not there, too old or altered."""
    return request.get_signed_cookie(name, default="", salt=SALT, max_age=COOKIE_AGE) or ""


def room_of(question: Request | UUID) -> str:
    """The path under which all pages of one question lie."""
    pk = question.pk if isinstance(question, Request) else question
    return reverse("consent:answer", kwargs={"pk": pk})


def let_in(token: str) -> HttpResponse:
    """To the question of a link, the token in a cookie; to the page of refusals when it is not good."""
    try:
        question = request_of(links.open_link(purpose=PURPOSE_OF_LINK, token=token))
    except LinkRefused as refused:
        return send_away(refused.reason, token)
    response = redirect(room_of(question))
    put_cookie(response, COOKIE, token, path=room_of(question))
    return _without_referrer(response)


def send_away(reason: str, token: str = "") -> HttpResponse:
    """To the page that says what to do. An expired token goes along in a cookie, to ask for a new link."""
    place = reverse("consent:link_refused")
    response = redirect(f"{place}?{urlencode({'why': reason})}")
    if reason == "expired" and token:
        put_cookie(response, COOKIE, token, path=place)
    return _without_referrer(response)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    # On this answer only: a page with a form under no-referrer sends "Origin: null", which the protection
    # against forged requests rightly refuses.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def answer_door(view: Callable[[HttpRequest, Seat], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the seat of whoever comes in; sends others to the page that says what to do."""

    @wraps(view)
    def door(request: HttpRequest, pk: UUID) -> HttpResponse:
        token = read_cookie(request, COOKIE)
        try:
            return view(request, _seat(request, pk, token))
        except LinkRefused as refused:
            return send_away(refused.reason, token)

    return door


def _seat(request: HttpRequest, pk: UUID, token: str) -> Seat:
    if token:
        link = links.open_link(purpose=PURPOSE_OF_LINK, token=token)
        question = request_of(link)
        if question.pk != pk:
            raise LinkRefused("unknown")
        return Seat(question, link)
    if not request.user.is_authenticated:
        raise LinkRefused(CLOSED)
    rows = visible_to(standing_of(request)).select_related("campaign__school", "person__user", "subject")
    return Seat(get_visible_or_404(request, rows, pk, act="consent.question_viewed"))
