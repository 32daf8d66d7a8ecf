"""Publishing freezes words and PDF, retires the version before and tells who has to read it."""

from datetime import date
from hashlib import sha256

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from documents import services as documents
from documents.models import StoredFile
from ground.errors import RuleBroken
from notices.models import Notice
from people import services as people
from people.models import Guardianship, Role
from policy.reading import text_of, version_in_force
from policy.services import publish_version
from policy.workflow import State
from tests.cast import FIRST_DAY, Cast
from tests.protocol import approved, changed_text, drafted, published, submitted
from trail.models import Entry

TODAY = date(2026, 11, 18)


def test_a_published_version_holds_from_its_day(cast: Cast):
    version = published(cast)
    assert version.state == State.PUBLISHED
    assert version_in_force(cast.school, TODAY) == version
    assert version_in_force(cast.school, date(2026, 11, 17)) is None


def test_it_carries_the_hash_of_its_words(cast: Cast):
    version = published(cast)
    assert version.text_hash == sha256(text_of(version).encode()).hexdigest()


def test_the_pdf_holds_every_clause_with_its_code(cast: Cast, tmp_path):
    version = published(cast)
    content = documents.read(StoredFile.objects.get(pk=version.pdf))
    (tmp_path / "protocol.pdf").write_bytes(content)
    words = " ".join(page.extract_text() for page in PdfReader(tmp_path / "protocol.pdf").pages)
    assert all(code in words for code in ("I1", "B2b", "M8"))
    assert "woensdag 18 november 2026" in words and "komen ophalen" in " ".join(words.split())


def test_the_pdf_is_handed_out_byte_for_byte_as_it_was(cast: Cast, as_):
    version = published(cast)
    stored = StoredFile.objects.get(pk=version.pdf)
    answer = as_(cast.mother).get(reverse("policy:pdf", kwargs={"pk": version.pk}))
    assert sha256(answer.content).hexdigest() == stored.sha256
    assert answer["Content-Disposition"].startswith("attachment")


def test_publishing_stands_in_the_trail_with_both_hashes(cast: Cast):
    version = published(cast)
    line = Entry.objects.of_subject(version).get(act="policy.published")
    assert (line.actor, line.details["text_hash"]) == (cast.director, version.text_hash)


def test_staff_and_guardians_get_one_notice_each(cast: Cast):
    published(cast)
    told = set(Notice.objects.filter(kind="policy.published").values_list("user", flat=True))
    left_out = {cast.board, cast.privacy_officer}  # not in the service of the school
    assert told == {user.pk for user in cast.users().values() if user not in left_out}


def test_a_guardian_under_a_contact_ban_gets_no_mail(cast: Cast):
    Guardianship.objects.filter(guardian=cast.stepfather.person).update(contact_ban=True)
    published(cast)
    assert not Notice.objects.filter(user=cast.stepfather).exists()


def test_a_minor_change_is_published_without_a_word(cast: Cast):
    published(cast)
    before = Notice.objects.count()
    published(cast, text=changed_text(), minor_change=True)
    assert Notice.objects.count() == before


def test_the_version_before_retires_in_the_same_step(cast: Cast):
    first = published(cast)
    second = published(cast, text=changed_text())
    first.refresh_from_db()
    assert (first.state, second.state) == (State.RETIRED, State.PUBLISHED)


def test_a_replaced_version_holds_until_the_next_one_begins(cast: Cast):
    first = published(cast)
    second = published(cast, text=changed_text(), valid_from=date(2027, 1, 4))
    assert version_in_force(cast.school, date(2027, 1, 3)) == first
    assert version_in_force(cast.school, date(2027, 1, 4)) == second


def test_of_two_versions_from_the_same_day_the_later_one_holds(cast: Cast):
    published(cast)
    second = published(cast, text=changed_text())
    assert version_in_force(cast.school, TODAY) == second


def test_a_version_does_not_begin_before_the_one_it_replaces(cast: Cast):
    published(cast, valid_from=date(2027, 1, 4))
    version = approved(cast, text=changed_text())
    with pytest.raises(RuleBroken) as refused:
        publish_version(actor=cast.director, version=version, valid_from=date(2027, 1, 3))
    assert refused.value.field == "valid_from"


@pytest.mark.parametrize(
    "day", [date(2026, 11, 17), date(2027, 11, 20)], ids=["yesterday", "over a year ahead"]
)
def test_the_first_day_lies_between_today_and_a_year_from_now(cast: Cast, day: date):
    version = approved(cast)
    with pytest.raises(RuleBroken) as refused:
        publish_version(actor=cast.director, version=version, valid_from=day)
    version.refresh_from_db()
    assert (refused.value.field, version.state) == ("valid_from", State.IN_REVIEW)


def test_the_day_of_today_is_the_one_in_the_netherlands(cast: Cast):
    version = approved(cast)
    with time_machine.travel("2026-11-18T23:30:00Z", tick=False), pytest.raises(RuleBroken):
        publish_version(actor=cast.director, version=version, valid_from=TODAY)


def test_a_draft_is_not_published(cast: Cast):
    version = drafted(cast)
    with pytest.raises(RuleBroken):
        publish_version(actor=cast.director, version=version, valid_from=TODAY)


def test_a_version_that_nobody_reviewed_is_not_published(cast: Cast):
    version = submitted(cast)
    with pytest.raises(RuleBroken, match="bestuur|board"):
        publish_version(actor=cast.director, version=version, valid_from=TODAY)


def test_a_version_is_published_once(cast: Cast):
    version = published(cast)
    with pytest.raises(RuleBroken):
        publish_version(actor=cast.director, version=version, valid_from=TODAY)


def test_a_replaced_version_is_not_published_again(cast: Cast):
    first = published(cast)
    published(cast, text=changed_text())
    with pytest.raises(RuleBroken):
        publish_version(actor=cast.director, version=first, valid_from=TODAY)


@pytest.mark.parametrize("member", ["board", "administrator", "teacher", "mother"])
def test_only_the_director_publishes(cast: Cast, member: str):
    version = approved(cast)
    with pytest.raises(PermissionDenied):
        publish_version(actor=getattr(cast, member), version=version, valid_from=TODAY)


def test_the_reviewer_does_not_publish_what_was_reviewed(cast: Cast):
    version = approved(cast)
    people.grant_role(
        actor=None, person=cast.board.person, school=cast.school, name=Role.Name.DIRECTOR, starts=FIRST_DAY
    )
    with pytest.raises(PermissionDenied):
        publish_version(actor=cast.board, version=version, valid_from=TODAY)


def test_the_page_publishes_and_leads_to_the_version(cast: Cast, as_):
    version = approved(cast)
    url = reverse("policy:publish", kwargs={"pk": version.pk})
    answer = as_(cast.director).post(url, {"valid_from": "24-11-2026"})
    version.refresh_from_db()
    assert (answer.status_code, version.valid_from) == (302, date(2026, 11, 24))


@pytest.mark.parametrize("typed", ["2026-11-17", "31-02-2027", "gisteren", "", "\x00"])
def test_a_day_that_will_not_do_is_a_sentence_and_publishes_nothing(cast: Cast, as_, typed: str):
    version = approved(cast)
    page = as_(cast.director).post(
        reverse("policy:publish", kwargs={"pk": version.pk}), {"valid_from": typed}
    )
    version.refresh_from_db()
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert version.state == State.IN_REVIEW


def test_a_second_click_on_publish_says_where_the_version_stands(cast: Cast, as_):
    version = approved(cast)
    url = reverse("policy:publish", kwargs={"pk": version.pk})
    browser = as_(cast.director)
    browser.post(url, {"valid_from": "2026-11-18"})
    page = browser.post(url, {"valid_from": "2026-11-18"})
    assert page.status_code == 200 and "error-summary" in page.content.decode()
