"""The guardian's own side: what it is about, when the talk is, the own view, the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents import services
from incidents.access import banned_wards, own_sides
from incidents.forms import TextForm, attempt
from incidents.models import InvolvedPerson
from incidents.own_side import own_side as side_of
from people.doors import signed_in, standing_of
from trail.doors import get_visible_or_404


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The talks and decisions about the reader's children."""
    rows = own_sides(standing_of(request)).select_related("person", "hearing", "incident")
    return render(request, "incidents/mine.html", {"sides": rows.order_by("-hearing__invited_at")})


@require_safe
@signed_in
def own_side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One child: the invitation, the record of the talk, the decision."""
    return _page(request, _side(request, pk), _form())


@require_POST
@signed_in
def give_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The guardian's own words, until the decision."""
    involved = _side(request, pk)
    form = _form(request.POST)
    if form.is_valid() and attempt(
        form, services.give_view, actor=request.user, involved=involved, text=form.cleaned_data["text"]
    ):
        messages.success(request, _("We have received your words. They are in the file."))
        return redirect("incidents:own_side", pk=involved.pk)
    return _page(request, involved, form)


def _side(request: HttpRequest, pk: UUID) -> InvolvedPerson:
    rows = own_sides(standing_of(request)).select_related("person", "incident__school")
    return get_visible_or_404(request, rows, pk, act="incidents.own_side", restricted=True)


def _page(request: HttpRequest, involved: InvolvedPerson, form: TextForm) -> HttpResponse:
    shown = involved.person_id not in banned_wards(standing_of(request))
    side = side_of(involved, request.user.person, meeting_shown=shown)  # type: ignore[union-attr]
    return render(request, "incidents/own_side.html", {"side": side, "form": form})


def _form(data: object = None) -> TextForm:
    label = _("What do you want to say about it?")
    hint = _("You do not have to write anything. You can also tell it in the talk.")
    return TextForm(data, label=label, hint=hint)
