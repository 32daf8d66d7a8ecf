"""Looking up whose dossier it is about."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from dossiers.models import Kind
from people.models import Person
from people.search import matching

PER_PAGE = 50


@dataclass(frozen=True)
class LookedUp:
    """One page of people who fit the words, each with the dossiers that there are."""

    words: str
    page: Page[Person]
    found: list[tuple[Kind, Person]]


def look_up(people: dict[Kind, QuerySet[Person]], words: str, number: str | None) -> LookedUp:
    """Who of `people` (by kind of dossier) fits the words; nobody while there are none."""
    either = Person.objects.filter(
        Q(pk__in=people[Kind.PUPIL].values("pk")) | Q(pk__in=people[Kind.PERSONNEL].values("pk"))
    )
    fits = (
        matching(either, words).order_by("first_name", "last_name", "pk") if words else Person.objects.none()
    )
    page = Paginator(fits, PER_PAGE).get_page(number)
    ids = [person.pk for person in page]
    has = {
        kind: set(of_kind.filter(pk__in=ids).values_list("pk", flat=True)) for kind, of_kind in people.items()
    }
    return LookedUp(
        words, page, [(kind, person) for person in page for kind in Kind if person.pk in has[kind]]
    )
