"""Making the file: what is in it, once, and not when rights or content changed."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator, FormatChecker
from pypdf import PdfReader

from documents.models import StoredFile
from dossiers import building, services
from dossiers.models import MAX_ATTEMPTS, Export
from ground import clock
from notices.models import Notice
from people.models import Guardianship, Person, Role
from tests.cast import Cast, make_pupil
from tests.dossiers import story
from tests.dossiers.acts import content_of, ready, register, released
from trail.models import Entry

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "dossier.schema.json"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(content: bytes) -> str:
    """Everything a reader can find in the file: text, data, and the words of the PDFs."""
    texts = []
    for name, part in unpacked(content).items():
        texts.append(name)
        if name.endswith(".pdf"):
            texts += [page.extract_text() for page in PdfReader(io.BytesIO(part)).pages]
        else:
            texts.append(part.decode("utf-8", "replace"))
    return "\n".join(texts)


def test_the_file_holds_dossier_data_letters_sums_and_receipt(sams_story: Cast) -> None:
    parts = unpacked(content_of(sams_story, ready(sams_story)))
    assert list(parts) == [
        "letters/0001-2026-09-07.pdf",
        "dossier.pdf",
        "data.json",
        "receipt.pdf",
        "SHA256SUMS",
    ]


def test_sha256sum_agrees_after_unpacking(sams_story: Cast, tmp_path: Path) -> None:
    content = content_of(sams_story, ready(sams_story))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.count(": OK")) == (0, 4), done.stderr


def test_the_data_keeps_to_its_schema(sams_story: Cast) -> None:
    data = json.loads(unpacked(content_of(sams_story, ready(sams_story)))["data.json"])
    Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=FormatChecker()).validate(data)
    assert [entry["file"] for entry in data["entries"]][-1] == "letters/0001-2026-09-07.pdf"


def test_the_dossier_reads_as_a_story_without_names_of_other_children(sams_story: Cast) -> None:
    parts = unpacked(content_of(sams_story, ready(sams_story)))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(parts["dossier.pdf"])).pages)
    told = " ".join(text.split())
    assert "Sam duwde [andere leerling 1] in de gang. [andere leerling 1]s jas is stuk." in told
    assert "Bram Postma sprak met Sam." in told
    assert "Nadia de Wit-Benali" in told


def test_sixty_names_of_other_children_are_nowhere_in_the_file(cast: Cast) -> None:
    canaries = [f"Kanarie{number:02d}x" for number in range(60)]
    for number, name in enumerate(canaries):
        make_pupil(cast.school, f"{name} van Proef{number:02d}z", cast.group)
        how = [f"{name} stond erbij", f"{name.upper()}s tas", f"de moeder van {name} van Proef{number:02d}z"]
        story.put_note(cast.sam, f"Sam en {how[number % 3]}.", number=number)
    story.put_letter(cast.sam, f"Sam heeft {canaries[7]} geslagen.", number=90)
    found = words_of(content_of(cast, ready(cast))).lower()
    assert [name for name in canaries if name.lower() in found] == []
    assert "proef07z" not in found
    assert "[andere leerling 60]" in found


def test_a_letter_that_names_another_child_stays_at_school_and_says_so(sams_story: Cast) -> None:
    story.put_letter(sams_story.sam, "Sam heeft Noor geduwd.", number=8)
    content = content_of(sams_story, ready(sams_story))
    assert [name for name in unpacked(content) if name.startswith("letters/")] == [
        "letters/0001-2026-09-07.pdf"
    ]
    assert "Het is op school gebleven" in " ".join(words_of(content).split())


def test_the_address_of_the_other_parent_is_taken_out(cast: Cast) -> None:
    father = cast.father.person
    father.street, father.postcode, father.phone = "Sluisweg 40", "4321 ZX", "06-11122233"
    father.save()
    story.put_note(cast.sam, "Sam woont soms Sluisweg 40, 4321ZX. Bel 0611122233 of jeroen@meerpaal.example.")
    found = words_of(content_of(cast, ready(cast)))
    for canary in ("Sluisweg", "4321", "0611122233", "jeroen@"):
        assert canary not in found


@pytest.mark.parametrize(("street", "goes_along"), [("Sluisweg 40", False), ("Kadelaan 3", True)])
def test_a_letter_to_the_other_parent_goes_along_only_from_the_same_address(
    street: str, goes_along: bool, cast: Cast
) -> None:
    Person.objects.filter(pk=cast.mother.person.pk).update(street="Kadelaan 3")
    Person.objects.filter(pk=cast.father.person.pk).update(street=street)
    story.put_letter(cast.sam, f"Aan Jeroen de Wit, {street}. Sam krijgt een waarschuwing.")
    names = list(unpacked(content_of(cast, ready(cast))))
    assert any(name.startswith("letters/") for name in names) == goes_along


def test_the_same_input_and_release_time_give_the_same_bytes(sams_story: Cast) -> None:
    export = released(sams_story)
    building.build_due()
    first = Export.objects.get(pk=export.pk).sha256
    Export.objects.filter(pk=export.pk).update(state="building", lease_until=clock.now(), attempts=1)
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        building.build_due()
    again = Export.objects.get(pk=export.pk)
    assert (again.state, again.sha256) == ("ready", first)


def test_the_register_keeps_the_hash_of_the_file(sams_story: Cast) -> None:
    export = ready(sams_story)
    content = content_of(sams_story, export)
    assert hashlib.sha256(content).hexdigest() == export.sha256


def test_progress_reaches_its_end(sams_story: Cast) -> None:
    export = ready(sams_story)
    assert (export.progress, export.progress_total) == (4, 4)


def test_making_leaves_a_line_in_the_trail_and_a_message_for_the_office(sams_story: Cast) -> None:
    export = ready(sams_story)
    acts = list(Entry.objects.of_subject(export).order_by("id").values_list("act", flat=True))
    assert acts == [f"dossiers.export_{act}" for act in ("registered", "checked", "released", "built")]
    assert Notice.objects.get(kind="dossiers.ready").user == sams_story.administrator


def test_running_again_makes_nothing_twice(sams_story: Cast) -> None:
    ready(sams_story)
    assert building.build_due() == 0
    assert StoredFile.objects.filter(kind="export").count() == 1
    assert Notice.objects.filter(kind="dossiers.ready").count() == 1


def test_it_is_not_made_when_the_releaser_lost_the_role(sams_story: Cast) -> None:
    export = released(sams_story)
    Role.objects.filter(person=sams_story.director.person).update(ends=date(2026, 11, 17))
    assert building.build_due() == 0
    export.refresh_from_db()
    assert (export.state, export.failure, export.file) == ("failed", "releaser", None)


def test_it_is_not_made_when_the_releasers_sign_in_was_closed(sams_story: Cast) -> None:
    export = released(sams_story)
    sams_story.director.is_active = False
    sams_story.director.save()
    building.build_due()
    export.refresh_from_db()
    assert export.failure == "releaser"


@pytest.mark.parametrize(
    "change", [{"authority": "no"}, {"authority": "unknown"}, {"ends": date(2026, 11, 17)}]
)
def test_it_is_not_made_when_the_guardian_lost_authority(change: dict, sams_story: Cast) -> None:
    export = released(sams_story)
    Guardianship.objects.filter(guardian=sams_story.mother.person).update(**change)
    assert building.build_due() == 0
    export.refresh_from_db()
    assert (export.state, export.failure) == ("failed", "recipient")
    assert Notice.objects.filter(kind="dossiers.decided", user=sams_story.administrator).exists()


def test_it_is_not_made_when_the_dossier_says_something_else_than_was_checked(sams_story: Cast) -> None:
    export = released(sams_story)
    story.put_note(sams_story.sam, "Later ingevoegd over Noor.", number=0)
    assert building.build_due() == 0
    export.refresh_from_db()
    assert (export.state, export.failure) == ("failed", "changed")


def test_it_is_not_made_when_a_name_became_that_of_a_pupil(sams_story: Cast) -> None:
    story.put_note(sams_story.sam, "Ook Zoë was erbij.", number=7)
    export = released(sams_story)
    make_pupil(sams_story.school, "Zoe Kramer", sams_story.group)
    assert building.build_due() == 0
    export.refresh_from_db()
    assert export.failure == "changed"


def test_a_withdrawn_request_stops_the_worker_and_leaves_no_file(sams_story: Cast) -> None:
    export = released(sams_story)
    claimed = building._claim_next()
    services.cancel_export(actor=sams_story.administrator, export=export, reason="Niet meer nodig.")
    assert building._build(claimed) is False
    export.refresh_from_db()
    assert (export.state, export.file) == ("cancelled", None)


def test_a_worker_that_lost_its_lease_changes_nothing(sams_story: Cast) -> None:
    export = released(sams_story)
    slow = building._claim_next()
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        assert building.build_due() == 1
        assert building._build(slow) is False
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("ready", 2)
    assert Entry.objects.of_subject(export).filter(act="dossiers.export_built").count() == 1


def test_a_lease_that_is_out_is_left_alone(sams_story: Cast) -> None:
    released(sams_story)
    building._claim_next()
    assert building.build_due() == 0


def test_three_lost_workers_are_enough(sams_story: Cast) -> None:
    export = released(sams_story)
    for turn in range(MAX_ATTEMPTS):
        with time_machine.travel(clock.now() + timedelta(minutes=3 * turn), tick=False):
            assert building._claim_next() is not None
    with time_machine.travel(clock.now() + timedelta(minutes=30), tick=False):
        assert building.build_due() == 0
    export.refresh_from_db()
    assert (export.state, export.failure) == ("failed", "worker")


def test_a_paper_that_the_store_lost_is_tried_three_times_and_then_said(
    sams_story: Cast, tmp_path: Path
) -> None:
    export = released(sams_story)
    for stored in StoredFile.objects.filter(kind=story.LETTER):
        (tmp_path / "sealed" / stored.path).unlink()
    for _turn in range(4):
        building.build_due()
    export.refresh_from_db()
    assert (export.state, export.failure, export.attempts) == ("failed", "broken", 3)


def test_verify_export_agrees_with_the_file_as_it_was_made(sams_story: Cast, tmp_path: Path, capsys) -> None:
    path = tmp_path / "copy.zip"
    path.write_bytes(content_of(sams_story, ready(sams_story)))
    call_command("verify_export", str(path))
    assert "unchanged" in capsys.readouterr().out


def test_verify_export_sees_one_changed_byte(sams_story: Cast, tmp_path: Path) -> None:
    content = content_of(sams_story, ready(sams_story))
    path = tmp_path / "copy.zip"
    path.write_bytes(content.replace(b"Postma", b"Pastma"))
    with pytest.raises(CommandError, match="data.json was changed"):
        call_command("verify_export", str(path))


def test_a_personnel_dossier_goes_to_the_employee(cast: Cast) -> None:
    person = cast.teacher.person
    story.put_note(person, "Bram sprak met Noor.", number=1)
    export = ready(cast, person=person, kind="personnel", recipient_kind="employee", recipient=person)
    found = " ".join(words_of(content_of(cast, export)).split())
    assert "Bram sprak met [andere leerling 1]." in found
    assert "In dienst als" in found


def test_register_is_what_release_needs_first(cast: Cast) -> None:
    register(cast)
    assert building.build_due() == 0
