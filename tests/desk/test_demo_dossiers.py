"""Copies of dossiers in the demo."""

import random
from typing import Any

from desk.demo import dossiers, people
from documents.models import StoredFile
from dossiers.models import Export
from ground import clock


def test_one_copy_was_handed_over_and_one_waits_for_the_check(db: None, wednesday: Any) -> None:
    stage = people.play(clock.today(), random.Random(1), pupils=24, password="een lang wachtwoord")
    dossiers.play(stage)
    taken, waiting = Export.objects.order_by("registered_at")
    assert (taken.state, taken.recipient) == ("taken", stage.users["parent2"].person)
    assert (waiting.state, waiting.recipient) == ("registered", stage.users["parent"].person)
    assert taken.taken_at < waiting.registered_at < clock.now()
    assert StoredFile.objects.get(pk=taken.file).sha256 == taken.sha256
