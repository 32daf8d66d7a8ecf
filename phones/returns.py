"""A phone moves on or goes back: hand back, undo, move, correct, and the reminder when nobody came.

Every step is a conditional UPDATE: of two people at once one wins, and the other hears who.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from ground.templatetags.words import clock_time, long_date
from people import contact
from people.models import User
from phones.access import Access
from phones.models import UNDO_WITHIN, Custody, CustodyEvent, CustodyQuerySet
from phones.pouches import clean_pouch
from phones.services import add_link, refusal_of
from trail import services as trail

# A child that tidies up first is not late: so long after the end of the day a phone counts as not collected.
GRACE = timedelta(minutes=15)


@transaction.atomic
def hand_back(*, actor: User, custody: Custody) -> Custody:
    """Give the phone to the pupil (M4); no guardian is needed.

    Any employee may, for a phone in a numbered pouch. Raises RuleBroken with who was first and when.
    """
    if not Access(actor, custody).can_hand_back:
        raise PermissionDenied(_("Only people who work at the school hand a phone back."))
    held = Custody.objects.held().filter(pk=custody.pk)
    won = held.update(state=Custody.State.RETURNED, closed_by=actor.person, closed_at=clock.now())
    _refresh(custody)
    if not won:
        raise RuleBroken(_who_was_first(custody))
    add_link(custody, CustodyEvent.Kind.RETURNED, by=actor.person)
    _record(actor, "phones.handed_back", custody, {"kind": custody.kind})
    return custody


@transaction.atomic
def undo_hand_back(*, actor: User, custody: Custody) -> Custody:
    """Take back a hand-back by the same person of less than a minute ago: the phone is here again."""
    if not Access(actor, custody).can_hand_back:
        raise PermissionDenied(_("Only people who work at the school hand a phone back."))
    mine = Custody.objects.filter(
        pk=custody.pk,
        state=Custody.State.RETURNED,
        closed_by=actor.person,
        closed_at__gte=clock.now() - UNDO_WITHIN,
    )
    try:
        with transaction.atomic():
            won = mine.update(state=Custody.State.HELD, closed_by=None, closed_at=None)
    except IntegrityError as error:  # meanwhile the pupil gave it again, or the pouch is in use
        raise _refusal_for(actor, error, custody) from error
    _undone(actor, custody, won, CustodyEvent.Kind.RETURNED, "phones.hand_back_undone")
    return custody


@transaction.atomic
def undo_deposit(*, actor: User, custody: Custody) -> Custody:
    """Take back a deposit that the same person tapped in less than a minute ago: no phone came in."""
    now = clock.now()
    mine = Custody.objects.held().filter(
        pk=custody.pk,
        kind=Custody.Kind.DEPOSITED,
        taken_by=actor.person,
        taken_at__gte=now - UNDO_WITHIN,
    )
    won = mine.update(state=Custody.State.UNDONE, closed_by=actor.person, closed_at=now)
    _undone(actor, custody, won, CustodyEvent.Kind.TAKEN, "phones.deposit_undone")
    return custody


@transaction.atomic
def move_phone(*, actor: User, custody: Custody, place: str, pouch: str = "") -> Custody:
    """Put the phone somewhere else, mostly in the locked cupboard; who moves it holds it from then on.

    Outside the classroom it needs a pouch number, so that any colleague can hand it back; `pouch` gives one
    to a phone that has none yet and is left alone otherwise.
    """
    _may_change(actor, custody)
    if place not in Custody.Place.values:
        raise RuleBroken(_("Choose where the phone lies."), field="place")
    _refresh(custody, lock=True)
    if custody.place == place:
        raise RuleBroken(_("The phone lies there already."), field="place")
    if place != Custody.Place.CLASSROOM and not (custody.pouch or pouch.strip()):
        raise RuleBroken(_("Outside the classroom the phone lies in a pouch with a number."), field="pouch")
    numbered = {"pouch": clean_pouch(pouch)} if pouch.strip() and not custody.pouch else {}
    _change_held(custody, place=place, holder=actor.person, **numbered)
    add_link(custody, CustodyEvent.Kind.MOVED, by=actor.person)
    _record(actor, "phones.moved", custody, {"place": place})
    return custody


@transaction.atomic
def correct_pouch(*, actor: User, custody: Custody, pouch: str) -> Custody:
    """Put a mistaken pouch number right: a new link that points at the last one with the wrong number.

    Raises RuleBroken when the number is no longer the one that the actor saw.
    """
    _may_change(actor, custody)
    number, seen = clean_pouch(pouch), custody.pouch
    _refresh(custody, lock=True)
    if custody.is_held and custody.pouch != seen:
        raise RuleBroken(_("That changed a moment ago. Try again."), field="pouch")
    wrong = custody.events.latest("id")
    _change_held(custody, pouch=number)
    add_link(custody, CustodyEvent.Kind.CORRECTED, by=actor.person, corrects=wrong)
    _record(actor, "phones.pouch_corrected", custody, {})
    return custody


@transaction.atomic
def remind_not_collected(*, custody: Custody) -> bool:
    """Tell guardians and holder, once, that the phone is still here; False when there is nothing to tell."""
    late = not_collected(clock.now()).filter(pk=custody.pk)
    if not late.update(reminded_at=clock.now()):
        return False
    _refresh(custody)
    add_link(custody, CustodyEvent.Kind.REMINDED, by=None)
    _record(None, "phones.not_collected", custody, {})
    key = f"phones.not_collected:{custody.pk}"
    record = reverse("phones:custody", kwargs={"pk": custody.pk})
    contact.tell_guardians(pupil=custody.pupil, kind="phones.not_collected", path=record, key=key)
    group = reverse("phones:group", kwargs={"pk": custody.class_group_id})
    contact.tell(
        person=custody.holder, kind="phones.still_here", path=group, key=f"{key}:{custody.holder_id}:holder"
    )
    return True


def not_collected(at: datetime) -> CustodyQuerySet:
    """The phones that should have been collected some time ago and about which nobody was told yet."""
    return Custody.objects.overdue(at - GRACE).filter(reminded_at__isnull=True)


def _may_change(actor: User, custody: Custody) -> None:
    if not Access(actor, custody).can_change:
        raise PermissionDenied(_("Only the teacher of the group or the school office does this."))


def _change_held(custody: Custody, **values: object) -> None:
    """The conditional UPDATE of a phone that is here; refuses when it is not, or the pouch is in use."""
    custody.pouch = str(values.get("pouch", custody.pouch))
    try:
        with transaction.atomic():
            won = Custody.objects.held().filter(pk=custody.pk).update(**values)
    except IntegrityError as error:
        raise refusal_of(error, custody) from error
    _refresh(custody)
    if not won:
        raise RuleBroken(_who_was_first(custody))


def _refusal_for(actor: User, error: IntegrityError, custody: Custody) -> RuleBroken:
    """The sentence for what the database refused; at the desk without surname and kind, which is conduct."""
    refusal = refusal_of(error, custody)
    if refusal.field == "pouch" or Access(actor, custody).can_view:
        return refusal
    return RuleBroken(_("The phone of %(name)s is here.") % {"name": custody.pupil.first_name})


def _undone(actor: User, custody: Custody, won: int, undone: str, act: str) -> None:
    if not won:
        raise RuleBroken(_("You can undo your own act for one minute. Nothing has changed."))
    _refresh(custody)
    wrong = custody.events.filter(kind=undone).latest("id")
    add_link(custody, CustodyEvent.Kind.UNDONE, by=actor.person, corrects=wrong)
    _record(actor, act, custody, {"kind": custody.kind})


def _who_was_first(custody: Custody) -> str:
    if custody.state == Custody.State.UNDONE:
        return _("This phone is not here: the entry was undone.")
    facts = {
        "name": custody.closed_by.name if custody.closed_by else "",
        "day": long_date(custody.closed_at),
        "time": clock_time(custody.closed_at),
    }
    return _("%(name)s handed this phone back on %(day)s at %(time)s. Nothing has changed.") % facts


def _refresh(custody: Custody, *, lock: bool = False) -> None:
    """Read what may have changed; what is fixed for life stays, with the people that were read with it.

    With `lock` whoever changes the same phone waits until this act is done.
    """
    rows = Custody.objects.select_for_update() if lock else None
    custody.refresh_from_db(
        fields=["state", "place", "pouch", "holder", "closed_by", "closed_at", "reminded_at"],
        from_queryset=rows,
    )


def _record(actor: User | None, act: str, custody: Custody, details: dict[str, str]) -> None:
    trail.record(
        actor=actor,
        act=act,
        subject=custody,
        about=custody.pupil_id,
        school=custody.school_id,
        details=details,
    )
