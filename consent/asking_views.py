"""Asking: what the director asks and how many answered."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consent.access import Access, campaigns_visible_to
from consent.choices import Answer, SubjectKind
from consent.forms import AskForm
from consent.models import Campaign, ConsentItem, Decision, Request
from consent.result import results_by_item
from consent.services import ask_consent, current_texts
from ground import clock
from ground.errors import RuleBroken
from people.doors import right_door, standing_of
from people.models import ClassGroup, Enrolment, Person, Role
from trail.doors import get_visible_or_404

FOUR_WEEKS = timedelta(days=28)


@require_safe
@right_door("pupil_consent", "C")
def campaigns(request: HttpRequest) -> HttpResponse:
    """What was asked, newest first, with how many answered."""
    standing = standing_of(request)
    rows = campaigns_visible_to(standing).prefetch_related("class_groups").order_by("-asked_at")
    rows = rows.annotate(
        asked=Count("requests", distinct=True), answered=Count("requests__decisions__request", distinct=True)
    )
    context = {"campaigns": rows, "can_ask": bool(standing.schools_as(Role.Name.DIRECTOR))}
    return render(request, "consent/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@right_door("pupil_consent", "C")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one purpose in one or more groups."""
    schools = standing_of(request).schools_as(Role.Name.DIRECTOR)
    if not schools:
        raise PermissionDenied(_("The director asks for consent. Ask the director."))
    form = AskForm(
        request.POST if request.method == "POST" else None,
        groups=_groups_now(schools),
        purposes=_purposes(schools),
        initial={"open_until": clock.today() + FOUR_WEEKS, "purpose": "school_website"},
    )
    if form.is_valid():
        facts = form.cleaned_data
        groups = list(facts["class_groups"])
        try:
            campaign = ask_consent(
                actor=request.user,  # type: ignore[arg-type]
                school=groups[0].school,
                purpose=facts["purpose"],
                class_groups=groups,
                open_until=facts["open_until"],
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            messages.success(request, _told(campaign))
            return redirect("consent:campaign", pk=campaign.pk)
    return render(request, "consent/ask.html", {"form": form})


def _told(campaign: Campaign) -> str:
    count = campaign.requests.count()
    return ngettext("1 person is asked.", "%(count)d persons are asked.", count) % {"count": count}


def _groups_now(schools: frozenset[UUID]) -> QuerySet[ClassGroup]:
    today = clock.today()
    rows = ClassGroup.objects.filter(school__in=schools, year__starts__lte=today, year__ends__gte=today)
    return rows.select_related("school").order_by("school__name", "grade", "name")


def _purposes(schools: frozenset[UUID]) -> list[str]:
    rows = ConsentItem.objects.filter(school__in=schools, active=True)
    return list(rows.order_by("purpose").values_list("purpose", flat=True).distinct())


# -- one campaign ------------------------------------------------------------------------------------------


@dataclass
class Response:
    """How a group answered: who answered, who is silent, whom to ask on paper."""

    group: ClassGroup | None  # None: whoever is not found in a group of that day any more
    asked: int = 0
    answered: int = 0
    silent: list[Request] = field(default_factory=list)

    def add(self, request: Request) -> None:
        self.asked += 1
        if request.answered:  # type: ignore[attr-defined]
            self.answered += 1
        else:
            self.silent.append(request)


@require_safe
@right_door("pupil_consent", "C")
def campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The response per group; where parents disagree only for the school office."""
    standing = standing_of(request)
    rows = campaigns_visible_to(standing).select_related("school", "asked_by__person")
    found = get_visible_or_404(request, rows, pk, act="consent.campaign_viewed")
    own = standing.own_children  # who is a parent here reads nothing of what the other parent said
    requests = list(
        found.requests.exclude(subject__in=own)
        .with_answered()
        .select_related("person", "subject")
        .order_by("subject__first_name", "subject__last_name", "person__first_name", "pk")
    )
    responses = _responses(found, requests)
    context = {
        "campaign": found,
        "responses": responses,
        "asked": len(requests),
        "answered": sum(response.answered for response in responses),
        "show_conflicts": Access(standing, found).can_see_conflicts,
        "leaves_out": bool(own) and found.requests.filter(subject__in=own).exists(),
    }
    if context["show_conflicts"]:
        pupils = [row.subject for row in requests]
        context |= {"conflicts": conflicts(found, pupils), "taken_back": taken_back(found, pupils)}
    return render(request, "consent/campaign.html", context)


def _responses(campaign: Campaign, requests: list[Request]) -> list[Response]:
    """Per group of the campaign, by where each pupil sat on the day of asking."""
    day = clock.local(campaign.asked_at).date()
    seats = Enrolment.objects.on(day).filter(class_group__consent_campaigns=campaign)
    seats = seats.select_related("class_group").order_by("class_group__grade", "class_group__name")
    group_of = {seat.pupil_id: seat.class_group for seat in seats}
    groups: dict[ClassGroup | None, Response] = {group: Response(group) for group in group_of.values()}
    for request in requests:
        group = group_of.get(request.subject_id)
        groups.setdefault(group, Response(group)).add(request)
    return list(groups.values())


def conflicts(campaign: Campaign, pupils: list[Person]) -> list[tuple[Person, list[str]]]:
    """The pupils whose parents disagree now, each with the media it is about."""
    children = list({pupil.pk: pupil for pupil in pupils}.values())
    items = [text.item for text in current_texts(campaign.school_id, campaign.purpose)]
    found = results_by_item(children, items)
    media = {
        child: [str(item.get_medium_display()) for item in items if found[child.pk, item.pk].is_conflict]
        for child in children
    }
    return [(child, names) for child, names in media.items() if names]


def taken_back(campaign: Campaign, pupils: list[Person]) -> list[tuple[Person, list[str], datetime]]:
    """The pupils about whom a yes was taken back: the media and when, latest first. Never by whom."""
    rows = Decision.objects.filter(
        Q(answer=Answer.WITHDRAWN)
        | Q(answer=Answer.NO, supersedes__answer__in=(Answer.YES, Answer.WITHDRAWN)),
        superseded_by__isnull=True,
        subject__in=pupils,
        subject_kind=SubjectKind.PUPIL,
        item__school=campaign.school_id,
        item__purpose=campaign.purpose,
    )
    found: dict[tuple[Person, datetime], list[str]] = {}
    for row in rows.select_related("subject", "item").order_by("-decided_at", "subject", "item"):
        found.setdefault((row.subject, row.decided_at), []).append(str(row.item.get_medium_display()))
    return [(child, media, at) for (child, at), media in found.items()]
