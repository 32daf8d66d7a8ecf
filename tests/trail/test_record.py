from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from trail import services
from trail.models import Entry

pytestmark = pytest.mark.django_db
Write = Callable[[int], list[Entry]]


class Undone(Exception):
    pass


def test_a_line_says_who_did_what_about_whom(actor: AbstractBaseUser) -> None:
    person, school = uuid4(), uuid4()
    services.record(
        actor=actor,
        act="people.enrolled",
        subject=actor,
        about=person,
        school=school,
        details={"group": uuid4()},
        restricted=True,
    )
    entry = Entry.objects.get()
    assert (entry.actor, entry.kind, entry.about_person, entry.school) == (actor, "change", person, school)
    assert (entry.subject_type, entry.subject_id, entry.restricted) == ("people.user", actor.pk, True)


def test_a_line_goes_when_its_act_is_rolled_back(actor: AbstractBaseUser) -> None:
    with pytest.raises(Undone), transaction.atomic():
        services.record(actor=actor, act="phones.confiscated")
        raise Undone
    assert not Entry.objects.exists()


def test_the_system_and_the_holder_of_a_link_write_lines_without_actor() -> None:
    services.record(actor=None, act="trail.sealed")
    services.record(actor=AnonymousUser(), act="consent.answered")
    assert list(Entry.objects.values_list("actor", flat=True)) == [None, None]


@pytest.mark.parametrize("act", ["confiscated", "Telefoon ingenomen", "phones.", ""])
def test_an_act_without_a_dotted_name_is_refused(act: str) -> None:
    with pytest.raises(IntegrityError, match="trail_entry_act_dotted"), transaction.atomic():
        services.record(actor=None, act=act)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [services.record_view, services.record_refusal])
def test_a_view_and_a_refusal_survive_what_is_rolled_back_afterwards(
    write: Callable[..., Entry], actor: AbstractBaseUser
) -> None:
    write(actor=actor, act="dossiers.opened", subject=actor)
    with pytest.raises(Undone), transaction.atomic():
        services.record(actor=actor, act="dossiers.exported")
        raise Undone
    assert list(Entry.objects.values_list("act", flat=True)) == ["dossiers.opened"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [services.record_view, services.record_refusal])
def test_a_view_or_refusal_inside_a_transaction_fails_loudly(write: Callable[..., Entry]) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        write(actor=None, act="dossiers.opened")


def test_lines_are_found_by_person_subject_actor_and_kind(actor: AbstractBaseUser) -> None:
    person = uuid4()
    change = services.record(actor=actor, act="a.changed", about=person)
    view = services.record_view(actor=actor, act="a.seen", subject=actor)
    refusal = services.record_refusal(actor=None, act="a.refused")
    lines = Entry.objects
    assert list(lines.about(person)) == [change]
    assert list(lines.of_subject(actor)) == [view]
    assert set(lines.by(actor)) == {change, view}
    assert [list(lines.changes()), list(lines.views()), list(lines.refusals())] == [
        [change],
        [view],
        [refusal],
    ]
