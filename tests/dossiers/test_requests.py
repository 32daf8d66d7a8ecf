"""The register: who sees which request, the page of one, its progress, and what waits on the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dossiers import building
from dossiers.access import Access, visible_to
from dossiers.due import due_for
from dossiers.models import Export
from ground import clock
from people.standing import Standing
from tests.cast import Cast
from tests.dossiers.acts import check, ready, register, released


def page(export: Export) -> str:
    return reverse("dossiers:request", kwargs={"pk": export.pk})


def three(cast: Cast) -> dict[str, Export]:
    """A pupil's, a teacher's, and the director's own."""
    teacher, director = cast.teacher.person, cast.director.person
    own = {"kind": "personnel", "recipient_kind": "employee"}
    return {
        "pupil": register(cast),
        "teacher": register(cast, person=teacher, recipient=teacher, **own),
        "director": register(cast, person=director, recipient=director, **own),
    }


SEES = {
    "administrator": {"pupil", "teacher", "director"},
    "privacy_officer": {"pupil", "teacher", "director"},
    "director": {"pupil", "teacher"},
    "coordinator": {"pupil"},
    "board": {"teacher", "director"},
}


def test_list_and_page_agree_for_every_member_of_the_cast(cast: Cast, as_) -> None:
    exports = three(cast)
    for name, user in cast.users().items():
        listed = set(visible_to(user))
        assert listed == {exports[key] for key in SEES.get(name, set())}, name
        for export in exports.values():
            opens = as_(user).get(page(export)).status_code == 200
            assert (export in listed) == Access(user, export).can_view == opens, name


def test_the_list_shows_what_one_may_see(cast: Cast, as_) -> None:
    exports = three(cast)
    html = as_(cast.coordinator).get(reverse("dossiers:requests")).content.decode()
    assert page(exports["pupil"]) in html
    assert page(exports["teacher"]) not in html
    assert "Bram Postma" not in html


@pytest.mark.parametrize("member", ["administrator", "privacy_officer"])
def test_the_page_holds_no_content_for_who_only_keeps_the_register(
    member: str, sams_story: Cast, as_
) -> None:
    html = as_(getattr(sams_story, member)).get(page(check(register(sams_story), sams_story.director)))
    for canary in ("gang", "Noor", "jas", "andere leerling"):
        assert canary not in html.content.decode()


def test_the_privacy_officer_does_not_read_why_it_was_asked(cast: Cast, as_) -> None:
    assert "Per mail gevraagd" not in as_(cast.privacy_officer).get(page(register(cast))).content.decode()


def test_the_office_has_no_button_to_check(cast: Cast, as_) -> None:
    html = as_(cast.administrator).get(page(register(cast))).content.decode()
    assert "Lezen en controleren" not in html
    assert "Verzoek intrekken" in html


def test_progress_shows_and_asks_again_by_itself_and_without_script(sams_story: Cast, as_) -> None:
    export = released(sams_story)
    claimed = building._claim_next()
    building._mark(claimed, 2, 4)
    html = as_(sams_story.administrator).get(page(export)).content.decode()
    assert "2 van 4 delen zijn klaar" in html
    assert 'name="poll"' in html and 'hx-trigger="every 2s"' in html
    assert f'action="{page(export)}"' in html


def test_htmx_gets_the_part_that_changed(sams_story: Cast, as_) -> None:
    export = ready(sams_story)
    html = as_(sams_story.administrator).get(page(export), headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith('<div id="status">')
    assert "hx-get" not in html
    assert 'id="announce"' in html


def test_a_failure_says_why(sams_story: Cast, as_) -> None:
    export = released(sams_story)
    sams_story.director.is_active = False
    sams_story.director.save()
    building.build_due()
    html = as_(sams_story.coordinator).get(page(export)).content.decode()
    assert "Wie het heeft vrijgegeven, mag dat niet meer." in html
    assert reverse("dossiers:check", kwargs={"pk": export.pk}) in html


def due(user: object) -> list[tuple[str, bool]]:
    return [(line.step, line.mine) for line in due_for(Standing.of(user))]


def test_a_new_request_waits_for_who_checks_and_the_office_sees_for_whom(cast: Cast) -> None:
    register(cast)
    assert due(cast.director) == due(cast.coordinator) == [("Op namen van anderen controleren", True)]
    assert due(cast.administrator) == [("Nog niets", False)]
    assert due(cast.board) == due(cast.privacy_officer) == due(cast.mother) == due(cast.teacher) == []


def test_a_checked_request_waits_for_release(sams_story: Cast) -> None:
    check(register(sams_story), sams_story.director)
    assert due(sams_story.director) == [("Vrijgeven", True)]


def test_a_ready_file_waits_for_the_office_until_its_term(sams_story: Cast) -> None:
    export = ready(sams_story)
    [line] = due_for(Standing.of(sams_story.administrator))
    assert (line.step, line.mine, line.due) == ("Het bestand overhandigen", True, export.take_before)
    assert due(sams_story.director) == []


def test_asking_what_is_due_is_one_query(cast: Cast, django_assert_num_queries) -> None:
    three(cast)
    standing = Standing.of(cast.director)
    with django_assert_num_queries(1):
        assert len(due_for(standing)) == 2


def test_a_finished_request_waits_for_nobody(sams_story: Cast) -> None:
    ready(sams_story)
    with time_machine.travel(clock.now() + timedelta(hours=80), tick=False):
        building.expire_due()
        assert due(sams_story.administrator) == due(sams_story.director) == []
