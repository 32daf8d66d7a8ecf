"""The post about an answer: to who signed, to the other parents and to the office. Never who said what."""

from django.urls import reverse

from consent.models import Decision, Request
from people import contact
from people.models import Guardianship, Role


def is_banned(request: Request) -> bool:
    """Whether the person of a request must get no mail about the pupil (a contact ban)."""
    rows = Guardianship.objects.today().filter(guardian=request.person_id, pupil=request.subject_id)
    return rows.filter(contact_ban=True).exists()


def tell_signer(request: Request, rows: list[Decision]) -> None:
    """At the known address, so that a forwarded link does not stay unnoticed."""
    if not is_banned(request):
        key = f"consent.recorded:{rows[0].pk}"
        contact.tell(person=request.person, kind="consent.recorded", path=reverse("consent:mine"), key=key)


def tell_others(request: Request, rows: list[Decision]) -> None:
    """Whoever else gets post about the pupil: that what the school may do has changed."""
    for person in contact.reachable_guardians(request.subject):
        if person.pk != request.person_id:
            key = f"consent.changed:{rows[0].pk}:{person.pk}"
            contact.tell(person=person, kind="consent.changed", path=reverse("consent:mine"), key=key)


def tell_office(request: Request, rows: list[Decision]) -> None:
    """That there is something to take away; the campaign says of which child."""
    contact.tell_role(
        role=Role.Name.ADMINISTRATOR,
        school=request.campaign.school_id,
        kind="consent.take_away",
        path=reverse("consent:campaign", kwargs={"pk": request.campaign_id}),
        key=f"consent.take_away:{rows[0].pk}",
    )
