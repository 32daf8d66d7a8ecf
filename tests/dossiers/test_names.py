"""Finding the names of others, however they are written."""

import pytest

from dossiers.names import Names, Party, Term, names_around, readable
from tests.cast import Cast, make_pupil


def found(cast: Cast, text: str) -> list[str]:
    names = names_around(cast.sam, cast.school, cast.mother.person.pk)
    text = readable(text)
    return [text[match.start : match.end] for match in names.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Noor Aydın stond erbij.", ["Noor Aydın"]),
        ("noor stond erbij", ["noor"]),
        ("NOOR AYDIN", ["NOOR AYDIN"]),
        ("Noors jas", ["Noor"]),
        ("Noor’s jas", ["Noor"]),
        ("de jas van Noor.", ["Noor"]),
        ("Noor-Lise", ["Noor"]),
        ("mevrouw Aydin belde", ["Aydin"]),
        ("No\u00ador en No\u200bor", ["Noor", "Noor"]),
        ("Daan, Noor en Sam", ["Daan", "Noor"]),
        ("noordelijk", []),
        ("Sam de Wit en Nadia de Wit-Benali", []),
        ("het visser dorp", []),
        ("de familie Visser", ["Visser"]),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, expected: list[str], cast: Cast) -> None:
    assert found(cast, text) == expected


def test_accents_do_not_hide_a_name(cast: Cast) -> None:
    make_pupil(cast.school, "Zoë Özdemir", cast.group)
    assert found(cast, "Zoe Ozdemir en Zoë") == ["Zoe Ozdemir", "Zoë"]


def test_a_name_of_two_letters_counts_only_with_a_capital(cast: Cast) -> None:
    make_pupil(cast.school, "Bo Kok", cast.group)
    assert found(cast, "Bo zei bo en kok.") == ["Bo"]


def test_a_brother_of_the_subject_is_found_by_his_own_name(cast: Cast) -> None:
    make_pupil(cast.school, "Lotte de Wit", cast.group)
    assert found(cast, "Lotte de Wit en Sam de Wit") == ["Lotte de Wit"]


def test_of_two_people_with_one_name_the_one_that_is_known_to_be_meant_goes_first(cast: Cast) -> None:
    other = make_pupil(cast.school, "Noor Bakker", cast.group)
    names = names_around(cast.sam, cast.school, None)
    assert [match.party.id for match in names.find("Noor", frozenset([other.pk]))] == [other.pk]
    assert [match.party.id for match in names.find("Noor", frozenset([cast.noor.pk]))] == [cast.noor.pk]


def test_what_was_typed_by_hand_goes_before_a_known_name() -> None:
    names = Names()
    names.add(Party(None, "Noortje", "typed"), [Term(("noortje",))])
    assert [match.party.name for match in names.find("Noortje riep.")] == ["Noortje"]
