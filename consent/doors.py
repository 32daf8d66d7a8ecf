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
from trail import services as trail
from trail.doors import get_visible_or_404

COOKIE, DRAFT = "consent_link", "consent_draft"
SALT = "consent.doors"
COOKIE_AGE = 2 * 60 * 60
CLOSED = "closed"


class SomebodyElse(LinkRefused):
    """The link is of another person than who is signed in; the reader learns no more than of any bad link."""

    def __init__(self) -> None:
        super().__init__("unknown")


@dataclass(frozen=True)
class Seat:
    """Who sits before which question: the holder of a link, or somebody who is signed in (`link` is None)."""

    question: Request
    link: PersonalLink | None = None

    def nonce(self) -> str:
        """A form number for the next page; signed-in pages do without."""
        return links.issue_nonce(self.link) if self.link else ""


def put_cookie(response: HttpResponse, name: str, value: str, *, path: str) -> None:
    """A signed cookie for one path, out of reach of scripts; gone with the browser, worth two hours."""
    response.set_signed_cookie(
        name,
        value,
        salt=SALT,
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


def let_in(request: HttpRequest, token: str) -> HttpResponse:
    """To the question of a link, the token in a cookie; to the page of refusals when it is not good."""
    try:
        question = request_of(_link_of_reader(request, token))
    except LinkRefused as refused:
        return _turn_away(request, refused, token)
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


def _turn_away(request: HttpRequest, refused: LinkRefused, token: str) -> HttpResponse:
    # Outside any transaction: that somebody was sent away stays true.
    reason = "somebody_else" if isinstance(refused, SomebodyElse) else refused.reason
    trail.record_refusal(actor=request.user, act="consent.link_refused", details={"reason": reason})
    return send_away(refused.reason, token)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    # On this answer only: a page with a form under no-referrer sends "Origin: null", which the protection
    # against forged requests rightly refuses.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def answer_door(view: Callable[[HttpRequest, Seat], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the seat of whoever comes in; sends others to the page that says what to do.

    The view itself may raise LinkRefused too. Each refusal leaves a line in the trail.
    """

    @wraps(view)
    def door(request: HttpRequest, pk: UUID) -> HttpResponse:
        token = read_cookie(request, COOKIE)
        try:
            return view(request, _seat(request, pk, token))
        except LinkRefused as refused:
            return _turn_away(request, refused, token)

    return door


def _link_of_reader(request: HttpRequest, token: str) -> PersonalLink:
    """The link behind a token, unless somebody else is signed in: who signs must be who was asked."""
    link = links.open_link(purpose=PURPOSE_OF_LINK, token=token)
    if request.user.is_authenticated and standing_of(request).person_id != link.person:
        raise SomebodyElse
    return link


def _seat(request: HttpRequest, pk: UUID, token: str) -> Seat:
    try:
        return _seat_by_link(request, pk, token)
    except SomebodyElse:
        raise
    except LinkRefused:  # a link that ended does not stand in the way of who is signed in
        if not request.user.is_authenticated:
            raise
    rows = visible_to(standing_of(request)).select_related("campaign__school", "person__user", "subject")
    return Seat(get_visible_or_404(request, rows, pk, act="consent.question_viewed"))


def _seat_by_link(request: HttpRequest, pk: UUID, token: str) -> Seat:
    if not token:
        raise LinkRefused(CLOSED)
    link = _link_of_reader(request, token)
    question = request_of(link)
    if question.pk != pk:
        raise LinkRefused("unknown")
    return Seat(question, link)
