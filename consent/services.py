"""Asking: the matrix of a school, its wording, and the question to everyone who may answer it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from consent.choices import Reach, SubjectKind
from consent.models import Campaign, ConsentItem, Decision, ItemText, Request, decides_alone
from consent.purposes import PURPOSES, first_wording
from documents import links
from ground import clock
from ground.errors import RuleBroken
from people.contact import tell
from people.models import ClassGroup, Guardianship, Person, Role, School, User
from people.standing import Standing
from trail import services as trail

PURPOSE_OF_LINK = "consent"
LANGUAGE = "nl"
VALID = timedelta(days=60)


@transaction.atomic
def set_up_school(*, actor: User | None, school: School) -> list[ConsentItem]:
    """Give a school the matrix with its first wording; what it has already stays as it is."""
    had = set(ConsentItem.objects.filter(school=school).values_list("purpose", "medium"))
    items = [
        ConsentItem(school=school, purpose=purpose.code, medium=medium, active=not purpose.hidden)
        for purpose in PURPOSES.values()
        for medium in purpose.media
        if (purpose.code, medium) not in had
    ]
    ConsentItem.objects.bulk_create(items)
    wording = first_wording(LANGUAGE)
    for item in items:
        _add_text(actor, item, wording[item.purpose], version=1, material=True)
    if items:
        trail.record(actor=actor, act="consent.set_up", school=school.pk, details={"items": len(items)})
    return items


@transaction.atomic
def change_wording(
    *, actor: User, school: School, purpose: str, wording: dict[str, str], material: bool
) -> list[ItemText]:
    """A new version of the words of a purpose, for all its media; the director does so.

    `wording` has title, question, lead, assurance and explanation. `material`: it changes what is asked, so
    that who said yes is asked again; a comma does not.
    """
    _check_director(actor, school)
    items = list(ConsentItem.objects.select_for_update().filter(school=school, purpose=purpose))
    texts = []
    for item in items:
        version = item.texts.filter(language=LANGUAGE).count() + 1
        texts.append(_add_text(actor, item, wording, version=version, material=material))
        if material:
            ConsentItem.objects.filter(pk=item.pk).update(asks_from=version)
    details = {"purpose": purpose, "material": material}
    trail.record(actor=actor, act="consent.wording_changed", school=school.pk, details=details)
    return texts


def _add_text(
    actor: User | None, item: ConsentItem, wording: dict[str, str], *, version: int, material: bool
) -> ItemText:
    text = ItemText(
        item=item, version=version, language=LANGUAGE, material=material, created_by=actor, **wording
    )
    text.sha256 = text.own_hash()
    text.save(force_insert=True)
    return text


def current_texts(school: UUID, purpose: str) -> list[ItemText]:
    """The words that are asked now for a purpose, one per active item, in the order photo, film, sound."""
    rows = ItemText.objects.filter(
        item__school=school, item__purpose=purpose, item__active=True, language=LANGUAGE
    )
    latest = rows.order_by("item", "-version").distinct("item").select_related("item")
    media = PURPOSES[purpose].media if purpose in PURPOSES else ()
    return sorted(latest, key=lambda text: media.index(text.item.medium))


# -- asking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One person to ask about one pupil, and how the question reaches that person."""

    person: Person
    pupil: Person
    reach: str


@transaction.atomic
def ask_consent(
    *,
    actor: User,
    school: School,
    purpose: str,
    class_groups: Collection[ClassGroup],
    open_until: date | None = None,
) -> Campaign:
    """Ask everyone who may decide about a pupil of these groups; gives the campaign with its requests.

    The director asks. Asked are guardians with confirmed or unconfirmed authority (an unconfirmed yes waits),
    and a pupil of sixteen or older instead of them; who answered these words already is left alone. Each gets
    a link of their own by mail; who has no address or may not be mailed is listed to be asked on paper.
    Refuses groups of another school, a purpose without words, and asking twice at the same time.
    """
    _check_director(actor, school)
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # of two clicks one waits here
    _check_question(school, purpose, class_groups)
    now = clock.now()
    campaign = Campaign.objects.create(
        school=school, purpose=purpose, asked_by=actor, asked_at=now, open_until=_end(open_until, now)
    )
    campaign.class_groups.set(class_groups)
    requests = [_ask(actor, campaign, asked) for asked in whom_to_ask(school, purpose, class_groups)]
    if not requests:
        raise RuleBroken(_("Everyone in these groups has answered already. There is nobody to ask."))
    trail.record(
        actor=actor,
        act="consent.asked",
        subject=campaign,
        school=school.pk,
        details={
            "purpose": purpose,
            "groups": [str(group.pk) for group in class_groups],
            "requests": len(requests),
            "by_mail": sum(request.reach == Reach.MAIL for request in requests),
        },
    )
    return campaign


def _check_director(actor: User, school: School) -> None:
    if not Standing.of(actor).has_role(Role.Name.DIRECTOR, school.pk):
        raise PermissionDenied(_("The director asks for consent. Ask the director."))


def _check_question(school: School, purpose: str, class_groups: Collection[ClassGroup]) -> None:
    if not class_groups or any(group.school_id != school.pk for group in class_groups):
        raise RuleBroken(_("Choose one or more groups of the school."), field="class_groups")
    if not current_texts(school.pk, purpose):
        raise RuleBroken(_("The school does not use this purpose."), field="purpose")
    twice = Campaign.objects.open().filter(school=school, purpose=purpose, class_groups__in=class_groups)
    if twice.exists():
        raise RuleBroken(
            _("This has been asked in one of these groups already. That question is still open."),
            field="class_groups",
        )


def _end(day: date | None, now: datetime) -> datetime:
    """The last moment of a campaign: the end of the chosen day, at most sixty days on."""
    last = clock.local(now + VALID).date()
    if day is not None and not clock.local(now).date() < day <= last:
        raise RuleBroken(
            _("Choose a day after today, within %(days)d days.") % {"days": VALID.days}, field="open_until"
        )
    return clock.at(day or last, time(23, 59))


def whom_to_ask(school: School, purpose: str, class_groups: Collection[ClassGroup]) -> list[Asked]:
    """Everyone who may decide about a pupil of these groups today and has not answered the present words."""
    day = clock.today()
    pupils = {
        pupil.pk: pupil
        for pupil in Person.objects.pupils_of(class_groups, day).order_by("first_name", "last_name", "pk")
    }
    asked = [Asked(p, p, _reach(p, False)) for p in pupils.values() if decides_alone(p, day)]
    rows = Guardianship.objects.on(day).filter(pupil__in=pupils).exclude(authority=Guardianship.Authority.NO)
    for row in rows.select_related("guardian__user").order_by("guardian__first_name", "pk"):
        if not decides_alone(pupils[row.pupil_id], day):
            reach = _reach(row.guardian, row.contact_ban)
            asked.append(Asked(row.guardian, pupils[row.pupil_id], reach))
    done = _answered(school, purpose, pupils)
    return [one for one in asked if (one.person.pk, one.pupil.pk) not in done]


def _reach(person: Person, contact_ban: bool) -> str:
    if contact_ban:
        return Reach.CONTACT_BAN
    return Reach.MAIL if person.user_id or person.email else Reach.PAPER


def _answered(school: School, purpose: str, pupils: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Who answered every item of the purpose on words that are still asked, as (person, pupil)."""
    items = {text.item_id: text.item.asks_from for text in current_texts(school.pk, purpose)}
    rows = Decision.objects.filter(subject__in=pupils, item__in=items)
    latest = rows.order_by("person", "subject", "item", "-number").distinct("person", "subject", "item")
    counted: dict[tuple[UUID, UUID], int] = {}
    for person, pupil, item, version in latest.values_list("person", "subject", "item", "text__version"):
        counted[person, pupil] = counted.get((person, pupil), 0) + (version >= items[item])
    return {pair for pair, count in counted.items() if count == len(items)}


def _ask(actor: User, campaign: Campaign, asked: Asked) -> Request:
    request = Request.objects.create(
        campaign=campaign,
        person=asked.person,
        subject=asked.pupil,
        subject_kind=SubjectKind.PUPIL,
        reach=asked.reach,
        created_at=campaign.asked_at,
    )
    if asked.reach == Reach.MAIL:
        send_link(actor=actor, request=request, kind="consent.asked", key=f"consent.asked:{request.pk}")
    return request


def send_link(*, actor: User | None, request: Request, kind: str, key: str) -> None:
    """Make a personal link for a request and owe the person the mail that carries it; sixty days valid."""
    now = clock.now()
    issued = links.issue(
        purpose=PURPOSE_OF_LINK,
        person=request.person_id,
        subject=request.pk,
        valid_from=now,
        valid_until=now + VALID,
        actor=actor,
    )
    path = reverse("consent:link", kwargs={"token": issued.token})
    tell(person=request.person, kind=kind, path=path, key=key)


@transaction.atomic
def revoke_links_of(*, actor: User | None, guardian: Person, pupil: Person) -> int:
    """End every open link of a guardian about a pupil, when authority ends; gives how many."""
    ended = 0
    for request in Request.objects.filter(person=guardian, subject=pupil):
        ended += links.revoke(actor=actor, person=guardian.pk, subject=request.pk, purpose=PURPOSE_OF_LINK)
    if ended:
        details = {"person": str(guardian.pk), "links": ended}
        trail.record(actor=actor, act="consent.links_revoked", about=pupil.pk, details=details)
    return ended
