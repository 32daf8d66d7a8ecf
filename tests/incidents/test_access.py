"""Who sees which case: the rows of the access table, minus whoever is in conflict with it."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from incidents import services
from incidents.access import Access, visible_to
from incidents.due import due_for
from incidents.models import Incident, Part
from incidents.workflow import Act
from notices.models import Notice
from people.models import Guardianship, User
from people.services import add_guardian
from people.standing import Standing
from tests.cast import Cast
from tests.incidents import play


def seen_by(cast: Cast, incident: Incident) -> set[str]:
    """The members of the cast who see this case."""
    return {name for name, user in cast.users().items() if visible_to(user).filter(pk=incident.pk).exists()}


def make_parent(cast: Cast, user: User, pupil: Any) -> None:
    """A member of staff whose own child is at school."""
    add_guardian(
        actor=None,
        school=cast.school,
        guardian=user.person,
        pupil=pupil,
        relation=Guardianship.Relation.OTHER,
        authority=Guardianship.Authority.YES,
        starts=date(2026, 8, 1),
    )


def test_an_ordinary_case_is_seen_by_its_teacher_the_care_coordinator_and_the_director(cast: Cast) -> None:
    assert seen_by(cast, play.report(cast)) == {"teacher", "coordinator", "director"}


def test_a_case_about_a_pupil_of_the_class_is_seen_by_the_teacher_who_did_not_report_it(cast: Cast) -> None:
    incident = play.report(cast, actor=cast.director)
    assert "teacher" in seen_by(cast, incident)
    assert "other_teacher" not in seen_by(cast, incident)


def test_a_teacher_of_another_class_meets_404(cast: Cast, as_: Any) -> None:
    incident = play.report(cast)
    answer = as_(cast.other_teacher).get(reverse("incidents:case", kwargs={"pk": incident.pk}))
    nowhere = as_(cast.other_teacher).get(reverse("incidents:case", kwargs={"pk": uuid.uuid4()}))
    assert answer.status_code == 404
    assert answer.content == nowhere.content


def test_a_closed_case_is_out_of_the_teachers_sight(cast: Cast) -> None:
    assert seen_by(cast, play.closed(cast)) == {"coordinator", "director"}


def test_a_staff_case_is_seen_by_director_and_board_not_by_its_reporter(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.other_teacher.person)
    assert seen_by(cast, incident) == {"director", "board"}


def test_a_case_about_the_director_is_seen_by_the_board_alone(cast: Cast) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.director.person)
    assert seen_by(cast, incident) == {"board"}


def test_a_suspected_sexual_offence_is_seen_by_the_board_alone(cast: Cast) -> None:
    assert seen_by(cast, play.offence(cast)) == {"board"}


def test_the_accused_director_finds_nothing_anywhere(cast: Cast, as_: Any) -> None:
    incident = play.report(cast, pupils=[], staff_member=cast.director.person, what="KANARIE")
    browser = as_(cast.director)

    assert browser.get(reverse("incidents:case", kwargs={"pk": incident.pk})).status_code == 404
    for address in ("/incidents/?state=all", "/", "/incidents/mine/"):
        page = browser.get(address).content.decode()
        assert incident.code not in page
        assert "KANARIE" not in page
    assert "0 zaken" in browser.get("/incidents/?state=all").content.decode()
    assert due_for(Standing.of(cast.director)) == []
    assert not Notice.objects.filter(user=cast.director).exists()


def test_an_accused_board_member_finds_nothing(cast: Cast) -> None:
    from people.services import employ

    employ(
        actor=None,
        person=cast.board.person,
        school=cast.school,
        job_title="bestuurder",
        starts=date(2026, 8, 1),
    )
    incident = play.report(cast, pupils=[], staff_member=cast.board.person)
    assert seen_by(cast, incident) == {"director"}


def test_a_director_whose_child_is_a_party_loses_the_case_to_the_board(cast: Cast) -> None:
    make_parent(cast, cast.director, cast.sam)
    incident = play.report(cast)
    assert incident.board_handles
    assert seen_by(cast, incident) == {"teacher", "coordinator", "board"}


def test_the_partner_of_a_party_handles_nothing(cast: Cast) -> None:
    make_parent(cast, cast.coordinator, cast.sam)
    incident = play.report(cast, pupils=[], names=["x"])
    services.take_case(actor=cast.director, incident=incident)
    services.add_person(
        actor=cast.director,
        incident=incident,
        person=cast.father.person,
        part=Part.ACCUSED,
        reason="Bericht.",
    )
    assert "coordinator" not in seen_by(cast, incident)


def test_a_witness_keeps_the_own_role(cast: Cast) -> None:
    incident = play.taken(cast)
    services.add_person(
        actor=cast.coordinator,
        incident=incident,
        person=cast.director.person,
        part=Part.WITNESS,
        reason="Zag het.",
    )
    assert "director" in seen_by(cast, incident)


def test_conflict_begins_the_moment_somebody_is_named(cast: Cast, as_: Any) -> None:
    make_parent(cast, cast.director, cast.noor)
    incident = services.take_case(actor=cast.director, incident=play.report(cast))
    address = reverse("incidents:add_person", kwargs={"pk": incident.pk})
    data = {"person": str(cast.noor.pk), "part": "affected", "reason": "Het ging over haar."}
    answer = as_(cast.director).post(address, data)

    assert answer.url == reverse("incidents:list")
    assert seen_by(cast, incident) == {"teacher", "coordinator", "board"}
    assert Notice.objects.filter(user=cast.board, kind="incidents.new_report").count() == 1
    incident.refresh_from_db()
    assert incident.board_handles
    assert incident.handler is None


def test_an_ordinary_case_that_turns_out_to_be_about_staff_goes_to_director_and_board(cast: Cast) -> None:
    incident = play.taken(cast)
    services.add_person(
        actor=cast.coordinator,
        incident=incident,
        person=cast.other_teacher.person,
        part=Part.ACCUSED,
        reason="Hij plaatste het.",
    )
    assert seen_by(cast, incident) == {"director", "board"}


def test_a_confidant_reads_along_by_invitation_and_cannot_write(cast: Cast) -> None:
    incident = play.assessed(cast)
    assert "confidant" not in seen_by(cast, incident)
    services.open_to(
        actor=cast.coordinator, incident=incident, reader=cast.confidant.person, reason="Steun voor Noor."
    )
    access = Access(cast.confidant, incident)
    assert access.can_view and access.reads_file and access.can_see_reporter
    assert not access.can(Act.NOTE)
    assert Notice.objects.filter(user=cast.confidant, kind="incidents.opened").exists()


def test_the_board_may_let_the_director_read_a_suspected_offence(cast: Cast) -> None:
    incident = services.take_case(actor=cast.board, incident=play.offence(cast))
    services.open_to(actor=cast.board, incident=incident, reader=cast.director.person, reason="Overleg.")
    assert seen_by(cast, incident) == {"director", "board"}


def test_an_invitation_does_not_beat_conflict(cast: Cast) -> None:
    incident = services.take_case(
        actor=cast.board, incident=play.offence(cast, staff_member=cast.director.person)
    )
    services.open_to(actor=cast.board, incident=incident, reader=cast.director.person, reason="Vergissing.")
    assert seen_by(cast, incident) == {"board"}
    assert not Notice.objects.filter(user=cast.director).exists()


@pytest.mark.parametrize("member", ["administrator", "privacy_officer", "caretaker", "supervisor", "mother"])
def test_who_has_no_part_in_it_cannot_take_a_case(cast: Cast, member: str) -> None:
    with pytest.raises(PermissionDenied):
        services.take_case(actor=getattr(cast, member), incident=play.report(cast))


def test_only_the_handler_moves_a_case_and_the_refusal_says_who_that_is(cast: Cast) -> None:
    incident = play.taken(cast)
    with pytest.raises(PermissionDenied, match="Latifa Ouali"):
        services.assess_case(
            actor=cast.director, incident=incident, scope="overlap", category="bullying", reason="x"
        )


def test_who_reported_is_shown_to_handler_and_reporter_not_to_the_director_beside_it(cast: Cast) -> None:
    incident = play.taken(cast)
    shown = {name for name, user in cast.users().items() if Access(user, incident).can_see_reporter}
    assert shown == {"teacher", "coordinator"}


def test_a_receipt_is_for_the_reporter_alone(cast: Cast, as_: Any) -> None:
    address = reverse("incidents:reported", kwargs={"pk": play.offence(cast).pk})
    answers = {name: as_(user).get(address).status_code for name, user in cast.users().items()}
    assert {name for name, answer in answers.items() if answer == 200} == {"teacher"}
    assert set(answers.values()) == {200, 404}
