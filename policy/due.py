"""What waits for a reader: a protocol to read, and for director and board a version on its way."""

from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ground.templatetags.words import long_date
from people.due import Due
from people.rights import schools_where
from people.standing import Standing
from policy.audience import schools_of_children
from policy.models import Acknowledgement, ProtocolVersion
from policy.workflow import OPEN, State


def due_for(standing: Standing) -> list[Due]:
    """What waits for this reader, in four queries at most."""
    if standing.person_id is None:
        return []
    asking = standing.employed_at.union(schools_of_children(standing))
    changing = schools_where(standing, "protocol", "U")
    reviewing = schools_where(standing, "protocol", "A")
    versions = ProtocolVersion.objects.filter(
        Q(protocol__school__in=asking) & ~Q(state__in=OPEN)
        | Q(protocol__school__in=changing | reviewing, state__in=OPEN)
    ).select_related("protocol__school")
    rows = list(versions.order_by("protocol__school__name", "number"))
    steps = [_step(version, standing) for version in rows if not version.is_issued]
    issued = [version for version in rows if version.is_issued]
    return [step for step in steps if step] + _unread(issued, standing, asking)


def _unread(issued: list[ProtocolVersion], standing: Standing, asking: frozenset[UUID]) -> list[Due]:
    """The published version of each school, unless read: itself, or one that it hardly differs from."""
    read = set(
        Acknowledgement.objects.filter(person=standing.person_id, version__in=issued).values_list(
            "version", flat=True
        )
    )
    return [
        _to_read(version, standing)
        for version in issued
        if version.state == State.PUBLISHED
        and version.protocol.school_id in asking
        and not _same(version, issued) & read
    ]


def _same(version: ProtocolVersion, issued: list[ProtocolVersion]) -> set[UUID]:
    """As `reading.same_as`, over the rows at hand: the version and those it hardly differs from."""
    own = [other for other in issued if other.protocol_id == version.protocol_id]
    whole = max(other.number for other in own if not other.minor_change)
    return {other.pk for other in own if other.number >= whole}


def _to_read(version: ProtocolVersion, standing: Standing) -> Due:
    return Due(
        title=version.title,
        about=_about(version),
        step=_("Read and say so") if standing.is_staff else pgettext("formal", "Read and say so"),
        url=reverse("policy:version", kwargs={"pk": version.pk}),
    )


def _about(version: ProtocolVersion) -> str:
    if version.valid_from is None:
        return _("Version %(number)s") % {"number": version.number}
    return _("Version %(number)s, holds from %(day)s") % {
        "number": version.number,
        "day": long_date(version.valid_from),
    }


def _step(version: ProtocolVersion, standing: Standing) -> Due | None:
    """What has to happen with a version that is not published, seen by director or board."""
    school = version.protocol.school_id
    changes = school in schools_where(standing, "protocol", "U")
    reviews = school in schools_where(standing, "protocol", "A")
    if version.waits_for_review:
        own = standing.user.pk in (version.author_id, version.submitted_by_id)
        return _line(
            version, _("Review"), "review", mine=reviews and not own, waits_for=_("the school board")
        )
    if version.waits_for_publishing:
        own = standing.user.pk == version.reviewer_id
        return _line(version, _("Publish"), "publish", mine=changes and not own, waits_for=_("the director"))
    return _line(version, _("Submit for review"), "submit", mine=True, waits_for="") if changes else None


def _line(version: ProtocolVersion, step: str, verb: str, *, mine: bool, waits_for: str) -> Due:
    name = f"policy:{verb}" if mine else "policy:version"
    return Due(
        title=version.title,
        about=_about(version),
        step=step,
        url=reverse(name, kwargs={"pk": version.pk}),
        mine=mine,
        waits_for="" if mine else waits_for,
    )
