"""One event in a person's story: the shape in which every app tells the dossier what it knows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """Something that happened, as it stands in a dossier.

    `at` is aware; `title` and `lines` are in the language of the school (Dutch), ready to print; `source`
    says where it comes from ("phones.custody") and `source_id` which row; `document` is a stored file that
    belongs to it, if any; `others` are persons other than the subject who are named in it, so that an
    export can take their names out; `data` is the same for machines.
    """

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    source: str = ""
    source_id: UUID | None = None
    document: UUID | None = None
    others: frozenset[UUID] = frozenset()
    data: dict[str, Any] = field(default_factory=dict)
