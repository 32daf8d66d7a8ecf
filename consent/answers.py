"""Answering, changing and withdrawing: the acts of the person who was asked.

By a mailed link or signed in, the same act on the same ledger. Each act takes the person's turn first (a lock
on that person), so that of two browsers one writes after the other and a chain never forks.
"""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consent import post
from consent.access import capacity_of, visible_to
from consent.choices import Answer, Method
from consent.models import ConsentItem, Decision, ItemText, Request, digest
from consent.result import Facts
from consent.services import PURPOSE_OF_LINK, current_texts, send_link
from documents import links
from documents.links import LinkRefused
from documents.models import PersonalLink
from ground import clock
from ground.crypto import hash_token
from ground.errors import RuleBroken
from people.models import Person, User
from trail import services as trail

EVERYTHING = "all"
ONE_DAY = timedelta(days=1)
YES, NO = Answer.YES, Answer.NO


@dataclass(frozen=True)
class Way:
    """How somebody acts: by a mailed link (nobody is signed in) or signed in."""

    method: str
    actor: User | None = None
    link: UUID | None = None


# -- the four acts -----------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    *, link: PersonalLink, nonce: str, answers: dict[str, str], signed_name: str, shown: str
) -> list[Decision]:
    """Sign answers by a mailed link: `answers` maps a medium to "yes" or "no", what is left out stays open.

    `shown` is `hash_of_page` of the page that was signed. Gives the new rows; an answer that stays the same
    makes none. Raises LinkRefused for a link or form that is not good (any more) and RuleBroken.
    """
    request = request_of(link)
    links.spend_nonce(link, nonce)
    way = Way(Method.PERSONAL_LINK, link=link.pk)
    return _answer(way, request, answers, signed_name, shown)


@transaction.atomic
def answer_signed_in(
    *, actor: User, request: Request, answers: dict[str, str], signed_name: str, shown: str
) -> list[Decision]:
    """The same as `answer`, by the person who was asked, signed in. Raises RuleBroken."""
    _check_own(actor, request)
    return _answer(Way(Method.ACCOUNT, actor=actor), request, answers, signed_name, shown)


@transaction.atomic
def withdraw(*, link: PersonalLink, nonce: str, medium: str) -> list[Decision]:
    """Take a yes back by a mailed link, for one medium or for "all".

    Counts at once, asks no reason, has no last day (AVG 7(3)). Raises as `answer` does.
    """
    request = request_of(link)
    links.spend_nonce(link, nonce)
    return _withdraw(Way(Method.PERSONAL_LINK, link=link.pk), request, medium)


@transaction.atomic
def withdraw_signed_in(*, actor: User, request: Request, medium: str) -> list[Decision]:
    """The same as `withdraw`, signed in."""
    _check_own(actor, request)
    return _withdraw(Way(Method.ACCOUNT, actor=actor), request, medium)


def request_of(link: PersonalLink) -> Request:
    """The question behind a link, while its person may answer it; raises LinkRefused("revoked") when not.

    Whether the guardian still has authority is asked anew each time, whatever happened to the link.
    """
    rows = Request.objects.select_related("campaign__school", "person__user", "subject")
    request = rows.filter(pk=link.subject, person=link.person).first()
    if link.purpose != PURPOSE_OF_LINK or request is None or capacity_of(request, clock.today()) is None:
        raise LinkRefused("revoked")
    return request


@transaction.atomic
def renew_link(*, token: str) -> bool:
    """Mail a fresh link to the person of a link that has expired, at the address the school knows.

    Once a day per question; gives whether a mail is owed. The one who asks learns nothing from it, so the
    page says the same in every case.
    """
    old = PersonalLink.objects.filter(
        token_hash=hash_token(token), purpose=PURPOSE_OF_LINK, revoked_at__isnull=True
    ).first()
    if old is None or old.valid_until > clock.now():
        return False
    try:
        request = request_of(old)
    except LinkRefused:
        return False
    Request.objects.select_for_update(no_key=True).get(pk=request.pk)  # of two clicks one waits here
    fresh = PersonalLink.objects.filter(subject=request.pk, created_at__gt=clock.now() - ONE_DAY)
    if fresh.exists() or post.is_banned(request) or not (request.person.user_id or request.person.email):
        return False
    key = f"consent.link:{request.pk}:{clock.today()}"
    send_link(actor=None, request=request, kind="consent.link", key=key)
    trail.record(actor=None, act="consent.link_renewed", subject=request, about=request.subject_id)
    return True


# -- what they share ---------------------------------------------------------------------------------------


def hash_of_texts(texts: list[ItemText], name: str) -> str:
    """One hash over the words of a whole page, to notice that they changed between reading and signing."""
    return digest({str(text.item_id): text.hash_for(name) for text in texts})


def hash_of_page(texts: list[ItemText], name: str, said: dict[UUID, Decision]) -> str:
    """`hash_of_texts`, and one over the answers that stood (`current_answers`), to notice that they changed."""
    words = hash_of_texts(texts, name)
    return f"{words}.{digest({str(item): row.pk for item, row in said.items()})}" if said else words


def current_answers(request: Request) -> dict[UUID, Decision]:
    """The latest answer of the person of a request, by item of its purpose."""
    rows = Decision.objects.filter(
        person=request.person_id,
        subject=request.subject_id,
        subject_kind=request.subject_kind,
        item__purpose=request.campaign.purpose,
        item__school=request.campaign.school_id,
    )
    latest = rows.order_by("item", "-number").distinct("item").select_related("item", "text")
    return {row.item_id: row for row in latest}


def _check_own(actor: User, request: Request) -> None:
    if not visible_to(actor).filter(pk=request.pk).exists():
        raise RuleBroken(_("You cannot answer this question. Call the school if that is not right."))


def _answer(
    way: Way, request: Request, answers: dict[str, str], signed_name: str, shown: str
) -> list[Decision]:
    _check_name(signed_name)
    capacity, before = _take_turn(request)
    texts = current_texts(request.campaign.school_id, request.campaign.purpose)
    by_medium = {str(text.item.medium): text for text in texts}
    if not answers or not answers.keys() <= by_medium.keys() or not set(answers.values()) <= {YES, NO}:
        raise RuleBroken(_("Choose yes or no."))
    new = [(by_medium[medium], chosen) for medium, chosen in answers.items()]
    new = [(text, chosen) for text, chosen in new if _differs(before.get(text.item_id), text, chosen)]
    if not new:
        return []  # a second click on the same form
    _check_shown(shown, hash_of_page(texts, request.subject.first_name, before))
    return _write(way, request, capacity, before, new, signed_name, act="consent.answered")


def _check_name(signed_name: str) -> None:
    """A name is two words or more, each with a letter in it."""
    words = [
        word for word in signed_name.split() if any(unicodedata.category(sign)[0] == "L" for sign in word)
    ]
    if len(words) < 2:
        raise RuleBroken(_("Write your first name and surname."), field="signed_name")


def _check_shown(shown: str, now: str) -> None:
    """What was signed is what would stand on the page now: the same words, over the same answers."""
    if shown.partition(".")[0] != now.partition(".")[0]:
        raise RuleBroken(_("The question has changed. Please read it again."))
    if shown != now:
        raise RuleBroken(_("Your answer has changed since. Read it again."))


def _withdraw(way: Way, request: Request, medium: str) -> list[Decision]:
    capacity, before = _take_turn(request)
    given = [row for row in before.values() if row.answer == YES and medium in (EVERYTHING, row.item.medium)]
    new = [(row.text, Answer.WITHDRAWN.value) for row in given]
    return _write(way, request, capacity, before, new, "", act="consent.withdrawn")


def _take_turn(request: Request) -> tuple[str, dict[UUID, Decision]]:
    """Wait for this person's other act, if any; gives the capacity to act in and what was said."""
    Person.objects.select_for_update(no_key=True).get(pk=request.person_id)
    capacity = capacity_of(request, clock.today())
    if capacity is None:
        raise RuleBroken(_("You cannot answer this question any more. Call the school if that is not right."))
    return capacity, current_answers(request)


def _differs(before: Decision | None, text: ItemText, chosen: str) -> bool:
    return before is None or before.answer != chosen or before.text_id != text.pk


def _write(
    way: Way,
    request: Request,
    capacity: str,
    before: dict[UUID, Decision],
    new: list[tuple[ItemText, str]],
    signed_name: str,
    *,
    act: str,
) -> list[Decision]:
    """Add the rows, their line in the trail and the notices. Nothing new is nothing done."""
    if not new:
        return []
    items = [text.item for text, _chosen in new]
    facts = Facts.read([request.subject], items, clock.today())
    could = _allowed(facts, request, items)
    rows = [
        _row(way, request, capacity, before.get(text.item_id), text, chosen, signed_name)
        for text, chosen in new
    ]
    Decision.objects.bulk_create(rows)
    trail.record(
        actor=way.actor,
        act=act,
        subject=request,
        about=request.subject_id,
        school=request.campaign.school_id,
        details={
            "person": str(request.person_id),
            "method": way.method,
            "link": str(way.link) if way.link else None,
            "decisions": [str(row.pk) for row in rows],
        },
    )
    post.tell_signer(request, rows)
    if any(_takes_back(row, before.get(row.item_id)) for row in rows):
        post.tell_office(request, rows)
    if _allowed(facts.with_new(rows), request, items) != could:
        post.tell_others(request, rows)
    return rows


def _takes_back(row: Decision, before: Decision | None) -> bool:
    """A yes that is one no more: what was placed on it has to go."""
    return before is not None and before.answer == YES and row.answer != YES


def _row(
    way: Way,
    request: Request,
    capacity: str,
    before: Decision | None,
    text: ItemText,
    chosen: str,
    signed_name: str,
) -> Decision:
    now = clock.now()
    row = Decision(
        id=uuid.uuid4(),
        subject=request.subject,
        subject_kind=request.subject_kind,
        item=text.item,
        person=request.person,
        number=before.number + 1 if before else 1,
        answer=str(chosen),
        capacity=str(capacity),
        decided_at=now,
        recorded_at=now,
        text=text,
        text_sha256=text.hash_for(request.subject.first_name),
        shown_name=request.subject.first_name,
        language=text.language,
        method=str(way.method),
        signed_name=signed_name,
        request=request,
        supersedes=before,
    )
    row.evidence = row.own_hash(before.evidence if before else "")
    return row


def _allowed(facts: Facts, request: Request, items: list[ConsentItem]) -> list[bool]:
    return [facts.result(request.subject, item).may for item in items]
