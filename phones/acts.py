"""What is done with a phone in the browser: each act one address, one small POST.

A tile asks by htmx for itself alone; without script the same address leads back to where the act came from.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ground import clock
from ground.errors import RuleBroken
from ground.http import is_htmx
from people.doors import staff_door, standing_of
from people.models import ClassGroup, Person, User
from people.standing import Standing
from phones import returns, services
from phones.access import Access, groups_for, reachable_by, takes_in, visible_to
from phones.board import Tile, counts_of, done_for
from phones.forms import ConfiscateForm, CorrectForm, DepositForm, MoveForm
from phones.models import Custody
from trail.doors import get_visible_or_404

DOUBLE_TAP = timedelta(seconds=1)
LATE = gettext_lazy("Safekeeping is for the start of the school day (M7). The phone is kept all the same.")


def _group(request: HttpRequest, pk: UUID, act: str) -> ClassGroup:
    """A group in which the reader takes phones in."""
    standing = standing_of(request)
    group = get_visible_or_404(request, groups_for(standing).select_related("school"), pk, act=act)
    if not takes_in(standing, group):
        raise PermissionDenied(_("Only the teacher who has the group today takes a phone."))
    return group


@require_POST
@staff_door
def deposit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap on a tile: the phone of this pupil is in safekeeping."""
    group = _group(request, pk, "phones.deposited")
    form = DepositForm(request.POST, standing=standing_of(request), group=group)
    if not form.is_valid():
        messages.error(request, str(form.errors["pupil"][0]))
        return redirect("phones:group", group.pk)
    pupil = form.cleaned_data["pupil"]
    last = Custody.objects.filter(pupil=pupil).order_by("-taken_at").first()
    if last and _is_second_half(request, last.closed_by_id, last.closed_at):
        return _tapped(request, group, pupil, last)
    try:
        custody = services.deposit_phone(actor=standing_of(request).user, pupil=pupil)
    except RuleBroken as broken:
        return _tapped(request, group, pupil, None, refused=broken.message)
    late = services.is_late_for_deposit(group.school, custody.taken_at)
    return _tapped(request, group, pupil, custody, late=late)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def confiscate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a phone in: child, reason, pouch."""
    group = _group(request, pk, "phones.confiscated")
    form = ConfiscateForm(request.POST or None, standing=standing_of(request), group=group)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("pupil", "reason", "pouch")}
        try:
            custody = services.confiscate_phone(actor=standing_of(request).user, **facts)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect(f"{reverse('phones:group', args=[group.pk])}?done={custody.pk}")
    context = {"form": form, "group": group, "until": services.collected_until(group.school)}
    return render(request, "phones/confiscate.html", context)


@require_POST
@staff_door
def hand_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the phone to the pupil."""
    custody = reachable_by(standing_of(request)).held().with_people().filter(pk=pk).first()
    if custody and _is_second_half(request, custody.taken_by_id, custody.taken_at):
        return _tapped(request, custody.class_group, custody.pupil, custody)
    return _act(request, pk, "phones.handed_back", returns.hand_back)


@require_POST
@staff_door
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back one's own hand-back or deposit of a moment ago."""

    def undo_last(*, actor: User, custody: Custody) -> Custody:
        held = custody.state == Custody.State.HELD
        return (returns.undo_deposit if held else returns.undo_hand_back)(actor=actor, custody=custody)

    return _act(request, pk, "phones.undone", undo_last)


def _is_second_half(request: HttpRequest, by: UUID | None, at: datetime | None) -> bool:
    """Whether this is the second half of a double tap: the tile turned under the same thumb a moment ago."""
    if not is_htmx(request) or at is None or by != standing_of(request).person_id:
        return False
    return clock.now() - at < DOUBLE_TAP


def _act(request: HttpRequest, pk: UUID, name: str, act: Callable[..., Custody]) -> HttpResponse:
    """Fetch what the reader may reach, act, and answer with the tile or the page it came from."""
    reachable = reachable_by(standing_of(request)).with_people()
    custody = get_visible_or_404(request, reachable, pk, act=name)
    refused = ""
    try:
        act(actor=standing_of(request).user, custody=custody)
    except RuleBroken as broken:
        refused = broken.message
    return _tapped(request, custody.class_group, custody.pupil, custody, refused=refused)


def _tapped(
    request: HttpRequest,
    group: ClassGroup,
    pupil: Person,
    custody: Custody | None,
    *,
    refused: str = "",
    late: bool = False,
) -> HttpResponse:
    """What follows a tap: for htmx the tile as it is now with the notice, else the page it came from."""
    back, standing = request.POST.get("back", ""), standing_of(request)
    sees_group = groups_for(standing).filter(pk=group.pk).exists()
    if not (is_htmx(request) and back == "group" and sees_group):
        place = _place(standing, back, group if sees_group else None, custody)
        return _back(request, place, custody, refused, late)
    if refused:
        custody = visible_to(standing).held().filter(pupil=pupil).first()
    context = {
        "tile": Tile(pupil, custody if custody and custody.is_held else None),
        "group": group,
        "board": counts_of(standing, group),
        "done": done_for(standing, custody.pk) if custody and not refused else None,
        "refused": refused,
        "late": LATE if late else "",
        "takes_in": takes_in(standing, group),
    }
    return render(request, "phones/tapped.html", context)


def _place(standing: Standing, back: str, group: ClassGroup | None, custody: Custody | None) -> str:
    """The page that the act came from; where the reader does not see that one, the record or the desk."""
    if back == "group" and group:
        return reverse("phones:group", args=[group.pk])
    if back in ("group", "record") and custody and Access(standing, custody).can_view:
        return reverse("phones:custody", args=[custody.pk])
    return reverse("phones:desk")


def _back(request: HttpRequest, page: str, custody: Custody | None, refused: str, late: bool) -> HttpResponse:
    """To a page that shows what was done; htmx goes there whole, so that no page lands in a tile."""
    if refused:
        messages.error(request, refused)
    if late:
        messages.warning(request, LATE)
    address = page if refused or custody is None else f"{page}?done={custody.pk}"
    return HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the phone somewhere else."""
    custody = _changeable(request, pk, "phones.moved")
    form = MoveForm(request.POST or None, custody=custody)
    if form.is_valid():
        try:
            returns.move_phone(actor=standing_of(request).user, custody=custody, **form.cleaned_data)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect("phones:custody", custody.pk)
    return render(request, "phones/move.html", {"form": form, "custody": custody})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the pouch number right."""
    custody = _changeable(request, pk, "phones.pouch_corrected")
    form = CorrectForm(request.POST or None, initial={"pouch": custody.pouch})
    if form.is_valid():
        try:
            returns.correct_pouch(
                actor=standing_of(request).user, custody=custody, pouch=form.cleaned_data["pouch"]
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return redirect("phones:custody", custody.pk)
    return render(request, "phones/correct.html", {"form": form, "custody": custody})


def _changeable(request: HttpRequest, pk: UUID, act: str) -> Custody:
    """A record that the reader sees and may change."""
    standing = standing_of(request)
    custody = get_visible_or_404(request, visible_to(standing).with_people(), pk, act=act)
    if not Access(standing, custody).can_change:
        raise PermissionDenied(_("Only the teacher of the group or the school office does this."))
    return custody
