"""Reporting on one screen: what happened, when, who, where."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from ground.errors import RuleBroken
from incidents import services
from incidents.models import CaseEvent, Incident, Part, Route
from incidents.workflow import State
from notices.models import Notice
from tests.cast import Cast
from tests.incidents import play
from trail.models import Entry

REPORT = reverse("incidents:report")


def told(kind: str) -> set[str]:
    """Who got this kind of notice."""
    return {notice.recipient for notice in Notice.objects.filter(kind=kind)}


def form(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the teacher taps Sam."""
    return {
        "key": str(uuid.uuid4()),
        "what": "In de groepsapp staat een kwetsend bericht.",
        "happened_on": "2026-11-16",
        "pupils": [str(cast.sam.pk)],
        "names": "",
        "staff_member": "no",
        "platform": "whatsapp",
        "worries_at_home": "no",
        **changes,
    }


def test_a_report_is_a_case_with_a_number_its_people_and_its_first_event(cast: Cast) -> None:
    incident = play.report(cast, names=["een oom"], pupils=[cast.sam])

    assert incident.code == "2026-001"
    assert incident.state == State.REPORTED
    assert incident.route == Route.ORDINARY
    assert sorted(row.called for row in incident.people.all()) == ["Sam de Wit", "een oom"]
    assert {row.part for row in incident.people.all()} == {Part.NAMED}
    assert [event.act for event in incident.events.all()] == ["report"]


def test_a_report_stands_in_the_trail_without_its_words(cast: Cast) -> None:
    incident = play.report(cast, what="KANARIE")
    line = Entry.objects.of_subject(incident).get(act="incidents.reported")

    assert line.actor == cast.teacher
    assert not line.restricted
    assert "KANARIE" not in str(line.details)


def test_care_coordinator_and_director_are_told(cast: Cast) -> None:
    play.report(cast)
    assert told("incidents.new_report") == {cast.coordinator.email, cast.director.email}


def test_the_words_of_a_report_are_sealed_in_the_database(cast: Cast) -> None:
    from django.db import connection

    incident = play.report(cast, what="KANARIE", names=["KANARIE"], pupils=[])
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM incidents_incident WHERE id = %s", [incident.pk])
        assert b"KANARIE" not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT name FROM incidents_involvedperson WHERE incident_id = %s", [incident.pk])
        assert b"KANARIE" not in bytes(cursor.fetchone()[0])


def test_the_reporter_gets_a_receipt_that_says_what_happens_next(cast: Cast, as_: Any) -> None:
    answer = as_(cast.teacher).post(REPORT, form(cast), follow=True)

    assert answer.redirect_chain[-1][0].endswith("/reported/")
    assert "2026-001" in answer.content.decode()
    assert "donderdag 19 november 2026" in answer.content.decode()


def test_a_double_click_makes_one_case(cast: Cast, as_: Any) -> None:
    browser, data = as_(cast.teacher), form(cast)
    first, second = browser.post(REPORT, data), browser.post(REPORT, data)

    assert first.url == second.url
    assert Incident.objects.count() == 1
    assert CaseEvent.objects.count() == 1


def test_numbers_follow_each_other_per_school_and_start_again_in_a_new_year(
    cast: Cast, wednesday: Any
) -> None:
    codes = [play.report(cast).code, play.report(cast).code]
    wednesday.move_to(play.clock.at(date(2027, 1, 4), play.clock.local(play.clock.now()).time()))
    codes.append(play.report(cast).code)
    assert codes == ["2026-001", "2026-002", "2027-001"]


def test_a_refused_report_takes_no_number(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        play.report(cast, happened_on=date(2026, 11, 19))
    assert play.report(cast).code == "2026-001"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"happened_on": "2026-11-19"}, "Dat moment moet nog komen."),
        ({"happened_on": "31-11-2026"}, "Deze datum bestaat niet."),
        ({"happened_at": "10:30", "happened_on": "2026-11-18"}, "Dat moment moet nog komen."),
        ({"what": "Een bericht \x00 met NUL"}, "teken"),
        ({"what": "a" * 5001}, "te lang"),
        ({"what": ""}, "Vul dit in."),
        ({"pupils": ["00000000-0000-4000-8000-000000000000"]}, "geldige"),
        ({"pupils": ["geen id"]}, "geldige"),
        ({"pupils": []}, "Schrijf een naam, of kies"),
        ({"names": "n" * 201}, "te lang"),
        ({"staff_member": "iemand"}, "geldige"),
        ({"names": "ingrid hofstra"}, "Ingrid Hofstra werkt op school."),
    ],
)
def test_bad_input_gives_a_sentence_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, as_: Any, changes: dict[str, Any], sentence: str
) -> None:
    typed = "Wat ik zag in de groepsapp"
    data = form(cast, **{"what": typed, **changes})
    answer = as_(cast.teacher).post(REPORT, data)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert data["what"].replace("\x00", "") in page.replace("\x00", "").replace("&#x27;", "'")
    assert not Incident.objects.exists()


def test_a_pupil_of_another_class_cannot_be_tapped(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.report(cast, pupils=[cast.daan])
    assert refused.value.field == "pupils"


def test_who_does_not_know_who_it_was_can_still_report(cast: Cast, as_: Any) -> None:
    answer = as_(cast.caretaker).post(REPORT, form(cast, pupils=[], nobody_known="on"))
    assert answer.status_code == 302
    assert Incident.objects.get().people.count() == 0


def test_a_guardian_has_no_page_to_report_on(cast: Cast, as_: Any) -> None:
    assert as_(cast.mother).get(REPORT).status_code == 404
    with pytest.raises(PermissionDenied):
        play.report(cast, actor=cast.mother)


def test_a_report_about_a_member_of_staff_goes_to_director_and_board(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person)

    assert incident.route == Route.STAFF
    assert not incident.board_handles
    assert told("incidents.new_report") == {cast.director.email, cast.board.email}


def test_a_report_about_the_director_goes_to_the_board_alone(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.director.person)

    assert incident.board_handles
    assert told("incidents.new_report") == {cast.board.email}


def test_a_report_about_staff_without_a_name_goes_to_the_board_until_it_is_known_who(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], unnamed_staff=True)
    assert incident.board_handles
    assert told("incidents.new_report") == {cast.board.email}

    services.take_case(actor=cast.board, incident=incident)
    services.add_person(
        actor=cast.board,
        incident=incident,
        person=cast.other_teacher.person,
        part=Part.ACCUSED,
        reason="Uitgezocht.",
    )
    incident.refresh_from_db()
    assert not incident.board_handles


def test_a_suspected_sexual_offence_goes_straight_to_the_board(cast: Cast, as_: Any) -> None:
    page = as_(cast.teacher).get(reverse("incidents:report_offence")).content.decode()
    assert "Stel het kind geen vragen" in page
    data = {"key": str(uuid.uuid4()), "what": "Ik maak me zorgen.", "names": "Noor", "staff_member": ""}
    answer = as_(cast.teacher).post(reverse("incidents:report_offence"), data, follow=True)

    incident = Incident.objects.get()
    assert "Stel het kind geen vragen." in answer.content.decode()
    assert (incident.route, incident.board_handles) == (Route.SEXUAL_OFFENCE, True)
    assert told("incidents.urgent_report") == {cast.board.email}
    assert Notice.objects.count() == 1
    assert Entry.objects.of_subject(incident).get(act="incidents.reported").restricted


def test_the_same_offence_form_sent_twice_makes_one_case(cast: Cast) -> None:
    key = uuid.uuid4()
    first, second = (
        services.report_sexual_offence_suspicion(
            actor=cast.caretaker, school=cast.school, key=key, what="Zorg."
        )
        for _time in range(2)
    )
    assert first == second


def test_somebody_who_is_not_signed_in_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get(REPORT).status_code == 302
