"""The office registers a request; who may not have a copy is refused with a sentence."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dossiers.models import Export, ExportStep
from ground.errors import RuleBroken
from notices.models import Notice
from people.models import Guardianship
from tests.cast import Cast
from tests.dossiers.acts import register
from trail.models import Entry


def test_a_request_waits_for_the_check_within_a_month(cast: Cast) -> None:
    export = register(cast)
    assert (export.state, export.due_on) == ("registered", date(2026, 12, 18))


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2026, 10, 1), date(2026, 11, 2)),
        (date(2026, 9, 30), date(2026, 10, 30)),
    ],
)
def test_the_term_ends_on_a_working_day_a_month_later(received: date, last: date, cast: Cast) -> None:
    assert register(cast, received_on=received).due_on == last


def test_registering_tells_those_who_check_and_nobody_else(cast: Cast) -> None:
    register(cast)
    told = set(Notice.objects.filter(kind="dossiers.to_check").values_list("user", flat=True))
    assert told == {cast.director.pk, cast.coordinator.pk}


def test_registering_leaves_a_line_without_names(cast: Cast) -> None:
    export = register(cast)
    line = Entry.objects.of_subject(export).get()
    assert (line.act, line.about_person, line.actor) == (
        "dossiers.export_registered",
        cast.sam.pk,
        cast.administrator,
    )
    assert line.details == {"kind": "pupil", "recipient": "guardian"}


@pytest.mark.parametrize("member", ["stepfather", "noors_mother", "outsider", "teacher"])
def test_who_has_no_authority_over_the_child_gets_no_copy(member: str, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="gezag"):
        register(cast, recipient=getattr(cast, member).person)
    assert not Export.objects.exists()


def test_unknown_authority_is_not_enough(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="gezag"):
        register(cast, person=cast.noor, recipient=cast.unconfirmed.person)


def test_from_sixteen_the_pupil_asks(cast: Cast) -> None:
    cast.sam.birth_date = date(2010, 11, 18)
    cast.sam.save()
    with pytest.raises(RuleBroken, match="16 jaar"):
        register(cast)
    assert register(cast, recipient_kind="pupil", recipient=cast.sam).state == "registered"


def test_a_new_school_gets_no_conduct(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="onderwijskundig rapport"):
        register(cast, recipient_kind="new_school", recipient=None, recipient_name="De Vuurtoren")


def test_a_personnel_dossier_does_not_go_to_a_guardian(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="medewerker"):
        register(cast, person=cast.teacher.person, kind="personnel")


def test_an_office_needs_a_name(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        register(cast, recipient_kind="police", recipient=None, recipient_name="  ")
    assert refused.value.field == "recipient_name"


def test_the_same_request_is_registered_once(cast: Cast) -> None:
    register(cast)
    with pytest.raises(RuleBroken, match="loopt al"):
        register(cast)
    assert ExportStep.objects.count() == 1


def test_each_parent_has_a_request_of_their_own(cast: Cast) -> None:
    register(cast)
    assert register(cast, recipient=cast.father.person).state == "registered"


@pytest.mark.parametrize("member", ["director", "teacher", "privacy_officer", "mother", "board"])
def test_only_the_office_registers(member: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        register(cast, actor=getattr(cast, member))


def page(cast: Cast) -> str:
    return reverse("dossiers:register", kwargs={"kind": "pupil", "pk": cast.sam.pk})


def answers(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "recipient": f"guardian:{cast.mother.person.pk}",
        "reason": "Per mail gevraagd.",
        "received_on": "2026-11-17",
        **changes,
    }


def test_the_page_offers_only_parents_with_authority_and_says_why_the_others_not(cast: Cast, as_) -> None:
    html = as_(cast.administrator).get(page(cast)).content.decode()
    assert f"guardian:{cast.mother.person.pk}" in html
    assert f"guardian:{cast.stepfather.person.pk}" not in html
    assert "Kees Bakker" in html and "Alleen een ouder met bevestigd gezag" in html


def test_the_office_registers_on_the_page(cast: Cast, as_) -> None:
    answer = as_(cast.administrator).post(page(cast), answers(cast))
    export = Export.objects.get()
    assert answer.url == reverse("dossiers:request", kwargs={"pk": export.pk})
    assert (export.recipient, export.reason) == (cast.mother.person, "Per mail gevraagd.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"recipient": "guardian:00000000-0000-0000-0000-000000000000"}, "Selecteer een geldige keuze"),
        ({"recipient": ""}, "Kies een antwoord"),
        ({"received_on": "2026-11-19"}, "Deze dag moet nog komen"),
        ({"received_on": "31-02-2026"}, "Deze datum bestaat niet"),
        ({"reason": "x\x00y"}, "teken"),
        ({"reason": "x" * 501}, "te lang"),
        ({"recipient": "police"}, "Vul in voor wie het afschrift is"),
    ],
)
def test_bad_input_gives_a_sentence_and_keeps_what_was_typed(
    changes: dict, sentence: str, cast: Cast, as_
) -> None:
    html = as_(cast.administrator).post(page(cast), answers(cast, **changes)).content.decode()
    assert sentence in html
    assert "reason" in changes or "Per mail gevraagd." in html
    assert not Export.objects.exists()


def test_a_double_click_registers_once_and_says_so(cast: Cast, as_) -> None:
    browser = as_(cast.administrator)
    browser.post(page(cast), answers(cast))
    assert "Er loopt al een verzoek" in browser.post(page(cast), answers(cast)).content.decode()
    assert Export.objects.count() == 1


def test_looking_somebody_up_leads_to_the_form(cast: Cast, as_) -> None:
    html = as_(cast.administrator).get(reverse("dossiers:choose"), {"q": "sam"}).content.decode()
    assert page(cast) in html
    assert reverse("dossiers:register", kwargs={"kind": "pupil", "pk": cast.noor.pk}) not in html


def test_a_guardianship_that_ended_gives_no_copy(cast: Cast) -> None:
    Guardianship.objects.filter(guardian=cast.mother.person).update(ends=date(2026, 11, 17))
    with pytest.raises(RuleBroken, match="gezag"):
        register(cast)
