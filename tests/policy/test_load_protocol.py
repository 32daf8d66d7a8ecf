"""The supplied text comes in as the draft of version 1, once per school."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from ground.errors import RuleBroken
from policy.models import Clause, ProtocolVersion
from policy.parsing import parse, supplied_text
from policy.reading import clause, clauses_of, text_of
from policy.services import draft_version, load_protocol
from policy.workflow import State
from tests.cast import Cast, make_school
from tests.protocol import drafted, published, submitted
from trail.models import Entry


def test_a_school_gets_version_1_as_a_draft_with_every_clause(cast: Cast):
    version = load_protocol(school=cast.school)
    assert (version.number, version.state, version.author) == (1, State.DRAFT, None)
    assert clauses_of(version).count() == 42


def test_the_rows_give_the_text_again(cast: Cast):
    source = parse(supplied_text())
    assert text_of(load_protocol(school=cast.school)).split() == supplied_text_words(source)


def supplied_text_words(source) -> list[str]:
    words = [source.title, *(f"{p.number}. {p.text}" if p.number else p.text for p in source.pieces)]
    return " ".join(words).split()


def test_a_clause_is_found_by_its_code(cast: Cast):
    version = load_protocol(school=cast.school)
    assert clause(version, "A7").text.startswith("Alle betrokkenen nemen de reguliere fatsoensnormen")


def test_a_code_that_does_not_exist_is_no_clause(cast: Cast):
    version = load_protocol(school=cast.school)
    with pytest.raises(Clause.DoesNotExist):
        clause(version, "Z1")


def test_loading_twice_changes_nothing(cast: Cast):
    first = load_protocol(school=cast.school)
    assert load_protocol(school=cast.school) == first
    assert ProtocolVersion.objects.count() == 1


def test_a_school_with_a_published_protocol_keeps_it(cast: Cast):
    first = published(cast)
    assert load_protocol(school=cast.school) == first


def test_the_command_serves_every_school_and_may_run_again(cast: Cast, capsys):
    make_school(name="de Sluis", brin="98ZZ")
    call_command("load_protocol")
    call_command("load_protocol")
    assert sorted(ProtocolVersion.objects.values_list("number", "state")) == [(1, "draft"), (1, "draft")]
    assert "Every school has a protocol." in capsys.readouterr().out


def test_loading_stands_in_the_trail(cast: Cast):
    version = load_protocol(school=cast.school)
    assert Entry.objects.of_subject(version).filter(act="policy.drafted", actor=None).count() == 1


def test_the_director_makes_the_next_version_from_a_text(cast: Cast):
    published(cast)
    version = draft_version(actor=cast.director, school=cast.school, text=supplied_text())
    assert (version.number, version.author) == (2, cast.director)


def test_there_is_one_draft_at_a_time(cast: Cast):
    drafted(cast)
    with pytest.raises(RuleBroken, match="1"):
        draft_version(actor=cast.director, school=cast.school, text=supplied_text())


def test_a_version_in_review_counts_as_a_draft(cast: Cast):
    submitted(cast)
    with pytest.raises(RuleBroken):
        draft_version(actor=cast.director, school=cast.school, text=supplied_text())


@pytest.mark.parametrize("member", ["teacher", "board", "administrator", "mother", "privacy_officer"])
def test_nobody_but_the_director_makes_a_version(cast: Cast, member: str):
    with pytest.raises(PermissionDenied):
        draft_version(actor=getattr(cast, member), school=cast.school, text=supplied_text())


def test_a_text_that_cannot_be_read_leaves_nothing_behind(cast: Cast):
    with pytest.raises(RuleBroken):
        draft_version(actor=cast.director, school=cast.school, text="Protocol\n\nIets anders")
    assert not ProtocolVersion.objects.exists()
