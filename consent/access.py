"""Who may see what of consent.

A person sees the questions put to them, as long as they may answer. The director and the office see what was
asked and how many answered; only the office sees where parents disagree. What a child may is the business of
`publishing`.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from consent.choices import Capacity
from consent.models import Campaign, Request, RequestQuerySet, decides_alone
from people.models import Guardianship, Role, User
from people.rights import schools_where
from people.standing import Standing


def visible_to(who: User | Standing) -> RequestQuerySet:
    """The questions that were put to the reader and that the reader may still answer today."""
    standing = Standing.of(who)
    rows = Request.objects.filter(person=standing.person_id) if standing.person_id else Request.objects.none()
    wards = standing.wards | standing.other_wards
    holds = _guardianships(standing.day).filter(guardian=OuterRef("person"), pupil=OuterRef("subject"))
    return rows.filter(Q(subject=F("person")) | (Q(subject__in=wards) & Exists(holds)))


def campaigns_visible_to(who: User | Standing) -> QuerySet[Campaign]:
    """What was asked at the schools where the reader may ask or keeps the answers."""
    return Campaign.objects.filter(school__in=schools_where(Standing.of(who), "pupil_consent", "C"))


def capacity_of(request: Request, day: date) -> str | None:
    """In which capacity the person of a request may answer it on this day; None when not any more."""
    alone = decides_alone(request.subject, day)
    if request.person_id == request.subject_id:
        return Capacity.SELF if alone else None
    rows = _guardianships(day).filter(guardian=request.person_id, pupil=request.subject_id)
    found = set(rows.values_list("authority", flat=True))
    if alone or not found:
        return None
    confirmed = Guardianship.Authority.YES in found
    return Capacity.LEGAL_AUTHORITY if confirmed else Capacity.UNCONFIRMED


def _guardianships(day: date) -> QuerySet[Guardianship]:
    return Guardianship.objects.on(day).exclude(authority=Guardianship.Authority.NO)


class Access:
    """What a reader may do with one campaign."""

    def __init__(self, who: User | Standing, campaign: Campaign) -> None:
        self.standing = Standing.of(who)
        self.campaign = campaign

    @property
    def can_view(self) -> bool:
        return campaigns_visible_to(self.standing).filter(pk=self.campaign.pk).exists()

    @property
    def can_see_conflicts(self) -> bool:
        """Where parents disagree is for the school office only."""
        return self.standing.has_role(Role.Name.ADMINISTRATOR, self.campaign.school_id)
