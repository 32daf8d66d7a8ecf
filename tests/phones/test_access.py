from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from people.models import Guardianship, TeachingAssignment
from phones import returns, services
from phones.access import Access, visible_to
from phones.models import Custody
from tests.cast import Cast, make_employee


def test_list_and_detail_agree_for_each_member_of_the_cast(cast: Cast, confiscate, deposit, as_) -> None:
    rows = [confiscate(), deposit(), services.deposit_phone(actor=cast.other_teacher, pupil=cast.daan)]
    for user in cast.users().values():
        listed = set(visible_to(user).values_list("pk", flat=True))
        for row in rows:
            opens = as_(user).get(reverse("phones:custody", args=[row.pk])).status_code == 200
            assert (row.pk in listed) == opens == Access(user, row).can_view


def test_a_guardian_sees_the_own_child_only(cast: Cast, confiscate, deposit, as_) -> None:
    own, other = confiscate(), deposit()
    browser = as_(cast.mother)
    html = browser.get(reverse("phones:mine")).content.decode()
    assert "Sam" in html
    assert ">Noor<" not in html
    assert browser.get(reverse("phones:custody", args=[other.pk])).status_code == 404
    page = browser.get(reverse("phones:custody", args=[own.pk])).content.decode()
    assert "Wij hebben de telefoon van Sam ingenomen." in page
    assert "Sam kan de telefoon vandaag om 12.15 uur ophalen." in page
    assert "De school is verantwoordelijk zolang wij de telefoon hebben." in page
    assert "Niet geopend, niet doorzocht." in page
    assert "Over schade beslist de school na onderzoek." in page
    assert "Telefoon teruggeven" not in page


def test_a_guardian_sees_but_does_not_hand_back(cast: Cast, confiscate, as_) -> None:
    custody = confiscate()
    assert as_(cast.mother).post(reverse("phones:hand_back", args=[custody.pk])).status_code == 404
    custody.refresh_from_db()
    assert custody.is_held


def test_an_employee_sees_the_own_child_as_a_parent_only(cast: Cast, confiscate, as_) -> None:
    custody = confiscate()
    Guardianship.objects.create(
        guardian=cast.director.person,
        pupil=cast.sam,
        relation="other",
        authority="no",
        starts=date(2026, 8, 1),
    )
    assert not visible_to(cast.director).filter(pk=custody.pk).exists()
    assert (
        "Sam de Wit"
        not in as_(cast.director).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    )


@pytest.fixture
def substitute(cast: Cast):
    user = make_employee(cast.school, "Tess Molenaar", "invaller")
    TeachingAssignment.objects.create(
        teacher=user.person,
        class_group=cast.group,
        weekdays=[2],
        substitute=True,
        starts=date(2026, 11, 18),
        ends=date(2026, 11, 25),
    )
    return user


def test_a_substitute_sees_today_without_history_until_six(cast: Cast, substitute, wednesday) -> None:
    wednesday.move_to(datetime(2026, 11, 17, 9, 0, tzinfo=UTC))
    old = services.deposit_phone(actor=cast.teacher, pupil=cast.sam)
    returns.hand_back(actor=cast.teacher, custody=old)
    wednesday.shift(timedelta(days=1))
    new = services.deposit_phone(actor=substitute, pupil=cast.sam)
    assert list(visible_to(substitute)) == [new]
    assert set(visible_to(cast.teacher)) == {old, new}
    wednesday.move_to(datetime(2026, 11, 18, 17, 1, tzinfo=UTC))
    assert not visible_to(substitute).exists()


def test_who_left_the_school_sees_nothing(cast: Cast, confiscate) -> None:
    confiscate()
    cast.teacher.person.employments.update(ends=date(2026, 11, 17))
    assert not visible_to(cast.teacher).exists()


def test_the_trail_keeps_who_was_refused(cast: Cast, confiscate, as_) -> None:
    from trail.models import Entry

    custody = confiscate()
    as_(cast.other_teacher).get(reverse("phones:custody", args=[custody.pk]))
    assert Entry.objects.refusals().of_subject(custody).get().actor == cast.other_teacher


def test_groups_lead_to_the_one_that_there_is(cast: Cast, as_) -> None:
    assert as_(cast.teacher).get(reverse("phones:groups")).url == reverse(
        "phones:group", args=[cast.group.pk]
    )
    assert as_(cast.caretaker).get(reverse("phones:groups")).url == reverse("phones:desk")


def test_the_director_chooses_a_group_and_sees_what_was_not_collected(
    cast: Cast, confiscate, as_, wednesday
) -> None:
    confiscate()
    wednesday.shift(timedelta(hours=3))
    html = as_(cast.director).get(reverse("phones:groups")).content.decode()
    assert "1 telefoon is niet opgehaald" in html
    assert "Groep 6A" in html
    assert "Groep 8" in html


def test_held_phones_stand_on_top(cast: Cast, confiscate, deposit, as_) -> None:
    confiscate()
    deposit()
    html = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    assert (
        html.index("Ingenomen: 1") < html.index("Sam de Wit") < html.index("In bewaring, op eigen risico: 1")
    )
    assert Custody.objects.held().count() == 2


def test_from_a_record_staff_go_back_to_the_group(cast: Cast, confiscate, as_) -> None:
    record = reverse("phones:custody", args=[confiscate().pk])
    link = f'<a class="more-link" href="{reverse("phones:group", args=[cast.group.pk])}">'
    assert link in as_(cast.teacher).get(record).content.decode()
    assert link not in as_(cast.mother).get(record).content.decode()
