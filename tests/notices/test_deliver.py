import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection

from ground import clock
from notices import delivery, services
from notices.models import MAX_ATTEMPTS, Notice
from tests.notices.sink import Sink

Ask = Callable[..., Notice]
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def later(**span: float) -> Any:
    """The clock runs on from a moment that lies this much ahead."""
    return time_machine.travel(clock.now() + timedelta(**span), tick=True)


def together(count: int, act: Callable[[], object]) -> None:
    """The same act in several workers at once."""
    start = threading.Barrier(count)

    def work() -> None:
        start.wait()
        act()
        connection.close()

    threads = [threading.Thread(target=work) for _worker in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_is_due_is_sent_once_and_wiped(ask: Ask, sink: Sink) -> None:
    ask()
    assert (delivery.deliver_due(), delivery.deliver_due()) == (1, 0)
    notice = Notice.objects.get()
    assert (notice.state, notice.path, notice.sent_at is None) == ("sent", None, False)
    assert sink.message_ids() == [notice.message_id]


def test_what_is_not_due_waits(ask: Ask, sink: Sink) -> None:
    ask(due=clock.now() + timedelta(hours=1))
    assert delivery.deliver_due() == 0
    with later(hours=2):
        assert delivery.deliver_due() == 1


def test_one_notice_can_be_sent_by_its_id(ask: Ask, sink: Sink) -> None:
    notice = ask()
    assert (delivery.deliver(notice.pk), delivery.deliver(notice.pk)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_send_every_notice_once(ask: Ask, sink: Sink) -> None:
    notices = [ask(key=f"ask:{number}", due=clock.now()) for number in range(24)]
    together(4, delivery.deliver_due)
    assert sorted(sink.message_ids()) == sorted(notice.message_id for notice in notices)


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_for_one_notice_send_it_once(ask: Ask, sink: Sink) -> None:
    notice = ask()
    together(6, lambda: delivery.deliver(notice.pk))
    assert sink.message_ids() == [notice.message_id]


def test_not_now_is_tried_again_later_with_the_same_message_id(ask: Ask, sink: Sink) -> None:
    notice = ask()
    sink.mode = "4xx"
    assert delivery.deliver_due() == 0
    notice.refresh_from_db()
    assert (notice.state, notice.last_error, notice.attempts) == ("queued", "smtp_450", 1)
    sink.mode = "ok"
    assert delivery.deliver_due() == 0  # not yet
    with later(minutes=2):
        assert delivery.deliver_due() == 1
    assert sink.message_ids() == [notice.message_id]


def test_never_is_not_tried_again(ask: Ask, sink: Sink) -> None:
    ask()
    sink.mode = "5xx"
    delivery.deliver_due()
    notice = services.failed().get()
    assert (notice.state, notice.last_error) == ("failed", "smtp_550")
    with later(days=3):
        assert delivery.deliver_due() == 0
    assert sink.connections == 1


def test_a_server_that_keeps_saying_not_now_is_given_up_on(ask: Ask, sink: Sink) -> None:
    ask()
    sink.mode = "4xx"
    for day in range(MAX_ATTEMPTS + 2):
        with later(days=day):
            delivery.deliver_due()
    assert (services.failed().get().attempts, sink.connections) == (MAX_ATTEMPTS, MAX_ATTEMPTS)


def test_what_failed_can_be_put_back(ask: Ask, sink: Sink) -> None:
    notice = ask()
    sink.mode = "5xx"
    delivery.deliver_due()
    sink.mode = "ok"
    assert services.retry(notice.key)
    assert delivery.deliver_due() == 1
    assert not services.retry(notice.key)


def test_a_silent_server_is_left_after_the_timeout(ask: Ask, sink: Sink) -> None:
    ask()
    sink.mode = "silent"
    began = time.monotonic()
    delivery.deliver_due()
    assert time.monotonic() - began < 4
    notice = Notice.objects.get()
    assert (notice.state, notice.last_error) == ("queued", "connection")


def test_who_writes_never_waits_for_a_silent_server(ask: Ask, sink: Sink) -> None:
    sink.mode = "silent"
    began = time.monotonic()
    ask()
    assert time.monotonic() - began < 0.5
    assert sink.connections == 0


def test_a_server_that_is_away_is_tried_again(ask: Ask, sink: Sink, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    ask()
    delivery.deliver_due()
    assert Notice.objects.get().last_error == "connection"
    settings.EMAIL_PORT = sink.port
    with later(minutes=2):
        assert delivery.deliver_due() == 1


def test_a_cut_after_the_mail_gives_at_most_a_repeat_with_the_same_message_id(ask: Ask, sink: Sink) -> None:
    notice = ask()
    sink.mode = "cut"
    assert delivery.deliver_due() == 0
    sink.mode = "ok"
    with later(minutes=2):
        assert delivery.deliver_due() == 1
    assert sink.message_ids() == [notice.message_id] * 2


def test_an_address_with_a_line_break_is_refused_for_good(ask: Ask, sink: Sink) -> None:
    notice = ask(user=None, address="a@example.org")
    Notice.objects.filter(pk=notice.pk).update(address="a@example.org\nBcc: b@example.org")
    delivery.deliver_due()
    assert services.failed().get().last_error == "bad_address"


def test_a_path_moved_from_another_notice_is_not_sent(ask: Ask, sink: Sink) -> None:
    other = ask(key="other", due=clock.now() + timedelta(days=1))
    Notice.objects.filter(pk=ask().pk).update(path=bytes(other.path))
    delivery.deliver_due()
    assert services.failed().get().last_error == "unreadable"
    assert sink.mails == []


def test_a_bad_notice_does_not_stop_the_next(ask: Ask, sink: Sink) -> None:
    Notice.objects.filter(pk=ask(key="first").pk).update(kind="tests.gone")
    ask(key="second")
    assert delivery.deliver_due() == 1
    assert services.failed().get().last_error == "unknown_kind"


def test_a_lease_that_is_out_is_left_alone_and_one_that_ran_out_is_taken(ask: Ask, sink: Sink) -> None:
    notice = ask()
    delivery._claim(notice.pk)
    assert delivery.deliver_due() == 0
    with later(minutes=3):
        assert delivery.deliver_due() == 1
    assert sink.message_ids() == [notice.message_id]


def test_a_worker_that_lost_its_lease_cannot_put_the_notice_back(ask: Ask, sink: Sink) -> None:
    slow = delivery._claim(ask().pk)
    with later(minutes=3):
        delivery.deliver_due()
        delivery._mark_not_sent(slow, delivery.Undeliverable("connection", permanent=False))
    assert Notice.objects.get().state == "sent"


def test_a_notice_that_kills_its_worker_every_time_is_given_up_on(ask: Ask, sink: Sink) -> None:
    Notice.objects.filter(pk=ask().pk).update(
        state="leased", lease_until=clock.now() - timedelta(minutes=1), attempts=MAX_ATTEMPTS
    )
    assert delivery.deliver_due() == 0
    assert services.failed().get().last_error == "worker_lost"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "copies"), [("stall_early", 1), ("stall", 2)])
def test_a_worker_killed_while_sending_loses_nothing(moment: str, copies: int, ask: Ask, sink: Sink) -> None:
    notice = ask()
    sink.mode = moment
    place = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": place.geturl(), "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
    worker = subprocess.Popen([sys.executable, "-m", "tests.notices.worker"], cwd=ROOT, env=environment)
    try:
        assert sink.stalled.wait(20)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert Notice.objects.get().state == "leased"
    sink.mode = "ok"
    assert delivery.deliver_due() == 0  # the lease is still out
    with later(minutes=3):
        assert delivery.deliver_due() == 1
        assert delivery.deliver_due() == 0
    assert sink.message_ids() == [notice.message_id] * copies
