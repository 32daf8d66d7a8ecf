"""Consent in the demo: the website was asked of every group a few weeks ago, and most parents answered."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import UUID

from consent import answers, objections, services
from consent.choices import Reach
from consent.models import Campaign, Request
from consent.purposes import ALL_MEDIA
from desk.demo.stage import Stage
from documents import links
from documents.models import PersonalLink
from ground import clock

PURPOSE = "school_website"
WEEKS_AGO = timedelta(days=24)
SILENT, REFUSES, PER_KIND = 0.12, 0.07, 0.08  # shares of the parents who were asked
YES, NO = "yes", "no"


def play(stage: Stage) -> None:
    """Ask, answer, change one's mind: through the same acts as in the browser."""
    begin, span = _span(stage)
    with clock.moved_to(begin):
        services.set_up_school(actor=None, school=stage.school)
        campaign = services.ask_consent(
            actor=stage.users["director"],
            school=stage.school,
            purpose=PURPOSE,
            class_groups=stage.groups,
        )
    texts = services.current_texts(stage.school.pk, PURPOSE)
    requests = _requests(campaign)
    chosen = _choices(stage, requests)
    by_request = {
        link.subject: link for link in PersonalLink.objects.filter(purpose=services.PURPOSE_OF_LINK)
    }
    for request in requests:
        if request.pk in chosen:
            shown = answers.hash_of_texts(texts, request.subject.first_name)
            at = begin + span * stage.rng.uniform(0.02, 0.6)
            _sign(request, by_request[request.pk], chosen[request.pk], shown, at)
    _afterwards(stage, requests, chosen, by_request)


def _span(stage: Stage) -> tuple[datetime, timedelta]:
    """When the school asked, and how long ago that is: some weeks, but never before the school year."""
    end = min(clock.now(), clock.at(stage.today, time(6)))
    begin = max(end - WEEKS_AGO, min(end, clock.at(stage.year.starts, time(9))))
    return begin, end - begin


def _requests(campaign: Campaign) -> list[Request]:
    rows = campaign.requests.filter(reach=Reach.MAIL).select_related("person", "subject")
    return list(
        rows.order_by("subject__first_name", "subject__last_name", "subject", "person__first_name", "person")
    )


def _choices(stage: Stage, requests: list[Request]) -> dict[UUID, dict[str, str]]:
    """What each parent will answer; who is not in it stays silent. In the demo's own group every kind occurs."""
    chosen = {}
    for request in requests:
        answer = _draw(stage)
        if answer:
            chosen[request.pk] = answer
    _of_the_demo_group(stage, requests, chosen)
    return chosen


def _draw(stage: Stage) -> dict[str, str]:
    draw = stage.rng.random()
    if draw < SILENT:
        return {}
    if draw < SILENT + REFUSES:
        return dict.fromkeys(ALL_MEDIA, NO)
    if draw < SILENT + REFUSES + PER_KIND:
        return {"photo": YES, "film": NO, "sound": NO}
    return dict.fromkeys(ALL_MEDIA, YES)


def _demo_pupils(stage: Stage) -> set[UUID]:
    return {pupil.pk for pupil in stage.pupils[stage.group.name]} if stage.group else set()


def _of_the_demo_group(stage: Stage, requests: list[Request], chosen: dict[UUID, dict[str, str]]) -> None:
    """The demo child: one parent said yes, the other still has the mail. Of two others nobody answered, of a
    third the parents disagree, of a fourth they refused."""
    families: dict[UUID, list[Request]] = defaultdict(list)
    group = _demo_pupils(stage)
    for request in requests:
        if stage.child and request.subject_id == stage.child.pk:
            chosen.pop(request.pk, None)
            if request.person.user_id == stage.users["parent"].pk:
                chosen[request.pk] = dict.fromkeys(ALL_MEDIA, YES)
        elif request.subject_id in group:
            families[request.subject_id].append(request)
    silent, others = list(families.values())[:2], list(families.values())[2:]
    for request in [request for family in silent for request in family]:
        chosen.pop(request.pk, None)
    pairs = [family for family in others if len(family) == 2]
    for pair, said in zip(pairs, ((YES, NO), (NO, NO)), strict=False):
        for request, answer in zip(pair, said, strict=True):
            chosen[request.pk] = dict.fromkeys(ALL_MEDIA, answer)


def _sign(request: Request, link: PersonalLink, choice: dict[str, str], shown: str, at: datetime) -> None:
    with clock.moved_to(at):
        answers.answer(
            link=link,
            nonce=links.issue_nonce(link),
            answers=choice,
            signed_name=request.person.name,
            shown=shown,
        )


def _afterwards(
    stage: Stage,
    requests: list[Request],
    chosen: dict[UUID, dict[str, str]],
    by_request: dict[UUID, PersonalLink],
) -> None:
    """Later a parent of the demo's group took a yes back, and a child said "ik wil niet"."""
    begin, span = _span(stage)
    group = _demo_pupils(stage) - {stage.child.pk if stage.child else None}
    glad = [
        request
        for request in requests
        if request.subject_id in group and set(chosen.get(request.pk, {}).values()) == {YES}
    ]
    if len(glad) < 4:
        return
    with clock.moved_to(begin + span * 0.7):
        link = by_request[glad[-1].pk]
        answers.withdraw(link=link, nonce=links.issue_nonce(link), medium=answers.EVERYTHING)
    with clock.moved_to(begin + span * 0.8):
        objections.record_objection(actor=stage.users["coordinator"], pupil=glad[-3].subject)
