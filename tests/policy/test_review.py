"""A second person looks: the board approves a version or sends it back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from ground.errors import RuleBroken
from people import services as people
from people.models import Role
from policy.models import ProtocolVersion
from policy.services import approve_version, send_back, submit_for_review
from policy.workflow import State
from tests.cast import FIRST_DAY, Cast
from tests.protocol import approved, drafted, published, submitted
from trail.models import Entry


def test_the_board_approves_and_the_version_stays_in_review(cast: Cast):
    version = submitted(cast)
    approve_version(actor=cast.board, version=version)
    assert (version.state, version.reviewer) == (State.IN_REVIEW, cast.board)
    assert version.waits_for_publishing
    assert Entry.objects.of_subject(version).filter(act="policy.approved", actor=cast.board).exists()


@pytest.mark.parametrize("member", ["director", "administrator", "teacher", "privacy_officer", "mother"])
def test_nobody_but_the_board_reviews(cast: Cast, member: str):
    version = submitted(cast)
    with pytest.raises(PermissionDenied):
        approve_version(actor=getattr(cast, member), version=version)


def director_becomes_board_too(cast: Cast) -> None:
    people.grant_role(
        actor=None, person=cast.director.person, school=cast.school, name=Role.Name.BOARD, starts=FIRST_DAY
    )


def test_who_submitted_it_is_never_the_second_person(cast: Cast):
    director_becomes_board_too(cast)
    version = submitted(cast)
    with pytest.raises(PermissionDenied):
        approve_version(actor=cast.director, version=version)


def test_the_database_refuses_the_submitter_as_reviewer(cast: Cast):
    version = submitted(cast)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        ProtocolVersion.objects.filter(pk=version.pk).update(
            reviewer=cast.director, reviewed_at=version.submitted_at
        )


def test_a_draft_cannot_be_approved(cast: Cast):
    version = drafted(cast)
    with pytest.raises(RuleBroken):
        approve_version(actor=cast.board, version=version)


def test_a_version_is_approved_once(cast: Cast):
    version = approved(cast)
    with pytest.raises(RuleBroken):
        approve_version(actor=cast.board, version=version)


def test_a_published_version_cannot_be_approved(cast: Cast):
    version = published(cast)
    with pytest.raises(RuleBroken):
        approve_version(actor=cast.board, version=version)


def test_sent_back_it_is_a_draft_with_what_has_to_change(cast: Cast):
    version = submitted(cast)
    send_back(actor=cast.board, version=version, remark="Noem de MR.")
    assert (version.state, version.remark, version.reviewer) == (State.DRAFT, "Noem de MR.", None)


def test_an_approved_version_can_still_be_sent_back(cast: Cast):
    version = approved(cast)
    send_back(actor=cast.board, version=version, remark="Toch niet.")
    assert (version.state, version.reviewer) == (State.DRAFT, None)


def test_sending_back_needs_a_reason(cast: Cast):
    version = submitted(cast)
    with pytest.raises(RuleBroken) as refused:
        send_back(actor=cast.board, version=version, remark="  ")
    assert refused.value.field == "remark"


def test_a_draft_cannot_be_sent_back(cast: Cast):
    version = drafted(cast)
    with pytest.raises(RuleBroken):
        send_back(actor=cast.board, version=version, remark="Nee.")


def test_a_published_version_cannot_be_sent_back(cast: Cast):
    version = published(cast)
    with pytest.raises(RuleBroken):
        send_back(actor=cast.board, version=version, remark="Nee.")


def test_the_director_does_not_send_back(cast: Cast):
    version = submitted(cast)
    with pytest.raises(PermissionDenied):
        send_back(actor=cast.director, version=version, remark="Nee.")


def test_after_sending_back_it_is_submitted_and_approved_again(cast: Cast):
    version = submitted(cast)
    send_back(actor=cast.board, version=version, remark="Noem de MR.")
    submit_for_review(actor=cast.director, version=version)
    approve_version(actor=cast.board, version=version)
    assert version.waits_for_publishing and version.remark == ""


def test_the_page_sends_back_with_the_remark(cast: Cast, as_):
    version = submitted(cast)
    as_(cast.board).post(
        reverse("policy:review", kwargs={"pk": version.pk}), {"answer": "send_back", "remark": "Noem de MR."}
    )
    version.refresh_from_db()
    assert version.remark == "Noem de MR."


@pytest.mark.parametrize(
    "data",
    [{}, {"answer": "perhaps"}, {"answer": "send_back"}, {"answer": "send_back", "remark": "a\x00b"},
     {"answer": "send_back", "remark": "a" * 2001}],
    ids=["nothing", "unknown answer", "no remark", "NUL", "too long"],
)  # fmt: skip
def test_bad_input_is_a_sentence_and_changes_nothing(cast: Cast, as_, data: dict[str, str]):
    version = submitted(cast)
    page = as_(cast.board).post(reverse("policy:review", kwargs={"pk": version.pk}), data)
    version.refresh_from_db()
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert version.waits_for_review
