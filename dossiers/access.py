"""Who may read which dossier, and who may do what with a copy of it.

The office registers and hands over and never sees content. A parent who works at the school meets the own
child's dossier as a parent only; nobody checks or releases what is about oneself.
"""

from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dossiers.models import Export, Kind, Opening, OpeningUserObjectPermission
from ground import clock
from people import contact, grants
from people.models import Employment, Enrolment, Guardianship, Person, Role, School, User
from people.rights import schools_where
from people.standing import Standing

RESOURCE = {Kind.PUPIL: "pupil_dossier", Kind.PERSONNEL: "personnel_dossier"}
# Who releases which dossier (the access table: export).
RELEASERS = {
    Kind.PUPIL: (Role.Name.DIRECTOR, Role.Name.CARE_COORDINATOR),
    Kind.PERSONNEL: (Role.Name.DIRECTOR, Role.Name.BOARD),
}
OWN_VOICE = 16  # from this age the pupil decides, not the guardians


# -- dossiers ----------------------------------------------------------------------------------------------


def subjects(kind: str, schools: frozenset[UUID]) -> QuerySet[Person]:
    """Who has a dossier of this kind at one of these schools, also after leaving."""
    if kind == Kind.PUPIL:
        return Person.objects.filter(pk__in=Enrolment.objects.filter(school__in=schools).values("pupil"))
    return Person.objects.filter(pk__in=Employment.objects.filter(school__in=schools).values("person"))


def school_of(kind: str, person: Person) -> School | None:
    """The school that keeps the dossier: where the person was enrolled or employed last."""
    rows = (
        Enrolment.objects.filter(pupil=person)
        if kind == Kind.PUPIL
        else Employment.objects.filter(person=person)
    )
    last = rows.order_by("-starts", "pk").select_related("school").first()
    return last.school if last else None


def own(who: User | Standing, kind: str) -> QuerySet[Person]:
    """Whose dossier is the reader's own to read: the own child's (with authority), or one's own as employee."""
    standing = Standing.of(who)
    if kind == Kind.PUPIL:
        today = clock.today()
        grown = today.replace(year=today.year - OWN_VOICE)
        return Person.objects.filter(pk__in=standing.wards).exclude(birth_date__lte=grown)
    employed = Employment.objects.filter(person=standing.person_id)
    return Person.objects.filter(pk__in=employed.values("person"))


def openable(who: User | Standing, kind: str) -> QuerySet[Person]:
    """Whose dossier the reader may open with a reason; never one's own or one's own child's."""
    standing = Standing.of(who)
    people = subjects(kind, schools_where(standing, RESOURCE[Kind(kind)], "r"))
    if kind == Kind.PERSONNEL:
        people |= Person.objects.filter(pk__in=standing.supervises)
    return people.exclude(pk__in=_nearest(standing))


def readable(who: User | Standing, kind: str) -> QuerySet[Person]:
    """Whose dossier the reader may read now: the own, and what stands open."""
    standing = Standing.of(who)
    opened = openings(standing).filter(kind=kind).values("person")
    return own(standing, kind) | openable(standing, kind).filter(pk__in=opened)


def known(who: User | Standing, kind: str) -> QuerySet[Person]:
    """Of whose dossier the reader knows that it exists, without seeing content: the office."""
    return subjects(kind, schools_where(Standing.of(who), RESOURCE[Kind(kind)], "M"))


def openings(who: User | Standing) -> QuerySet[Opening]:
    """What stands open for the reader at this moment."""
    standing = Standing.of(who)
    held = grants.granted(
        OpeningUserObjectPermission, user=standing.user, permission="read_opened", at=standing.at
    )
    return Opening.objects.filter(pk__in=held)


def _nearest(standing: Standing) -> set[UUID]:
    """Oneself and one's own children, with authority or without."""
    oneself = {standing.person_id} if standing.person_id else set()
    return oneself | standing.wards | standing.other_wards


class DossierAccess:
    """What a reader may do with one dossier."""

    def __init__(self, who: User | Standing, person: Person, kind: str) -> None:
        self.standing = Standing.of(who)
        self.person = person
        self.kind = kind

    @cached_property
    def is_own(self) -> bool:
        return own(self.standing, self.kind).filter(pk=self.person.pk).exists()

    @cached_property
    def can_open(self) -> bool:
        return openable(self.standing, self.kind).filter(pk=self.person.pk).exists()

    @cached_property
    def can_view(self) -> bool:
        return readable(self.standing, self.kind).filter(pk=self.person.pk).exists()


# -- exports -----------------------------------------------------------------------------------------------


def visible_to(who: User | Standing) -> QuerySet[Export]:
    """The exports that the reader may know of: the register for the office and the privacy officer, and
    what the reader may check and release."""
    standing = Standing.of(who)
    register = standing.schools_as(Role.Name.ADMINISTRATOR, Role.Name.PRIVACY_OFFICER)
    return Export.objects.filter(Q(school__in=register) | _releasable(standing))


def _releasable(standing: Standing) -> Q:
    """Exports that the reader's roles may release, without those about oneself, one's own child or for oneself."""
    found = Q(pk=None)
    for kind, roles in RELEASERS.items():
        found |= Q(kind=kind, school__in=standing.schools_as(*roles))
    return (
        found & ~Q(person__in=_nearest(standing)) & ~Q(recipient=standing.person_id, recipient__isnull=False)
    )


def sees_register(who: User | Standing) -> bool:
    """Whether there is a list of exports for this reader at all."""
    standing = Standing.of(who)
    return bool(
        standing.schools_as(*(Role.Name.ADMINISTRATOR, Role.Name.PRIVACY_OFFICER, *_releasing_roles()))
    )


def registers_at(who: User | Standing) -> frozenset[UUID]:
    """The schools for which the reader registers requests and hands over: the office."""
    return Standing.of(who).schools_as(Role.Name.ADMINISTRATOR)


def releases(who: User | Standing) -> bool:
    """Whether the reader has a role that checks and releases."""
    return bool(Standing.of(who).schools_as(*_releasing_roles()))


def _releasing_roles() -> set[str]:
    return {role for roles in RELEASERS.values() for role in roles}


def releasers_of(export: Export) -> list[Person]:
    """Who can check and release this export today; the one who registered it is not among them."""
    people: dict[UUID, Person] = {}
    for role in RELEASERS[Kind(export.kind)]:
        people |= {person.pk: person for person in contact.holders(role, export.school_id)}
    return [person for person in people.values() if person.user and Access(person.user, export).can_release]


class Access:
    """What a reader may do with one export, by role; whether its state allows it stands in the workflow."""

    def __init__(self, who: User | Standing, export: Export) -> None:
        self.standing = Standing.of(who)
        self.export = export

    @cached_property
    def can_view(self) -> bool:
        return visible_to(self.standing).filter(pk=self.export.pk).exists()

    @cached_property
    def judges(self) -> bool:
        """Whether the role reads the content of this export and decides about it, whoever registered it.

        The same as `_releasable`, for one row in hand.
        """
        roles = RELEASERS[Kind(self.export.kind)]
        near = _nearest(self.standing)
        if not any(self.standing.has_role(role, self.export.school_id) for role in roles):
            return False
        about_me = self.export.person_id in near
        for_me = self.export.recipient_id is not None and self.export.recipient_id == self.standing.person_id
        return not about_me and not for_me

    @property
    def can_release(self) -> bool:
        """Check and release: by another than who registered it."""
        return self.judges and self.export.registered_by_id != self.standing.user.pk

    @property
    def can_hand_over(self) -> bool:
        """Withdraw, and take the file: the office."""
        return self.standing.has_role(Role.Name.ADMINISTRATOR, self.export.school_id)


# -- recipients --------------------------------------------------------------------------------------------


def recipient_objection(kind: str, person: Person, recipient_kind: str, recipient: Person | None) -> str:
    """Why this recipient may not have this dossier today, or an empty text."""
    wanted = Export.Recipient(recipient_kind)
    if wanted == Export.Recipient.NEW_SCHOOL:
        return _(
            "A new school gets the educational report, outside this site. Nothing about conduct goes along."
        )
    if wanted == Export.Recipient.EMPLOYEE:
        fits = kind == Kind.PERSONNEL and recipient == person
        return "" if fits else _("A personnel dossier goes to the employee it is about.")
    if wanted in (Export.Recipient.GUARDIAN, Export.Recipient.PUPIL) and kind != Kind.PUPIL:
        return _("A personnel dossier goes to the employee it is about.")
    grown = (person.age_on(clock.today()) or 0) >= OWN_VOICE
    if wanted == Export.Recipient.PUPIL:
        return (
            "" if grown and recipient == person else _("Until 16 years the parents with legal authority ask.")
        )
    if wanted == Export.Recipient.GUARDIAN:
        return _guardian_objection(person, recipient, grown)
    return ""


def _guardian_objection(pupil: Person, guardian: Person | None, grown: bool) -> str:
    if grown:
        return _("From 16 years the pupil asks for the dossier, not the parents.")
    rows = contact.guardians(pupil).filter(guardian=guardian, authority=Guardianship.Authority.YES)
    if rows.exists():
        return ""
    return _(
        "Only a parent with confirmed legal authority can have this dossier. "
        "What another parent asks, the school answers itself."
    )
