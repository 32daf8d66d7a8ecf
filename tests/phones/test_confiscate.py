from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from ground.errors import RuleBroken
from notices.models import Notice
from people.models import BellChange, Enrolment, Guardianship
from phones import returns, services
from phones.apps import KINDS
from phones.models import Custody
from tests.cast import Cast
from trail.models import Entry


def take(cast: Cast, **facts: object) -> Custody:
    asked = {"actor": cast.teacher, "pupil": cast.sam, "reason": "in_lesson", "pouch": "7", **facts}
    return services.confiscate_phone(**asked)


def test_the_school_is_liable_and_the_text_is_kept(cast: Cast) -> None:
    custody = take(cast)
    assert custody.liability == "school"
    assert custody.liability_text == "De school is verantwoordelijk zolang wij de telefoon hebben."
    assert (custody.text_version, custody.clauses) == ("1", ["M3", "M4", "M6"])


def test_the_chain_starts_with_who_took_it_where(cast: Cast) -> None:
    link = take(cast).events.get()
    assert (link.kind, link.by, link.place, link.pouch) == ("taken", cast.teacher.person, "classroom", "7")


def test_one_line_stands_in_the_trail(cast: Cast) -> None:
    custody = take(cast)
    line = Entry.objects.of_subject(custody).get()
    assert (line.act, line.about_person, line.actor) == ("phones.confiscated", cast.sam.pk, cast.teacher)


def test_guardians_with_authority_get_a_notice_without_a_name(cast: Cast) -> None:
    custody = take(cast)
    laid = Notice.objects.filter(kind="phones.confiscated")
    assert {row.person for row in laid} == {cast.mother.person.pk, cast.father.person.pk}
    assert all(str(custody.pk) in row.key for row in laid)


def test_a_guardian_under_a_contact_ban_gets_no_notice_and_sees_no_place_or_time(cast: Cast, as_) -> None:
    Guardianship.objects.filter(guardian=cast.father.person).update(contact_ban=True)
    custody = take(cast)
    assert [row.person for row in Notice.objects.all()] == [cast.mother.person.pk]
    assert as_(cast.father).get(reverse("phones:custody", args=[custody.pk])).status_code == 404
    assert custody.pupil.name not in as_(cast.father).get(reverse("phones:mine")).content.decode()


def test_on_wednesday_it_goes_back_at_a_quarter_past_twelve(cast: Cast) -> None:
    assert take(cast).due_back == datetime(2026, 11, 18, 11, 15, tzinfo=UTC)


def test_on_a_friday_before_a_holiday_it_goes_back_at_the_bell_of_that_friday(cast: Cast, wednesday) -> None:
    wednesday.move_to(datetime(2026, 12, 18, 9, 0, tzinfo=UTC))
    assert take(cast).due_back == datetime(2026, 12, 18, 11, 15, tzinfo=UTC)


def test_a_changed_bell_counts(cast: Cast, wednesday) -> None:
    BellChange.objects.create(school=cast.school, day=date(2026, 11, 19), starts=time(8, 30), ends=time(11))
    wednesday.move_to(datetime(2026, 11, 19, 9, 0, tzinfo=UTC))
    assert take(cast).due_back == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def test_on_a_day_without_school_it_goes_back_when_the_building_closes(cast: Cast, wednesday) -> None:
    wednesday.move_to(datetime(2026, 12, 21, 9, 0, tzinfo=UTC))
    assert take(cast).due_back == datetime(2026, 12, 21, 17, 0, tzinfo=UTC)


def test_after_the_bell_it_goes_back_when_the_building_closes_the_same_day(cast: Cast, wednesday) -> None:
    wednesday.move_to(datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert take(cast).due_back == datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("monday", "bell"), [((2027, 3, 29), 12), ((2026, 10, 26), 13)], ids=["after spring", "after autumn"]
)
def test_the_bell_is_on_the_clock_of_the_wall_after_the_clock_changed(
    cast: Cast, wednesday, monday, bell
) -> None:
    wednesday.move_to(datetime(*monday, 9, 0, tzinfo=UTC))
    assert take(cast).due_back == datetime(*monday, bell, 0, tzinfo=UTC)


def test_a_reason_is_needed(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        take(cast, reason="")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("pouch", ["", " ", "7\x00", "123456789", "<b>", "1 2", "é"])
def test_a_pouch_number_that_cannot_be_is_refused(cast: Cast, pouch: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        take(cast, pouch=pouch)
    assert refusal.value.field == "pouch"
    assert not Custody.objects.exists()


def test_a_pouch_in_use_is_refused(cast: Cast) -> None:
    take(cast)
    with pytest.raises(RuleBroken, match="In vak 7 ligt al een telefoon") as refusal:
        take(cast, pupil=cast.noor)
    assert refusal.value.field == "pouch"


def test_a_second_phone_of_the_same_pupil_is_refused(cast: Cast) -> None:
    take(cast)
    with pytest.raises(RuleBroken, match="ligt hier al: ingenomen om 10.00 uur"):
        take(cast, pouch="8")
    assert Custody.objects.count() == 1


def test_a_deposit_does_not_become_a_confiscation(cast: Cast, deposit) -> None:
    deposit(cast.sam)
    with pytest.raises(RuleBroken, match="in bewaring"):
        take(cast)
    assert Custody.objects.get().kind == "deposited"


def test_a_pupil_who_left_yesterday_is_refused(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.sam).update(ends=date(2026, 11, 17))
    with pytest.raises(RuleBroken, match="zit vandaag niet op deze school"):
        take(cast)


def test_the_teacher_of_another_group_is_refused(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="leraar die de groep vandaag heeft"):
        take(cast, actor=cast.other_teacher)


@pytest.mark.parametrize("name", ["director", "administrator", "coordinator", "caretaker", "mother", "board"])
def test_only_the_teacher_takes_a_phone_in(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        take(cast, actor=getattr(cast, name))
    assert not Custody.objects.exists()


def test_a_teacher_does_not_take_in_the_phone_of_the_own_child(cast: Cast) -> None:
    Guardianship.objects.create(
        guardian=cast.teacher.person, pupil=cast.sam, relation="father", starts=date(2026, 8, 1)
    )
    with pytest.raises(PermissionDenied, match="eigen kind"):
        take(cast)


def page(cast: Cast) -> str:
    return reverse("phones:confiscate", args=[cast.group.pk])


def test_child_reason_and_pouch_are_enough(cast: Cast, as_) -> None:
    asked = {"pupil": cast.sam.pk, "reason": "filming", "pouch": "1"}
    answer = as_(cast.teacher).post(page(cast), asked, follow=True)
    custody = Custody.objects.get()
    assert (custody.pupil, custody.reason, custody.pouch) == (cast.sam, "filming", "1")
    assert "De telefoon van Sam de Wit is ingenomen." in answer.content.decode()


def test_free_pouches_are_offered_and_a_typed_number_wins(cast: Cast, as_, confiscate) -> None:
    confiscate(cast.noor, pouch="1")
    offered = as_(cast.teacher).get(page(cast)).context["form"].fields["pouch"].choices
    assert [number for number, _label in offered][:2] == ["2", "3"]
    as_(cast.teacher).post(
        page(cast), {"pupil": cast.sam.pk, "reason": "other", "pouch": "2", "other_pouch": "b-12"}
    )
    assert Custody.objects.get(pupil=cast.sam).pouch == "B-12"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "Kies een antwoord."),
        ({"pouch": ""}, "Kies een vak of typ het nummer."),
        ({"pouch": "", "other_pouch": "7\x00"}, "teken"),
        ({"pouch": "", "other_pouch": "1234567890"}, "te lang"),
        ({"pouch": "", "other_pouch": "?!"}, "hoogstens 8 cijfers"),
        ({"pupil": "00000000-0000-4000-8000-000000000000"}, "Deze leerling zit vandaag niet in de groep."),
        ({"pupil": "geen nummer"}, "Deze leerling zit vandaag niet in de groep."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_chosen(cast: Cast, as_, changed, sentence) -> None:
    asked = {"pupil": cast.sam.pk, "reason": "filming", "pouch": "1", **changed}
    answer = as_(cast.teacher).post(page(cast), asked)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert html.count("checked") == sum(
        bool(value) for key, value in asked.items() if key != "other_pouch"
    ) - ("pupil" in changed)
    assert not Custody.objects.exists()


def test_a_pupil_of_another_group_is_no_choice(cast: Cast, as_) -> None:
    answer = as_(cast.teacher).post(page(cast), {"pupil": cast.daan.pk, "reason": "filming", "pouch": "1"})
    assert "Deze leerling zit vandaag niet in de groep." in answer.content.decode()


def test_a_pouch_that_was_taken_meanwhile_is_told_beside_it(cast: Cast, as_, confiscate) -> None:
    confiscate(cast.noor, pouch="1")
    answer = as_(cast.teacher).post(page(cast), {"pupil": cast.sam.pk, "reason": "filming", "pouch": "1"})
    assert "In vak 1 ligt al een telefoon." in answer.content.decode()
    assert answer.context["form"].errors["pouch"]


def test_the_page_of_another_group_does_not_exist(cast: Cast, as_) -> None:
    assert as_(cast.other_teacher).get(page(cast)).status_code == 404


def test_the_teacher_sees_it_due_at_the_bell(cast: Cast, as_, confiscate, wednesday) -> None:
    confiscate()
    wednesday.shift(timedelta(minutes=100))
    html = as_(cast.teacher).get(reverse("phones:group", args=[cast.group.pk])).content.decode()
    assert "Terug om 12.15 uur" in html
    assert "Nog 35 minuten" in html


def test_a_phone_that_went_back_just_then_gives_a_sentence(cast: Cast, deposit) -> None:
    again = Custody.objects.get(pk=deposit(cast.sam).pk)
    again.pk = None
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        again.save(force_insert=True)
    returns.hand_back(actor=cast.teacher, custody=Custody.objects.get())
    assert services.refusal_of(refused.value, again).message == "Dat is net veranderd. Probeer het nog eens."


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ((2026, 11, 18, 9), "Het kind haalt hem vandaag op aan het einde van de schooldag."),
        ((2026, 11, 18, 13), "Het kind haalt hem vandaag nog op."),
        ((2026, 12, 21, 9), "Het kind haalt hem vandaag nog op."),
    ],
    ids=["before the bell", "after the bell", "no school"],
)
def test_the_page_says_when_the_child_collects_it(cast: Cast, as_, wednesday, moment, sentence) -> None:
    wednesday.move_to(datetime(*moment, tzinfo=UTC))
    html = as_(cast.teacher).get(page(cast)).content.decode()
    assert sentence in html
    assert html.count("Het kind haalt hem") == 1


def test_the_notice_names_no_hour(cast: Cast) -> None:
    kind = next(kind for kind in KINDS if kind.name == "phones.confiscated")
    assert kind.body == (
        "Er is een telefoon ingenomen. Via de link leest u wanneer hij opgehaald kan worden."
    )
