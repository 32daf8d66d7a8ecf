"""What consent tells the dossier and the desk."""

from consent import objections
from consent.due import due_for
from consent.models import Decision
from consent.story import events_about
from people.standing import Standing
from tests.consent.conftest import Asked


def titles(asked: Asked, member: str) -> list[str]:
    return [line.title for line in due_for(Standing.of(getattr(asked.cast, member)))]


def test_the_dossier_of_a_pupil_tells_who_decided_what_and_how(asked: Asked) -> None:
    asked.says(asked.cast.mother, photo="yes", film="no")
    [event] = events_about(asked.cast.sam)
    assert event.title == "Toestemming: Website van de school"
    assert event.lines == (
        "Foto: ja",
        "Film: nee",
        "Door Nadia de Wit-Benali, met gezag, met een persoonlijke link",
        "Ondertekend: Nadia de Wit-Benali",
    )
    assert event.others == {asked.cast.mother.person.pk}
    assert event.data["by"] == str(asked.cast.mother.person.pk)


def test_every_change_and_the_childs_own_word_stand_in_it(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    objections.record_objection(actor=asked.cast.teacher, pupil=asked.cast.sam)
    assert len(events_about(asked.cast.sam)) == 2
    assert events_about(asked.cast.noor) == []


def test_consent_about_oneself_as_staff_is_in_no_dossier(asked: Asked) -> None:
    [row] = asked.says(asked.cast.mother, photo="yes")
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    staff = asked.cast.teacher.person.pk
    facts |= {
        "id": None,
        "subject_id": staff,
        "person_id": staff,
        "subject_kind": "staff",
        "capacity": "self",
    }
    Decision.objects.bulk_create([Decision(**facts | {"id": row.item_id})])
    assert events_about(asked.cast.teacher.person) == []


def test_a_question_waits_on_the_desk_until_it_is_answered(asked: Asked) -> None:
    assert titles(asked, "mother") == ["Mogen wij Sam laten zien?"]
    asked.says(asked.cast.mother)
    assert titles(asked, "mother") == []
    assert titles(asked, "father") == ["Mogen wij Sam laten zien?"]
    assert titles(asked, "stepfather") == []


def test_disagreeing_parents_wait_on_the_desk_of_the_office_only(asked: Asked) -> None:
    asked.says(asked.cast.mother)
    assert titles(asked, "administrator") == []
    asked.says(asked.cast.father, photo="no")
    assert titles(asked, "administrator") == ["Ouders van 1 kind zijn het niet eens"]
    for member in ("director", "teacher", "coordinator", "father"):
        assert titles(asked, member) == []
