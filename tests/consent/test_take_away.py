"""A yes that is taken back: the office hears of it and finds which child it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.due import due_for
from ground import clock
from notices.models import Notice
from people import services as people
from people.models import Person
from people.standing import Standing
from tests.cast import FIRST_DAY
from tests.consent.conftest import Asked


def told() -> list[str]:
    return list(Notice.objects.filter(kind="consent.take_away").values_list("user__email", flat=True))


def campaign_page(asked: Asked, as_, member: str):
    return as_(getattr(asked.cast, member)).get(reverse("consent:campaign", args=[asked.campaign.pk]))


def test_a_withdrawal_tells_the_office_once(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert told() == []
    asked.withdraws(asked.cast.mother)
    assert told() == [asked.cast.administrator.email]


def test_a_yes_that_becomes_a_no_tells_the_office_and_a_first_no_does_not(asked: Asked) -> None:
    asked.says(asked.cast.father, photo="no")
    asked.says(asked.cast.mother, photo="yes")
    assert told() == []
    asked.says(asked.cast.mother, photo="no")
    assert told() == [asked.cast.administrator.email]


def test_the_office_finds_the_child_the_kind_and_the_day(asked: Asked, as_, wednesday) -> None:
    asked.says(asked.cast.mother)
    wednesday.shift(timedelta(days=1))
    asked.withdraws(asked.cast.mother, "photo")
    [(child, media, at)] = campaign_page(asked, as_, "administrator").context["taken_back"]
    assert (child, media, clock.local(at).date()) == (asked.cast.sam, ["Foto"], clock.today())
    asked.says(asked.cast.mother)
    assert campaign_page(asked, as_, "administrator").context["taken_back"] == []


def test_the_director_does_not_see_who_withdrew(asked: Asked, as_) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother)
    page = campaign_page(asked, as_, "director")
    assert "taken_back" not in page.context and "Ingetrokken" not in page.content.decode()


def test_more_withdrawals_cost_no_more_queries(asked: Asked, as_) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert campaign_page(asked, as_, "administrator").status_code == 200
        return len(queries)

    everyone = [asked.cast.mother, asked.cast.father, asked.cast.noors_mother]
    for user in everyone:
        asked.says(user)
    asked.withdraws(everyone[0], "photo")
    one = count()
    for user in everyone:
        asked.withdraws(user)
    assert count() == one


# -- staff who are a parent here ---------------------------------------------------------------------------


@pytest.fixture
def own_child(asked: Asked) -> Person:
    """Somebody of the office is a guardian of Sam, whose parents disagree."""
    people.add_guardian(
        actor=None,
        school=asked.cast.school,
        guardian=asked.cast.administrator.person,
        pupil=asked.cast.sam,
        relation="other",
        starts=FIRST_DAY,
        authority="no",
    )
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    asked.withdraws(asked.cast.mother, "film")
    return asked.cast.sam


def test_the_own_child_is_in_no_list_of_the_campaign(asked: Asked, as_, own_child: Person) -> None:
    page = campaign_page(asked, as_, "administrator")
    assert page.context["conflicts"] == [] and page.context["taken_back"] == []
    shown = [row.subject for response in page.context["responses"] for row in response.silent]
    assert shown and own_child not in shown
    assert "Je eigen kind staat niet op deze pagina" in page.content.decode()
    assert "Je eigen kind" not in campaign_page(asked, as_, "director").content.decode()


def test_parents_of_the_own_child_who_disagree_do_not_wait_on_the_desk(
    asked: Asked, own_child: Person
) -> None:
    assert due_for(Standing.of(asked.cast.administrator)) == []


def test_the_line_about_disagreeing_parents_says_who_is_to_move(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    [line] = due_for(Standing.of(asked.cast.administrator))
    assert (line.mine, line.step, line.waits_for) == (True, "Bekijk de kinderen", "de ouders")
