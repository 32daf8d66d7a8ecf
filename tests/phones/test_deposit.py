from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground.errors import RuleBroken
from notices.models import Notice
from people.models import Enrolment
from phones import services
from phones.models import Custody
from tests.cast import Cast

AT_THE_DOOR = datetime(2026, 11, 18, 7, 35, tzinfo=UTC)  # 8:35


def tap(cast: Cast, browser, pupil: object, **headers: str):
    address = reverse("phones:deposit", args=[cast.group.pk])
    return browser.post(address, {"pupil": pupil, "back": "group"}, headers=headers)


def test_it_is_at_own_risk_without_reason_or_notice(cast: Cast, deposit) -> None:
    custody = deposit()
    assert (custody.kind, custody.liability, custody.reason) == ("deposited", "own_risk", "")
    assert custody.liability_text == "In bewaring geven is op eigen risico."
    assert custody.clauses == ["M5", "M7", "M8"]
    assert not Notice.objects.exists()


def test_one_tap_takes_it_in_and_answers_with_that_tile_alone(cast: Cast, as_) -> None:
    html = tap(cast, as_(cast.teacher), cast.sam.pk, hx_request="true").content.decode()
    assert Custody.objects.get().pupil == cast.sam
    assert f'id="tile-{cast.sam.pk}"' in html
    assert "Teruggeven" in html
    assert "In bewaring, op eigen risico: 1" in html
    assert "Geen telefoon hier: 1" in html
    assert f"tile-{cast.noor.pk}" not in html
    assert "<html" not in html


def test_without_script_the_page_of_the_group_follows(cast: Cast, as_) -> None:
    browser = as_(cast.teacher)
    answer = browser.get(tap(cast, browser, cast.sam.pk)["Location"])
    assert "De telefoon van Sam de Wit is in bewaring, op eigen risico." in answer.content.decode()


def test_the_own_risk_stands_on_the_page_before_the_tap(cast: Cast, as_) -> None:
    html = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    assert "In bewaring geven is op eigen risico. Over schade beslist de school na onderzoek." in html
    assert "aansprakelijk" not in html


def test_at_the_start_of_the_day_there_is_no_warning(cast: Cast, as_, wednesday) -> None:
    wednesday.move_to(AT_THE_DOOR)
    html = tap(cast, as_(cast.teacher), cast.sam.pk, hx_request="true").content.decode()
    assert "begin van de schooldag" not in html


@pytest.mark.parametrize("headers", [{"hx_request": "true"}, {}], ids=["htmx", "plain"])
def test_later_on_the_day_it_works_with_a_warning(cast: Cast, as_, headers) -> None:
    browser = as_(cast.teacher)
    answer = tap(cast, browser, cast.sam.pk, **headers)
    if not headers:
        answer = browser.get(answer["Location"])
    assert "In bewaring geven hoort aan het begin van de schooldag (M7)." in answer.content.decode()
    assert Custody.objects.held().count() == 1


def test_on_a_day_without_school_it_is_late(cast: Cast) -> None:
    assert services.is_late_for_deposit(cast.school, datetime(2026, 12, 21, 7, 30, tzinfo=UTC))


def test_a_double_tap_gives_one_deposit_and_a_sentence(cast: Cast, as_) -> None:
    browser = as_(cast.teacher)
    tap(cast, browser, cast.sam.pk, hx_request="true")
    html = tap(cast, browser, cast.sam.pk, hx_request="true").content.decode()
    assert "ligt hier al: in bewaring om 10.00 uur" in html
    assert "Teruggeven" in html
    assert Custody.objects.count() == 1


@pytest.mark.parametrize("pupil", ["00000000-0000-4000-8000-000000000000", "x", "", "a\x00b"])
def test_an_unknown_pupil_gets_a_sentence(cast: Cast, as_, pupil: str) -> None:
    browser = as_(cast.teacher)
    answer = browser.get(tap(cast, browser, pupil)["Location"])
    assert 'role="alert"' in answer.content.decode()
    assert not Custody.objects.exists()


def test_a_pupil_who_left_yesterday_has_no_tile_and_is_refused(cast: Cast, as_) -> None:
    Enrolment.objects.filter(pupil=cast.sam).update(ends=date(2026, 11, 17))
    browser = as_(cast.teacher)
    assert "Sam de Wit" not in browser.get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    assert (
        "zit vandaag niet in de groep"
        in browser.get(tap(cast, browser, cast.sam.pk)["Location"]).content.decode()
    )
    with pytest.raises(RuleBroken):
        services.deposit_phone(actor=cast.teacher, pupil=cast.sam)


def test_the_group_of_another_teacher_does_not_exist(cast: Cast, as_) -> None:
    assert tap(cast, as_(cast.other_teacher), cast.sam.pk).status_code == 404
    with pytest.raises(PermissionDenied):
        services.deposit_phone(actor=cast.other_teacher, pupil=cast.sam)


def test_the_director_sees_the_group_but_takes_no_phone(cast: Cast, as_) -> None:
    assert tap(cast, as_(cast.director), cast.sam.pk).status_code == 403
    assert (
        "Bewaren"
        not in as_(cast.director).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    )


def test_a_tap_after_the_session_ended_leads_to_the_sign_in(cast: Cast, client) -> None:
    here = f"http://testserver{reverse('phones:group', args=[cast.group.pk])}"
    answer = tap(cast, client, cast.sam.pk, hx_request="true", hx_current_url=here)
    assert answer["HX-Redirect"].endswith(f"?next=/phones/groups/{cast.group.pk}/")
    assert not answer.content
