"""What phones tell a pupil's dossier: each time one was taken in, each time one was in safekeeping."""

from uuid import UUID

from django.utils.translation import gettext as _

from ground.templatetags.words import long_date, moment
from people.models import Person
from people.story import Event
from phones.models import Custody, CustodyEvent

SOURCE = "phones.custody"


def events_about(person: Person) -> list[Event]:
    """The custody of this person's phones, oldest first; an undone entry was a slip and is left out."""
    rows = Custody.objects.filter(pupil=person).exclude(state=Custody.State.UNDONE)
    rows = rows.with_people().prefetch_related("events__by").order_by("taken_at")
    return [_confiscated(row) if row.is_confiscated else _deposited(row) for row in rows]


def _confiscated(custody: Custody) -> Event:
    """A phone that was taken in, with its whole chain."""
    links = list(custody.events.all())
    lines = (
        _("Reason: %(reason)s.") % {"reason": custody.get_reason_display()},
        _("To be handed back: %(moment)s.") % {"moment": _due(custody)},
        custody.liability_text,
        _("Not opened, not searched."),
        *(_link(link) for link in links),
    )
    return _event(custody, _("Phone taken in"), lines, {link.by_id for link in links})


def _due(custody: Custody) -> str:
    return moment(custody.due_back) if custody.has_hour else long_date(custody.due_back)


def _deposited(custody: Custody) -> Event:
    """A phone in safekeeping: in and out, nothing more."""
    lines = [custody.liability_text]
    if custody.closed_at:
        lines.append(_("Handed back: %(moment)s.") % {"moment": moment(custody.closed_at)})
    return _event(custody, _("Phone in safekeeping"), tuple(lines), set())


def _link(link: CustodyEvent) -> str:
    facts = {
        "moment": moment(link.at),
        "what": link.get_kind_display(),
        "place": link.get_place_display(),
        "pouch": link.pouch,
        "name": link.by.name if link.by else _("the system"),
    }
    return _("%(moment)s: %(what)s (%(place)s, pouch %(pouch)s), %(name)s.") % facts


def _event(custody: Custody, title: str, lines: tuple[str, ...], others: set[UUID | None]) -> Event:
    return Event(
        at=custody.taken_at,
        title=title,
        lines=lines,
        source=SOURCE,
        source_id=custody.pk,
        others=frozenset(other for other in others if other),
        data={
            "kind": custody.kind,
            "reason": custody.reason,
            "taken_at": custody.taken_at.isoformat(),
            "due_back": custody.due_back.isoformat(),
            "closed_at": custody.closed_at.isoformat() if custody.closed_at else None,
            "state": custody.state,
            "liability": custody.liability,
            "liability_text": custody.liability_text,
            "text_version": custody.text_version,
            "clauses": custody.clauses,
        },
    )
