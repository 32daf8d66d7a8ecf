"""The office records what came on paper."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground.errors import RuleBroken
from policy.acknowledging import acknowledge, acknowledge_on_behalf
from policy.models import Acknowledgement
from tests.cast import Cast
from tests.protocol import changed_text, drafted, published
from trail.models import Entry

NOTE = "ondertekend formulier, via de leraar"


def test_the_office_records_who_read_it_and_how_the_school_knows(cast: Cast):
    version = published(cast)
    row = acknowledge_on_behalf(
        actor=cast.administrator, person=cast.stepfather.person, version=version, note=NOTE
    )
    assert (row.method, row.note, row.recorded_by) == ("paper", NOTE, cast.administrator)


@pytest.mark.parametrize("member", ["director", "board", "teacher", "mother", "privacy_officer"])
def test_nobody_but_the_office_records_for_another(cast: Cast, member: str):
    with pytest.raises(PermissionDenied):
        acknowledge_on_behalf(
            actor=getattr(cast, member), person=cast.father.person, version=published(cast), note=NOTE
        )


def test_who_has_read_it_is_not_recorded_again(cast: Cast):
    version = published(cast)
    acknowledge(actor=cast.mother, version=version)
    with pytest.raises(RuleBroken) as refused:
        acknowledge_on_behalf(actor=cast.administrator, person=cast.mother.person, version=version, note=NOTE)
    assert refused.value.field == "person"
    assert Acknowledgement.objects.get().method == "portal"


def test_nobody_signs_on_paper_for_the_own_screen(cast: Cast):
    with pytest.raises(RuleBroken) as refused:
        acknowledge_on_behalf(
            actor=cast.administrator, person=cast.administrator.person, version=published(cast), note=NOTE
        )
    assert refused.value.field == "person"


def test_a_pupil_is_not_asked_to_read_it(cast: Cast):
    with pytest.raises(RuleBroken):
        acknowledge_on_behalf(actor=cast.administrator, person=cast.sam, version=published(cast), note=NOTE)


def test_a_draft_is_not_acknowledged_on_paper(cast: Cast):
    with pytest.raises(RuleBroken):
        acknowledge_on_behalf(
            actor=cast.administrator, person=cast.father.person, version=drafted(cast), note=NOTE
        )


def test_a_replaced_version_is_not_acknowledged_on_paper(cast: Cast):
    first = published(cast)
    published(cast, text=changed_text())
    with pytest.raises(RuleBroken):
        acknowledge_on_behalf(actor=cast.administrator, person=cast.father.person, version=first, note=NOTE)


def test_the_note_says_something(cast: Cast):
    with pytest.raises(RuleBroken) as refused:
        acknowledge_on_behalf(
            actor=cast.administrator, person=cast.father.person, version=published(cast), note=" "
        )
    assert refused.value.field == "note"


def test_the_trail_tells_who_recorded_it_about_whom_without_the_note(cast: Cast):
    acknowledge_on_behalf(
        actor=cast.administrator, person=cast.father.person, version=published(cast), note=NOTE
    )
    line = Entry.objects.about(cast.father.person.pk).get(act="policy.acknowledged")
    assert (line.actor, line.details["method"]) == (cast.administrator, "paper")
    assert NOTE not in str(line.details)


def test_the_page_records_and_leads_back_to_who_has_read_it(cast: Cast, as_):
    version = published(cast)
    url = reverse("policy:on_behalf", kwargs={"pk": version.pk})
    answer = as_(cast.administrator).post(url, {"person": cast.father.person.pk, "note": NOTE})
    assert answer.url == reverse("policy:progress", kwargs={"pk": version.pk})


def test_a_second_click_records_nothing_twice(cast: Cast, as_):
    url = reverse("policy:on_behalf", kwargs={"pk": published(cast).pk})
    browser, data = as_(cast.administrator), {"person": cast.father.person.pk, "note": NOTE}
    browser.post(url, data)
    page = browser.post(url, data)
    assert "error-summary" in page.content.decode() and Acknowledgement.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [{}, {"person": "abc", "note": NOTE}, {"person": str(uuid4()), "note": NOTE}, {"note": "a\x00b"},
     {"note": "a" * 201}],
    ids=["nothing", "no id", "unknown person", "NUL", "too long"],
)  # fmt: skip
def test_bad_input_is_a_sentence_and_changes_nothing(cast: Cast, as_, data: dict[str, str]):
    url = reverse("policy:on_behalf", kwargs={"pk": published(cast).pk})
    page = as_(cast.administrator).post(url, data)
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert not Acknowledgement.objects.exists()
