"""The accused side is informed, heard, or says it does not want to be; the guardian's own side."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground import clock
from ground.errors import RuleBroken
from incidents import services
from incidents.access import own_sides
from incidents.models import HearingView, Part
from notices.models import Notice
from people.models import Guardianship
from tests.cast import Cast
from tests.incidents import play


def side(cast: Cast, hearing: Any) -> str:
    return reverse("incidents:own_side", kwargs={"pk": hearing.accused_id})


def invitations() -> set[str]:
    return {notice.recipient for notice in Notice.objects.filter(kind="incidents.invitation")}


def test_the_invitation_tells_the_parents_what_on_which_grounds_and_what_may_follow(
    cast: Cast, as_: Any
) -> None:
    hearing = play.invited(cast)
    page = as_(cast.mother).get(side(cast, hearing)).content.decode()

    for words in (hearing.conduct, hearing.evidence, hearing.possible_measure, hearing.place):
        assert words in page
    assert "vrijdag 20 november 2026, 10.00 uur" in page


def test_each_reachable_guardian_with_authority_gets_the_invitation(cast: Cast) -> None:
    play.invited(cast)
    assert invitations() == {cast.mother.email, cast.father.email}


def test_a_guardian_without_authority_and_other_parents_find_nothing(cast: Cast, as_: Any) -> None:
    hearing = play.invited(cast)
    for user in (cast.stepfather, cast.noors_mother, cast.outsider, cast.unconfirmed, cast.teacher):
        assert as_(user).get(side(cast, hearing)).status_code == 404
        assert not own_sides(user).exists()


def test_the_own_side_never_shows_the_case(cast: Cast, as_: Any) -> None:
    hearing = play.invited(cast, what="KANARIE-melding")
    page = as_(cast.mother).get(side(cast, hearing)).content.decode()
    assert "KANARIE" not in page
    assert "Noor" not in page
    case = reverse("incidents:case", kwargs={"pk": hearing.incident_id})
    assert as_(cast.mother).get(case).status_code == 404


def test_before_the_invitation_the_parents_find_nothing(cast: Cast, as_: Any) -> None:
    play.assessed(cast)
    assert not own_sides(cast.mother).exists()
    assert "Hier staat niets voor u" in as_(cast.mother).get(reverse("incidents:mine")).content.decode()


def test_worries_at_home_hold_the_invitation_back_until_somebody_releases_it(cast: Cast, as_: Any) -> None:
    hearing = play.invited(cast, worries_at_home=True)
    assert invitations() == set()
    assert as_(cast.mother).get(side(cast, hearing)).status_code == 404

    services.release_messages(
        actor=cast.coordinator, incident=hearing.incident, reason="Thuis is het veilig."
    )
    assert invitations() == {cast.mother.email, cast.father.email}
    assert as_(cast.mother).get(side(cast, hearing)).status_code == 200


def test_what_does_not_stand_still_cannot_be_released(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        services.release_messages(actor=cast.coordinator, incident=play.taken(cast), reason="x")


def test_a_guardian_under_a_contact_ban_gets_no_mail_and_no_time_or_place(cast: Cast, as_: Any) -> None:
    Guardianship.objects.filter(guardian=cast.father.person).update(contact_ban=True)
    hearing = play.invited(cast)
    page = as_(cast.father).get(side(cast, hearing)).content.decode()

    assert invitations() == {cast.mother.email}
    assert hearing.conduct in page
    assert hearing.place not in page
    assert "20 november 2026, 10.00" not in page


@pytest.mark.parametrize("field", ["conduct", "evidence", "possible_measure"])
def test_the_invitation_names_nobody_else(cast: Cast, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.invite(cast, play.assessed(cast), **{field: "Noor heeft het bericht bewaard."})
    assert refused.value.field == field
    assert "15" in refused.value.source


def test_nobody_is_invited_for_yesterday(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.invite(cast, play.assessed(cast), meeting_at=clock.now() - timedelta(hours=1))
    assert refused.value.field == "meeting_at"


def test_nobody_is_invited_twice(cast: Cast) -> None:
    hearing = play.invited(cast)
    with pytest.raises(RuleBroken):
        play.invite(cast, hearing.incident)


def test_who_is_not_the_accused_is_not_invited(cast: Cast) -> None:
    incident = play.assessed(cast)
    affected = incident.people.get(part=Part.AFFECTED)
    with pytest.raises(RuleBroken) as refused:
        services.invite_to_hearing(
            actor=cast.coordinator,
            involved=affected,
            conduct="x",
            evidence="x",
            possible_measure="x",
            meeting_at=clock.now() + timedelta(days=1),
            place="x",
        )
    assert "punt 3" in refused.value.source


def test_a_name_that_nobody_found_is_not_invited(cast: Cast) -> None:
    incident = play.assessed(cast, pupils=[], names=["Een onbekend kind"])
    involved = incident.people.get(person=None)
    services.judge_person(actor=cast.coordinator, involved=involved, part=Part.ACCUSED, reason="Het bericht.")
    with pytest.raises(RuleBroken, match="wie dit is"):
        play.invite(cast, incident)


def test_a_pupil_without_confirmed_authority_cannot_be_invited(cast: Cast) -> None:
    Guardianship.objects.filter(pupil=cast.sam).update(authority=Guardianship.Authority.UNKNOWN)
    with pytest.raises(RuleBroken, match="gezag"):
        play.invited(cast)


def test_an_invitation_waits_for_a_judgement_within_the_protocol(cast: Cast) -> None:
    incident = play.taken(cast)
    involved = incident.people.get()
    services.judge_person(actor=cast.coordinator, involved=involved, part=Part.ACCUSED, reason="x")
    with pytest.raises(RuleBroken) as refused:
        play.invite(cast, incident)
    assert refused.value.source == "Protocol, doelgroep en reikwijdte"


def test_pupil_and_parents_may_be_heard_one_after_the_other(cast: Cast) -> None:
    hearing = play.hear(cast, play.invited(cast), parents_heard=False, record="Sam had spijt.")
    assert not hearing.is_done
    hearing = play.hear(cast, hearing, pupil_heard=False, record="De ouders schrokken.")
    assert hearing.is_done
    assert hearing.record == "Sam had spijt.\n\nDe ouders schrokken."


def test_a_record_says_who_spoke(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.hear(cast, play.invited(cast), pupil_heard=False, parents_heard=False)
    assert refused.value.field == "pupil_heard"


def test_a_talk_is_not_recorded_before_it_was(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.hear(cast, play.invited(cast), held_at=clock.now() + timedelta(minutes=1))
    assert refused.value.field == "held_at"


def test_a_record_that_the_parents_read_names_nobody_else(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        play.hear(cast, play.invited(cast), record="Noor zou begonnen zijn.")
    assert refused.value.field == "record"


def test_the_view_of_a_guardian_stands_in_the_file_and_the_other_guardian_does_not_see_it(
    cast: Cast, as_: Any
) -> None:
    hearing = play.invited(cast)
    answer = as_(cast.mother).post(
        reverse("incidents:give_view", kwargs={"pk": hearing.accused_id}),
        {"text": "KANARIE van moeder"},
        follow=True,
    )
    assert "KANARIE van moeder" in answer.content.decode()
    assert "KANARIE" not in as_(cast.father).get(side(cast, hearing)).content.decode()
    case = reverse("incidents:case", kwargs={"pk": hearing.incident_id})
    assert "KANARIE van moeder" in as_(cast.coordinator).get(case).content.decode()


def test_a_view_comes_before_the_decision(cast: Cast, as_: Any) -> None:
    measure = play.decided(cast)
    address = reverse("incidents:give_view", kwargs={"pk": measure.accused_id})
    answer = as_(cast.mother).post(address, {"text": "Toch nog iets."})
    assert "De school heeft besloten." in answer.content.decode()
    assert not HearingView.objects.exists()


def test_nobody_else_gives_a_view(cast: Cast) -> None:
    hearing = play.invited(cast)
    for user in (cast.stepfather, cast.noors_mother, cast.teacher):
        with pytest.raises(PermissionDenied):
            services.give_view(actor=user, involved=hearing.accused, text="x")


def test_bad_input_keeps_what_the_handler_typed(cast: Cast, as_: Any) -> None:
    involved = play.accused(play.assessed(cast))
    data = {"conduct": "Noor zei het.", "evidence": "x", "possible_measure": "x", "place": "x"}
    data |= {"meeting_at_0": "2026-11-20", "meeting_at_1": "10:00"}
    page = as_(cast.coordinator).post(reverse("incidents:invite", kwargs={"pk": involved.pk}), data)
    assert page.status_code == 200
    assert "Noor zei het." in page.content.decode()
    assert "een klasgenoot" in page.content.decode()
