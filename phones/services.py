"""A phone comes in: taken by the school, or given into safekeeping by the pupil. Going back: `returns.py`."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from ground.templatetags.words import clock_time
from people import contact
from people.calendar import SchoolCalendar
from people.models import Enrolment, Person, School, User
from people.standing import Standing
from phones.access import takes_in
from phones.liability import CLAUSES, LIABLE, TEXT_VERSION, text_on_record
from phones.models import Custody, CustodyEvent, is_hour
from phones.pouches import clean_pouch
from trail import services as trail

# How long after the first bell a phone still counts as given at the start of the school day (M7).
START_OF_DAY = timedelta(minutes=30)


@transaction.atomic
def confiscate_phone(
    *, actor: User, pupil: Person, reason: str, pouch: str, place: str = Custody.Place.CLASSROOM
) -> Custody:
    """Take in the phone of a pupil who did not keep to the agreement (M3); the guardians get a notice.

    It goes back at the end of the same school day, whatever the day (M4), and the school is liable until then
    (M6). Raises PermissionDenied for who does not have the group today, RuleBroken for a pupil who is not at
    school today, whose phone is here already, an unknown reason, and a pouch that is wrong or in use.
    """
    if reason not in Custody.Reason.values:
        raise RuleBroken(_("Choose why the phone is taken in."), source="M3", field="reason")
    if place not in Custody.Place.values:
        raise RuleBroken(_("Choose where the phone lies."), field="place")
    custody = _take(
        actor, pupil, kind=Custody.Kind.CONFISCATED, reason=reason, pouch=clean_pouch(pouch), place=place
    )
    trail.record(
        actor=actor,
        act="phones.confiscated",
        subject=custody,
        about=pupil.pk,
        school=custody.school_id,
        details={"reason": reason},
    )
    contact.tell_guardians(
        pupil=pupil,
        kind="phones.confiscated",
        path=reverse("phones:custody", kwargs={"pk": custody.pk}),
        key=f"phones.confiscated:{custody.pk}",
    )
    return custody


@transaction.atomic
def deposit_phone(*, actor: User, pupil: Person, pouch: str = "") -> Custody:
    """Take a phone that the pupil gives into safekeeping, at own risk and without a reason (M7, M8).

    Later than the start of the day it works as well; the page warns (`is_late_for_deposit`). Refuses as
    `confiscate_phone` does.
    """
    custody = _take(
        actor, pupil, kind=Custody.Kind.DEPOSITED, pouch=clean_pouch(pouch) if pouch.strip() else ""
    )
    trail.record(
        actor=actor, act="phones.deposited", subject=custody, about=pupil.pk, school=custody.school_id
    )
    return custody


def is_late_for_deposit(school: School, moment: datetime) -> bool:
    """Whether a deposit at this moment is not at the start of a school day, as M7 has it."""
    bell = SchoolCalendar(school).bell(clock.local(moment).date())
    return bell is None or moment > bell[0] + START_OF_DAY


def collected_until(school: School) -> str:
    """Until when a phone that is taken in now is collected: "bell", "closing", or "" when nobody can any more."""
    now = clock.now()
    calendar = SchoolCalendar(school)
    due_back, bell = calendar.end_of_school_day(now), calendar.bell(clock.local(now).date())
    if bell and due_back == bell[1]:
        return "bell"
    return "closing" if is_hour(due_back) else ""


def _take(actor: User, pupil: Person, *, kind: str, **facts: Any) -> Custody:
    """The open record with its first link; liability and its text follow from the kind."""
    enrolment = _enrolment_today(actor, pupil)
    now, taker = clock.now(), actor.person
    custody = Custody(
        pupil=pupil,
        school=enrolment.school,
        class_group=enrolment.class_group,
        kind=kind,
        taken_by=taker,
        taken_at=now,
        holder=taker,
        due_back=SchoolCalendar(enrolment.school).end_of_school_day(now),
        liability=LIABLE[kind],
        liability_text=text_on_record(kind),
        text_version=TEXT_VERSION,
        clauses=CLAUSES[kind],
        **facts,
    )
    try:
        with transaction.atomic():  # the database decides between two at once
            custody.save(force_insert=True)
    except IntegrityError as error:
        raise refusal_of(error, custody) from error
    add_link(custody, CustodyEvent.Kind.TAKEN, by=taker)
    return custody


def _enrolment_today(actor: User, pupil: Person) -> Enrolment:
    """The enrolment by which the actor has this pupil today."""
    standing = Standing.of(actor)
    rows = Enrolment.objects.today().filter(pupil=pupil, class_group__isnull=False)
    enrolments = list(rows.select_related("school", "class_group"))
    if not enrolments:
        raise RuleBroken(
            _("%(name)s is not at this school today. Nothing has changed.") % {"name": pupil.name},
            field="pupil",
        )
    if pupil.pk in standing.wards | standing.other_wards:
        raise PermissionDenied(_("This is your own child. Ask a colleague."))
    mine = next((row for row in enrolments if row.class_group and takes_in(standing, row.class_group)), None)
    if mine is None:
        raise PermissionDenied(_("Only the teacher who has the group today takes a phone."))
    return mine


def add_link(
    custody: Custody, kind: str, *, by: Person | None, corrects: CustodyEvent | None = None
) -> CustodyEvent:
    """The next link of the chain, with place and pouch as they are now."""
    return CustodyEvent.objects.create(
        custody=custody, kind=kind, by=by, place=custody.place, pouch=custody.pouch, corrects=corrects
    )


def refusal_of(error: IntegrityError, custody: Custody) -> RuleBroken:
    """The sentence for what the database refused; an error that is no rule of ours is raised again."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "custody_pouch_in_use":
        return RuleBroken(
            _("A phone lies in pouch %(pouch)s already. Choose another number.") % {"pouch": custody.pouch},
            field="pouch",
        )
    if constraint != "custody_open_once_per_pupil":
        raise error
    there = Custody.objects.held().filter(pupil=custody.pupil).first()
    if there is None:  # it went back between the refusal and this look
        return RuleBroken(_("That changed a moment ago. Try again."), field="pupil")
    return RuleBroken(
        _("The phone of %(name)s is here already: %(kind)s at %(time)s. Hand that one back first.")
        % {
            "name": custody.pupil.name,
            "kind": there.get_kind_display(),
            "time": clock_time(there.taken_at),
        },
        field="pupil",
    )
