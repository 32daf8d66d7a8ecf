"""A phone that comes in when the building has closed: at the last minute of the day nobody collects it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from people.models import School
from phones.models import Custody
from phones.story import events_about
from tests.cast import Cast

AGREE = "Terug: spreek af met de school"
CALL = "Bel de school om af te spreken wanneer u de telefoon kunt ophalen."


@pytest.fixture
def late(cast: Cast, confiscate, wednesday) -> Custody:
    """Sam's phone, taken in when the building had closed."""
    School.objects.filter(pk=cast.school.pk).update(closes_at="14:00")
    wednesday.move_to(datetime(2026, 11, 18, 13, 30, tzinfo=UTC))
    return confiscate()


def test_it_has_no_hour(late: Custody, cast: Cast, deposit, wednesday) -> None:
    assert not late.has_hour
    wednesday.move_to(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    assert deposit().has_hour


@pytest.mark.parametrize("page", ["group", "custody", "confiscate"])
def test_staff_read_that_they_agree_with_the_school(cast: Cast, late: Custody, as_, page: str) -> None:
    subject = late.pk if page == "custody" else cast.group.pk
    html = as_(cast.teacher).get(reverse(f"phones:{page}", args=[subject])).content.decode()
    assert AGREE in html
    assert "23.59" not in html
    assert "aan het einde van de schooldag" not in html


def test_a_guardian_is_asked_to_call(cast: Cast, late: Custody, as_) -> None:
    browser = as_(cast.mother)
    for address in (reverse("phones:mine"), reverse("phones:custody", args=[late.pk])):
        html = browser.get(address).content.decode()
        assert CALL in html
        assert AGREE not in html
        assert "23.59" not in html


def test_the_dossier_names_the_day_alone(cast: Cast, late: Custody) -> None:
    (event,) = events_about(cast.sam)
    assert "Terug te geven: woensdag 18 november 2026." in event.lines
