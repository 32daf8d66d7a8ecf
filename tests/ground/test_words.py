"""Dates, terms, long words and statuses as people read them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ground.templatetags import words

EVENING = datetime(
    2026, 11, 16, 23, 30, tzinfo=UTC
)  # half past twelve at night, the 17th, in the Netherlands
MORNING = datetime(2026, 11, 16, 7, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def rendered(source: str, **context: object) -> str:
    return Template("{% load words %}" + source).render(Context(context))


def test_a_long_date_names_day_month_and_year() -> None:
    assert words.long_date(date(2026, 11, 2)) == "maandag 2 november 2026"


def test_a_long_date_of_a_moment_is_the_day_in_the_netherlands() -> None:
    assert words.long_date(EVENING) == "dinsdag 17 november 2026"


def test_a_short_date_leaves_the_year_out() -> None:
    assert words.short_date(date(2026, 11, 2)) == "ma 2 nov"


def test_a_short_date_in_english_has_its_capitals() -> None:
    with translation.override("en"):
        assert words.short_date(date(2026, 11, 2)) == "Mon 2 Nov"


@pytest.mark.parametrize(("language", "text"), [("nl", "8.20 uur"), ("en", "8:20")])
def test_a_time_is_written_as_the_language_writes_it(language: str, text: str) -> None:
    with translation.override(language):
        assert words.clock_time(MORNING) == text


def test_a_moment_is_day_and_time() -> None:
    assert words.moment(MORNING) == "maandag 16 november 2026, 8.20 uur"


@pytest.mark.parametrize(
    "say", [words.long_date, words.short_date, words.clock_time, words.moment, words.days_left]
)
def test_nothing_stays_empty(say: Callable[[None], str]) -> None:
    assert say(None) == ""


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 17), "vandaag"),
        (date(2026, 11, 18), "morgen"),
        (date(2026, 11, 26), "nog 9 dagen"),
        (date(2026, 11, 16), "1 dag te laat"),
        (date(2026, 11, 10), "7 dagen te laat"),
    ],
)
def test_a_term_is_said_in_days(day: date, text: str) -> None:
    with time_machine.travel(EVENING, tick=False):
        assert words.days_left(day) == text


def test_a_long_word_may_break_and_keeps_its_capital() -> None:
    assert words.softhyphens("Vertrouwensinspecteur bellen") == "Vertrouwens\u00adinspecteur bellen"


def test_breaking_words_does_not_undo_escaping() -> None:
    text = "<b>leerlingdossier</b>"
    assert rendered("{{ text|softhyphens }}", text=text) == escape("<b>leerling\u00addossier</b>")


def test_breaking_words_keeps_what_was_safe_safe() -> None:
    answer = words.softhyphens(mark_safe("<b>leerlingdossier</b>"))
    assert isinstance(answer, SafeString)


def test_a_name_is_never_broken() -> None:
    assert words.softhyphens("Nora van den Heuvel-Oosterbaan") == "Nora van den Heuvel-Oosterbaan"


@pytest.mark.parametrize(
    ("written", "address"),
    [("012-345 67 89", "0123456789"), ("+31 12 345 67 89", "+31123456789"), ("112", "112")],
)
def test_a_number_can_be_called(written: str, address: str) -> None:
    assert words.tel(written) == address


@pytest.mark.parametrize("kind", words.KINDS)
def test_every_status_has_word_and_shape(kind: str) -> None:
    answer = words.status(kind, "Klaar <nu>")
    assert "Klaar &lt;nu&gt;" in answer
    assert f'href="#shape-{words.KINDS[kind].shape}"' in answer


def test_every_shape_is_drawn_on_the_page() -> None:
    page = rendered('{% include "components/shapes.html" %}')
    assert {name for name in words.SHAPES if f'id="shape-{name}"' not in page} == set()


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="no shape"):
        words.shape("unicorn")


def test_the_gauge_has_one_post_per_question() -> None:
    drawing = words.gauge(2, 6)
    assert drawing.count("h7v15h-7Z") == 1
    assert drawing.count("h7v6h-7Z") == 4
