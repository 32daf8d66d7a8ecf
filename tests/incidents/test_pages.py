"""The pages of a case: what it offers, what it holds back with its source, and what acts answer."""

from typing import Any

import pytest
from django.urls import reverse

from incidents.models import Incident
from incidents.workflow import State
from tests.cast import Cast
from tests.incidents import play
from trail.models import Entry


def page(as_: Any, user: Any, incident: Incident) -> str:
    return as_(user).get(reverse("incidents:case", kwargs={"pk": incident.pk})).content.decode()


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.REPORTED, "Neem deze melding in behandeling"),
        (State.IN_ASSESSMENT, "Beoordeel de melding"),
        (State.OUT_OF_SCOPE, "Schrijf op wat er wel mee gebeurt."),
        (State.IN_HEARING, "Nodig Sam de Wit en de ouders uit"),
        (State.DECIDED, "Brief schrijven"),
        (State.LETTER_SENT, "Zaak afsluiten"),
        (State.CLOSED, "Zaak heropenen"),
    ],
)
def test_a_case_says_the_one_thing_to_do_now(cast: Cast, as_: Any, state: State, says: str) -> None:
    assert says in page(as_, cast.coordinator, play.in_state(cast, state))


def test_a_proposal_says_so_to_who_decides_and_holds_it_back_before_the_hearing(cast: Cast, as_: Any) -> None:
    assert "Besluit over de waarschuwing" in page(as_, cast.director, play.proposed(cast).incident)
    incident = play.assessed(cast)
    play.services.propose_measure(actor=cast.coordinator, involved=play.accused(incident), reasons="Nodig.")
    held = page(as_, cast.coordinator, incident)
    assert "ECLI:NL:RBOVE:2014:4116. Wie besluit: Ingrid Hofstra." in held


def test_112_and_safe_at_home_stand_on_every_page_of_a_case(cast: Cast, as_: Any) -> None:
    for state in State:
        shown = page(as_, cast.coordinator, play.in_state(cast, state))
        assert 'href="tel:112"' in shown and 'href="tel:08002000"' in shown


def test_a_teacher_reads_the_report_and_no_judgement_hearing_or_measure(cast: Cast, as_: Any) -> None:
    shown = page(as_, cast.teacher, play.proposed(cast, what="Wat ik zag.").incident)
    assert "Wat ik zag." in shown
    for hidden in ("Hoor en wederhoor", "Het kwetst.", "Sam zegt dat het een grap was", "tweede keer"):
        assert hidden not in shown


def test_looking_at_a_case_stands_in_the_trail(cast: Cast, as_: Any) -> None:
    incident = play.report(cast)
    page(as_, cast.director, incident)
    assert Entry.objects.views().of_subject(incident).get().actor == cast.director


def test_an_act_that_a_colleague_may_not_do_is_refused_with_the_reason(cast: Cast, as_: Any) -> None:
    incident = play.taken(cast)
    answer = as_(cast.director).get(reverse("incidents:assess", kwargs={"pk": incident.pk}))
    assert answer.status_code == 403
    assert "Latifa Ouali behandelt deze zaak." in answer.content.decode()


def test_the_whole_way_can_be_walked_by_pressing_buttons(cast: Cast, as_: Any) -> None:
    incident = play.report(cast)
    handler, director = as_(cast.coordinator), as_(cast.director)

    def post(browser: Any, name: str, row: Any, **data: Any) -> None:
        answer = browser.post(reverse(f"incidents:{name}", kwargs={"pk": row.pk}), data)
        assert answer.status_code == 302, answer.content.decode()

    post(handler, "take", incident)
    post(handler, "judge_person", incident.people.get(), part="accused", reason="Zijn bericht.")
    post(handler, "assess", incident, scope="school_related", category="hurting", reason="Het kwetst.")
    involved = play.accused(incident)
    post(
        handler,
        "invite",
        involved,
        conduct="Een bericht van 16 november.",
        evidence="Een schermafdruk.",
        possible_measure="een waarschuwing",
        meeting_at_0="2026-11-20",
        meeting_at_1="15:00",
        place="op school",
    )
    hearing = incident.hearings.get()
    spoken = {"held_at_0": "2026-11-18", "held_at_1": "09:00", "pupil_heard": "on", "parents_heard": "on"}
    post(handler, "record_hearing", hearing, record="Een grap.", **spoken)
    post(handler, "propose", involved, kind="warning", reasons="Tweede keer.")
    measure = incident.measures.get()
    post(director, "decide", measure, verdict="imposed", reasons="Nodig.")
    post(handler, "write_letter", measure, **play.PLACES)
    post(handler, "send_letter", measure)
    post(handler, "close", incident)
    incident.refresh_from_db()
    assert incident.state == State.CLOSED


def test_a_refused_act_says_why_on_the_page_and_changes_nothing(cast: Cast, as_: Any) -> None:
    measure = play.decided(cast)
    answer = as_(cast.coordinator).post(
        reverse("incidents:send_letter", kwargs={"pk": measure.pk}), follow=True
    )
    assert "De brief is nog niet helemaal ingevuld." in answer.content.decode()
    answer = as_(cast.coordinator).post(
        reverse("incidents:close", kwargs={"pk": measure.incident_id}), follow=True
    )
    assert "Besluit eerst en verstuur de brief. (Protocol, deel A, punt 7)" in answer.content.decode()


def test_the_list_says_what_its_filter_leaves_out(cast: Cast, as_: Any) -> None:
    play.closed(cast)
    play.report(cast)
    browser = as_(cast.director)
    shown = browser.get(reverse("incidents:list")).content.decode()
    assert "1 zaak" in shown and "Door het filter zie je 1 zaak niet." in shown
    assert "2 zaken" in browser.get(reverse("incidents:list"), {"state": "all"}).content.decode()
    assert "0 zaken" in browser.get(reverse("incidents:list"), {"category": "stalking"}).content.decode()


def test_an_altered_filter_shows_the_open_cases(cast: Cast, as_: Any) -> None:
    play.report(cast)
    answer = as_(cast.director).get(reverse("incidents:list"), {"state": "\x00", "page": "veel"})
    assert answer.status_code == 200
    assert "1 zaak" in answer.content.decode()
