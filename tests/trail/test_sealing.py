"""Lines under way are never sealed over: a lower id may be committed after a higher one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from trail import sealing, services
from trail.models import Entry, Seal

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    pass


@contextmanager
def line_under_way(*, commit: bool = True) -> Iterator[None]:
    """Another connection has written a line and has not ended its transaction; it ends with the block."""
    written, end = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                services.record(actor=None, act="slow.writer")
                written.set()
                end.wait(10)
                if not commit:
                    raise Undone
        except Undone:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(10)
    try:
        yield
    finally:
        end.set()
        thread.join()


def test_nothing_is_sealed_over_a_line_under_way() -> None:
    with line_under_way():
        services.record(actor=None, act="quick.writer")
        assert sealing.seal_settled(patience=0) == []
    [seal] = sealing.seal_settled(patience=0)
    assert seal.count == 2
    assert services.verify().faults == []


def test_sealing_waits_a_moment_for_a_line_under_way() -> None:
    found: list[Seal] = []

    def seal() -> None:
        found.extend(sealing.seal_settled(patience=10))
        connection.close()

    with line_under_way():
        sealer = threading.Thread(target=seal)
        sealer.start()
        sealer.join(0.3)
        assert sealer.is_alive()
    sealer.join(10)
    assert [seal.count for seal in found] == [1]


def test_a_line_that_was_rolled_back_leaves_a_gap_that_is_sealed() -> None:
    first = services.record(actor=None, act="first.writer")
    with line_under_way(commit=False):
        third = services.record(actor=None, act="third.writer")
    [seal] = sealing.seal_settled()
    assert third.id == first.id + 2
    assert (seal.last_id, seal.count) == (third.id, 2)


def test_a_writer_elsewhere_in_the_database_keeps_nobody_waiting(django_user_model: type) -> None:
    services.record(actor=None, act="some.writer")
    ready, end = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            django_user_model.objects.create(email="ander@meerpaal.example")
            ready.set()
            end.wait(10)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    try:
        assert len(sealing.seal_settled(patience=0)) == 1
    finally:
        end.set()
        thread.join()


def test_six_writers_beside_two_sealers_lose_nothing() -> None:
    writing = threading.Event()
    errors: list[Exception] = []

    def write(writer: int) -> None:
        for turn in range(60):
            try:
                with transaction.atomic():
                    services.record(actor=None, act="many.writers", details={"writer": writer, "turn": turn})
                    if turn % 7 == 0:
                        raise Undone
            except Undone:
                pass
        connection.close()

    def seal() -> None:
        while not writing.is_set():
            try:
                sealing.seal_settled()
            except Exception as error:  # noqa: BLE001 - shown by the test
                errors.append(error)
                break
        connection.close()

    writers = [threading.Thread(target=write, args=[number]) for number in range(6)]
    sealers = [threading.Thread(target=seal) for _number in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    for thread in writers:
        thread.join()
    writing.set()
    for thread in sealers:
        thread.join()
    sealing.seal_settled()
    verdict = services.verify()
    assert errors == []
    assert (verdict.faults, verdict.unsealed, verdict.entries) == ([], 0, Entry.objects.count())
    assert Entry.objects.count() == 6 * 51
    assert verdict.seals > 1
