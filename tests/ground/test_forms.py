"""Forms: what is typed stays, each refusal is a sentence beside its field and in the summary."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from ground.errors import RuleBroken
from ground.forms import CalmForm, DateField, DateTimeField, LineField, TextField


class Report(CalmForm):
    who = LineField(label="Over wie?", help_text="Naam van een leerling")
    what = TextField(label="Wat?", required=False)
    day = DateField(label="Wanneer?", required=False)
    begun = DateTimeField(label="Hoe laat?", required=False)
    where = forms.ChoiceField(
        label="Waar?", choices=[("app", "App")], widget=forms.RadioSelect, required=False
    )


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def filled(**typed: Any) -> Report:
    return Report({"who": "Sam", **typed})


def page(form: forms.Form, source: str = "{% load calm %}{% error_summary form %}{{ form }}") -> str:
    return Template(source).render(Context({"form": form}))


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\ud800"])
def test_a_control_character_is_refused_with_one_sentence(sign: str) -> None:
    form = filled(what=f"tek{sign}st")
    assert form.errors["what"] == [
        "In deze tekst staat een teken dat wij niet kunnen bewaren. Haal het weg of typ de tekst opnieuw."
    ]


def test_a_line_break_does_not_fit_on_one_line() -> None:
    assert "who" in filled(who="Sam\nde Wit").errors


def test_a_line_break_counts_for_one_in_a_longer_text() -> None:
    form = filled(what="een\r\ntwee")
    assert form.is_valid()
    assert form.cleaned_data["what"] == "een\ntwee"


def test_a_text_too_long_says_how_much_fits_and_stays() -> None:
    form = filled(who="x" * 230)
    assert form.errors["who"] == ["Dit is te lang: 230 tekens. Er passen er hoogstens 200."]
    assert "x" * 230 in page(form)


def test_the_browser_cuts_nothing_off() -> None:
    assert "maxlength" not in page(Report())


@pytest.mark.parametrize("typed", ["2026-11-16", "16-11-2026", "16/11/2026", "16 11 2026"])
def test_a_date_may_be_picked_or_typed(typed: str) -> None:
    form = filled(day=typed)
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 11, 16)


def test_a_date_that_does_not_exist_is_refused_and_stays_as_typed() -> None:
    form = filled(day="31-11-2026")
    assert "bestaat niet" in form.errors["day"][0]
    assert '<input type="text" name="day" value="31-11-2026"' in page(form)


def test_day_and_time_are_read_on_a_dutch_clock() -> None:
    form = filled(begun_0="2026-07-01", begun_1="14:30")
    assert form.is_valid()
    assert form.cleaned_data["begun"] == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def test_a_moment_is_shown_on_a_dutch_clock() -> None:
    form = Report(initial={"begun": datetime(2026, 7, 1, 12, 30, tzinfo=UTC)})
    assert 'value="2026-07-01"' in page(form)
    assert 'value="14:30"' in page(form)


def test_a_day_without_its_time_is_refused() -> None:
    assert filled(begun_0="2026-07-01", begun_1="").errors["begun"] == ["Vul de datum en de tijd in."]


def test_a_field_left_open_says_what_to_do() -> None:
    assert filled(who="").errors["who"] == ["Vul dit in."]


def test_a_wrong_field_is_tied_to_its_hint_and_its_error() -> None:
    html = page(filled(who=""))
    assert 'aria-invalid="true" aria-describedby="id_who_helptext id_who_error"' in html
    assert 'id="id_who_helptext"' in html
    assert 'id="id_who_error"' in html


def test_the_summary_links_to_the_field_and_takes_the_focus() -> None:
    html = page(filled(who=""))
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert 'href="#id_who"' in html


def test_the_summary_stands_on_the_page_once() -> None:
    assert page(filled(who="")).count('class="error-summary"') == 1


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in page(filled())


def test_a_refused_rule_stands_beside_its_field_with_its_source() -> None:
    form = filled()
    form.refuse(RuleBroken("Deze leerling zit niet in je groep.", source="Protocol D2", field="who"))
    assert form.errors["who"] == ["Deze leerling zit niet in je groep. (Protocol D2)"]


def test_a_refused_rule_without_a_field_stands_above_the_form() -> None:
    form = filled()
    form.refuse(RuleBroken("De zaak is al gesloten.", field="unknown"))
    assert form.non_field_errors() == ["De zaak is al gesloten."]
    assert "De zaak is al gesloten." in page(form)


def test_options_are_a_group_with_a_legend() -> None:
    html = page(Report())
    assert '<fieldset class="field" role="radiogroup">' in html
    assert "<legend>Waar?" in html


def test_what_may_stay_open_says_so() -> None:
    assert "niet verplicht" in page(Report())
