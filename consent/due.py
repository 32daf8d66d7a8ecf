"""What waits for whom: an unanswered question for who was asked, parents who disagree for the office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.access import visible_to
from consent.models import Campaign, ConsentItem, Request
from consent.result import Facts
from ground import clock
from people.due import Due
from people.models import Enrolment, Person, Role
from people.standing import Standing


def due_for(standing: Standing) -> list[Due]:
    """The lines for one reader, in a constant number of queries."""
    return [*_own_questions(standing), *_conflicts(standing)]


def _own_questions(standing: Standing) -> list[Due]:
    if not (standing.is_guardian or standing.pupil_at):
        return []
    rows = visible_to(standing).filter(campaign__open_until__gt=standing.at).unanswered()
    rows = rows.select_related("campaign", "subject").order_by("created_at", "pk")
    return [_question(row) for row in rows]


def _question(row: Request) -> Due:
    words = {"name": row.subject.first_name, "purpose": str(row.campaign.label)}
    return Due(
        title=_("May we show %(name)s?") % words,
        about=_("Photo, film and sound: %(purpose)s") % words,
        step=_("Answer"),
        url=reverse("consent:answer", kwargs={"pk": row.pk}),
        due=row.campaign.open_until,
    )


def _conflicts(standing: Standing) -> list[Due]:
    """Per open campaign how many children have parents who disagree; for the school office only."""
    schools = standing.schools_as(Role.Name.ADMINISTRATOR)
    campaigns = list(Campaign.objects.open().filter(school__in=schools).order_by("asked_at"))
    if not campaigns:
        return []
    items = list(
        ConsentItem.objects.filter(
            school__in=schools, purpose__in={campaign.purpose for campaign in campaigns}, active=True
        )
    )
    asked = Enrolment.objects.on(standing.day).filter(
        class_group__consent_campaigns__in=campaigns, school__in=schools
    )
    # Who works at the office and is a parent here reads nothing of what the other parent said.
    asked = asked.exclude(pupil__in=standing.own_children)
    pupils = list(Person.objects.filter(pk__in=asked.values("pupil")))
    facts = Facts.read(pupils, items, clock.today())
    lines = [_conflict(campaign, _count(campaign, pupils, items, facts)) for campaign in campaigns]
    return [line for line in lines if line]


def _count(campaign: Campaign, pupils: list[Person], items: list[ConsentItem], facts: Facts) -> int:
    wanted = (campaign.school_id, campaign.purpose)
    lines = [item for item in items if (item.school_id, item.purpose) == wanted]
    return sum(any(facts.result(pupil, item).is_conflict for item in lines) for pupil in pupils)


def _conflict(campaign: Campaign, count: int) -> Due | None:
    if not count:
        return None
    title = ngettext("Parents of 1 child disagree", "Parents of %(count)d children disagree", count)
    return Due(
        title=title % {"count": count},
        about=str(campaign.label),
        step=_("View the children"),
        url=reverse("consent:campaign", kwargs={"pk": campaign.pk}),
        waits_for=_("the parents"),
    )
