"""What the protocol lays on somebody's desk."""

import pytest

from people.standing import Standing
from policy.acknowledging import acknowledge
from policy.due import due_for
from tests.cast import Cast
from tests.protocol import approved, changed_text, drafted, published, submitted


def waits_for(user) -> list[tuple[str, bool]]:
    return [(line.url.rstrip("/").rsplit("/", 1)[-1], line.mine) for line in due_for(Standing.of(user))]


@pytest.mark.parametrize("member", ["mother", "stepfather", "unconfirmed", "teacher", "caretaker"])
def test_who_has_not_read_it_is_asked_to(cast: Cast, member: str):
    version = published(cast)
    assert waits_for(getattr(cast, member)) == [(str(version.pk), True)]


def test_who_has_read_it_has_nothing_waiting(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    assert due_for(Standing.of(cast.mother)) == []


def test_a_minor_change_asks_only_who_never_read_it(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    published(cast, text=changed_text(), minor_change=True)
    assert due_for(Standing.of(cast.mother)) == []
    assert len(due_for(Standing.of(cast.father))) == 1


def test_a_new_version_asks_everybody_once(cast: Cast):
    acknowledge(actor=cast.mother, version=published(cast))
    second = published(cast, text=changed_text())
    assert waits_for(cast.mother) == [(str(second.pk), True)]


def test_a_draft_waits_for_the_director_alone(cast: Cast):
    drafted(cast)
    assert waits_for(cast.director) == [("submit", True)]
    assert waits_for(cast.board) == [] == waits_for(cast.teacher)


def test_a_submitted_version_waits_for_the_board_and_the_director_sees_that(cast: Cast):
    version = submitted(cast)
    assert waits_for(cast.board) == [("review", True)]
    assert waits_for(cast.director) == [(str(version.pk), False)]


def test_an_approved_version_waits_for_the_director(cast: Cast):
    version = approved(cast)
    assert waits_for(cast.director) == [("publish", True)]
    assert waits_for(cast.board) == [(str(version.pk), False)]


def test_board_and_privacy_officer_are_not_asked_to_read(cast: Cast):
    published(cast)
    assert waits_for(cast.board) == [] == waits_for(cast.privacy_officer)


@pytest.mark.parametrize("member", ["mother", "director", "board", "teacher"])
def test_it_costs_three_queries_at_most(cast: Cast, member: str, django_assert_max_num_queries):
    published(cast)
    submitted(cast, text=changed_text())
    standing = Standing.of(getattr(cast, member))
    with django_assert_max_num_queries(3):
        due_for(standing)
