"""The own side of a guardian: the invitation, what was written down of the talk, the decision. Never the case."""

from dataclasses import dataclass, field

from incidents.models import Hearing, HearingView, InvolvedPerson, Letter, Measure, Outcome, Verdict
from people.models import Person


@dataclass
class OwnSide:
    """What one guardian may read about one child. The other guardian's words and letter are not in it."""

    involved: InvolvedPerson
    hearing: Hearing
    meeting_shown: bool
    views: list[HearingView] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    decision: Measure | None = None

    @property
    def child(self) -> Person | None:
        return self.involved.person

    @property
    def ended_without_measure(self) -> bool:
        case = self.involved.incident
        return not case.is_open and self.decision is None and case.outcome != Outcome.MEASURE

    @property
    def can_give_view(self) -> bool:
        return self.involved.incident.is_open and self.decision is None and not self.ended_without_measure


def own_side(involved: InvolvedPerson, guardian: Person, *, meeting_shown: bool) -> OwnSide:
    """The page of one guardian about one child, in four queries. A decision shows once it has been told."""
    hearing = Hearing.objects.get(accused=involved)
    told = Measure.objects.filter(accused=involved, verdict=Verdict.IMPOSED, told_at__isnull=False)
    return OwnSide(
        involved=involved,
        hearing=hearing,
        meeting_shown=meeting_shown,
        views=list(HearingView.objects.filter(hearing=hearing, guardian=guardian)),
        letters=list(Letter.objects.filter(measure__accused=involved, recipient=guardian)),
        decision=told.order_by("decided_at").last(),
    )
