"""Who is told what in a case. A mail says only that something waits; a reader in conflict gets none."""

from uuid import UUID

from django.urls import reverse

from incidents.access import Access
from incidents.models import Hearing, Incident, InvolvedPerson, Letter, Route
from people.contact import holders, reachable_guardians, tell
from people.models import Person, Role


def first_readers(incident: Incident) -> set[str]:
    """The roles that hear of a new report."""
    if incident.route == Route.SEXUAL_OFFENCE:
        return {Role.Name.BOARD}
    roles = {Role.Name.BOARD if incident.board_handles else Role.Name.DIRECTOR}
    return roles | {Role.Name.BOARD if incident.route == Route.STAFF else Role.Name.CARE_COORDINATOR}


def tell_report(incident: Incident, shut: set[UUID]) -> None:
    """A report, to those whose role handles it and who are not shut out; again when others come to handle it."""
    kind = "incidents.urgent_report" if incident.route == Route.SEXUAL_OFFENCE else "incidents.new_report"
    told = {person for role in first_readers(incident) for person in holders(role, incident.school_id)}
    for person in told:
        if person.pk not in shut:
            _tell_of_case(incident, person, kind, f"incidents.report:{incident.pk}:{incident.route}")


def tell_reader(incident: Incident, person: Person) -> None:
    """Somebody was let in to read along; nothing when the case is out of sight after all."""
    if person.user and Access(person.user, incident).can_view:
        _tell_of_case(incident, person, "incidents.opened", f"incidents.opened:{incident.pk}")


def tell_invitation(hearing: Hearing) -> None:
    """The invitation, to each guardian who may get post; held back while there are worries about the home."""
    _tell_side(hearing.accused, "incidents.invitation", f"incidents.invitation:{hearing.pk}")


def tell_letter(letter: Letter) -> None:
    """The letter, to its guardian if that guardian may get post."""
    involved = letter.measure.accused
    reachable = reachable_guardians(involved.person) if involved.person else []
    if letter.recipient_id in {guardian.pk for guardian in reachable}:
        path = reverse("incidents:own_side", kwargs={"pk": involved.pk})
        tell(person=letter.recipient, kind="incidents.letter", path=path, key=f"incidents.letter:{letter.pk}")


def tell_outcome(involved: InvolvedPerson, turn: int) -> None:
    """That the case ended, to the guardians of whoever had been invited; `turn` is the how-manieth ending."""
    _tell_side(involved, "incidents.outcome", f"incidents.outcome:{involved.pk}:{turn}")


def _tell_side(involved: InvolvedPerson, kind: str, key: str) -> None:
    if involved.person is None or involved.incident.messages_frozen:
        return
    path = reverse("incidents:own_side", kwargs={"pk": involved.pk})
    for guardian in reachable_guardians(involved.person):
        tell(person=guardian, kind=kind, path=path, key=f"{key}:{guardian.pk}")


def _tell_of_case(incident: Incident, person: Person, kind: str, key: str) -> None:
    path = reverse("incidents:case", kwargs={"pk": incident.pk})
    tell(person=person, kind=kind, path=path, key=f"{key}:{person.pk}")
