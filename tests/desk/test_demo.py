"""The demo: a whole fictional school, the same for the same seed, and never among real people."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from people.models import Employment, Enrolment, Guardianship, Person, User
from tests.cast import Cast

SIGN_INS = [
    "director",
    "board",
    "supervisor",
    "teacher",
    "teacher2",
    "coordinator",
    "admin",
    "confidant",
    "privacy",
    "caretaker",
    "parent",
    "parent2",
    "parent3",
]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.DEMO_PASSWORD = "een lang wachtwoord"


def test_it_makes_a_school_with_every_printed_sign_in(db: None, wednesday: object, demo: None) -> None:
    call_command("demo", pupils=24)
    found = set(User.objects.values_list("email", flat=True))
    assert {f"{name}@demo.example" for name in SIGN_INS} <= found
    assert Enrolment.objects.count() == 26
    assert Guardianship.objects.count() > 30
    assert Employment.objects.count() == 24


def test_it_refuses_a_database_that_holds_people(cast: Cast, demo: None) -> None:
    before = Person.objects.count()
    with pytest.raises(CommandError):
        call_command("demo")
    assert Person.objects.count() == before


def test_it_refuses_outside_the_demo(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Person.objects.exists()


def test_loading_again_if_empty_changes_nothing(cast: Cast, demo: None) -> None:
    before = Person.objects.count()
    call_command("demo", if_empty=True)
    assert Person.objects.count() == before


def test_a_demo_sign_in_does_not_work_outside_the_demo(
    db: None, wednesday: object, demo: None, settings: Any, client: Any
) -> None:
    call_command("demo", pupils=8)
    settings.DEMO = False
    assert not client.login(email="parent@demo.example", password="een lang wachtwoord")
    settings.DEMO = True
    assert client.login(email="parent@demo.example", password="een lang wachtwoord")
