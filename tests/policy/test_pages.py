"""The pages on which the protocol is read."""

from datetime import date

import pytest
from django.urls import reverse

from people import services as people
from people.models import Guardianship
from people.standing import Standing
from policy.access import Access, visible_to
from policy.acknowledging import acknowledge
from tests.cast import Cast, make_school
from tests.protocol import approved, changed_text, drafted, published, submitted


def read(browser, name: str, **kwargs) -> str:
    return browser.get(reverse(name, kwargs=kwargs)).content.decode()


def test_the_protocol_stands_there_clause_by_clause_with_anchors(cast: Cast, as_):
    published(cast)
    page = read(as_(cast.mother), "policy:protocol")
    assert all(f'id="{code}"' in page for code in ("I1", "A7", "B2b", "M8", "S"))
    assert "Mobiele telefoons mogen door de kinderen mee naar school" in page


def test_a_parent_is_spoken_to_politely_and_asked_for_no_consent(cast: Cast, as_):
    published(cast)
    page = read(as_(cast.mother), "policy:protocol")
    assert "Heeft u het gelezen?" in page and "Het is geen toestemming" in page
    assert "Ik heb dit gelezen" in page


def test_staff_are_called_je(cast: Cast, as_):
    published(cast)
    assert "Heb je het gelezen?" in read(as_(cast.teacher), "policy:protocol")


def test_who_has_read_it_sees_when_and_no_button(cast: Cast, as_):
    acknowledge(actor=cast.mother, version=published(cast))
    page = read(as_(cast.mother), "policy:protocol")
    assert "woensdag 18 november 2026" in page and "Ik heb dit gelezen" not in page


def test_who_is_not_asked_gets_no_button(cast: Cast, as_):
    published(cast)
    assert "Ik heb dit gelezen" not in read(as_(cast.board), "policy:protocol")


def test_before_the_first_version_the_page_says_so(cast: Cast, as_):
    drafted(cast)
    page = read(as_(cast.mother), "policy:protocol")
    assert "Er geldt nog geen protocol" in page and "concept" not in page


def test_the_director_finds_the_draft_from_there(cast: Cast, as_):
    version = drafted(cast)
    assert reverse("policy:version", kwargs={"pk": version.pk}) in read(as_(cast.director), "policy:protocol")


def test_a_version_for_a_later_day_is_announced_beside_the_one_that_holds(cast: Cast, as_):
    published(cast)
    second = published(cast, text=changed_text(), valid_from=date(2027, 1, 4))
    page = read(as_(cast.mother), "policy:protocol")
    assert "maandag 4 januari 2027" in page and "'vrienden'" in page.replace("&#x27;", "'")
    assert reverse("policy:version", kwargs={"pk": second.pk}) in page


def test_a_clause_shows_what_was_typed_and_no_markup(cast: Cast, as_):
    text = changed_text().replace("bevriend te zijn", "<script>alert(1)</script>")
    published(cast, text=text)
    page = read(as_(cast.mother), "policy:protocol")
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_parents_do_not_read_who_made_a_version(cast: Cast, as_):
    version = published(cast)
    assert "Ingrid Hofstra" not in read(as_(cast.mother), "policy:version", pk=version.pk)
    assert "Ingrid Hofstra" in read(as_(cast.teacher), "policy:version", pk=version.pk)


def test_every_reader_sees_the_replaced_version_in_the_list(cast: Cast, as_):
    published(cast)
    published(cast, text=changed_text())
    page = read(as_(cast.mother), "policy:versions")
    assert "Versie 1" in page and "Versie 2" in page and "vervangen" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (drafted, "nog niet ter beoordeling"),
        (submitted, "Iemand van het schoolbestuur"),
        (approved, "De directeur"),
    ],
    ids=["draft", "in review", "approved"],
)
def test_the_board_reads_why_a_version_cannot_be_published_yet(cast: Cast, as_, state, words: str):
    version = state(cast)
    reader = cast.director if state is submitted else cast.board
    assert words in read(as_(reader), "policy:version", pk=version.pk)


def test_publishing_too_early_says_who_is_to_move(cast: Cast, as_):
    page = read(as_(cast.director), "policy:publish", pk=submitted(cast).pk)
    assert "Iemand van het schoolbestuur" in page and '<form method="post" novalidate' not in page


def test_list_and_detail_agree_for_everyone(cast: Cast):
    versions = [published(cast), submitted(cast, text=changed_text())]
    for user in cast.users().values():
        seen = set(visible_to(user))
        assert seen == {version for version in versions if Access(Standing.of(user), version).can_view}


def test_a_parent_at_two_schools_chooses_which_protocol(cast: Cast, as_):
    published(cast)
    other, _year = make_school(name="de Sluis", brin="98ZZ")
    child = people.register_person(actor=None, school=other, first_name="Puk")
    people.add_guardian(
        actor=None, school=other, guardian=cast.mother.person, pupil=child, starts=cast.year.starts,
        relation=Guardianship.Relation.MOTHER, authority=Guardianship.Authority.YES,
    )  # fmt: skip
    child.enrolments.create(school=other, starts=cast.year.starts)
    browser = as_(cast.mother)
    page = browser.get(reverse("policy:protocol"), {"school": other.pk}).content.decode()
    assert "de Sluis" in page and "Er geldt nog geen protocol" in page


@pytest.mark.parametrize("typed", ["abc", "\x00", "1" * 500])
def test_a_school_that_does_not_exist_shows_the_own_one(cast: Cast, as_, typed: str):
    published(cast)
    answer = as_(cast.mother).get(reverse("policy:protocol"), {"school": typed})
    assert answer.status_code == 200 and "A7" in answer.content.decode()
