from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consent import services
from consent.choices import Reach
from consent.models import Campaign, Request
from documents.models import PersonalLink
from ground import clock
from ground.errors import RuleBroken
from notices.kinds import KINDS
from notices.models import Notice
from people.models import Guardianship, Person
from tests.cast import Cast, make_person, make_school
from tests.consent.conftest import WEBSITE, Asked
from trail.models import Entry


def ask(cast: Cast, **facts: object) -> Campaign:
    services.set_up_school(actor=None, school=cast.school)
    facts = {
        "actor": cast.director,
        "school": cast.school,
        "purpose": WEBSITE,
        "class_groups": [cast.group],
    } | facts
    return services.ask_consent(**facts)


def test_everyone_with_confirmed_or_unconfirmed_authority_is_asked(asked: Asked) -> None:
    cast = asked.cast
    people = {(row.person, row.subject) for row in asked.campaign.requests.all()}
    assert people == {
        (cast.mother.person, cast.sam),
        (cast.father.person, cast.sam),
        (cast.unconfirmed.person, cast.noor),
        (cast.noors_mother.person, cast.noor),
    }


def test_each_gets_a_link_of_their_own_for_sixty_days(asked: Asked) -> None:
    link = asked.link(asked.cast.mother)
    assert (link.person, link.subject) == (asked.cast.mother.person.pk, asked.request(asked.cast.mother).pk)
    assert link.valid_until - link.valid_from == timedelta(days=60)
    assert len({asked.token(user) for user in (asked.cast.mother, asked.cast.father)}) == 2


def test_the_mail_names_nobody() -> None:
    for name in ("consent.asked", "consent.link", "consent.recorded", "consent.changed", "consent.take_away"):
        assert "%" not in f"{KINDS[name].subject}{KINDS[name].body}"


def test_a_guardian_under_a_contact_ban_is_asked_without_mail(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.father.person).update(contact_ban=True)
    campaign = ask(cast)
    request = campaign.requests.get(person=cast.father.person)
    assert request.reach == Reach.CONTACT_BAN
    assert not Notice.objects.filter(person=cast.father.person.pk).exists()
    assert not PersonalLink.objects.filter(person=cast.father.person.pk).exists()


def test_a_guardian_without_address_is_listed_to_ask_on_paper(cast: Cast) -> None:
    nobody = make_person(cast.school, "Opa de Wit")
    Guardianship.objects.create(
        guardian=nobody, pupil=cast.sam, relation="other", authority="yes", starts=date(2026, 8, 1)
    )
    assert ask(cast).requests.get(person=nobody).reach == Reach.PAPER


def test_all_of_it_or_nothing(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        ask(cast, open_until=clock.today() + timedelta(days=400))
    assert not Campaign.objects.exists() and not Request.objects.exists() and not Notice.objects.exists()


def test_the_trail_counts_and_names_nobody(asked: Asked) -> None:
    entry = Entry.objects.get(act="consent.asked")
    assert entry.details["requests"] == 4
    assert asked.cast.mother.person.first_name not in str(entry.details)


@pytest.mark.parametrize("member", ["teacher", "administrator", "coordinator", "mother", "board"])
def test_only_the_director_asks(cast: Cast, member: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(cast, actor=getattr(cast, member))


def test_a_group_of_another_school_is_refused(cast: Cast) -> None:
    other, year = make_school(name="de Ark", brin="98XX")
    foreign = year.class_groups.create(school=other, name="6A")
    with pytest.raises(RuleBroken):
        ask(cast, class_groups=[cast.group, foreign])


@pytest.mark.parametrize("purpose", ["staff_personal_account", "unknown"])
def test_a_purpose_that_the_school_does_not_use_is_refused(cast: Cast, purpose: str) -> None:
    with pytest.raises(RuleBroken):
        ask(cast, purpose=purpose)


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_a_last_day_in_the_past_or_far_away_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(RuleBroken):
        ask(cast, open_until=clock.today() + timedelta(days=days))


def test_a_double_click_asks_once(asked: Asked) -> None:
    with pytest.raises(RuleBroken):
        ask(asked.cast)
    assert Campaign.objects.count() == 1


def test_who_answered_is_not_asked_again(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    now = clock.now()
    Campaign.objects.update(asked_at=now - timedelta(days=1), open_until=now)
    again = ask(asked.cast)
    assert asked.cast.mother.person.pk not in again.requests.values_list("person", flat=True)


def test_setting_up_twice_changes_nothing(asked: Asked) -> None:
    assert services.set_up_school(actor=None, school=asked.cast.school) == []


# -- in the browser ----------------------------------------------------------------------------------------


def test_the_director_asks_on_the_page(cast: Cast, as_) -> None:
    services.set_up_school(actor=None, school=cast.school)
    data = {"purpose": WEBSITE, "class_groups": [str(cast.group.pk)], "open_until": "2026-12-11"}
    answer = as_(cast.director).post(reverse("consent:ask"), data, follow=True)
    assert Campaign.objects.get().requests.count() == 4
    assert "0 van 4 beantwoord" in answer.content.decode()


def test_what_was_filled_in_stays_when_it_is_refused(cast: Cast, as_) -> None:
    services.set_up_school(actor=None, school=cast.school)
    data = {"purpose": WEBSITE, "class_groups": [str(cast.group.pk)], "open_until": "2020-01-01"}
    page = as_(cast.director).post(reverse("consent:ask"), data).content.decode()
    assert "Kies een dag na vandaag" in page
    assert 'value="2020-01-01"' in page
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("field", ["purpose", "class_groups", "open_until"])
@pytest.mark.parametrize("value", ["", "\0", "x" * 500, "8e5a1c2e-0000-4000-8000-000000000000"])
def test_nonsense_gives_a_sentence_and_asks_nobody(cast: Cast, as_, field: str, value: str) -> None:
    services.set_up_school(actor=None, school=cast.school)
    data = {
        "purpose": WEBSITE,
        "class_groups": [str(cast.group.pk)],
        "open_until": "2026-12-11",
        field: value,
    }
    answer = as_(cast.director).post(reverse("consent:ask"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Campaign.objects.exists()


def test_the_office_sees_where_parents_disagree_and_the_director_does_not(asked: Asked, as_) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    address = reverse("consent:campaign", kwargs={"pk": asked.campaign.pk})
    assert "Ouders die het niet eens zijn" in as_(asked.cast.administrator).get(address).content.decode()
    assert "niet eens" not in as_(asked.cast.director).get(address).content.decode()


def test_the_campaign_says_who_is_silent(asked: Asked, as_) -> None:
    asked.says(asked.cast.mother)
    address = reverse("consent:campaign", kwargs={"pk": asked.campaign.pk})
    page = as_(asked.cast.director).get(address)
    [response] = page.context["responses"]
    silent = {row.person for row in response.silent}
    assert (response.answered, response.asked) == (1, 4)
    assert asked.cast.mother.person not in silent and asked.cast.father.person in silent


def test_a_director_of_another_school_does_not_find_it(asked: Asked, as_) -> None:
    other, _year = make_school(name="de Ark", brin="98XX")
    asked.cast.director.person.roles.update(school=other)
    address = reverse("consent:campaign", kwargs={"pk": asked.campaign.pk})
    assert as_(asked.cast.director).get(address).status_code == 404


def test_a_pupil_without_guardians_does_not_stop_the_campaign(cast: Cast) -> None:
    Guardianship.objects.filter(pupil=cast.noor).delete()
    assert ask(cast).requests.count() == 2
    assert Person.objects.filter(pk=cast.noor.pk).exists()
