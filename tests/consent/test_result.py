"""The rule of domain 2.2 and 0.9: each case by itself."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consent import objections, services
from consent.models import SchoolPolicy
from consent.result import Outcome, Reason, Vote, judge, results
from people import services as people
from people.models import Guardianship, Person, User
from tests.cast import Cast, make_guardian, make_pupil
from tests.consent.conftest import WEBSITE, YES3, Asked

TODAY = date(2026, 11, 18)
MAY, MAY_NOT, NOTHING = Outcome.MAY, Outcome.MAY_NOT, Outcome.NOTHING


def result(asked: Asked, pupil: Person, medium: str = "photo", day: date | None = None):
    return results([pupil], WEBSITE, medium, day, school=asked.cast.school)[pupil.pk]


def guardianship(user: User) -> Guardianship:
    return Guardianship.objects.get(guardian=user.person)


def test_silence_is_nothing_recorded(asked: Asked) -> None:
    assert result(asked, asked.cast.sam).outcome is NOTHING
    assert result(asked, asked.cast.sam).reason is Reason.SILENT


def test_one_yes_and_one_silent_parent_is_yes(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert result(asked, asked.cast.sam).outcome is MAY


def test_yes_and_no_is_no_and_a_conflict(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    found = result(asked, asked.cast.sam)
    assert (found.outcome, found.reason) == (MAY_NOT, Reason.CONFLICT)


def test_one_no_and_one_silent_parent_is_no(asked: Asked) -> None:
    asked.says(asked.cast.father, photo="no")
    assert result(asked, asked.cast.sam).reason is Reason.REFUSED


def test_each_medium_has_its_own_answer(asked: Asked) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no")
    assert [result(asked, asked.cast.sam, medium).outcome for medium in ("photo", "film", "sound")] == [
        MAY,
        MAY_NOT,
        NOTHING,
    ]


def test_a_no_of_unknown_authority_blocks(asked: Asked) -> None:
    asked.says(asked.cast.noors_mother)
    asked.says(asked.cast.unconfirmed, photo="no")
    assert result(asked, asked.cast.noor).outcome is MAY_NOT


def test_a_yes_of_unknown_authority_waits(asked: Asked) -> None:
    asked.says(asked.cast.unconfirmed)
    found = result(asked, asked.cast.noor)
    assert (found.outcome, found.reason) == (NOTHING, Reason.WAITS_AUTHORITY)


def test_a_yes_counts_as_soon_as_the_office_confirms_the_authority(asked: Asked) -> None:
    asked.says(asked.cast.unconfirmed)
    Guardianship.objects.filter(guardian=asked.cast.unconfirmed.person).update(authority="yes")
    assert result(asked, asked.cast.noor).outcome is MAY


def test_an_answer_of_who_has_no_authority_does_not_count(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    Guardianship.objects.filter(guardian=asked.cast.father.person).update(authority="no")
    assert result(asked, asked.cast.sam).outcome is MAY


def test_a_no_of_authority_that_ended_yesterday_does_not_count(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    Guardianship.objects.filter(guardian=asked.cast.father.person).update(ends=TODAY - timedelta(days=1))
    assert result(asked, asked.cast.sam).outcome is MAY


def test_a_yes_of_authority_that_ended_yesterday_does_not_count(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(ends=TODAY - timedelta(days=1))
    assert result(asked, asked.cast.sam).outcome is NOTHING


def test_authority_that_ends_tomorrow_counts_today_and_tomorrow_and_not_after(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(ends=TODAY + timedelta(days=1))
    days = [TODAY + timedelta(days=plus) for plus in range(3)]
    assert [result(asked, asked.cast.sam, day=day).outcome for day in days] == [MAY, MAY, NOTHING]


def test_what_was_withdrawn_this_second_is_no(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother, "photo")
    assert result(asked, asked.cast.sam).outcome is MAY_NOT
    assert result(asked, asked.cast.sam, "film").outcome is MAY


def test_a_withdrawal_beats_the_yes_of_the_other(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father)
    asked.withdraws(asked.cast.father)
    assert result(asked, asked.cast.sam).outcome is MAY_NOT


def test_a_later_yes_counts_again(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother)
    asked.says(asked.cast.mother)
    assert result(asked, asked.cast.sam).outcome is MAY


def test_yesterday_is_judged_by_what_was_known_yesterday(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert result(asked, asked.cast.sam, day=TODAY - timedelta(days=1)).outcome is NOTHING


def test_a_child_that_objects_is_no_whatever_the_parents_said(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father)
    objections.record_objection(actor=asked.cast.teacher, pupil=asked.cast.sam)
    found = result(asked, asked.cast.sam)
    assert (found.outcome, found.reason) == (MAY_NOT, Reason.OBJECTION)


def test_a_child_that_takes_it_back_is_judged_by_the_parents_again(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    objections.record_objection(actor=asked.cast.teacher, pupil=asked.cast.sam)
    objections.lift_objection(actor=asked.cast.teacher, pupil=asked.cast.sam)
    assert result(asked, asked.cast.sam).outcome is MAY


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_from_the_sixteenth_birthday_the_guardians_answers_lapse(asked: Asked, answer: str) -> None:
    asked.says(asked.cast.mother, photo=answer)
    Person.objects.filter(pk=asked.cast.sam.pk).update(birth_date=date(2010, 11, 18))
    sam = Person.objects.get(pk=asked.cast.sam.pk)
    before = MAY if answer == "yes" else MAY_NOT
    assert result(asked, sam, day=TODAY - timedelta(days=1)).outcome is NOTHING  # nothing was known then
    assert result(asked, sam).outcome is NOTHING
    Person.objects.filter(pk=sam.pk).update(birth_date=date(2010, 11, 19))
    assert result(asked, Person.objects.get(pk=sam.pk)).outcome is before


def test_from_sixteen_the_pupil_decides(cast: Cast) -> None:
    services.set_up_school(actor=None, school=cast.school)
    elder = make_pupil(cast.school, "Isa Kuiper", cast.group, born=date(2010, 11, 18))
    Person.objects.filter(pk=elder.pk).update(email="isa@meerpaal.example")
    elder.refresh_from_db()
    make_guardian(cast.school, "Ruth Kuiper", elder, "mother", "yes")
    campaign = services.ask_consent(
        actor=cast.director, school=cast.school, purpose=WEBSITE, class_groups=[cast.group]
    )
    asked = Asked(cast, campaign)
    [request] = campaign.requests.filter(subject=elder)
    assert request.person == elder

    class Self:
        person = elder

    [first, *_others] = asked.says(Self(), **YES3)  # type: ignore[arg-type]
    assert first.capacity == "self"
    assert result(asked, elder).outcome is MAY


def test_where_both_are_required_one_yes_waits_for_the_other(asked: Asked) -> None:
    SchoolPolicy.objects.create(school=asked.cast.school, both_required=True)
    asked.says(asked.cast.mother)
    found = result(asked, asked.cast.sam)
    assert (found.outcome, found.reason) == (NOTHING, Reason.WAITS_OTHERS)
    asked.says(asked.cast.father)
    assert result(asked, asked.cast.sam).outcome is MAY


def test_who_left_the_school_may_not(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.cast.sam.enrolments.update(ends=TODAY - timedelta(days=1))
    found = result(asked, asked.cast.sam)
    assert (found.outcome, found.reason) == (MAY_NOT, Reason.LEFT)


def test_a_yes_to_words_that_really_changed_has_lapsed_and_a_no_has_not(asked: Asked) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no")
    wording = services.first_wording("nl")[WEBSITE] | {"lead": "Wij gebruiken het nu ook op een zuil."}
    services.change_wording(
        actor=asked.cast.director, school=asked.cast.school, purpose=WEBSITE, wording=wording, material=True
    )
    assert result(asked, asked.cast.sam).reason is Reason.TEXT_CHANGED
    assert result(asked, asked.cast.sam, "film").outcome is MAY_NOT


def test_a_comma_in_the_words_asks_nothing_again(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    wording = services.first_wording("nl")[WEBSITE] | {"lead": "Het gaat om foto, film, en geluid."}
    services.change_wording(
        actor=asked.cast.director, school=asked.cast.school, purpose=WEBSITE, wording=wording, material=False
    )
    assert result(asked, asked.cast.sam).outcome is MAY


def test_a_purpose_that_the_school_does_not_use_is_not_allowed(asked: Asked) -> None:
    found = results([asked.cast.sam], "staff_personal_account", "photo", school=asked.cast.school)
    assert found[asked.cast.sam.pk].outcome is NOTHING


def test_the_number_of_queries_does_not_grow_with_the_school(asked: Asked) -> None:
    def count(pupils: list[Person]) -> int:
        with CaptureQueriesContext(connection) as caught:
            results(pupils, WEBSITE, "photo", school=asked.cast.school)
        return len(caught)

    few = [asked.cast.sam]
    many = few + [make_pupil(asked.cast.school, f"Kind{n} Bos", asked.cast.group) for n in range(30)]
    assert count(few) == count(many) == 3


@pytest.mark.parametrize("both", [False, True])
def test_a_vote_of_somebody_without_a_say_is_never_counted(both: bool) -> None:
    holder, stranger = uuid4(), uuid4()
    votes: dict[UUID, Vote] = {stranger: Vote(yes=True)}
    assert judge({holder: True}, votes, both_required=both) is Reason.SILENT
    assert judge({}, votes, both_required=both) is Reason.SILENT


def test_leaving_a_guardianship_and_coming_back_counts_once_more(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    row = guardianship(asked.cast.mother)
    Guardianship.objects.filter(pk=row.pk).update(ends=TODAY - timedelta(days=1))
    people.add_guardian(
        actor=None,
        school=asked.cast.school,
        guardian=asked.cast.mother.person,
        pupil=asked.cast.sam,
        relation="mother",
        starts=TODAY,
        authority="yes",
    )
    assert result(asked, asked.cast.sam).outcome is MAY
