from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from documents import links
from documents.links import SENTENCES, IssuedLink, LinkRefused
from documents.models import LinkNonce, PersonalLink
from ground import clock

pytestmark = pytest.mark.django_db


def make(*, start: int = 0, days: int = 14, once: bool = False, **ids: UUID) -> IssuedLink:
    now = clock.now()
    return links.issue(
        purpose="consent.answer",
        person=ids.get("person") or uuid4(),
        subject=ids.get("subject") or uuid4(),
        valid_from=now + timedelta(days=start),
        valid_until=now + timedelta(days=start + days),
        actor=None,
        once=once,
    )


def refusal(token: str, purpose: str = "consent.answer") -> str:
    with pytest.raises(LinkRefused) as caught:
        links.open_link(purpose=purpose, token=token)
    return caught.value.reason


def snapshot() -> list[tuple[object, ...]]:
    return [
        *PersonalLink.objects.order_by("pk").values_list(),
        *LinkNonce.objects.order_by("pk").values_list(),
    ]


def test_a_link_opens_for_its_purpose() -> None:
    issued = make()

    assert links.open_link(purpose="consent.answer", token=issued.token) == issued.link


def test_opening_fifty_times_and_showing_the_form_changes_nothing() -> None:
    issued = make()
    before = snapshot()
    for _visit in range(50):
        links.issue_nonce(links.open_link(purpose="consent.answer", token=issued.token))

    assert snapshot() == before


def test_only_the_hash_of_the_token_is_kept() -> None:
    issued = make()

    assert len(issued.token) == 43
    assert issued.token not in str(snapshot())


def test_a_token_with_any_character_altered_is_refused() -> None:
    token = make().token
    for position, char in enumerate(token):
        other = "A" if char != "A" else "B"
        assert refusal(token[:position] + other + token[position + 1 :]) == "unknown"


@pytest.mark.parametrize("token", ["", "x", "\0" * 43, "é" * 43, "a" * 10_000, "../../etc/passwd"])
def test_nonsense_is_refused(token: str) -> None:
    assert refusal(token) == "unknown"


def test_a_link_for_another_purpose_is_refused() -> None:
    assert refusal(make().token, "dossier.download") == "purpose"


def test_a_link_is_refused_before_its_time() -> None:
    assert refusal(make(start=1).token) == "early"


def test_a_link_is_refused_from_its_last_moment_on() -> None:
    issued = make(days=1)
    with time_machine.travel(issued.link.valid_until, tick=False):
        assert refusal(issued.token) == "expired"


def test_a_link_made_under_a_clock_that_ran_ahead_is_refused() -> None:
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        token = make().token

    assert refusal(token) == "early"


@pytest.mark.parametrize("by", ["person", "subject", "purpose"])
def test_links_are_revoked_by_person_subject_or_purpose(by: str) -> None:
    issued = make()
    chosen = {by: getattr(issued.link, by)}

    assert links.revoke(actor=None, **chosen) == 1
    assert refusal(issued.token) == "revoked"


def test_revoking_one_person_leaves_the_other_parent_alone() -> None:
    subject, mother, father = uuid4(), uuid4(), uuid4()
    make(person=mother, subject=subject)
    other = make(person=father, subject=subject)
    links.revoke(actor=None, person=mother, subject=subject)

    assert links.open_link(purpose="consent.answer", token=other.token) == other.link


def test_revoking_needs_to_know_what() -> None:
    with pytest.raises(ValueError, match="whose"):
        links.revoke(actor=None)


def test_a_form_is_taken_once() -> None:
    link = make().link
    nonce = links.issue_nonce(link)
    links.spend_nonce(link, nonce)

    with pytest.raises(LinkRefused) as caught:
        links.spend_nonce(link, nonce)
    assert caught.value.reason == "replayed"
    link.refresh_from_db()
    assert link.used_count == 1


def test_a_second_form_of_the_same_link_is_taken_to_change_the_answer() -> None:
    link = make().link
    links.spend_nonce(link, links.issue_nonce(link))
    links.spend_nonce(link, links.issue_nonce(link))

    link.refresh_from_db()
    assert link.used_count == 2


def test_a_form_of_another_link_is_refused() -> None:
    with pytest.raises(LinkRefused):
        links.spend_nonce(make().link, links.issue_nonce(make().link))


@pytest.mark.parametrize("nonce", ["", "a:b", "\0"])
def test_a_made_up_form_number_is_refused(nonce: str) -> None:
    with pytest.raises(LinkRefused):
        links.spend_nonce(make().link, nonce)


def test_a_form_is_refused_when_the_link_was_revoked_while_it_was_open() -> None:
    link = make().link
    nonce = links.issue_nonce(link)
    links.revoke(actor=None, subject=link.subject)

    with pytest.raises(LinkRefused) as caught:
        links.spend_nonce(link, nonce)
    assert caught.value.reason == "revoked"


def test_a_form_whose_act_was_refused_may_be_sent_again() -> None:
    link = make().link
    nonce = links.issue_nonce(link)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        links.spend_nonce(link, nonce)
        raise ZeroDivisionError

    links.spend_nonce(link, nonce)


def test_a_download_link_is_taken_once() -> None:
    issued = make(once=True)
    links.use_once(issued.link)

    with pytest.raises(LinkRefused):
        links.use_once(issued.link)
    assert refusal(issued.token) == "used"


@pytest.mark.django_db(transaction=True)
def test_of_six_senders_at_once_exactly_one_passes_for_each_of_fifty_forms() -> None:
    link = make().link
    nonces = [links.issue_nonce(link) for _form in range(50)]

    def send(_sender: int) -> int:
        try:
            return sum(_passes(link, nonce) for nonce in nonces)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as senders:
        passed = sum(senders.map(send, range(6)))

    assert (passed, LinkNonce.objects.count()) == (50, 50)


@pytest.mark.django_db(transaction=True)
def test_of_six_takers_at_once_exactly_one_gets_the_download() -> None:
    link = make(once=True).link

    def take(_taker: int) -> bool:
        try:
            links.use_once(link)
        except LinkRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as takers:
        assert sum(takers.map(take, range(6))) == 1


def _passes(link: PersonalLink, nonce: str) -> bool:
    try:
        links.spend_nonce(link, nonce)
    except LinkRefused:
        return False
    return True


def test_what_was_promised_with_a_link_cannot_be_changed() -> None:
    link = make().link
    later: datetime = link.valid_until + timedelta(days=365)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonalLink.objects.filter(pk=link.pk).update(valid_until=later)

    links.revoke(actor=None, person=link.person)
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonalLink.objects.filter(pk=link.pk).update(revoked_at=None)


def test_a_spent_form_stays_spent() -> None:
    link = make().link
    links.spend_nonce(link, links.issue_nonce(link))

    with pytest.raises(DatabaseError), transaction.atomic():
        LinkNonce.objects.all().delete()


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_each_refusal_says_in_dutch_what_to_do(reason: str) -> None:
    with translation.override("nl"):
        dutch = LinkRefused(reason).message
    with translation.override("en"):
        english = LinkRefused(reason).message

    assert dutch != english
    assert "school" in dutch or "link" in dutch
