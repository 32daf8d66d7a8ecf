"""The check for names of others: by another person, of what stands there now, with what was added by hand."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from dossiers import building
from dossiers import reading as readings
from dossiers.models import Export
from ground import clock
from ground.errors import RuleBroken
from people.models import Guardianship, Person, Role
from people.services import add_guardian, grant_role
from tests.cast import FIRST_DAY, Cast
from tests.dossiers import story
from tests.dossiers.acts import check, content_of, ready, register, released
from trail.models import Entry


def test_children_and_parents_go_out_and_staff_stay(sams_story: Cast) -> None:
    export = check(register(sams_story), sams_story.director)
    masks = {mask.person.first_name: (mask.label, mask.hidden) for mask in export.masks.all()}
    assert masks == {"Noor": ("[andere leerling 1]", True), "Bram": ("[medewerker 1]", False)}


def test_the_care_coordinator_checks_a_pupils_dossier(sams_story: Cast) -> None:
    assert check(register(sams_story), sams_story.coordinator).checked_by == sams_story.coordinator


@pytest.mark.parametrize(
    "member", ["administrator", "board", "teacher", "confidant", "privacy_officer", "mother"]
)
def test_nobody_else_checks_a_pupils_dossier(member: str, sams_story: Cast) -> None:
    export = register(sams_story)
    with pytest.raises(PermissionDenied):
        check(export, getattr(sams_story, member))


def test_who_registered_does_not_check_or_release(sams_story: Cast) -> None:
    person = sams_story.director.person
    grant_role(
        actor=None, person=person, school=sams_story.school, name=Role.Name.ADMINISTRATOR, starts=FIRST_DAY
    )
    export = register(sams_story, actor=sams_story.director)
    with pytest.raises(PermissionDenied, match="zelf geregistreerd"):
        check(export, sams_story.director)


def test_a_director_does_not_check_the_dossier_of_the_own_child(sams_story: Cast) -> None:
    add_guardian(
        actor=None,
        school=sams_story.school,
        guardian=sams_story.director.person,
        pupil=sams_story.sam,
        relation=Guardianship.Relation.MOTHER,
        authority=Guardianship.Authority.YES,
        starts=FIRST_DAY,
    )
    with pytest.raises(PermissionDenied):
        check(register(sams_story), sams_story.director)


def test_a_director_does_not_check_the_own_personnel_dossier_but_the_board_does(cast: Cast) -> None:
    person = cast.director.person
    export = register(cast, person=person, kind="personnel", recipient_kind="employee", recipient=person)
    with pytest.raises(PermissionDenied):
        check(export, cast.director)
    assert check(export, cast.board).state == "checked"


def test_a_check_of_what_changed_meanwhile_is_refused(sams_story: Cast) -> None:
    export = register(sams_story)
    seen = readings.read_for(export, clock.now()).sha256
    story.put_note(sams_story.sam, "Daan zag het.", number=9)
    with pytest.raises(RuleBroken, match="veranderd"):
        check(export, sams_story.director, seen=seen)
    export.refresh_from_db()
    assert export.state == "registered"


def test_a_nickname_that_was_typed_goes_out(sams_story: Cast) -> None:
    story.put_note(sams_story.sam, "Sam noemt haar Nootje. NOOTJES tas.", number=9)
    export = register(sams_story)
    check(export, sams_story.director, typed=["nootje"])
    Export.objects.filter(pk=export.pk).update(
        released_by=sams_story.director, released_at=clock.now(), state="released"
    )
    building.build_due()
    export.refresh_from_db()
    content = content_of(sams_story, export)
    assert b"ootje" not in content and b"OOTJE" not in content
    assert b"[andere persoon 1]S tas" in content


def test_a_text_that_does_not_stand_there_is_refused(sams_story: Cast) -> None:
    with pytest.raises(RuleBroken, match="Pietje") as refused:
        check(register(sams_story), sams_story.director, typed=["Pietje"])
    assert refused.value.field == "typed"


def test_a_name_that_is_left_in_stays(sams_story: Cast) -> None:
    export = register(sams_story)
    check(export, sams_story.director, hide=set())
    Export.objects.filter(pk=export.pk).update(
        released_by=sams_story.director, released_at=clock.now(), state="released"
    )
    building.build_due()
    export.refresh_from_db()
    assert b"Sam duwde Noor" in content_of(sams_story, export)


def test_a_paper_can_be_kept_at_school(sams_story: Cast) -> None:
    export = register(sams_story)
    [paper] = readings.read_for(export, clock.now()).papers
    check(export, sams_story.director, leave_out={paper.stored.pk})
    export.refresh_from_db()
    assert export.left_out == [paper.stored.pk]


def test_checking_again_replaces_the_earlier_check(sams_story: Cast) -> None:
    export = check(register(sams_story), sams_story.director)
    check(export, sams_story.coordinator, hide=set())
    assert [mask.hidden for mask in export.masks.all()] == [False, False]
    assert export.checked_by == sams_story.coordinator


def test_after_a_failure_the_check_opens_the_way_again(sams_story: Cast) -> None:
    export = released(sams_story)
    story.put_note(sams_story.sam, "Erbij gekomen.", number=0)
    building.build_due()
    export.refresh_from_db()
    assert check(export, sams_story.director).state == "checked"
    assert (export.failure, export.attempts, export.released_by) == ("", 0, None)


def page(export: Export) -> str:
    return reverse("dossiers:check", kwargs={"pk": export.pk})


def choices(browser: Client, export: Export, **changes: Any) -> dict[str, Any]:
    form = browser.get(page(export)).context["form"]
    return {
        "hide": form.initial["hide"],
        "typed": "",
        "seen": form.initial["seen"],
        "read": "on",
        **changes,
    }


def test_the_page_marks_every_name_and_lists_every_place(sams_story: Cast, fresh) -> None:
    html = fresh(sams_story.director).get(page(register(sams_story))).content.decode()
    assert html.count("<mark>Noor</mark>") == 2 + 2  # in the line and in the list of places
    assert "Noor Aydın (leerling), 2 ×" in html


def test_looking_at_the_check_is_a_line_in_the_trail(sams_story: Cast, fresh) -> None:
    export = register(sams_story)
    fresh(sams_story.director).get(page(export))
    assert Entry.objects.views().get(act="dossiers.check_viewed").about_person == sams_story.sam.pk


def test_the_check_asks_for_a_fresh_sign_in(sams_story: Cast, as_) -> None:
    answer = as_(sams_story.director).get(page(register(sams_story)))
    assert (answer.status_code, "reauthenticate" in answer.url) == (302, True)


def test_the_director_checks_on_the_page(sams_story: Cast, fresh) -> None:
    export, browser = register(sams_story), fresh(sams_story.director)
    assert browser.post(page(export), choices(browser, export)).status_code == 302
    export.refresh_from_db()
    assert export.state == "checked"


def test_a_check_that_was_not_read_is_refused(sams_story: Cast, fresh) -> None:
    export, browser = register(sams_story), fresh(sams_story.director)
    html = browser.post(page(export), choices(browser, export, read="", typed="Nootje")).content.decode()
    assert "Nootje" in html
    export.refresh_from_db()
    assert export.state == "registered"


def test_a_change_while_reading_is_said_and_can_be_read_again(sams_story: Cast, fresh) -> None:
    export, browser = register(sams_story), fresh(sams_story.director)
    given = choices(browser, export)
    story.put_note(sams_story.sam, "Daan zag het.", number=9)
    answer = browser.post(page(export), given)
    assert "veranderd terwijl je las" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    assert browser.post(page(export), {**given, "seen": again}).status_code == 302


@pytest.mark.parametrize(
    "bad", [{"hide": ["not-an-id"]}, {"typed": "x\x00"}, {"typed": "x" * 2001}, {"seen": ""}]
)
def test_bad_input_changes_nothing(bad: dict, sams_story: Cast, fresh) -> None:
    export, browser = register(sams_story), fresh(sams_story.director)
    assert browser.post(page(export), choices(browser, export, **bad)).status_code == 200
    export.refresh_from_db()
    assert export.state == "registered"


def test_the_checker_reads_the_papers(sams_story: Cast, fresh) -> None:
    export, browser = register(sams_story), fresh(sams_story.director)
    [paper] = readings.read_for(export, clock.now()).papers
    address = reverse("dossiers:check_paper", kwargs={"pk": export.pk, "file": paper.stored.pk})
    answer = browser.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert Entry.objects.views().filter(act="dossiers.paper_viewed").exists()


def test_a_file_of_somebody_else_is_no_paper_of_this_copy(sams_story: Cast, fresh) -> None:
    other = story.put_letter(sams_story.noor, "Over Noor.")
    export = register(sams_story)
    address = reverse("dossiers:check_paper", kwargs={"pk": export.pk, "file": other.pk})
    assert fresh(sams_story.director).get(address).status_code == 404


def test_the_words_of_a_person_are_escaped(sams_story: Cast, fresh) -> None:
    story.put_note(sams_story.sam, "<script>alert(1)</script> Noor", number=9)
    html = fresh(sams_story.director).get(page(register(sams_story))).content.decode()
    assert "<script>alert(1)" not in html


def test_no_person_is_masked_twice(sams_story: Cast) -> None:
    export = check(register(sams_story), sams_story.director)
    people = [mask.person_id for mask in export.masks.all()]
    assert len(people) == len(set(people)) == Person.objects.filter(pk__in=people).count()


def test_a_ready_copy_is_not_checked_any_more(sams_story: Cast) -> None:
    with pytest.raises(RuleBroken, match="wacht op overhandiging"):
        check(ready(sams_story), sams_story.director)
