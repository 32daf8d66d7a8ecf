"""The director submits a draft to a second person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ground.errors import RuleBroken
from policy.services import submit_for_review
from policy.workflow import State
from tests.cast import Cast
from tests.protocol import changed_text, drafted, published, submitted
from trail.models import Entry


def test_a_draft_goes_to_review_with_who_and_when(cast: Cast):
    version = drafted(cast)
    submit_for_review(actor=cast.director, version=version, mr_decision_on=date(2026, 11, 2))
    assert (version.state, version.submitted_by) == (State.IN_REVIEW, cast.director)
    assert version.mr_decision_on == date(2026, 11, 2)
    assert Entry.objects.of_subject(version).filter(act="policy.submitted", actor=cast.director).exists()


@pytest.mark.parametrize("member", ["board", "administrator", "teacher", "mother"])
def test_only_the_director_submits(cast: Cast, member: str):
    version = drafted(cast)
    with pytest.raises(PermissionDenied):
        submit_for_review(actor=getattr(cast, member), version=version)


def test_a_version_in_review_is_not_submitted_again(cast: Cast):
    version = submitted(cast)
    with pytest.raises(RuleBroken):
        submit_for_review(actor=cast.director, version=version)


def test_a_published_version_is_not_submitted(cast: Cast):
    version = published(cast)
    with pytest.raises(RuleBroken):
        submit_for_review(actor=cast.director, version=version)


def test_the_first_version_is_no_minor_change(cast: Cast):
    version = drafted(cast)
    with pytest.raises(RuleBroken) as refused:
        submit_for_review(actor=cast.director, version=version, minor_change=True)
    assert refused.value.field == "minor_change"


def test_a_later_version_may_be_a_minor_change(cast: Cast):
    published(cast)
    assert submitted(cast, text=changed_text(), minor_change=True).minor_change


def test_the_council_cannot_have_decided_tomorrow(cast: Cast):
    version = drafted(cast)
    with pytest.raises(RuleBroken) as refused:
        submit_for_review(actor=cast.director, version=version, mr_decision_on=date(2026, 11, 19))
    assert refused.value.field == "mr_decision_on"


def test_the_page_keeps_what_was_typed_beside_a_refusal(cast: Cast, as_):
    version = drafted(cast)
    page = as_(cast.director).post(
        reverse("policy:submit", kwargs={"pk": version.pk}), {"mr_decision_on": "2030-01-01"}
    )
    version.refresh_from_db()
    assert version.state == State.DRAFT
    assert 'value="2030-01-01"' in page.content.decode()


def test_the_page_submits_also_when_nothing_is_filled_in(cast: Cast, as_):
    version = drafted(cast)
    answer = as_(cast.director).post(reverse("policy:submit", kwargs={"pk": version.pk}))
    version.refresh_from_db()
    assert (answer.status_code, version.state) == (302, State.IN_REVIEW)
