"""The protocol in the demo: published before the first lesson, read by most of the staff and many parents."""

from datetime import date, datetime, time, timedelta

from desk.demo.stage import Stage
from ground import clock
from people.models import Person
from policy import audience, services
from policy.acknowledging import acknowledge, acknowledge_on_behalf
from policy.models import ProtocolVersion

# Who has still to read it, so that a newcomer can do it.
SILENT = ("teacher", "parent")
STAFF_SHARE, GUARDIAN_SHARE = 0.9, 0.6
FIRST_WEEKS = 42  # days within which most people read it
ON_PAPER = "Ondertekend formulier, ingeleverd bij de administratie."


def play(stage: Stage) -> None:
    """Version 1 is reviewed in the last week of the holiday and holds from the first day of school."""
    first_day = _first_day(stage)
    version = services.load_protocol(school=stage.school)
    director, board = stage.users["director"], stage.users["board"]
    with clock.moved_to(clock.at(first_day - timedelta(days=6), time(10, 15))):
        services.submit_for_review(actor=director, version=version)
    with clock.moved_to(clock.at(first_day - timedelta(days=4), time(16, 40))):
        services.approve_version(actor=board, version=version)
    with clock.moved_to(clock.at(first_day - timedelta(days=3), time(9, 0))):
        services.publish_version(actor=director, version=version, valid_from=first_day)
    for moment, person in sorted(_readers(stage, first_day), key=lambda reader: reader[0]):
        _read(stage, version, person, moment)


def _first_day(stage: Stage) -> date:
    """The fourth Monday of the school year's August, or a week ago when that has yet to come."""
    monday = stage.year.starts + timedelta(days=-stage.year.starts.weekday() % 7)
    return min(monday + timedelta(weeks=3), stage.today - timedelta(days=7))


def _readers(stage: Stage, first_day: date) -> list[tuple[datetime, Person]]:
    """Who reads it and when: evenly over the first weeks, never in the future."""
    silent = {stage.users[name].person.pk for name in SILENT}
    staff = {row.person_id for row in audience.staff_of(stage.school, stage.today)}
    readers = []
    people = audience.people_of(stage.school, stage.today).select_related("user")
    for person in people.order_by("email", "first_name", "last_name"):  # ids differ from run to run
        share = STAFF_SHARE if person.pk in staff else GUARDIAN_SHARE
        draw, days, minutes = stage.rng.random(), stage.rng.random(), stage.rng.randrange(60 * 13)
        if person.pk in silent or draw > share:
            continue
        until = min(FIRST_WEEKS, (stage.today - first_day).days)
        day = first_day + timedelta(days=int(days * days * until))
        readers.append((clock.at(day, time(8, 30)) + timedelta(minutes=minutes), person))
    return readers


def _read(stage: Stage, version: ProtocolVersion, person: Person, moment: datetime) -> None:
    """In the portal, or on paper for who has no sign-in."""
    with clock.moved_to(moment):
        if person.user:
            acknowledge(actor=person.user, version=version)
        else:
            acknowledge_on_behalf(actor=stage.users["admin"], person=person, version=version, note=ON_PAPER)
