"""The head of the trail goes to the board every day and can be held against what is here."""

from typing import Any

from django.urls import reverse

from desk.tasks import send_trail_head
from ground.crypto import open_sealed
from notices.models import Notice
from tests.cast import Cast
from trail import services as trail
from trail.sealing import seal_settled


def head_notices() -> list[Notice]:
    return list(Notice.objects.filter(kind="desk.trail_head"))


def test_the_board_gets_the_head_in_the_address_once_a_day(cast: Cast) -> None:
    seal_settled()
    send_trail_head()
    send_trail_head()
    (notice,) = head_notices()
    assert notice.user == cast.board
    head = trail.head()
    assert head
    path = open_sealed(bytes(notice.path or b""), context=notice.link_context).decode()
    assert path == reverse("desk:trail_head", kwargs={"head": head.sha256})


def test_nothing_is_sent_while_nothing_is_sealed(cast: Cast) -> None:
    send_trail_head()
    assert head_notices() == []


def test_the_board_sees_that_a_seal_is_known_or_not(cast: Cast, as_: Any) -> None:
    seal_settled()
    head = trail.head()
    assert head
    known = as_(cast.board).get(reverse("desk:trail_head", kwargs={"head": head.sha256}))
    unknown = as_(cast.board).get(reverse("desk:trail_head", kwargs={"head": "f" * 64}))
    assert known.context["seal"] == head
    assert unknown.context["seal"] is None
