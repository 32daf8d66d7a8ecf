"""A dossier is read from the rooms that know; each reader gets the own answers about consent and no other's."""

from datetime import time, timedelta

from django.urls import reverse

from dossiers import timeline
from dossiers.models import Kind
from dossiers.opening import open_dossier
from ground import clock
from tests.cast import Cast
from tests.consent.conftest import Asked, asked  # noqa: F401 - pytest finds it by name
from tests.dossiers.acts import content_of, ready


def sources(cast: Cast, kind: str) -> set[str]:
    person = cast.sam if kind == Kind.PUPIL else cast.teacher.person
    return {event.source for event in timeline.events(person, kind, clock.now())}


def test_a_pupils_dossier_knows_groups_and_no_jobs(cast: Cast) -> None:
    assert sources(cast, Kind.PUPIL) == {"people.enrolment"}


def test_a_personnel_dossier_knows_jobs_and_no_groups(cast: Cast) -> None:
    assert sources(cast, Kind.PERSONNEL) == {"people.employment"}


def test_what_comes_after_the_last_moment_is_not_in_it(cast: Cast) -> None:
    before_school = clock.at(cast.year.starts - timedelta(days=1), time(12))
    assert timeline.events(cast.sam, Kind.PUPIL, before_school) == []


def test_each_parent_reads_only_the_own_answers(asked: Asked, as_) -> None:  # noqa: F811
    cast = asked.cast
    asked.says(cast.mother, photo="yes")
    asked.says(cast.father, film="no")
    address = reverse("dossiers:dossier", kwargs={"kind": "pupil", "pk": cast.sam.pk})
    mine = as_(cast.mother).get(address).content.decode()
    assert "Foto: ja" in mine
    assert "Film: nee" not in mine
    theirs = as_(cast.father).get(address).content.decode()
    assert "Film: nee" in theirs
    assert "Foto: ja" not in theirs


def test_the_copy_of_one_parent_holds_no_answer_of_the_other(asked: Asked) -> None:  # noqa: F811
    cast = asked.cast
    asked.says(cast.mother, photo="yes")
    asked.says(cast.father, film="no")
    content = content_of(cast, ready(cast))
    assert b"Foto: ja" in content
    assert b"Film: nee" not in content


def test_staff_who_opened_it_read_no_answers(asked: Asked, as_) -> None:  # noqa: F811
    cast = asked.cast
    asked.says(cast.mother, photo="yes")
    open_dossier(actor=cast.coordinator, person=cast.sam, kind="pupil", reason="Overleg.")
    address = reverse("dossiers:dossier", kwargs={"kind": "pupil", "pk": cast.sam.pk})
    assert "Foto: ja" not in as_(cast.coordinator).get(address).content.decode()
