"""A case knows the protocol of its day, and who had read it by then."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from ground import clock
from incidents.casefile import CaseFile
from policy.acknowledging import acknowledge
from tests.cast import Cast
from tests.incidents import play
from tests.protocol import published


def test_a_judgement_holds_the_version_in_force_on_the_day_it_happened(cast: Cast) -> None:
    version = published(cast)
    before = play.assessed(cast, happened_on=clock.today() - timedelta(days=1))
    after = play.assessed(cast, happened_on=clock.today())

    assert CaseFile(before).assessment.protocol_version is None
    assert CaseFile(after).assessment.protocol_version == version


def test_the_file_of_a_pupil_says_which_parents_had_read_it_by_then(
    cast: Cast, as_: Any, wednesday: Any
) -> None:
    version = published(cast)
    acknowledge(actor=cast.mother, version=version)
    incident = play.assessed(cast, happened_on=clock.today())
    wednesday.shift(timedelta(days=1))
    acknowledge(actor=cast.father, version=version)

    read = {reading.person: reading.at is not None for reading in CaseFile(incident).readings}
    assert read == {cast.mother.person: True, cast.father.person: False}
    page = as_(cast.coordinator).get(reverse("incidents:case", kwargs={"pk": incident.pk})).content.decode()
    assert "Nadia de Wit-Benali las het op woensdag 18 november 2026." in page
    assert "Jeroen de Wit had het toen nog niet gelezen." in page


def test_the_file_of_a_member_of_staff_says_whether_that_person_had_read_it(cast: Cast) -> None:
    acknowledge(actor=cast.other_teacher, version=published(cast))
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person, happened_on=clock.today())
    play.services.take_case(actor=cast.director, incident=incident)
    play.services.assess_case(
        actor=cast.director,
        incident=incident,
        scope="overlap",
        category="hurting",
        boundary_crossing=False,
        reason="x",
    )
    (reading,) = CaseFile(incident).readings
    assert (reading.person, reading.at) == (cast.other_teacher.person, clock.now())
