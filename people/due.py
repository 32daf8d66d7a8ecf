"""What waits for somebody: the one shape in which every app says it and the desk arranges it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Due:
    """One line on somebody's desk.

    `due` is the last moment (aware) or None when there is no date; `step` the words on the button and `url`
    where it leads; `waits_for` and `owner` say who is to move when it is not the reader (`mine` is False).
    """

    title: str
    about: str
    step: str
    url: str
    due: datetime | None = None
    waits_for: str = ""
    owner: str = ""
    mine: bool = True
