"""Signing: by link and signed in, at the service."""

from datetime import timedelta

import pytest
import time_machine

from consent import answers, services
from consent.models import Decision
from documents import links
from documents.links import LinkRefused
from ground import clock
from ground.errors import RuleBroken
from notices.models import Notice
from people.models import Guardianship
from tests.consent.conftest import WEBSITE, YES3, Asked
from trail.models import Entry


def test_each_medium_becomes_a_row(asked: Asked, ledger) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no")
    assert ledger() == [("Nadia", "film", "no"), ("Nadia", "photo", "yes")]


def test_the_row_says_everything_that_proves_it(asked: Asked) -> None:
    [row] = asked.says(asked.cast.mother, "N. de Wit  - Benali", photo="yes")
    assert (row.capacity, row.method, row.language) == ("legal_authority", "personal_link", "nl")
    assert (row.signed_name, row.shown_name, row.number) == ("N. de Wit  - Benali", "Sam", 1)
    assert row.text_sha256 == row.text.hash_for("Sam")
    assert row.request == asked.request(asked.cast.mother)


def test_who_has_unconfirmed_authority_answers_as_such(asked: Asked) -> None:
    [row] = asked.says(asked.cast.unconfirmed, photo="yes")
    assert row.capacity == "unconfirmed"


def test_a_change_of_mind_is_a_new_row_that_points_back(asked: Asked) -> None:
    [first] = asked.says(asked.cast.mother, photo="yes")
    [second] = asked.says(asked.cast.mother, photo="no")
    assert (second.supersedes, second.number) == (first, 2)


def test_the_same_answer_again_adds_nothing(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert asked.says(asked.cast.mother) == []


def test_the_other_parents_row_is_never_touched(asked: Asked, ledger) -> None:
    asked.says(asked.cast.father, photo="no")
    asked.says(asked.cast.mother, photo="yes")
    assert ledger() == [("Jeroen", "photo", "no"), ("Nadia", "photo", "yes")]


def test_the_trail_tells_of_it_without_names(asked: Asked) -> None:
    rows = asked.says(asked.cast.mother)
    entry = Entry.objects.get(act="consent.answered")
    assert entry.about_person == asked.cast.sam.pk
    assert set(entry.details["decisions"]) == {str(row.pk) for row in rows}
    assert "Nadia" not in str(entry.details)


def test_a_form_is_taken_once(asked: Asked) -> None:
    link = asked.link(asked.cast.mother)
    nonce = links.issue_nonce(link)
    facts = {
        "link": link,
        "signed_name": "Nadia Benali",
        "shown": asked.shown(asked.cast.mother),
        "nonce": nonce,
    }
    answers.answer(answers={"photo": "yes"}, **facts)
    with pytest.raises(LinkRefused) as caught:
        answers.answer(answers={"photo": "no"}, **facts)
    assert caught.value.reason == "replayed"
    assert Decision.objects.count() == 1


def test_a_form_number_of_another_link_is_refused(asked: Asked) -> None:
    mother, father = asked.link(asked.cast.mother), asked.link(asked.cast.father)
    with pytest.raises(LinkRefused):
        answers.answer(
            link=mother,
            nonce=links.issue_nonce(father),
            answers=YES3,
            signed_name="Nadia Benali",
            shown=asked.shown(asked.cast.mother),
        )
    assert not Decision.objects.exists()


def test_a_form_that_was_refused_for_another_reason_stays_good(asked: Asked) -> None:
    link = asked.link(asked.cast.mother)
    nonce = links.issue_nonce(link)
    facts = {"link": link, "shown": asked.shown(asked.cast.mother), "nonce": nonce, "answers": YES3}
    with pytest.raises(RuleBroken):
        answers.answer(signed_name=" ", **facts)
    assert len(answers.answer(signed_name="Nadia Benali", **facts)) == 3


@pytest.mark.parametrize(
    "chosen", [{}, {"photo": "maybe"}, {"video": "yes"}, {"photo": "withdrawn"}, {"photo": ""}]
)
def test_an_answer_that_was_not_asked_is_refused(asked: Asked, chosen: dict[str, str]) -> None:
    link = asked.link(asked.cast.mother)
    with pytest.raises(RuleBroken):
        answers.answer(
            link=link,
            nonce=links.issue_nonce(link),
            answers=chosen,
            signed_name="Nadia Benali",
            shown=asked.shown(asked.cast.mother),
        )
    assert not Decision.objects.exists()


def test_words_that_changed_after_reading_are_not_signed(asked: Asked) -> None:
    shown = asked.shown(asked.cast.mother)
    wording = services.first_wording("nl")[WEBSITE] | {"question": "Mogen wij {name} op de zuil laten zien?"}
    services.change_wording(
        actor=asked.cast.director, school=asked.cast.school, purpose=WEBSITE, wording=wording, material=True
    )
    link = asked.link(asked.cast.mother)
    with pytest.raises(RuleBroken, match=r"changed|veranderd"):
        answers.answer(
            link=link, nonce=links.issue_nonce(link), answers=YES3, signed_name="Nadia Benali", shown=shown
        )


@pytest.mark.parametrize("change", [{"authority": "no"}, {"ends": "2026-11-17"}])
def test_authority_is_asked_anew_at_the_moment_of_answering(asked: Asked, change: dict[str, str]) -> None:
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(**change)
    with pytest.raises(LinkRefused):
        asked.says(asked.cast.mother)
    assert not Decision.objects.exists()


def test_links_end_when_authority_ends(asked: Asked) -> None:
    ended = services.revoke_links_of(
        actor=asked.cast.administrator, guardian=asked.cast.mother.person, pupil=asked.cast.sam
    )
    assert ended == 1
    with pytest.raises(LinkRefused):
        asked.says(asked.cast.mother)
    assert len(asked.says(asked.cast.father)) == 3


def test_the_signer_is_told_at_the_known_address(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    notice = Notice.objects.get(kind="consent.recorded")
    assert notice.user == asked.cast.mother


def test_the_other_parent_is_told_when_what_may_happen_changed_and_not_otherwise(asked: Asked) -> None:
    def told() -> set[object]:
        return set(Notice.objects.filter(kind="consent.changed").values_list("user__email", flat=True))

    asked.says(asked.cast.father, photo="no")
    asked.says(asked.cast.mother, photo="yes")
    assert told() == set()
    asked.says(asked.cast.father, photo="yes")
    assert told() == {asked.cast.mother.email}


def test_who_may_not_be_mailed_is_not_mailed_about_an_answer_either(asked: Asked) -> None:
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(contact_ban=True)
    asked.says(asked.cast.mother)
    assert not Notice.objects.filter(kind="consent.recorded").exists()


def test_signed_in_the_same_without_a_link(asked: Asked) -> None:
    [row] = answers.answer_signed_in(
        actor=asked.cast.mother,
        request=asked.request(asked.cast.mother),
        answers={"photo": "no"},
        signed_name="Nadia Benali",
        shown=asked.shown(asked.cast.mother),
    )
    assert (row.method, row.person) == ("account", asked.cast.mother.person)


def test_nobody_answers_the_question_of_another_signed_in(asked: Asked) -> None:
    with pytest.raises(RuleBroken):
        answers.answer_signed_in(
            actor=asked.cast.father,
            request=asked.request(asked.cast.mother),
            answers=YES3,
            signed_name="Jeroen de Wit",
            shown=asked.shown(asked.cast.mother),
        )
    assert not Decision.objects.exists()


def test_withdrawing_needs_no_name_and_no_reason_and_counts_at_once(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    rows = asked.withdraws(asked.cast.mother, "film")
    assert [(row.answer, row.item.medium, row.number) for row in rows] == [("withdrawn", "film", 2)]


def test_withdrawing_everything_takes_back_each_yes_and_leaves_each_no(asked: Asked, ledger) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no", sound="yes")
    asked.withdraws(asked.cast.mother)
    assert sorted(row[1] for row in ledger() if row[2] == "withdrawn") == ["photo", "sound"]


def test_withdrawing_twice_adds_nothing(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother)
    assert asked.withdraws(asked.cast.mother) == []


def test_after_the_campaign_closed_one_may_still_answer(asked: Asked) -> None:
    with time_machine.travel(asked.campaign.open_until + timedelta(days=30), tick=False):
        rows = answers.answer_signed_in(
            actor=asked.cast.mother,
            request=asked.request(asked.cast.mother),
            answers=YES3,
            signed_name="Nadia Benali",
            shown=asked.shown(asked.cast.mother),
        )
    assert len(rows) == 3


# -- a new link --------------------------------------------------------------------------------------------


def test_an_expired_link_brings_a_new_one_to_the_known_address_once_a_day(asked: Asked) -> None:
    token = asked.token(asked.cast.mother)
    with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
        assert answers.renew_link(token=token)
        answers.renew_link(token=token)
        assert Notice.objects.filter(kind="consent.link", user=asked.cast.mother).count() == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "\0"])
def test_a_link_that_is_none_brings_nothing(asked: Asked, token: str) -> None:
    assert not answers.renew_link(token=token)
    assert not Notice.objects.filter(kind="consent.link").exists()


def test_a_link_that_still_works_brings_no_other(asked: Asked) -> None:
    assert not answers.renew_link(token=asked.token(asked.cast.mother))


def test_who_lost_authority_gets_no_new_link(asked: Asked) -> None:
    token = asked.token(asked.cast.mother)
    Guardianship.objects.filter(guardian=asked.cast.mother.person).update(authority="no")
    with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
        assert not answers.renew_link(token=token)
