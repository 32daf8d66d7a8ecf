"""Copies of dossiers in the demo: one that was handed over, one that waits for the check."""

from datetime import date, time, timedelta

from desk.demo.stage import Stage
from dossiers import building, checking, services
from dossiers import reading as readings
from dossiers.models import Export, Kind
from ground import clock
from people.models import User

HANDED_OVER, ASKED = 20, 1  # school days ago
REASON = "Per mail gevraagd: een afschrift van het hele dossier."


def play(stage: Stage) -> None:
    """Three weeks ago the father of the demo child got a copy; yesterday the mother asked for hers."""
    handed_over, asked = _weekday_before(stage, HANDED_OVER), _weekday_before(stage, ASKED)
    if handed_over > stage.year.starts:
        _handed_over(stage, handed_over)
    if asked > stage.year.starts:
        with clock.moved_to(clock.at(asked, time(11, 5))):
            _asked(stage, stage.users["parent"])


def _handed_over(stage: Stage, day: date) -> None:
    director, office = stage.users["director"], stage.users["admin"]
    with clock.moved_to(clock.at(day, time(9, 10))):
        export = _asked(stage, stage.users["parent2"])
    with clock.moved_to(clock.at(day, time(13, 20))):
        reading = readings.read_for(export, clock.now())
        hide = {party.id for party in reading.parties if party.id and party.role in readings.HIDDEN_AT_FIRST}
        checking.check_export(
            actor=director, export=export, seen=reading.sha256, hide=hide, typed=[], leave_out=set()
        )
    with clock.moved_to(clock.at(day, time(13, 25))):
        checking.release_export(actor=director, export=export)
        building.build_due()
    with clock.moved_to(clock.at(day, time(15, 40))):
        export.refresh_from_db()
        _stored, pieces = services.take_export(actor=office, export=export)
        for _piece in pieces:
            pass  # handed over: read to the end, so that the file is known to be whole


def _asked(stage: Stage, parent: User) -> Export:
    if stage.child is None:
        raise ValueError("the demo has no child yet")
    return services.register_request(
        actor=stage.users["admin"],
        person=stage.child,
        kind=Kind.PUPIL,
        recipient_kind=Export.Recipient.GUARDIAN,
        recipient=parent.person,
        reason=REASON,
    )


def _weekday_before(stage: Stage, count: int) -> date:
    """The weekday that is `count` weekdays back."""
    day = stage.today
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day
