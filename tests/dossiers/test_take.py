"""The file is taken once, within 72 hours, by the office, after a fresh sign-in."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents.models import StoredFile
from dossiers import building, services
from dossiers.models import Export
from ground import clock
from ground.errors import RuleBroken
from people.models import Guardianship, Role
from tests.cast import Cast
from tests.dossiers.acts import check, content_of, ready, register
from trail.models import Entry


def page(export: Export) -> str:
    return reverse("dossiers:take", kwargs={"pk": export.pk})


def test_the_office_takes_the_file_once(sams_story: Cast) -> None:
    export = ready(sams_story)
    assert content_of(sams_story, export).startswith(b"PK")
    with pytest.raises(RuleBroken, match="één keer"):
        services.take_export(actor=sams_story.administrator, export=Export.objects.get())
    assert Entry.objects.of_subject(export).filter(act="dossiers.export_taken").count() == 1


@pytest.mark.parametrize(
    "member", ["director", "coordinator", "board", "privacy_officer", "mother", "teacher"]
)
def test_nobody_else_takes_it(member: str, sams_story: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.take_export(actor=getattr(sams_story, member), export=ready(sams_story))


def test_taking_asks_for_a_fresh_sign_in(sams_story: Cast, as_) -> None:
    export = ready(sams_story)
    assert "reauthenticate" in as_(sams_story.administrator).post(page(export)).url
    export.refresh_from_db()
    assert export.state == "ready"


def test_a_get_takes_nothing(sams_story: Cast, fresh) -> None:
    export, browser = ready(sams_story), fresh(sams_story.administrator)
    assert browser.get(page(export)).status_code == 200
    assert browser.head(page(export)).status_code == 200
    export.refresh_from_db()
    assert export.state == "ready"


def test_the_second_click_gets_a_sentence_and_no_file(sams_story: Cast, fresh) -> None:
    export, browser = ready(sams_story), fresh(sams_story.administrator)
    first = browser.post(page(export))
    assert first["Content-Type"] == "application/zip"
    assert f'filename="{export.number}.zip"' in first["Content-Disposition"]
    b"".join(first.streaming_content)
    second = browser.post(page(export), follow=True)
    assert "Dit bestand is al opgehaald" in second.content.decode()


def test_after_72_hours_it_is_too_late(sams_story: Cast) -> None:
    export = ready(sams_story)
    late = time_machine.travel(clock.now() + timedelta(hours=72), tick=False)
    with late, pytest.raises(RuleBroken, match="72 uur"):
        services.take_export(actor=sams_story.administrator, export=export)


def test_a_file_that_nobody_took_goes_and_its_word_is_its_own(sams_story: Cast) -> None:
    export = ready(sams_story)
    with time_machine.travel(clock.now() + timedelta(hours=73), tick=False):
        assert building.expire_due() == 1
        assert building.expire_due() == 0
    export.refresh_from_db()
    assert export.state == "expired"
    assert StoredFile.objects.get(pk=export.file).removed_at is not None


def test_after_the_term_a_new_check_makes_a_new_file(sams_story: Cast) -> None:
    export = ready(sams_story)
    with time_machine.travel(clock.now() + timedelta(hours=73), tick=False):
        building.expire_due()
        assert check(Export.objects.get(pk=export.pk), sams_story.director).state == "checked"


def test_the_content_of_a_taken_file_goes_after_an_hour(sams_story: Cast) -> None:
    export = ready(sams_story)
    content_of(sams_story, export)
    assert building.clear_taken() == 0
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert building.clear_taken() == 1
        assert building.clear_taken() == 0


def test_it_is_not_handed_over_when_the_parent_lost_authority(sams_story: Cast) -> None:
    export = ready(sams_story)
    Guardianship.objects.filter(guardian=sams_story.mother.person).update(authority="no")
    with pytest.raises(RuleBroken, match="mag dit dossier niet meer krijgen"):
        services.take_export(actor=sams_story.administrator, export=export)
    export.refresh_from_db()
    assert export.state == "ready"


def test_it_is_not_handed_over_when_the_releaser_lost_the_role(sams_story: Cast) -> None:
    export = ready(sams_story)
    Role.objects.filter(person=sams_story.director.person).update(ends=date(2026, 11, 17))
    with pytest.raises(RuleBroken, match="vrijgegeven, mag dat niet meer"):
        services.take_export(actor=sams_story.administrator, export=export)


def test_a_file_that_the_store_lost_is_not_taken(sams_story: Cast, tmp_path) -> None:
    export = ready(sams_story)
    (tmp_path / "sealed" / StoredFile.objects.get(pk=export.file).path).unlink()
    with pytest.raises(FileNotFoundError):
        services.take_export(actor=sams_story.administrator, export=export)
    export.refresh_from_db()
    assert export.state == "ready"


def test_before_it_is_ready_there_is_nothing_to_take(sams_story: Cast) -> None:
    with pytest.raises(RuleBroken, match="nog niet gecontroleerd"):
        services.take_export(actor=sams_story.administrator, export=register(sams_story))
