"""What the protocol adds to somebody's dossier: which versions this person has read."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import Person
from people.story import Event
from policy.models import Acknowledgement


def events_about(person: Person) -> list[Event]:
    """The acknowledgements of this person, oldest first."""
    rows = (
        Acknowledgement.objects.filter(person=person)
        .select_related("version")
        .order_by("at", "version__number")
    )
    with translation.override(settings.LANGUAGE_CODE):
        return [_event(row) for row in rows]


def _event(row: Acknowledgement) -> Event:
    version = {"title": row.version.title, "number": row.version.number}
    lines = [_("Recorded: %(method)s.") % {"method": row.get_method_display()}]
    if row.note:
        lines.append(row.note)
    return Event(
        at=row.at,
        title=_("Has read: %(title)s, version %(number)s") % version,
        lines=tuple(lines),
        source="policy.acknowledgement",
        source_id=row.pk,
        data={**version, "method": row.method, "text_sha256": row.text_hash, "note": row.note},
    )
