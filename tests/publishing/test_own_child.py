"""A teacher whose own child is in the group learns nothing about it through the work."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consent.objections import lift_objection, record_objection
from people import services
from tests.cast import FIRST_DAY, Cast
from tests.consent.conftest import Asked, asked  # noqa: F401 - a fixture


@pytest.fixture
def family(asked: Asked) -> Cast:  # noqa: F811
    cast = asked.cast
    services.add_guardian(
        actor=None,
        school=cast.school,
        guardian=cast.teacher.person,
        pupil=cast.sam,
        relation="other",
        authority="no",
        starts=FIRST_DAY,
    )
    return cast


def test_the_own_child_is_set_apart_and_counts_as_held_back(family: Cast, as_: Any) -> None:
    verdict = as_(family.teacher).get(reverse("publishing:check")).context["verdict"]
    assert verdict.own == [family.sam]
    assert family.sam not in [*verdict.may, *verdict.may_not, *verdict.nothing]
    assert verdict.held_back == len(verdict.may_not) + len(verdict.nothing) + 1


def test_the_own_childs_objection_is_recorded_by_a_colleague(family: Cast) -> None:
    with pytest.raises(PermissionDenied):
        record_objection(actor=family.teacher, pupil=family.sam)


def test_the_own_childs_objection_is_not_lifted_by_the_parent_at_work(family: Cast) -> None:
    record_objection(actor=family.coordinator, pupil=family.sam)
    with pytest.raises(PermissionDenied):
        lift_objection(actor=family.teacher, pupil=family.sam)
