"""A protocol in the state that a test needs, through the services."""

from datetime import date

from ground import clock
from policy import services
from policy.models import ProtocolVersion
from policy.parsing import supplied_text
from tests.cast import Cast


def drafted(cast: Cast, *, text: str = "") -> ProtocolVersion:
    """A draft: the supplied text as version 1, or the director's own text."""
    if not text:
        return services.load_protocol(school=cast.school)
    return services.draft_version(actor=cast.director, school=cast.school, text=text)


def submitted(cast: Cast, *, text: str = "", minor_change: bool = False) -> ProtocolVersion:
    """A version that waits for the board."""
    version = drafted(cast, text=text)
    services.submit_for_review(actor=cast.director, version=version, minor_change=minor_change)
    return version


def approved(cast: Cast, *, text: str = "", minor_change: bool = False) -> ProtocolVersion:
    """A version that the director can publish."""
    version = submitted(cast, text=text, minor_change=minor_change)
    services.approve_version(actor=cast.board, version=version)
    return version


def published(
    cast: Cast, *, text: str = "", minor_change: bool = False, valid_from: date | None = None
) -> ProtocolVersion:
    """A published version, in force from today unless told otherwise."""
    version = approved(cast, text=text, minor_change=minor_change)
    services.publish_version(actor=cast.director, version=version, valid_from=valid_from or clock.today())
    return version


def changed_text() -> str:
    """The supplied text with another A6."""
    return supplied_text().replace(
        "met een privéaccount 'vrienden' te worden", "met een privéaccount bevriend te zijn"
    )
