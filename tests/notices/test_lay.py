import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from socket import create_server
from typing import Any
from uuid import uuid4

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from ground import clock
from notices import delivery, services
from notices.models import Notice
from tests.notices.sink import Sink

Ask = Callable[..., Notice]
pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


def test_the_same_key_is_one_notice(ask: Ask) -> None:
    assert ask(key="letter:7").pk == ask(key="letter:7", path="/other/").pk
    assert Notice.objects.count() == 1


def test_another_key_is_another_notice(ask: Ask) -> None:
    ask(key="letter:7")
    ask(key="letter:8")
    assert Notice.objects.count() == 2


def test_a_notice_goes_when_its_act_is_rolled_back(ask: Ask) -> None:
    with pytest.raises(Undone), transaction.atomic():
        ask()
        raise Undone
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_with_one_key_lay_one_notice(mother: AbstractBaseUser) -> None:
    start = threading.Barrier(4)

    def act() -> None:
        start.wait()
        services.lay(kind="tests.ask", key="same", user=mother, due=clock.now() + timedelta(days=1))
        connection.close()

    threads = [threading.Thread(target=act) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Notice.objects.count() == 1


def test_the_path_is_sealed_at_rest(ask: Ask) -> None:
    ask()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(notices_notice)::text, path FROM notices_notice")
        row, path = cursor.fetchone()
    assert "s3cret" not in row
    assert b"s3cret" not in bytes(path)


@pytest.mark.parametrize(
    "path",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "consent/", "/a\nBcc: x", "/\x00", "/é/"],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str, ask: Ask) -> None:
    with pytest.raises(ValueError, match="path"):
        ask(path=path)


def test_a_kind_that_nobody_registered_is_refused(ask: Ask) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        ask(kind="tests.unknown")


def test_a_notice_for_nobody_is_refused(ask: Ask) -> None:
    with pytest.raises(ValueError, match="a user or an address"):
        ask(user=None)


def test_it_is_known_whom_it_is_for(ask: Ask) -> None:
    person = uuid4()
    assert ask(person=person).person == person


def test_a_notice_that_waits_can_be_taken_back(ask: Ask) -> None:
    notice = ask(due=clock.now() + timedelta(days=1))
    assert services.cancel(notice.key)
    notice.refresh_from_db()
    assert (notice.state, notice.path) == ("cancelled", None)


def test_a_notice_that_went_out_cannot_be_taken_back(ask: Ask, sink: Sink) -> None:
    ask()
    delivery.deliver_due()
    assert not services.cancel("ask:1")
    assert Notice.objects.get().state == "sent"


def test_a_notice_that_is_being_sent_cannot_be_taken_back(ask: Ask) -> None:
    Notice.objects.filter(pk=ask().pk).update(state="leased", lease_until=clock.now() + timedelta(minutes=1))
    assert not services.cancel("ask:1")


def test_many_notices_of_one_act_ring_the_bell_once(
    ask: Ask, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            ask(key=f"ask:{number}")
    assert callbacks == [services.nudge]


def test_a_notice_for_later_rings_no_bell(ask: Ask, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        ask(due=clock.now() + timedelta(days=1))
    assert callbacks == []


@pytest.fixture(params=["refuses", "silent"])
def broker_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """The broker refuses connections, or takes them and says nothing."""
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"] <= 5, (
        "a silent broker would hold the web"
    )
    plain = current_app._get_current_object()
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if request.param == "refuses":
            server.close()
        away = Celery("away", broker=f"redis://127.0.0.1:{port}/0")
        away.conf.update(
            broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS, task_publish_retry=False
        )
        away.set_current()
        yield
        plain.set_current()
        away.close()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_act_commits_and_the_schedule_sends(
    broker_away: None, ask: Ask, sink: Sink
) -> None:
    began = time.monotonic()
    with transaction.atomic():
        for number in range(5):
            ask(key=f"ask:{number}")
    assert time.monotonic() - began < 10
    assert Notice.objects.queued().count() == 5
    assert delivery.deliver_due() == 5
