"""The same, signed in: own questions only."""

from datetime import timedelta

from django.urls import reverse

from consent.models import Campaign, Decision
from people.models import Guardianship
from tests.consent.conftest import Asked


def test_a_guardian_finds_the_own_questions(asked: Asked, as_) -> None:
    page = as_(asked.cast.mother).get(reverse("consent:mine"))
    assert [row.subject for row in page.context["questions"]] == [asked.cast.sam]


def test_who_has_no_authority_finds_nothing(asked: Asked, as_) -> None:
    for member in ("stepfather", "outsider"):
        page = as_(getattr(asked.cast, member)).get(reverse("consent:mine"))
        assert "Er is u nog niets gevraagd" in page.content.decode()


def test_answering_changing_and_withdrawing_signed_in(asked: Asked, as_, ledger) -> None:
    browser = as_(asked.cast.mother)
    pk = {"pk": asked.request(asked.cast.mother).pk}
    browser.post(reverse("consent:answer", kwargs=pk), {"all": "yes"})
    form = browser.get(reverse("consent:check", kwargs=pk)).context["form"].initial
    browser.post(reverse("consent:sign", kwargs=pk), {**form, "signed_name": "Nadia Benali"})
    page = browser.post(reverse("consent:withdraw", kwargs=pk), {"medium": "all"}, follow=True)
    assert sorted(row[2] for row in ledger()) == ["withdrawn"] * 3 + ["yes"] * 3
    assert "U heeft uw toestemming ingetrokken" in page.content.decode()
    assert set(Decision.objects.values_list("method", flat=True)) == {"account"}


def test_under_a_contact_ban_one_still_signs_signed_in(asked: Asked, as_) -> None:
    Guardianship.objects.filter(guardian=asked.cast.father.person).update(contact_ban=True)
    pk = {"pk": asked.request(asked.cast.father).pk}
    assert as_(asked.cast.father).get(reverse("consent:answer", kwargs=pk)).status_code == 200


def test_the_question_of_the_other_parent_does_not_exist(asked: Asked, as_) -> None:
    pk = {"pk": asked.request(asked.cast.mother).pk}
    for page in ("answer", "check", "done"):
        assert as_(asked.cast.father).get(reverse(f"consent:{page}", kwargs=pk)).status_code == 404


def test_after_the_campaign_closed_the_answers_stay_open_to_change(asked: Asked, as_) -> None:
    asked.says(asked.cast.mother)
    Campaign.objects.update(open_until=asked.campaign.asked_at + timedelta(seconds=1))
    pk = {"pk": asked.request(asked.cast.mother).pk}
    assert "Intrekken" in as_(asked.cast.mother).get(reverse("consent:done", kwargs=pk)).content.decode()
