"""From the protocol's text to clauses with a code, and back, word for word."""

import re

import pytest

from ground.errors import RuleBroken
from policy.parsing import Joint, Kind, Piece, Text, joined, parse, supplied_text

CODES = [
    "I1",
    "I2",
    "I3",
    "I4",
    "U1",
    "U2",
    "U3",
    "U4",
    "U5",
    "D0",
    "D1",
    "D2",
    "A1",
    "A2",
    "A3",
    "A4",
    "A5",
    "A6",
    "A7",
    "B1",
    "B2a",
    "B2b",
    "B3",
    "B4",
    "C1",
    "C2",
    "C3",
    "C4",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "M1",
    "M2",
    "M3",
    "M4",
    "M5",
    "M6",
    "M7",
    "M8",
]


@pytest.fixture
def text() -> Text:
    return parse(supplied_text())


def by_code(text: Text) -> dict[str, Piece]:
    return {piece.code: piece for piece in text.pieces}


def test_the_clauses_joined_give_the_words_of_the_source_again(text):
    without_links = re.sub(r"\[([^\]]*)\]\(#\)", r"\1", supplied_text())
    assert joined(text.title, text.pieces).split() == without_links.split()


def test_apart_from_dead_links_and_one_broken_sentence_not_a_character_differs(text):
    without_links = re.sub(r"\[([^\]]*)\]\(#\)", r"\1", supplied_text()).strip()
    whole = without_links.replace("persoonlijke mening zijn\n\n(op", "persoonlijke mening zijn (op")
    assert joined(text.title, text.pieces) == whole


def test_every_clause_has_the_code_that_the_domain_gives_it(text):
    assert [piece.code for piece in text.pieces if piece.kind == Kind.CLAUSE] == CODES


def test_the_chapters_and_parts_carry_their_letter(text):
    headings = [(piece.kind, piece.code) for piece in text.pieces if piece.kind != Kind.CLAUSE]
    assert [code for _kind, code in headings] == list("IUDHABCSM")
    assert {code for kind, code in headings if kind == Kind.PART} == set("ABC")


def test_no_mark_of_a_dead_link_is_left(text):
    assert not any("](#)" in piece.text for piece in text.pieces)


def test_the_sentence_of_c4_that_the_source_broke_is_whole(text):
    assert "persoonlijke mening zijn (op persoonlijke titel zijn geschreven)" in by_code(text)["C4"].text


def test_b1_keeps_its_two_lines_in_one_clause(text):
    assert by_code(text)["B1"].text.startswith("Parro voor ouders\nDeze is ten behoeve")


def test_point_two_of_b_holds_two_statements_with_a_code_each(text):
    pieces = by_code(text)
    assert pieces["B2a"].text.startswith("Medewerkers hebben een bijzondere") and pieces["B2a"].number == 2
    assert pieces["B2b"].text.startswith("Indien een medewerker") and pieces["B2b"].number is None


def test_the_eight_statements_on_telephones_stand_in_one_paragraph(text):
    statements = [piece for piece in text.pieces if piece.code[0] == "M" and piece.kind == Kind.CLAUSE]
    assert [piece.joint for piece in statements] == [Joint.PARAGRAPH] + [Joint.SPACE] * 7
    assert statements[3].text == "en kan het kind deze aan het eind van de dag weer komen ophalen."


def test_a_changed_clause_keeps_its_code():
    changed = supplied_text().replace("hacken van een account", "overnemen van een account")
    assert "overnemen" in by_code(parse(changed))["A7"].text


@pytest.mark.parametrize(
    "text",
    [
        "Social media protocol\n\nEen heel ander hoofdstuk\n\n1. Iets.",
        "Social media protocol\n\nEen zin zonder hoofdstuk.",
        "Social media protocol\n\nMobiele telefoon op school\n\nTelefoons mogen niet mee.",
    ],
    ids=["unknown heading", "no heading", "other statements on telephones"],
)
def test_a_text_that_nobody_can_place_is_refused(text):
    with pytest.raises(RuleBroken):
        parse(text)
