"""The stage of the trail: one actor, and a little way to write lines."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from trail import services
from trail.models import Entry


@pytest.fixture
def actor(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create_user("juf@meerpaal.example", "een lang wachtwoord")


@pytest.fixture
def write(actor: AbstractBaseUser) -> Callable[[int], list[Entry]]:
    """`write(3)` writes three lines."""

    def lines(count: int) -> list[Entry]:
        return [
            services.record(actor=actor, act="phones.confiscated", about=uuid4(), details={"turn": turn})
            for turn in range(count)
        ]

    return lines
