"""Reaching people: who gets a notice, at which address, and who must not.

A guardian under a contact ban gets no mail of ours. A pupil has no mail of ours at all.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ground import clock
from notices import services as notices
from notices.models import Notice
from people.models import Guardianship, Person, Role


def tell(*, person: Person, kind: str, path: str, key: str, due: datetime | None = None) -> Notice | None:
    """Lay a notice for one person, in the person's language; None when there is no address to send it to.

    `kind` is a registered kind of notice, `path` where the mail's link leads, `key` what makes it the same
    notice as another (it is sent once).
    """
    if not (person.user_id or person.email):
        return None
    return notices.lay(
        kind=kind,
        key=key,
        user=person.user,
        address=person.email,
        person=person.pk,
        path=path,
        language=person.user.language if person.user else person.language,
        due=due,
    )


def guardians(pupil: Person | UUID, day: date | None = None) -> QuerySet[Guardianship]:
    """The guardianships of a pupil that hold on the day (today), each with its guardian and sign-in."""
    rows = Guardianship.objects.on(day or clock.today()).filter(pupil=pupil)
    return rows.select_related("guardian__user").order_by("guardian__first_name", "pk")


def reachable_guardians(pupil: Person) -> list[Person]:
    """The guardians who get post about the pupil unasked: with confirmed legal authority, no contact ban."""
    rows = guardians(pupil).filter(authority=Guardianship.Authority.YES, contact_ban=False)
    return [row.guardian for row in rows]


def tell_guardians(
    *, pupil: Person, kind: str, path: str, key: str, due: datetime | None = None
) -> list[Person]:
    """Lay a notice for each reachable guardian of a pupil; gives those who have an address."""
    told = []
    for guardian in reachable_guardians(pupil):
        if tell(person=guardian, kind=kind, path=path, key=f"{key}:{guardian.pk}", due=due):
            told.append(guardian)
    return told


def holders(role: str, school: UUID) -> list[Person]:
    """Who holds a role at a school today, with their sign-in."""
    rows = Role.objects.today().filter(name=role, school=school).select_related("person__user")
    return [row.person for row in rows.order_by("person__first_name", "pk")]


def tell_role(*, role: str, school: UUID, kind: str, path: str, key: str) -> None:
    """Lay a notice for everybody who holds the role at the school."""
    for person in holders(role, school):
        tell(person=person, kind=kind, path=path, key=f"{key}:{person.pk}")
