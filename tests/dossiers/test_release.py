"""Release: only of what was checked, by another than who registered, for who may have it now."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dossiers import checking
from ground.errors import RuleBroken
from people.models import Guardianship
from tests.cast import PASSWORD, Cast
from tests.dossiers.acts import check, register, released
from trail.models import Entry


def test_a_checked_copy_is_released_with_its_time(sams_story: Cast) -> None:
    export = released(sams_story)
    assert (export.state, export.released_by) == ("released", sams_story.director)
    assert export.released_at is not None


def test_what_was_not_checked_is_not_released(sams_story: Cast) -> None:
    export = register(sams_story)
    with pytest.raises(RuleBroken, match="nog niet gecontroleerd"):
        checking.release_export(actor=sams_story.director, export=export)


@pytest.mark.parametrize("member", ["administrator", "board", "teacher", "supervisor", "privacy_officer"])
def test_nobody_else_releases(member: str, sams_story: Cast) -> None:
    export = check(register(sams_story), sams_story.director)
    with pytest.raises(PermissionDenied):
        checking.release_export(actor=getattr(sams_story, member), export=export)
    export.refresh_from_db()
    assert export.state == "checked"


def test_it_is_not_released_for_a_parent_who_lost_authority(sams_story: Cast) -> None:
    export = check(register(sams_story), sams_story.director)
    Guardianship.objects.filter(guardian=sams_story.mother.person).update(ends=date(2026, 11, 17))
    with pytest.raises(RuleBroken, match="gezag"):
        checking.release_export(actor=sams_story.director, export=export)


def test_a_second_release_is_refused(sams_story: Cast) -> None:
    export = released(sams_story)
    with pytest.raises(RuleBroken, match="vrijgegeven"):
        checking.release_export(actor=sams_story.director, export=export)
    assert Entry.objects.of_subject(export).filter(act="dossiers.export_released").count() == 1


def test_release_on_the_page_needs_a_post(sams_story: Cast, fresh) -> None:
    export, browser = check(register(sams_story), sams_story.director), fresh(sams_story.director)
    address = reverse("dossiers:release", kwargs={"pk": export.pk})
    assert "[andere leerling 1]" in browser.get(address).content.decode()
    export.refresh_from_db()
    assert export.state == "checked"
    browser.post(address)
    export.refresh_from_db()
    assert export.state == "released"


def test_release_asks_for_a_fresh_sign_in(sams_story: Cast, as_) -> None:
    export = check(register(sams_story), sams_story.director)
    answer = as_(sams_story.director).post(reverse("dossiers:release", kwargs={"pk": export.pk}))
    assert "reauthenticate" in answer.url
    export.refresh_from_db()
    assert export.state == "checked"


def test_what_was_sent_before_the_fresh_sign_in_is_done_after_it(sams_story: Cast, as_) -> None:
    sams_story.director.set_password(PASSWORD)
    sams_story.director.save()
    export, browser = check(register(sams_story), sams_story.director), as_(sams_story.director)
    address = reverse("dossiers:release", kwargs={"pk": export.pk})
    door = browser.post(address).url
    answer = browser.post(door, {"password": PASSWORD, "next": address}, follow=True)
    assert "Vrijgegeven. Het bestand wordt gemaakt." in answer.content.decode()
    export.refresh_from_db()
    assert export.state == "released"


def test_an_old_page_gives_the_sentence(sams_story: Cast, fresh) -> None:
    export, browser = released(sams_story), fresh(sams_story.director)
    answer = browser.post(reverse("dossiers:release", kwargs={"pk": export.pk}), follow=True)
    assert "Het bestand wordt gemaakt" in answer.content.decode()
