"""Pages about people: who I am, whom I may look up, one person, and who may do what."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ground import clock
from people.access import Access, visible_to
from people.access_words import table
from people.doors import right_door, signed_in, staff_door, standing_of
from people.forms import SearchForm
from people.models import Employment, Enrolment, Guardianship, Person, Role
from people.search import matching
from trail import services as trail
from trail.doors import get_visible_or_404

PER_PAGE = 50


@require_safe
@staff_door
def directory(request: HttpRequest) -> HttpResponse:
    """The people whom the reader may look up, by name."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    today = clock.today()
    groups = Enrolment.objects.on(today).select_related("class_group")
    jobs = Employment.objects.on(today)
    people = matching(visible_to(standing_of(request)), words).order_by("first_name", "last_name", "pk")
    people = people.prefetch_related(
        Prefetch("enrolments", groups, to_attr="groups_now"),
        Prefetch("employments", jobs, to_attr="jobs_now"),
    )
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"form": form, "page": page, "words": words})


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What the school holds about the reader in the register."""
    person = get_object_or_404(Person, user=request.user)
    return render(request, "people/person.html", _story(request, person) | {"own": True})


@require_safe
@signed_in
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person, as far as the reader may see."""
    standing = standing_of(request)
    found = get_visible_or_404(request, visible_to(standing), pk, act="people.viewed")
    if standing.is_staff and found.pk not in (standing.person_id, *standing.wards):
        trail.record_view(actor=request.user, act="people.viewed", subject=found, about=found.pk)
    return render(request, "people/person.html", _story(request, found))


def _story(request: HttpRequest, person: Person) -> dict[str, object]:
    """What the page of a person shows: relations that hold today, contact only to those who may have it."""
    today = clock.today()
    access = Access(standing_of(request), person)
    return {
        "person": person,
        "access": access,
        "groups": _groups(access, person),
        "jobs": Employment.objects.on(today).filter(person=person).select_related("supervisor"),
        "roles": Role.objects.on(today).filter(person=person),
        "guardians": _guardians(access, person),
        "children": Guardianship.objects.on(today).filter(guardian=person).select_related("pupil"),
    }


def _groups(access: Access, person: Person) -> list[Enrolment]:
    """The groups of today; a guardian under a contact ban is not told where the child is."""
    standing = access.standing
    if person.pk in standing.own_children:
        banned = Guardianship.objects.today().filter(
            guardian=standing.person_id, pupil=person, contact_ban=True
        )
        if banned.exists():
            return []
    return list(Enrolment.objects.today().filter(pupil=person).select_related("class_group"))


def _guardians(access: Access, person: Person) -> list[Guardianship]:
    """Who the guardians are: for those who may see contact details; another guardian does not see them."""
    if not access.can_see_contact or access.is_self:
        return []
    rows = Guardianship.objects.today().filter(pupil=person).select_related("guardian")
    return list(rows.order_by("guardian__first_name"))


@require_safe
@right_door("access_table", "R")
def access_table(request: HttpRequest) -> HttpResponse:
    """Who may do what: the table that the access rules themselves use."""
    columns, rows = table()
    return render(request, "people/access_table.html", {"columns": columns, "rows": rows})
