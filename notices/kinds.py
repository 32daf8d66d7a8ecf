"""What a notice can be about. Other rooms register theirs in their AppConfig.ready().

A mail is read on a locked screen by whoever holds the phone. So its texts are neutral sentences: no name, no
child, no class, no subject of a case; what it is about stands behind the link.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """One kind of notice; `subject` and `body` are lazy texts, `urgent` marks the mail as important."""

    name: str
    subject: str | Promise
    body: str | Promise
    urgent: bool = False


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; raises ValueError when another kind already has its name."""
    if KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"a kind of notice named {kind.name!r} is registered already")
