"""The letter: a standard text with places, looked over, frozen as PDF for each guardian separately."""

import io
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from pypdf import PdfReader

from documents import services as documents
from ground.errors import RuleBroken
from incidents import services
from incidents.models import Letter
from incidents.workflow import State
from notices.models import Notice
from people.models import Guardianship
from tests.cast import Cast
from tests.incidents import play


def words(letter: Letter) -> str:
    reader = PdfReader(io.BytesIO(documents.read(letter.document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def told() -> set[str]:
    return {notice.recipient for notice in Notice.objects.filter(kind="incidents.letter")}


def test_each_guardian_with_authority_gets_a_letter_of_the_own(cast: Cast) -> None:
    measure = play.sent(cast)
    letters = {letter.recipient: words(letter) for letter in measure.letters.all()}

    assert set(letters) == {cast.mother.person, cast.father.person}
    assert "Beste mevrouw De Wit-Benali," in letters[cast.mother.person]
    assert "Beste meneer De Wit," in letters[cast.father.person]
    assert told() == {cast.mother.email, cast.father.email}


def test_the_letter_says_why_who_was_heard_what_is_agreed_and_what_one_can_do(cast: Cast) -> None:
    text = words(play.sent(cast).letters.first())
    for part in (
        "Sam krijgt een waarschuwing",
        "Ons kenmerk: 2026-001",
        "Op 16 november stuurde Sam een kwetsend bericht",
        "Wij spraken op woensdag 18 november 2026 met Sam en met u.",
        "Op maandag 30 november praten wij opnieuw",
        "leerlingdossier van Sam",
        "klacht indienen bij het bestuur",
        "Ingrid Hofstra",
    ):
        assert part in text


def test_a_guardian_reads_the_own_letter_and_not_the_others(cast: Cast, as_: Any) -> None:
    letters = {letter.recipient: letter for letter in play.sent(cast).letters.all()}
    mine = reverse("incidents:letter_pdf", kwargs={"pk": letters[cast.mother.person].pk})

    assert as_(cast.mother).get(mine)["Content-Type"] == "application/pdf"
    for user in (
        cast.father,
        cast.stepfather,
        cast.noors_mother,
        cast.teacher,
        cast.board,
        cast.administrator,
    ):
        assert as_(user).get(mine).status_code == 404
    assert as_(cast.director).get(mine).status_code == 200


def test_the_own_side_shows_the_decision_only_once_the_letter_has_gone(cast: Cast, as_: Any) -> None:
    measure = play.written(cast)
    address = reverse("incidents:own_side", kwargs={"pk": measure.accused_id})
    assert "krijgt een waarschuwing" not in as_(cast.mother).get(address).content.decode()
    services.send_letter(actor=cast.coordinator, measure=measure)
    assert "Sam krijgt een waarschuwing" in as_(cast.mother).get(address).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "Sam deed [wat].", "Hij zei ......", "Datum: ____"])
def test_an_unfilled_place_refuses(cast: Cast, text: str) -> None:
    measure = play.decided(cast)
    services.write_letter(actor=cast.coordinator, measure=measure, places={**play.PLACES, "agreement": text})
    with pytest.raises(RuleBroken, match="ingevuld"):
        services.send_letter(actor=cast.coordinator, measure=measure)
    assert not Letter.objects.exists()
    assert not services.preview_letter(measure=measure).holds


def test_a_letter_that_nobody_wrote_is_not_sent(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        services.send_letter(actor=cast.coordinator, measure=play.decided(cast))


def test_the_name_of_another_child_refuses(cast: Cast) -> None:
    measure = play.decided(cast)
    services.write_letter(
        actor=cast.coordinator, measure=measure, places={**play.PLACES, "why": "Noor durfde niet meer."}
    )
    with pytest.raises(RuleBroken, match="Noor"):
        services.send_letter(actor=cast.coordinator, measure=measure)
    measure.incident.refresh_from_db()
    assert measure.incident.state == State.DECIDED
    assert not Letter.objects.exists()


def test_worries_at_home_hold_the_letter_until_they_are_released(cast: Cast) -> None:
    measure = play.written(cast, worries_at_home=True)
    with pytest.raises(RuleBroken) as refused:
        services.send_letter(actor=cast.coordinator, measure=measure)
    assert refused.value.source == "Meldcode"
    assert told() == set()

    services.release_messages(actor=cast.coordinator, incident=measure.incident, reason="Veilig.")
    services.send_letter(actor=cast.coordinator, measure=measure)
    assert told() == {cast.mother.email, cast.father.email}


def test_a_guardian_under_a_contact_ban_gets_a_letter_but_no_mail(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.father.person).update(contact_ban=True)
    measure = play.sent(cast)
    assert {letter.recipient for letter in measure.letters.all()} == {cast.mother.person, cast.father.person}
    assert told() == {cast.mother.email}


def test_a_secret_address_stands_in_no_letter(cast: Cast) -> None:
    mother = cast.mother.person
    mother.street, mother.place = "Geheimweg 7", "Waterdam"
    mother.save()
    Guardianship.objects.filter(guardian=mother).update(secret_address=True)
    assert "Geheimweg" not in words(play.sent(cast).letters.get(recipient=mother))


def test_what_was_sent_stays_as_it_was_sent(cast: Cast) -> None:
    letter = play.sent(cast).letters.first()
    with pytest.raises(InternalError, match="only grows"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(recipient=cast.noor)


def test_a_letter_is_sent_once(cast: Cast) -> None:
    measure = play.sent(cast)
    with pytest.raises(RuleBroken):
        services.send_letter(actor=cast.coordinator, measure=measure)
    assert Letter.objects.count() == 2


def test_the_preview_shows_each_guardian_the_own_letter_and_changes_nothing(cast: Cast, as_: Any) -> None:
    measure = play.written(cast)
    address = reverse("incidents:letter", kwargs={"pk": measure.pk})
    page = as_(cast.coordinator).get(address, {"to": str(cast.mother.person.pk)}).content.decode()
    assert "Beste mevrouw De Wit-Benali," in page
    assert "Proefzitting: houdt stand" in page
    assert not Letter.objects.exists()


def test_an_open_place_may_wait_and_what_was_written_stays(cast: Cast, as_: Any) -> None:
    measure = play.decided(cast)
    browser = as_(cast.coordinator)
    address = reverse("incidents:write_letter", kwargs={"pk": measure.pk})
    page = browser.post(address, {**play.PLACES, "agreement": ""}, follow=True).content.decode()
    assert "Proefzitting: houdt geen stand" in page
    assert play.PLACES["view"] in browser.get(address).content.decode()
