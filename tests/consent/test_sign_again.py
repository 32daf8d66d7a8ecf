"""Signing on what stood there: an old form overturns nothing, and a name is a name."""

import pytest
from django.urls import reverse

from consent.models import Decision
from tests.consent.conftest import Asked, Visit


@pytest.fixture
def signed_in(asked: Asked, as_) -> Visit:
    return Visit(as_(asked.cast.mother), asked.request(asked.cast.mother), None)


def test_a_form_that_is_sent_again_after_a_withdrawal_does_not_overturn_it(signed_in: Visit) -> None:
    signed_in.post("answer", all="yes")
    form = signed_in.hidden() | {"signed_name": "Nadia Benali"}
    signed_in.post("sign", **form)
    signed_in.post("withdraw", medium="all")
    answer = signed_in.post("sign", **form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Uw antwoord is intussen veranderd. Lees het opnieuw." in page
    assert 'value="Nadia Benali"' in page and signed_in.address("done") in page
    assert set(Decision.objects.filter(superseded_by=None).values_list("answer", flat=True)) == {"withdrawn"}


def test_a_second_click_signed_in_succeeds_and_adds_nothing(signed_in: Visit) -> None:
    signed_in.post("answer", all="yes")
    form = signed_in.hidden() | {"signed_name": "Nadia Benali"}
    for _click in range(2):
        assert signed_in.post("sign", **form)["Location"] == signed_in.address("done")
    assert Decision.objects.count() == 3


def test_after_reading_again_the_answer_may_change(signed_in: Visit) -> None:
    for answer in ("yes", "no"):
        signed_in.post("answer", all=answer)
        signed_in.post("sign", **signed_in.hidden(), signed_name="Nadia Benali")
    assert set(Decision.objects.filter(superseded_by=None).values_list("answer", flat=True)) == {"no"}


@pytest.mark.parametrize(
    "name", ["Nadia", "\u200b", "\u202e \u200d", "\u2066\u200d \u00ad", "- -", "Nadia -", "1 2"]
)
def test_a_name_without_two_words_is_refused_and_the_form_stays(asked: Asked, name: str) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", photo="yes", film="no")
    answer = visit.post("sign", **visit.hidden(), signed_name=name)
    assert answer.context["form"].errors["signed_name"]
    assert 'name="film" value="no"' in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["Nadia de Wit-Benali", "نادية بن علي", "李 娜"])
def test_a_name_in_any_script_is_a_signature(asked: Asked, name: str) -> None:
    assert len(asked.says(asked.cast.mother, name)) == 3


def test_the_example_is_nobody_of_the_school(asked: Asked) -> None:
    visit = asked.opens(asked.cast.mother)
    visit.post("answer", all="yes")
    page = visit.get("check").content.decode()
    assert "Maria Jansen" in page and "Nadia" not in page


# -- what is read afterwards -------------------------------------------------------------------------------


def test_the_answers_page_names_what_was_withdrawn(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    asked.withdraws(asked.cast.mother, "photo")
    page = asked.opens(asked.cast.mother).get("done").content.decode()
    assert "U heeft uw toestemming ingetrokken voor: foto." in page


def test_who_left_a_kind_open_reads_that_another_parent_made_it_a_yes(asked: Asked) -> None:
    asked.says(asked.cast.father)
    asked.says(asked.cast.mother, photo="yes")
    page = asked.opens(asked.cast.mother).get("done").content.decode()
    sentence = "Mag nu: ja, door het antwoord van een andere ouder. Zegt u nee? Dan mag het niet."
    assert page.count(sentence) == 2


def test_the_own_page_says_per_kind_what_was_answered(asked: Asked, as_) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no")
    asked.says(asked.cast.father, sound="no")
    page = as_(asked.cast.mother).get(reverse("consent:mine")).content.decode()
    assert "Foto: ja" in page and "Film: nee" in page and "Geluid" not in page
