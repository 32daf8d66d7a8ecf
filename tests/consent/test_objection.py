import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consent import objections
from consent.models import ChildObjection
from ground.errors import RuleBroken
from tests.cast import Cast
from trail.models import Entry


@pytest.mark.parametrize("member", ["teacher", "coordinator", "director", "administrator", "confidant"])
def test_who_the_child_may_say_it_to(cast: Cast, member: str) -> None:
    objections.record_objection(actor=getattr(cast, member), pupil=cast.sam)
    assert Entry.objects.get(act="consent.child_objected").about_person == cast.sam.pk


@pytest.mark.parametrize("member", ["other_teacher", "caretaker", "mother", "board", "privacy_officer"])
def test_who_may_not_record_it(cast: Cast, member: str) -> None:
    with pytest.raises(PermissionDenied):
        objections.record_objection(actor=getattr(cast, member), pupil=cast.sam)
    assert not ChildObjection.objects.exists()


def test_twice_is_refused_by_the_act_and_by_the_database(cast: Cast) -> None:
    row = objections.record_objection(actor=cast.teacher, pupil=cast.sam)
    with pytest.raises(RuleBroken):
        objections.record_objection(actor=cast.teacher, pupil=cast.sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChildObjection.objects.create(pupil=cast.sam, school=cast.school, recorded_by=row.recorded_by)


def test_taking_back_what_was_not_said_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        objections.lift_objection(actor=cast.teacher, pupil=cast.sam)


def test_after_taking_back_it_can_be_said_again(cast: Cast) -> None:
    objections.record_objection(actor=cast.teacher, pupil=cast.sam)
    objections.lift_objection(actor=cast.teacher, pupil=cast.sam)
    objections.record_objection(actor=cast.teacher, pupil=cast.sam)
    assert ChildObjection.objects.count() == 2
