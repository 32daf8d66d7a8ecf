"""Marks planted in every text of a case are found by those who may read them, and by nobody else, anywhere."""

import uuid
from collections import defaultdict
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from desk.agenda import agenda_for
from incidents import services
from incidents.models import Incident, Letter
from incidents.story import events_about
from notices.models import Notice
from people.standing import Standing
from tests.cast import Cast
from tests.incidents import play
from trail.models import Entry

FILE = {"coordinator", "director"}
PARENTS = {"mother", "father"}
# What was planted where, and who of the cast may find it.
READERS = {
    "MERK-melding": FILE | {"teacher"},
    "MERK-oordeel": FILE,
    "MERK-rol": FILE,
    "MERK-notitie": FILE,
    "MERK-gedrag": FILE | PARENTS,
    "MERK-bewijs": PARENTS,
    "MERK-verslag": FILE | PARENTS,
    "MERK-moeder": FILE | {"mother"},
    "MERK-voorstel": FILE,
    "MERK-besluit": FILE,
    "MERK-medewerker": {"director", "board"},
    "MERK-directeur": {"board"},
    "MERK-misdrijf": {"board"},
}


def plant(cast: Cast) -> Incident:
    """A case in which everything that can be written was written, and three that go to others."""
    incident = play.taken(cast, what="MERK-melding")
    handler = {"actor": cast.coordinator}
    involved = services.judge_person(
        involved=incident.people.get(), part="accused", reason="MERK-rol", **handler
    )
    services.assess_case(
        incident=incident, scope="overlap", category="hurting", reason="MERK-oordeel", **handler
    )
    services.add_note(incident=incident, text="MERK-notitie", **handler)
    hearing = play.invite(cast, incident, conduct="MERK-gedrag", evidence="MERK-bewijs")
    services.give_view(actor=cast.mother, involved=involved, text="MERK-moeder")
    play.hear(cast, hearing, record="MERK-verslag")
    measure = services.propose_measure(involved=involved, reasons="MERK-voorstel", **handler)
    services.decide_measure(actor=cast.director, measure=measure, verdict="imposed", reasons="MERK-besluit")
    services.write_letter(measure=measure, places=play.PLACES, **handler)
    services.send_letter(measure=measure, **handler)
    play.report(cast, pupils=[], staff_member=cast.other_teacher.person, what="MERK-medewerker")
    play.report(cast, pupils=[], staff_member=cast.director.person, what="MERK-directeur")
    services.report_sexual_offence_suspicion(
        actor=cast.teacher, school=cast.school, key=uuid.uuid4(), what="MERK-misdrijf"
    )
    return incident


def addresses() -> list[str]:
    """Every page that shows something of a case."""
    pages = ["/", "/incidents/?state=all", "/incidents/mine/"]
    for incident in Incident.objects.all():
        pages += [
            reverse(f"incidents:{name}", kwargs={"pk": incident.pk})
            for name in ("case", "reported", "assess", "add_person", "note", "close", "reopen", "open_to")
        ]
        for row in incident.people.all():
            pages += [
                reverse(f"incidents:{name}", kwargs={"pk": row.pk})
                for name in ("own_side", "judge_person", "invite", "propose")
            ]
        for measure in incident.measures.all():
            pages += [
                reverse(f"incidents:{name}", kwargs={"pk": measure.pk})
                for name in ("decide", "write_letter", "letter")
            ]
    return pages + [reverse("incidents:letter_pdf", kwargs={"pk": row.pk}) for row in Letter.objects.all()]


@pytest.fixture
def found(cast: Cast, as_: Any) -> dict[str, set[str]]:
    """Per mark who found it on any page; under "" whoever is nobody."""
    plant(cast)
    pages, finders = addresses(), defaultdict(set)
    for name, browser in [("", Client()), *((name, as_(user)) for name, user in cast.users().items())]:
        for address in pages:
            content = browser.get(address).content
            for mark in READERS:
                if mark.encode() in content:
                    finders[mark].add(name)
    return finders


def test_every_mark_is_found_by_those_who_may_read_it_and_by_nobody_else(found: dict[str, set[str]]) -> None:
    assert found == READERS


def test_no_mark_stands_in_the_trail_a_notice_a_desk_or_the_dossier_of_somebody_affected(cast: Cast) -> None:
    plant(cast)
    lines = [str(entry.details) for entry in Entry.objects.all()]
    mails = [f"{notice.kind} {notice.key}" for notice in Notice.objects.all()]
    desks = [str(vars(agenda_for(Standing.of(user)))) for user in cast.users().values()]
    assert "MERK" not in "".join(lines + mails + desks)
    assert events_about(cast.noor) == []


def test_no_mark_stands_in_the_database_as_it_was_written(cast: Cast) -> None:
    plant(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'incidents_%'")
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 9
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            cells = [cell for row in cursor.fetchall() for cell in row]
            plain = [bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in cells]
            assert not any(b"MERK" in cell for cell in plain), table
