"""What a case adds to a dossier: an imposed measure and its letters, for whom it was imposed on; nothing else."""

import pytest

from incidents import services
from incidents.models import Verdict
from incidents.story import events_about
from tests.cast import Cast
from tests.incidents import play


def test_an_imposed_measure_and_each_letter_stand_in_the_dossier_once(cast: Cast) -> None:
    measure = play.sent(cast)
    events = events_about(cast.sam)

    assert [event.source for event in events] == ["incidents.measure", "incidents.letter", "incidents.letter"]
    assert events[0].source_id == measure.pk
    assert "Een klasgenoot durfde niet meer." in events[0].lines
    assert {event.document for event in events[1:]} == {row.document_id for row in measure.letters.all()}


def test_a_letter_names_its_guardian_so_that_an_export_to_the_other_can_leave_it_out(cast: Cast) -> None:
    play.sent(cast)
    others = {person for event in events_about(cast.sam)[1:] for person in event.others}
    assert others == {cast.mother.person.pk, cast.father.person.pk}


@pytest.mark.parametrize("maker", [play.report, play.assessed, play.heard, play.proposed])
def test_before_the_decision_nothing_stands_in_the_dossier(cast: Cast, maker: object) -> None:
    maker(cast)  # type: ignore[operator]
    assert events_about(cast.sam) == []


def test_an_accusation_that_proved_unfounded_never_enters_it(cast: Cast) -> None:
    measure = play.proposed(cast)
    services.decide_measure(
        actor=cast.director, measure=measure, verdict=Verdict.REJECTED, reasons="Niet bewezen."
    )
    services.close_without_measure(actor=cast.coordinator, incident=measure.incident, reason="Niet bewezen.")
    assert events_about(cast.sam) == []


def test_who_was_affected_finds_nothing_of_the_others_measure(cast: Cast) -> None:
    play.sent(cast)
    assert events_about(cast.noor) == []
