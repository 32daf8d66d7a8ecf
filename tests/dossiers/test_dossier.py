"""Reading a dossier: who opened it sees all of it, the person concerned without the names of others."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dossiers.access import DossierAccess, known, openable, readable
from dossiers.models import Kind
from dossiers.opening import open_dossier
from people.models import Guardianship, Person
from tests.cast import Cast, make_pupil
from tests.dossiers import story
from trail.models import Entry


def page(person: Person, kind: str = "pupil") -> str:
    return reverse("dossiers:dossier", kwargs={"kind": kind, "pk": person.pk})


def opened(cast: Cast) -> None:
    open_dossier(actor=cast.coordinator, person=cast.sam, kind="pupil", reason="Overleg.")


def test_a_parent_with_authority_reads_the_own_childs_dossier_without_names_of_others(
    sams_story: Cast, as_
) -> None:
    html = as_(sams_story.mother).get(page(sams_story.sam)).content.decode()
    assert "Sam duwde [andere leerling 1] in de gang." in html
    assert "Noor" not in html
    assert "In groep 6A" in html


def test_papers_of_a_child_are_asked_at_school(sams_story: Cast, as_) -> None:
    paper = story.put_letter(sams_story.sam, "Over Sam.", number=5)
    html = as_(sams_story.mother).get(page(sams_story.sam)).content.decode()
    assert "Vraag de school om een afschrift" in html
    address = reverse("dossiers:paper", kwargs={"kind": "pupil", "pk": sams_story.sam.pk, "file": paper.pk})
    assert as_(sams_story.mother).get(address).status_code == 403


@pytest.mark.parametrize(
    "member", ["stepfather", "noors_mother", "outsider", "unconfirmed", "teacher", "confidant"]
)
def test_for_others_it_does_not_exist(member: str, sams_story: Cast, as_) -> None:
    browser = as_(getattr(sams_story, member))
    absent = browser.get(reverse("dossiers:dossier", kwargs={"kind": "pupil", "pk": sams_story.school.pk}))
    hidden = browser.get(page(sams_story.sam))
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_a_parent_whose_authority_ended_reads_nothing_at_the_next_request(sams_story: Cast, as_) -> None:
    browser = as_(sams_story.mother)
    assert browser.get(page(sams_story.sam)).status_code == 200
    Guardianship.objects.filter(guardian=sams_story.mother.person).update(ends=date(2026, 11, 17))
    assert browser.get(page(sams_story.sam)).status_code == 404


def test_from_sixteen_the_parents_do_not_read_it(sams_story: Cast, as_) -> None:
    sams_story.sam.birth_date = date(2010, 11, 18)
    sams_story.sam.save()
    assert as_(sams_story.mother).get(page(sams_story.sam)).status_code == 404


def test_the_office_never_sees_content(sams_story: Cast, as_) -> None:
    answer = as_(sams_story.administrator).get(page(sams_story.sam))
    assert answer.status_code == 403
    assert "De administratie ziet nooit" in answer.content.decode()


def test_who_may_open_it_is_led_to_the_door(sams_story: Cast, as_) -> None:
    answer = as_(sams_story.director).get(page(sams_story.sam))
    assert answer.url == reverse("dossiers:open", kwargs={"kind": "pupil", "pk": sams_story.sam.pk})


def test_who_opened_it_reads_all_of_it_and_that_is_noted(sams_story: Cast, as_) -> None:
    opened(sams_story)
    html = as_(sams_story.coordinator).get(page(sams_story.sam)).content.decode()
    assert "Sam duwde Noor in de gang." in html
    line = Entry.objects.views().get(act="dossiers.viewed")
    assert (line.actor, line.about_person, line.subject_type) == (
        sams_story.coordinator,
        sams_story.sam.pk,
        "dossiers.opening",
    )


def test_who_opened_it_reads_the_papers(sams_story: Cast, as_) -> None:
    opened(sams_story)
    paper = story.put_letter(sams_story.sam, "Over Sam.", number=5)
    address = reverse("dossiers:paper", kwargs={"kind": "pupil", "pk": sams_story.sam.pk, "file": paper.pk})
    assert address in as_(sams_story.coordinator).get(page(sams_story.sam)).content.decode()
    assert b"".join(as_(sams_story.coordinator).get(address).streaming_content).startswith(b"%PDF-")


def test_a_paper_of_somebody_else_is_404(sams_story: Cast, as_) -> None:
    opened(sams_story)
    other = story.put_letter(sams_story.noor, "Over Noor.")
    address = reverse("dossiers:paper", kwargs={"kind": "pupil", "pk": sams_story.sam.pk, "file": other.pk})
    assert as_(sams_story.coordinator).get(address).status_code == 404


def test_an_employee_reads_the_own_personnel_dossier(cast: Cast, as_) -> None:
    story.put_note(cast.teacher.person, "Bram sprak met Noor.", number=1)
    html = as_(cast.teacher).get(page(cast.teacher.person, "personnel")).content.decode()
    assert "Bram sprak met [andere leerling 1]." in html
    assert "In groep" not in html


def test_an_employee_reads_an_own_paper_unless_others_are_named_in_it(cast: Cast, as_) -> None:
    own = story.put_letter(cast.teacher.person, "Over Bram.", number=1)
    other = story.put_letter(cast.teacher.person, "Over Bram en Noor.", number=2)
    codes = []
    for paper in (own, other):
        facts = {"kind": "personnel", "pk": cast.teacher.person.pk, "file": paper.pk}
        codes.append(as_(cast.teacher).get(reverse("dossiers:paper", kwargs=facts)).status_code)
    assert codes == [200, 403]


def test_a_colleague_does_not_read_it(cast: Cast, as_) -> None:
    assert as_(cast.other_teacher).get(page(cast.teacher.person, "personnel")).status_code == 404


def test_an_unknown_kind_is_no_address(cast: Cast, as_) -> None:
    assert as_(cast.director).get(f"/dossiers/medical/{cast.sam.pk}/").status_code == 404


@pytest.mark.parametrize("kind", Kind.values)
def test_list_and_detail_agree_for_every_member_of_the_cast(kind: str, cast: Cast) -> None:
    open_dossier(actor=cast.director, person=cast.sam, kind="pupil", reason="Overleg.")
    for user in cast.users().values():
        listed = set(readable(user, kind))
        open_to = set(openable(user, kind))
        for person in Person.objects.all():
            access = DossierAccess(user, person, kind)
            assert access.can_view == (person in listed)
            assert access.can_open == (person in open_to)
        assert not (set(known(user, kind)) & listed and user == cast.administrator and kind == "pupil")


def test_the_index_shows_a_parent_the_own_child_and_nothing_to_open(cast: Cast, as_) -> None:
    html = as_(cast.mother).get(reverse("dossiers:index")).content.decode()
    assert page(cast.sam) in html
    assert "Een dossier openen" not in html


def test_the_index_finds_whom_one_may_open(cast: Cast, as_) -> None:
    html = as_(cast.director).get(reverse("dossiers:index"), {"q": "noor"}).content.decode()
    assert reverse("dossiers:open", kwargs={"kind": "pupil", "pk": cast.noor.pk}) in html
    assert "Sam de Wit" not in html


def test_looking_up_nonsense_finds_nobody(cast: Cast, as_) -> None:
    html = as_(cast.director).get(reverse("dossiers:index"), {"q": "x\x00"}).content.decode()
    assert "leerlingendossier" not in html


def test_a_dossier_asks_as_many_questions_of_a_large_school_and_a_long_story(
    sams_story: Cast, as_, django_assert_num_queries
) -> None:
    browser = as_(sams_story.mother)
    browser.get(page(sams_story.sam))
    with CaptureQueriesContext(connection) as few:
        browser.get(page(sams_story.sam))
    for number in range(20):
        make_pupil(sams_story.school, f"Kind{number} van Proef", sams_story.group)
        story.put_plain(sams_story.sam, b"x", number=number)
    with django_assert_num_queries(len(few)):
        browser.get(page(sams_story.sam))
