"""A case with everything in it, read once: what the rules judge and the pages show."""

from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ground import clock
from incidents.models import (
    Assessment,
    Hearing,
    Incident,
    InvolvedPerson,
    Letter,
    LetterDraft,
    Measure,
    Part,
    Verdict,
)
from people.contact import guardians
from people.models import Enrolment, Guardianship, Person
from policy.reading import acknowledgement_of


class Reading(NamedTuple):
    """Somebody and when that person had read the protocol, if at all by then."""

    person: Person
    at: datetime | None


class CaseFile:
    """One case and its rows. Reads each kind once, in one query, and only when it is asked for."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident

    @cached_property
    def people(self) -> list[InvolvedPerson]:
        rows = InvolvedPerson.objects.filter(incident=self.incident).select_related("person")
        return list(rows.order_by("added_at", "pk"))

    @property
    def accused(self) -> list[InvolvedPerson]:
        return [row for row in self.people if row.part == Part.ACCUSED]

    @cached_property
    def assessment(self) -> Assessment | None:
        """The judgement that counts: the newest."""
        rows = Assessment.objects.filter(incident=self.incident)
        rows = rows.select_related("assessed_by__person", "protocol_version")
        return rows.order_by("assessed_at").last()

    @cached_property
    def hearings(self) -> list[Hearing]:
        rows = Hearing.objects.filter(incident=self.incident).select_related("accused__person")
        return list(rows.prefetch_related("views__guardian").order_by("invited_at"))

    def hearing_of(self, involved: InvolvedPerson) -> Hearing | None:
        return next((row for row in self.hearings if row.accused_id == involved.pk), None)

    @cached_property
    def measures(self) -> list[Measure]:
        rows = Measure.objects.filter(incident=self.incident)
        return list(rows.select_related("accused__person", "proposed_by__person", "decided_by__person"))

    @property
    def proposal(self) -> Measure | None:
        """The measure that waits for a decision."""
        return next((row for row in self.measures if not row.verdict), None)

    @property
    def untold(self) -> Measure | None:
        """The imposed measure whose letters have not gone."""
        return next((row for row in self.measures if row.is_imposed and not row.told_at), None)

    @property
    def imposed(self) -> list[Measure]:
        return [row for row in self.measures if row.verdict == Verdict.IMPOSED]

    @cached_property
    def letters(self) -> list[Letter]:
        rows = Letter.objects.filter(measure__incident=self.incident)
        return list(rows.select_related("recipient", "measure__accused__person").order_by("sent_at", "pk"))

    def draft_of(self, measure: Measure) -> LetterDraft | None:
        """The text of the letter as it stands now."""
        return measure.drafts.order_by("written_at").last()

    def guardians_with_authority(self, involved: InvolvedPerson) -> list[Guardianship]:
        """Who gets the letter: each guardian with confirmed legal authority, separately."""
        if involved.person is None:
            return []
        return list(guardians(involved.person).filter(authority=Guardianship.Authority.YES))

    @cached_property
    def readings(self) -> list[Reading]:
        """Whether the accused knew the protocol when it happened; for a pupil the parents, who are asked to read it."""
        version = self.assessment.protocol_version if self.assessment else None
        if version is None:
            return []
        by = clock.end_of_day(self.incident.day)
        return [
            Reading(
                person,
                found.at if (found := acknowledgement_of(person, version)) and found.at <= by else None,
            )
            for involved in self.accused
            for person in self._readers(involved)
        ]

    def _readers(self, involved: InvolvedPerson) -> list[Person]:
        if self.is_pupil(involved):
            return [row.guardian for row in self.guardians_with_authority(involved)]
        return [involved.person] if involved.person else []

    def is_pupil(self, involved: InvolvedPerson) -> bool:
        """Whether this is somebody who is a pupil of the school today."""
        rows = Enrolment.objects.today().filter(pupil=involved.person_id, school=self.incident.school_id)
        return involved.person_id is not None and rows.exists()

    def others_than(self, involved: InvolvedPerson) -> list[str]:
        """The words by which other people in this case are known: they must not stand in what goes out."""
        own = _words(involved.called)
        return sorted(
            {word for row in self.people if row.pk != involved.pk for word in _words(row.called)} - own
        )


def _words(name: str) -> set[str]:
    """The parts of a name that tell who it is; "de" and "van" do not."""
    return {part for part in name.replace("-", " ").split() if len(part) > 2 and part[:1].isupper()}
