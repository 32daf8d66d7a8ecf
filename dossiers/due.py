"""What waits in the register of exports, for the office and for who releases."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.access import Access, releases, visible_to
from dossiers.models import Export
from ground import clock
from people.due import Due
from people.models import Role
from people.standing import Standing

State = Export.State


def due_for(standing: Standing) -> list[Due]:
    """The steps that wait for this reader, and for the office what it waits for. One query."""
    office = standing.schools_as(Role.Name.ADMINISTRATOR)
    if not office and not releases(standing):
        return []
    rows = visible_to(standing).filter(state__in=Export.UNFINISHED).select_related("person")
    lines = []
    for export in rows.order_by("due_on", "pk"):
        judging = Access(standing, export).can_release
        line = (
            _for_releaser(export) if judging else _for_office(export) if export.school_id in office else None
        )
        lines += [line] if line else []
    return lines


def _for_releaser(export: Export) -> Due | None:
    steps = {
        State.REGISTERED: (_("Check for names of others"), "dossiers:check"),
        State.FAILED: (_("Check again"), "dossiers:check"),
        State.CHECKED: (_("Release"), "dossiers:release"),
    }
    if export.state not in steps:
        return None
    step, name = steps[State(export.state)]
    return _line(export, step, name, _end_of(export))


def _for_office(export: Export) -> Due | None:
    if export.state == State.READY:
        return _line(export, _("Hand over the file"), "dossiers:take", export.take_before)
    waits = {
        State.REGISTERED: _("the check by another person"),
        State.CHECKED: _("the release"),
        State.FAILED: _("a new check"),
    }
    if export.state not in waits:
        return None
    return _line(export, _("Nothing yet"), "dossiers:request", _end_of(export), waits[State(export.state)])


def _line(export: Export, step: str, name: str, due: datetime | None, waits_for: str = "") -> Due:
    return Due(
        title=_("Copy of the dossier of %(name)s") % {"name": export.person.name},
        about=_("%(kind)s, for %(recipient)s")
        % {"kind": export.get_kind_display(), "recipient": export.recipient_name},
        step=step,
        url=reverse(name, kwargs={"pk": export.pk}),
        due=due,
        waits_for=waits_for,
        mine=not waits_for,
    )


def _end_of(export: Export) -> datetime:
    return clock.end_of_day(export.due_on)
