"""What was published stays as it was: the database itself refuses."""

import pgtrigger
import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from policy.acknowledging import acknowledge
from policy.models import Acknowledgement, Clause, ProtocolVersion
from policy.workflow import ARROWS, State
from tests.cast import Cast
from tests.protocol import changed_text, drafted, published, submitted

REFUSED = (InternalError, IntegrityError)


def test_a_clause_of_a_draft_can_be_changed(cast: Cast):
    version = drafted(cast)
    assert version.clauses.filter(code="A6").update(text="Anders.") == 1


@pytest.mark.parametrize("state", [submitted, published], ids=["in review", "published"])
def test_no_clause_of_a_version_that_is_no_draft_is_changed(cast: Cast, state):
    version = state(cast)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        version.clauses.filter(code="A6").update(text="Anders.")


def test_no_clause_of_a_published_version_is_removed(cast: Cast):
    version = published(cast)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        version.clauses.filter(code="A6").delete()


def test_no_clause_is_added_to_a_published_version(cast: Cast):
    version = published(cast)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        Clause.objects.create(
            version=version, position=99, kind="clause", code="A8", text="Nieuw.", joint="line"
        )


def test_no_clause_moves_out_of_a_published_version_into_a_draft(cast: Cast):
    first = published(cast)
    second = drafted(cast, text=changed_text())
    second.clauses.filter(code="A6").delete()
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        first.clauses.filter(code="A6").update(version=second, position=99)


def test_a_replaced_version_stays_frozen(cast: Cast):
    first = published(cast)
    published(cast, text=changed_text())
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        first.clauses.filter(code="A6").update(text="Anders.")


def test_the_portal_cannot_switch_the_freezing_off(cast: Cast):
    version = published(cast)
    with pgtrigger.ignore(), pytest.raises(InternalError, match="frozen"), transaction.atomic():
        version.clauses.filter(code="A6").update(text="Anders.")


@pytest.mark.parametrize(
    "change",
    [{"text_hash": "0" * 64}, {"title": "Anders"}, {"valid_from": "2026-01-01"}, {"pdf": None}],
    ids=str,
)
def test_no_fact_of_a_published_version_is_changed(cast: Cast, change):
    version = published(cast)
    with pytest.raises(REFUSED), transaction.atomic():
        ProtocolVersion.objects.filter(pk=version.pk).update(**change)


def test_a_published_version_is_not_removed(cast: Cast):
    version = published(cast)
    with pytest.raises(InternalError), transaction.atomic():
        version.delete()


def test_retiring_changes_nothing_else_on_the_way(cast: Cast):
    version = published(cast)
    with pytest.raises(InternalError), transaction.atomic():
        ProtocolVersion.objects.filter(pk=version.pk).update(state=State.RETIRED, text_hash="0" * 64)


ALLOWED = {(source, arrow.target) for arrow in ARROWS.values() for source in arrow.sources}
FORBIDDEN = [(a, b) for a in State for b in State if a != b and (a, b) not in ALLOWED]


def brought_to(cast: Cast, state: State) -> ProtocolVersion:
    """A version in this state."""
    if state == State.RETIRED:
        version = published(cast)
        published(cast, text=changed_text())
        return version
    return {State.DRAFT: drafted, State.IN_REVIEW: submitted, State.PUBLISHED: published}[state](cast)


@pytest.mark.parametrize(("source", "target"), FORBIDDEN)
def test_the_database_refuses_every_step_that_is_not_in_the_table(cast: Cast, source: State, target: State):
    version = brought_to(cast, source)
    with pytest.raises(REFUSED), transaction.atomic():
        ProtocolVersion.objects.filter(pk=version.pk).update(state=target)


def test_one_version_is_published_at_a_time(cast: Cast):
    published(cast)
    version = submitted(cast, text=changed_text())
    with pytest.raises(REFUSED), transaction.atomic():
        ProtocolVersion.objects.filter(pk=version.pk).update(state=State.PUBLISHED)


def test_an_acknowledgement_is_neither_changed_nor_removed(cast: Cast):
    row = acknowledge(actor=cast.mother, version=published(cast))
    with pytest.raises(InternalError), transaction.atomic():
        Acknowledgement.objects.filter(pk=row.pk).update(method="paper", note="x")
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()
