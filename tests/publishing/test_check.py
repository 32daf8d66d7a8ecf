"""May these children appear? In the browser of whoever asks."""

from datetime import date

import pytest
from django.urls import reverse

from consent.models import ChildObjection
from people import services as people
from tests.cast import Cast, make_pupil
from tests.consent.conftest import Asked, asked  # noqa: F401 - a fixture

CHECK = reverse("publishing:check")


def names(page, pile: str) -> list[str]:
    return [pupil.name for pupil in getattr(page.context["verdict"], pile)]


def test_the_heading_is_the_question_and_the_answer_comes_first(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    text = as_(asked.cast.teacher).get(CHECK).content.decode()
    assert "<h1>Mag een foto van groep 6A op de website?</h1>" in text
    assert text.index("Niet met dit ene kind") < text.index("Andere groep, plek of soort")
    assert "Het andere kind mag wel." in text


def test_may_not_and_nothing_recorded_are_two_lists(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother, photo="no")
    page = as_(asked.cast.teacher).get(CHECK)
    assert (names(page, "may_not"), names(page, "nothing")) == (["Sam de Wit"], ["Noor Aydın"])
    assert "Dat is nog geen ja" in page.content.decode()


def test_it_never_says_whose_no_it_was_or_why(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    asked.says(asked.cast.father, photo="no")
    text = as_(asked.cast.teacher).get(CHECK).content.decode()
    for word in ("Nadia", "Jeroen", "ingetrokken", "oneens", "niet eens", "gezag"):
        assert word not in text


def test_everybody_may_is_said_as_a_yes(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    asked.says(asked.cast.noors_mother)
    assert "Ja, met alle 2 kinderen" in as_(asked.cast.teacher).get(CHECK).content.decode()


def test_the_filters_live_in_the_address(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother, photo="yes", film="no")
    page = as_(asked.cast.teacher).get(CHECK, {"medium": "film", "group": str(asked.cast.group.pk)})
    assert "Mag een film van groep 6A op de website?" in page.content.decode()
    assert names(page, "may_not") == ["Sam de Wit"]


def test_a_teacher_asks_about_the_own_group_only(asked: Asked, as_) -> None:  # noqa: F811
    page = as_(asked.cast.teacher).get(CHECK, {"group": str(asked.cast.other_group.pk)})
    assert "verdict" not in page.context
    assert "Kies een groep." in page.content.decode()
    assert "Daan" not in page.content.decode()


@pytest.mark.parametrize("member", ["coordinator", "director", "administrator"])
def test_by_role_one_asks_about_every_group(asked: Asked, as_, member: str) -> None:  # noqa: F811
    browser = as_(getattr(asked.cast, member))
    for group in (asked.cast.group, asked.cast.other_group):
        assert browser.get(CHECK, {"group": str(group.pk)}).context["group"] == group


def test_staff_without_a_group_today_read_who_can_look(asked: Asked, as_) -> None:  # noqa: F811
    answer = as_(asked.cast.caretaker).get(CHECK)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"group": "\0"},
        {"group": "x" * 500},
        {"medium": "smell"},
        {"purpose": "everything"},
        {"purpose": "\0"},
    ],
)
def test_nonsense_in_the_address_gives_a_sentence(asked: Asked, as_, query: dict[str, str]) -> None:  # noqa: F811
    page = as_(asked.cast.teacher).get(CHECK, query)
    assert page.status_code == 200
    assert "verdict" not in page.context
    assert 'role="alert"' in page.content.decode()


def test_a_school_that_never_asked_gets_no_yes(cast: Cast, as_) -> None:
    page = as_(cast.teacher).get(CHECK)
    assert page.status_code == 200
    assert "verdict" not in page.context


def test_a_pupil_who_came_today_has_nothing_recorded(asked: Asked, as_) -> None:  # noqa: F811
    make_pupil(asked.cast.school, "Thijs van Nieuwenhuijzen", asked.cast.group)
    assert "Thijs van Nieuwenhuijzen" in names(as_(asked.cast.teacher).get(CHECK), "nothing")


def test_another_teacher_is_named_to_ask(asked: Asked, as_) -> None:  # noqa: F811
    query = {"group": str(asked.cast.group.pk)}
    text = as_(asked.cast.coordinator).get(CHECK, query).content.decode()
    assert "Vraag Bram Postma, leraar van groep 6A." in text
    assert "Vraag het de ouders." in as_(asked.cast.teacher).get(CHECK).content.decode()


def test_the_printed_list_has_all_names_open(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    text = as_(asked.cast.teacher).get(CHECK, {"print": "1"}).content.decode()
    assert "<details" not in text and "Sam de Wit" in text and "Noor Aydın" in text


def test_a_substitute_asks_for_the_day_only(asked: Asked, as_) -> None:  # noqa: F811
    cast = asked.cast
    today = date(2026, 11, 18)
    people.assign_teacher(
        actor=None,
        teacher=cast.caretaker.person,
        class_group=cast.group,
        weekdays=[2],
        starts=today,
        ends=today,
        substitute=True,
    )
    assert as_(cast.caretaker).get(CHECK).context["group"] == cast.group


# -- "ik wil niet" -----------------------------------------------------------------------------------------


def say(browser, pupil, said: str = "no"):
    return browser.post(reverse("publishing:objection"), {"pupil": str(pupil), "said": said}, follow=True)


def test_a_child_that_says_no_is_out_at_once(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    page = say(as_(asked.cast.teacher), asked.cast.sam.pk)
    assert names(page, "may_not") == ["Sam de Wit"]
    assert "Vastgelegd: Sam wil niet in beeld" in page.content.decode()


def test_a_child_may_take_it_back(asked: Asked, as_) -> None:  # noqa: F811
    asked.says(asked.cast.mother)
    browser = as_(asked.cast.teacher)
    say(browser, asked.cast.sam.pk)
    assert names(say(browser, asked.cast.sam.pk, "yes"), "may") == ["Sam de Wit"]


def test_recording_it_twice_says_so(asked: Asked, as_) -> None:  # noqa: F811
    browser = as_(asked.cast.teacher)
    say(browser, asked.cast.sam.pk)
    assert "Dit was al vastgelegd." in say(browser, asked.cast.sam.pk).content.decode()
    assert ChildObjection.objects.count() == 1


@pytest.mark.parametrize("pupil", ["", "\0", "x", "8e5a1c2e-0000-4000-8000-000000000000"])
def test_a_child_that_does_not_exist_changes_nothing(asked: Asked, as_, pupil: str) -> None:  # noqa: F811
    page = say(as_(asked.cast.teacher), pupil)
    assert 'role="alert"' in page.content.decode()
    assert not ChildObjection.objects.exists()


def test_a_child_of_another_group_is_none_for_this_teacher(asked: Asked, as_) -> None:  # noqa: F811
    say(as_(asked.cast.teacher), asked.cast.daan.pk)
    assert not ChildObjection.objects.exists()
