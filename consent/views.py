"""Answering: from the link in the mail, or signed in, to the signed answer and back to change it.

Opening changes nothing. Choosing keeps the choice in a signed cookie of this one question; only signing
records it.
"""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consent import answers as acts
from consent.access import visible_to
from consent.doors import (
    CLOSED,
    COOKIE,
    DRAFT,
    Seat,
    answer_door,
    let_in,
    put_cookie,
    read_cookie,
    room_of,
    send_away,
)
from consent.forms import ChoiceForm, SignForm
from consent.lines import chosen_lines, key_of, lines_of, own_answers
from consent.models import ItemText
from consent.services import current_texts
from documents.links import SENTENCES, LinkRefused
from ground.errors import RuleBroken
from people.doors import signed_in, standing_of

# What the page of refusals can be about, beside the reasons of a link itself.
OTHER_REASONS = (CLOSED, "sent")


@csrf_exempt
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the mail. Changes nothing, by any method: it only leads on, without the token.

    Every method gets the same redirect: an answer in the 400s would write the address to the log.
    """
    return let_in(request, token.strip("/"))


@require_safe
def link_refused(request: HttpRequest) -> HttpResponse:
    """What to do when a link does not open."""
    why = request.GET.get("why", "")
    why = why if why in SENTENCES or why in OTHER_REASONS else "unknown"
    context = {"why": why, "sentence": SENTENCES.get(why, ""), "can_renew": why == "expired"}
    if why == "expired":
        context["can_renew"] = bool(read_cookie(request, COOKIE))
    return render(request, "consent/link_refused.html", context, status=200 if why == "sent" else 410)


@require_POST
def link_renew(request: HttpRequest) -> HttpResponse:
    """Ask for a new link instead of one that has expired; the answer is the same for everyone."""
    acts.renew_link(token=read_cookie(request, COOKIE))
    return send_away("sent")


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own questions, per child, the latest per purpose."""
    standing = standing_of(request)
    rows = visible_to(standing).with_answered().select_related("subject", "campaign__school")
    rows = rows.order_by("subject", "campaign__purpose", "-created_at")
    questions = sorted(
        rows.distinct("subject", "campaign__purpose"),
        key=lambda row: (row.subject.first_name, row.subject_id, str(row.campaign.label)),
    )
    said = own_answers(standing.person_id)
    pairs = [(row, said.get(key_of(row), [])) for row in questions]
    return render(request, "consent/mine.html", {"questions": questions, "pairs": pairs})


@require_http_methods(["GET", "HEAD", "POST"])
@answer_door
def answer(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The question itself; a choice leads to the page that sums it up. Who answered sees that first."""
    texts = _texts(seat)
    draft = _draft(request)
    if request.method != "POST" and not draft and "change" not in request.GET and _answered(seat):
        return redirect("consent:done", pk=seat.question.pk)
    form = ChoiceForm(request.POST if request.method == "POST" else None, texts=texts, initial=draft)
    if form.is_valid():
        response = redirect("consent:check", pk=seat.question.pk)
        put_cookie(response, DRAFT, json.dumps(form.cleaned_data["answers"]), path=room_of(seat.question))
        return response
    opened = bool(form.errors or draft)
    return render(request, "consent/answer.html", _page(seat, texts, form=form, opened=opened))


@require_safe
@answer_door
def check(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The choices in a row, to change or to sign."""
    texts = _texts(seat)
    draft = _draft(request)
    if not draft:
        return redirect("consent:answer", pk=seat.question.pk)
    said = acts.current_answers(seat.question)
    shown = acts.hash_of_page(texts, seat.question.subject.first_name, said)
    form = SignForm(texts=texts, initial={**draft, "shown": shown, "nonce": seat.nonce()})
    return _check_page(request, seat, texts, form)


@require_POST
@answer_door
def sign(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Record what stood on the page that was signed."""
    texts = _texts(seat)
    form = SignForm(request.POST, texts=texts)
    if form.is_valid():
        try:
            _sign(request, seat, form)
        except RuleBroken as broken:
            form.refuse(broken)
        except LinkRefused as refused:
            return _refused(seat, refused)
        else:
            response = redirect("consent:done", pk=seat.question.pk)
            response.delete_cookie(DRAFT, path=room_of(seat.question), samesite="Lax")
            return response
    return _check_page(request, seat, texts, form)


def _sign(request: HttpRequest, seat: Seat, form: SignForm) -> None:
    facts = form.cleaned_data
    signed = {"answers": form.answers(), "signed_name": facts["signed_name"], "shown": facts["shown"]}
    if seat.link:
        acts.answer(link=seat.link, nonce=facts["nonce"], **signed)
    else:
        acts.answer_signed_in(actor=request.user, request=seat.question, **signed)  # type: ignore[arg-type]


@require_safe
@answer_door
def done(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What was answered, what may happen now, and how to change it; withdrawing is on this page."""
    if not _answered(seat):
        return redirect("consent:answer", pk=seat.question.pk)
    lines = lines_of(seat.question)
    context = {
        "lines": lines,
        "yes_count": sum(line.can_withdraw for line in lines),
        "withdrawn": ", ".join(line.label.lower() for line in lines if line.is_withdrawn),
        "open_count": sum(line.is_open for line in lines),
        "again": "again" in request.GET,
        "nonce": seat.nonce(),
    }
    return render(request, "consent/done.html", _page(seat, _texts(seat), **context))


@require_POST
@answer_door
def withdraw(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One click: a yes taken back, for one medium or for all."""
    medium = request.POST.get("medium", "")
    try:
        if seat.link:
            acts.withdraw(link=seat.link, nonce=request.POST.get("nonce", ""), medium=medium)
        else:
            acts.withdraw_signed_in(actor=request.user, request=seat.question, medium=medium)  # type: ignore[arg-type]
    except LinkRefused as refused:
        return _refused(seat, refused)
    except RuleBroken as broken:  # the authority ended between the page and the click
        raise LinkRefused("revoked") from broken
    return redirect("consent:done", pk=seat.question.pk)


# -- what these pages share --------------------------------------------------------------------------------


def _texts(seat: Seat) -> list[ItemText]:
    return current_texts(seat.question.campaign.school_id, seat.question.campaign.purpose)


def _answered(seat: Seat) -> bool:
    return bool(acts.current_answers(seat.question))


def _draft(request: HttpRequest) -> dict[str, str]:
    """What was chosen on this question and not signed yet."""
    kept = read_cookie(request, DRAFT)
    return json.loads(kept) if kept else {}


def _check_page(request: HttpRequest, seat: Seat, texts: list[ItemText], form: SignForm) -> HttpResponse:
    lines = chosen_lines(seat.question, texts, form.answers())
    return render(request, "consent/check.html", _page(seat, texts, form=form, lines=lines))


def _refused(seat: Seat, refused: LinkRefused) -> HttpResponse:
    """A form that was sent before changes nothing; what it did then stands on the page of answers."""
    if refused.reason == "replayed":
        response = redirect("consent:done", pk=seat.question.pk)
        response.headers["Location"] += "?again=1"
        return response
    raise refused


def _page(seat: Seat, texts: list[ItemText], **more: object) -> dict[str, object]:
    """What every page of a question shows around it: by link only the first name, and no way around."""
    name = seat.question.subject.first_name
    words = texts[0].shown_for(name) if texts else {}
    return {
        "question": seat.question,
        "name": name,
        "words": words,
        "assurances": words.get("assurance", "").splitlines(),
        "explanation": words.get("explanation", "").splitlines(),
        "by_link": seat.link is not None,
        "school": seat.question.campaign.school,
        **more,
    }
