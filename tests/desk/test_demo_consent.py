"""The demo's consent: every kind of answer, and a mail with a link for the parent who has not answered yet."""

from typing import Any

import pytest
from django.core.management import call_command

from consent.models import Decision
from consent.verification import verify
from desk.demo import consent, play
from documents.models import PersonalLink
from ground import clock
from notices.models import Notice


@pytest.fixture
def demo(db: None, wednesday: object, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    settings.DEMO_PASSWORD = "een lang wachtwoord"
    monkeypatch.setattr(play, "ACTS", [consent.play])
    call_command("demo", pupils=64)


def test_the_other_parent_of_the_child_still_has_a_link_that_works(demo: None) -> None:
    notice = Notice.objects.get(kind="consent.asked", user__email="parent2@demo.example")
    assert PersonalLink.objects.valid_at(clock.now()).filter(person=notice.person).exists()
    assert not Decision.objects.filter(person__user__email="parent2@demo.example").exists()
    assert Decision.objects.filter(person__user__email="parent@demo.example").count() == 3


def test_every_kind_of_answer_occurs_and_all_of_it_recomputes(demo: None) -> None:
    assert set(Decision.objects.values_list("answer", flat=True)) == {"yes", "no", "withdrawn"}
    assert verify().faults == []
