"""The acts of the demo, in the order in which a school year plays them."""

import random
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from desk.demo import consent, dossiers, incidents, people, phones, policy
from desk.demo.stage import Stage
from ground import clock

Act = Callable[[Stage], None]
ACTS: list[Act] = [policy.play, consent.play, phones.play, incidents.play, dossiers.play]


@transaction.atomic
def play(*, pupils: int, seed: int, password: str, until: datetime | None = None) -> Stage:
    """Play a fictional school year up to now (or `until`); the same seed plays the same year.

    All of it or, when something fails, nothing.
    """
    today = clock.local(until or clock.now()).date()
    rng = random.Random(seed)  # noqa: S311 - made-up people, no secret
    stage = people.play(today, rng, pupils=pupils, password=password)
    for act in ACTS:
        act(stage)
    return stage
