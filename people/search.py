"""Finding people by name, as people type names: any part, any case, with or without the prefix."""

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat

from people.models import Person


def matching(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those of `people` in whose full name every word occurs; all of them when there are no words.

    Narrows what it is given, so it never finds somebody whom the reader may not see.
    """
    people = people.annotate(
        full_name=Concat(
            "first_name", Value(" "), "prefix", Value(" "), "last_name", output_field=CharField()
        )
    )
    for word in words.split():
        people = people.filter(full_name__icontains=word)
    return people
