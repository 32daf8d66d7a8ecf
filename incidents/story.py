"""What a case adds to somebody's dossier: only a measure imposed on that person, and its letters.

Papers stay in the case until the decision; an accusation that proved unfounded never enters a dossier, and
who was affected finds nothing of the other's measure there (domain decisions 7 and 16).
"""

from django.utils.translation import gettext as _

from incidents.models import Letter, Measure, Verdict
from people.models import Person
from people.story import Event


def events_about(person: Person) -> list[Event]:
    """The imposed measures against this person and the letters about them, oldest first; two queries."""
    measures = Measure.objects.filter(accused__person=person, verdict=Verdict.IMPOSED)
    events = [_measure(row) for row in measures.select_related("incident", "decided_by__person")]
    letters = Letter.objects.filter(measure__accused__person=person)
    events += [_letter(row) for row in letters.select_related("measure__incident", "recipient")]
    return sorted(events, key=lambda event: event.at)


def _measure(measure: Measure) -> Event:
    decider = measure.decided_by.person  # type: ignore[union-attr]
    return Event(
        at=measure.decided_at,  # type: ignore[arg-type]
        title=_("Measure: %(kind)s") % {"kind": measure.get_kind_display()},
        lines=(
            measure.verdict_reasons,
            _("Case %(code)s. Decided by %(name)s.") % {"code": measure.incident.code, "name": decider.name},
        ),
        source="incidents.measure",
        source_id=measure.pk,
        others=frozenset({decider.pk}),
        data={"kind": measure.kind, "case": measure.incident.code},
    )


def _letter(letter: Letter) -> Event:
    return Event(
        at=letter.sent_at,
        title=_("Letter about a measure"),
        lines=(
            _("Sent to %(name)s. Case %(code)s.")
            % {"name": letter.recipient.name, "code": letter.measure.incident.code},
        ),
        source="incidents.letter",
        source_id=letter.pk,
        document=letter.document_id,
        others=frozenset({letter.recipient_id}),
        data={"recipient": str(letter.recipient_id), "case": letter.measure.incident.code},
    )
