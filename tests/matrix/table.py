"""The permission matrix: for every address, what each member of the cast meets.

Each app has a module here that registers its addresses. Members not named meet `others`. The answers:
200 a page, 302 to sign-in or on after an act, 403 with the reason, 404 as if it did not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast

Build = Callable[[Cast], dict[str, Any]]

MEMBERS = (
    "mother",
    "father",
    "stepfather",
    "unconfirmed",
    "noors_mother",
    "outsider",
    "teacher",
    "other_teacher",
    "supervisor",
    "coordinator",
    "director",
    "board",
    "administrator",
    "confidant",
    "privacy_officer",
    "caretaker",
    "anonymous",
)
GUARDIANS = ("mother", "father", "stepfather", "unconfirmed", "noors_mother", "outsider")
STAFF = tuple(name for name in MEMBERS if name not in GUARDIANS and name != "anonymous")


@dataclass(frozen=True)
class Row:
    """One address and method. `build` makes what it needs and gives the arguments of the address."""

    name: str
    method: str = "get"
    others: int = 404
    anonymous: int = 302
    build: Build = field(default=lambda cast: {})
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})
    note: str = ""
    answers: dict[str, int] = field(default_factory=dict)

    def expected(self, member: str) -> int:
        """What this member of the cast meets."""
        return self.answers.get(member, self.anonymous if member == "anonymous" else self.others)


ROWS: list[Row] = []
# Addresses of packages: their own rules hold (sign-in, second factor), tested in tests/people.
FOREIGN_PREFIXES = ("account_", "mfa_", "usersessions_")


def row(
    name: str, method: str = "get", /, *, who: dict[int, tuple[str, ...]] | None = None, **facts: Any
) -> None:
    """Register an address: `who` maps an answer to the members who meet it."""
    answers = {member: answer for answer, members in (who or {}).items() for member in members}
    unknown = set(answers) - set(MEMBERS)
    if unknown:
        raise ValueError(f"not in the cast: {unknown}")
    ROWS.append(Row(name, method, answers=answers, **facts))
