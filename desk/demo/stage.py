"""Who and what the acts of the demo have at hand."""

import random
from dataclasses import dataclass, field
from datetime import date

from people.models import ClassGroup, Person, School, SchoolYear, User


@dataclass
class Stage:
    """The demo school: its groups with their pupils and teachers, and the sign-ins by function.

    `users` has `director`, `board`, `supervisor`, `teacher` (of `group`), `teacher2` (of another group),
    `coordinator`, `admin`, `confidant`, `privacy`, `caretaker`, `parent` and `parent2` (both of `child`),
    `parent3` (no relation to them). `rng` is seeded, so that the same seed gives the same year. `today` is
    the day on which the demo ends; acts of the past are played inside `clock.moved_to`.
    """

    school: School
    year: SchoolYear
    today: date
    rng: random.Random
    users: dict[str, User] = field(default_factory=dict)
    groups: list[ClassGroup] = field(default_factory=list)
    pupils: dict[str, list[Person]] = field(default_factory=dict)  # by name of the group
    teachers: dict[str, Person] = field(default_factory=dict)  # by name of the group
    group: ClassGroup | None = None
    child: Person | None = None
