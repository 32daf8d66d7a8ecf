"""Before something goes out: may these children appear?"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consent.choices import Medium
from consent.models import ConsentItem
from consent.objections import lift_objection, record_objection
from consent.purposes import PURPOSES
from ground import clock
from ground.errors import RuleBroken
from people.doors import staff_door, standing_of
from people.models import ClassGroup, Person
from publishing.access import groups_visible_to
from publishing.check import check_group, teachers_of
from publishing.forms import CheckForm, ObjectionForm


@require_safe
@staff_door
def check(request: HttpRequest) -> HttpResponse:
    """The question as heading, the answer first, then who may not and of whom nothing is recorded."""
    groups = _groups(request)
    items = list(ConsentItem.objects.filter(school__in={group.school_id for group in groups}, active=True))
    form = CheckForm(request.GET, groups=groups, purposes=_purposes(items))
    context = {"form": form, "now": clock.now(), "print": "print" in request.GET}
    if form.is_valid():
        facts = form.cleaned_data
        wanted = (facts["group"].school_id, facts["purpose"], facts["medium"])
        item = next((one for one in items if (one.school_id, one.purpose, one.medium) == wanted), None)
        verdict = check_group(facts["group"], item, own=standing_of(request).own_children)
        own = facts["group"].pk in standing_of(request).class_groups
        context |= {
            "group": facts["group"],
            "question": _question(facts["group"], facts["purpose"], facts["medium"]),
            "verdict": verdict,
            "pupils": sorted([*verdict.may, *verdict.may_not, *verdict.nothing], key=lambda one: one.name),
            "teachers": [] if own else teachers_of(facts["group"]),
        }
    page = "publishing/check_print.html" if context["print"] and form.is_valid() else "publishing/check.html"
    return render(request, page, context)


@require_POST
@staff_door
def objection(request: HttpRequest) -> HttpResponse:
    """A child said "ik wil niet", or took it back."""
    groups = _groups(request)
    pupils = Person.objects.pupils_of(groups, clock.today()).order_by("first_name", "last_name", "pk")
    form = ObjectionForm(request.POST, pupils=pupils)
    if not form.is_valid():
        messages.error(request, str(form.errors["pupil"][0]))
    else:
        _record(request, form.cleaned_data["pupil"])
    back = {name: request.POST[name] for name in ("group", "purpose", "medium") if name in request.POST}
    return redirect(f"{reverse('publishing:check')}?{urlencode(back)}")


def _record(request: HttpRequest, pupil: Person) -> None:
    try:
        if request.POST.get("said") == "yes":
            lift_objection(actor=request.user, pupil=pupil)  # type: ignore[arg-type]
            text = _("Recorded: %(name)s takes it back.")
        else:
            record_objection(actor=request.user, pupil=pupil)  # type: ignore[arg-type]
            text = _("Recorded: %(name)s does not want to appear. That holds from now on.")
        messages.success(request, text % {"name": pupil.first_name})
    except RuleBroken as broken:
        messages.error(request, broken.message)


def _groups(request: HttpRequest) -> list[ClassGroup]:
    """The groups that the reader may ask about, own first; raises PermissionDenied for none."""
    standing = standing_of(request)
    groups = list(groups_visible_to(standing))
    if not groups:
        raise PermissionDenied(_("You have no group today. The teacher of the group can look this up."))
    return sorted(groups, key=lambda group: group.pk not in standing.class_groups)


def _purposes(items: list[ConsentItem]) -> list[str]:
    """The purposes that are in use, in the order of the matrix, a school's own behind it."""
    used = {item.purpose for item in items}
    return [code for code in PURPOSES if code in used] + sorted(used - PURPOSES.keys())


def _question(group: ClassGroup, purpose: str, medium: str) -> str:
    """The heading: "Mag een foto van groep 6A op de website?"."""
    sentences = {
        Medium.PHOTO: _("May a photo of group %(group)s go %(place)s?"),
        Medium.FILM: _("May a film of group %(group)s go %(place)s?"),
        Medium.SOUND: _("May a recording of the sound of group %(group)s go %(place)s?"),
    }
    place = PURPOSES[purpose].place if purpose in PURPOSES else purpose
    return sentences[Medium(medium)] % {"group": group.name, "place": place}
