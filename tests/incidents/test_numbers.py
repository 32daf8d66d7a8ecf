"""Eight at once: no number is given twice, none is skipped."""

import threading
import uuid
from datetime import date

import pytest
from django.db import connection

from incidents import services
from incidents.models import Incident
from tests.cast import Cast, build_cast
from tests.trail_tools import flush_may_truncate  # noqa: F401 - pytest finds it by name

REPORTERS = 8
EACH = 3


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast in a database that other threads see."""
    return build_cast()


def together(work: object, count: int) -> list[Exception]:
    """`count` threads that start at the same moment; gives what went wrong."""
    gate, faults = threading.Barrier(count), []

    def run(turn: int) -> None:
        try:
            gate.wait()
            work(turn)  # type: ignore[operator]
        except Exception as fault:  # noqa: BLE001 - shown by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(turn,)) for turn in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def report(cast: Cast, key: uuid.UUID) -> None:
    services.report_incident(
        actor=cast.teacher,
        school=cast.school,
        key=key,
        what="Een bericht.",
        happened_on=date(2026, 11, 16),
        nobody_known=True,
    )


def test_eight_reporters_at_once_get_numbers_that_follow_each_other(committed_cast: Cast) -> None:
    def work(_turn: int) -> None:
        for _time in range(EACH):
            report(committed_cast, uuid.uuid4())

    assert together(work, REPORTERS) == []
    numbers = sorted(Incident.objects.values_list("number", flat=True))
    assert numbers == list(range(1, REPORTERS * EACH + 1))


def test_the_same_form_sent_eight_times_at_once_makes_one_case(committed_cast: Cast) -> None:
    key = uuid.uuid4()
    assert together(lambda _turn: report(committed_cast, key), REPORTERS) == []
    assert Incident.objects.count() == 1
