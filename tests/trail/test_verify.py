"""Whoever owns the database can lift the triggers; then the seals tell."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.trail_tools import unguarded
from trail import sealing
from trail.models import Entry, Seal
from trail.services import head, verify

Write = Callable[[int], list[Entry]]
pytestmark = pytest.mark.django_db(transaction=True)


def sealed(write: Write, *batches: int) -> list[Entry]:
    entries: list[Entry] = []
    for count in batches:
        entries += write(count)
        sealing.seal_settled()
    return entries


def command(*args: str) -> str:
    out = StringIO()
    call_command("verify_trail", *args, stdout=out)
    return out.getvalue()


def test_an_empty_trail_recomputes() -> None:
    assert command() == "trail ok: 0 lines in 0 seals, 0 not sealed yet, head none\n"


def test_an_honest_trail_recomputes_in_one_line(write: Write) -> None:
    sealed(write, 3, 2)
    write(1)
    assert command() == f"trail ok: 5 lines in 2 seals, 1 not sealed yet, head {head().sha256}\n"


def test_sealing_twice_seals_once(write: Write) -> None:
    sealed(write, 3)
    assert sealing.seal_settled() == []


def test_a_great_many_lines_make_more_seals(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    sealed(write, 10)
    assert list(Seal.objects.order_by("id").values_list("count", flat=True)) == [4, 4, 2]
    assert verify().faults == []


@pytest.mark.parametrize(
    "change",
    ["act = 'phones.returned'", "details = '{}'", "actor_id = NULL", "at = at + interval '1 microsecond'"],
)
def test_a_changed_line_shows(change: str, write: Write) -> None:
    entries = sealed(write, 3, 3)
    with unguarded(Entry) as cursor:
        cursor.execute(f"UPDATE trail_entry SET {change} WHERE id = %s", [entries[1].id])
    [fault] = verify().faults
    assert str(Seal.objects.order_by("id")[0].id) in fault


def test_a_line_taken_from_the_middle_shows(write: Write) -> None:
    entries = sealed(write, 3, 3)
    with unguarded(Entry) as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [entries[1].id])
    assert len(verify().faults) == 1


def test_a_line_taken_from_the_tail_shows_by_the_count_of_its_seal(write: Write) -> None:
    entries = sealed(write, 3, 3)
    with unguarded(Entry) as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [entries[-1].id])
    assert len(verify().faults) == 1


def test_a_tail_cut_with_its_seal_shows_only_by_the_head_kept_elsewhere(write: Write) -> None:
    sealed(write, 3, 3)
    kept, last = head().sha256, head()
    with unguarded(Entry, Seal) as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id >= %s", [last.first_id])
        cursor.execute("DELETE FROM trail_seal WHERE id = %s", [last.id])
    assert verify().faults == []
    assert len(verify(head=kept).faults) == 1


def test_a_chain_rebuilt_from_the_start_shows_only_by_the_head_kept_elsewhere(write: Write) -> None:
    entries = sealed(write, 3, 3)
    kept = head().sha256
    with unguarded(Entry, Seal) as cursor:
        cursor.execute("UPDATE trail_entry SET act = 'a.b' WHERE id = %s", [entries[0].id])
        cursor.execute("DELETE FROM trail_seal")
    sealing.seal_settled()
    assert verify().faults == []
    assert len(verify(head=kept).faults) == 1


def test_an_older_head_stays_in_a_chain_that_grew(write: Write) -> None:
    sealed(write, 3)
    kept = head().sha256
    sealed(write, 2)
    assert verify(head=kept).faults == []


def test_a_seal_taken_from_the_middle_shows(write: Write) -> None:
    sealed(write, 2, 2, 2)
    middle = Seal.objects.order_by("id")[1]
    with unguarded(Entry, Seal) as cursor:
        cursor.execute(
            "DELETE FROM trail_entry WHERE id BETWEEN %s AND %s", [middle.first_id, middle.last_id]
        )
        cursor.execute("DELETE FROM trail_seal WHERE id = %s", [middle.id])
    assert len(verify().faults) == 1


def test_a_line_slipped_into_a_gap_shows(write: Write) -> None:
    entries = sealed(write, 3)
    with unguarded(Entry) as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [entries[0].id])
    Entry.objects.create(id=entries[0].id, kind="change", act="phones.returned")
    assert len(verify().faults) == 1


def test_a_line_before_the_first_shows(write: Write) -> None:
    sealed(write, 1)
    Entry.objects.create(id=-4, kind="change", act="phones.returned")
    assert len(verify().faults) == 1


def test_the_command_says_what_is_wrong(write: Write) -> None:
    entries = sealed(write, 2)
    with unguarded(Entry) as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE id = %s", [entries[1].id])
    with pytest.raises(CommandError, match="2.*1") as error:
        command()
    assert error.value.returncode == 1


def test_the_command_takes_a_head(write: Write) -> None:
    sealed(write, 1)
    command("--head", head().sha256)
    with pytest.raises(CommandError):
        command("--head", "f" * 64)
