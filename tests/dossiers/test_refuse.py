"""Refusing and withdrawing a request, with a reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents.models import StoredFile
from dossiers import checking, services
from dossiers.models import Export
from notices.models import Notice
from tests.cast import Cast
from tests.dossiers.acts import ready, register


def test_the_director_refuses_with_a_reason_that_the_office_reads(sams_story: Cast, as_) -> None:
    export = register(sams_story)
    checking.refuse_export(actor=sams_story.director, export=export, reason="Kennelijk onredelijk.")
    html = as_(sams_story.administrator).get(reverse("dossiers:request", kwargs={"pk": export.pk}))
    assert "Kennelijk onredelijk." in html.content.decode()
    assert Notice.objects.filter(kind="dossiers.decided", user=sams_story.administrator).exists()


@pytest.mark.parametrize("member", ["administrator", "teacher", "board", "mother"])
def test_nobody_else_refuses(member: str, sams_story: Cast) -> None:
    with pytest.raises(PermissionDenied):
        checking.refuse_export(actor=getattr(sams_story, member), export=register(sams_story), reason="Nee.")


def test_the_office_withdraws_and_the_file_goes(sams_story: Cast) -> None:
    export = ready(sams_story)
    services.cancel_export(actor=sams_story.administrator, export=export, reason="Niet meer nodig.")
    export.refresh_from_db()
    assert export.state == "cancelled"
    assert StoredFile.objects.get(pk=export.file).removed_at is not None


def test_a_releaser_does_not_withdraw(sams_story: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.cancel_export(actor=sams_story.director, export=register(sams_story), reason="Nee.")


@pytest.mark.parametrize(("name", "member"), [("refuse", "director"), ("cancel", "administrator")])
def test_the_page_wants_a_reason_and_keeps_what_was_typed(
    name: str, member: str, sams_story: Cast, as_
) -> None:
    export, browser = register(sams_story), as_(getattr(sams_story, member))
    address = reverse(f"dossiers:{name}", kwargs={"pk": export.pk})
    assert browser.get(address).status_code == 200
    assert "te lang" in browser.post(address, {"reason": "y" * 501}).content.decode()
    assert Export.objects.get().state == "registered"
    assert browser.post(address, {"reason": "Om een goede reden."}).status_code == 302
    assert Export.objects.get().state in ("refused", "cancelled")


def test_after_withdrawing_the_same_can_be_asked_again(sams_story: Cast) -> None:
    services.cancel_export(actor=sams_story.administrator, export=register(sams_story), reason="Fout.")
    assert register(sams_story).state == "registered"
