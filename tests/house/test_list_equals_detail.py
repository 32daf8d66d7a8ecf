"""Who finds something in a list can open it, and who cannot open it does not find it: for everybody, everything."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from consent.access import campaigns_visible_to
from consent.access import visible_to as visible_requests
from consent.models import Campaign, Request
from dossiers.access import visible_to as visible_exports
from dossiers.models import Export
from incidents.access import visible_to as visible_cases
from incidents.models import Incident
from people.access import visible_to as visible_people
from people.models import Person
from tests.cast import Cast
from tests.dossiers.acts import register as register_copy
from tests.incidents.play import every_kind
from tests.matrix.consent import asked as ask

Visible = Callable[[Any], QuerySet[Any]]
# What can be opened: its `visible_to`, the name of its page, and what makes some of it (the cast's people are there).
THINGS: list[tuple[Visible, str, type[Any], Callable[[Cast], Any]]] = [
    (visible_people, "people:person", Person, lambda cast: None),
    (visible_requests, "consent:answer", Request, ask),
    (campaigns_visible_to, "consent:campaign", Campaign, ask),
    (visible_cases, "incidents:case", Incident, every_kind),
    (visible_exports, "dossiers:request", Export, register_copy),
]


@pytest.mark.parametrize(("visible", "page", "model", "make"), THINGS, ids=[thing[1] for thing in THINGS])
def test_list_and_page_agree_for_every_member_of_the_cast(
    visible: Visible, page: str, model: Any, make: Any, cast: Cast, as_: Any
) -> None:
    make(cast)
    everything = list(model.objects.all())
    assert everything
    for name, user in cast.users().items():
        browser = as_(user)
        listed = set(visible(user).values_list("pk", flat=True))
        opened = {
            row.pk
            for row in everything
            if browser.get(reverse(page, kwargs={"pk": row.pk})).status_code == 200
        }
        assert opened == listed, name
