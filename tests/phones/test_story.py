from phones import returns
from phones.story import events_about
from tests.cast import Cast


def test_the_dossier_tells_of_a_confiscation_with_its_chain(cast: Cast, confiscate) -> None:
    custody = returns.hand_back(actor=cast.caretaker, custody=confiscate())
    [event] = events_about(cast.sam)
    assert event.title == "Telefoon ingenomen"
    assert "Reden: filmen of foto's maken." in event.lines
    assert "Niet geopend, niet doorzocht." in event.lines
    assert event.lines[-1].endswith("teruggegeven aan de leerling (in de klas, vak 7), Gerrit Bos.")
    assert event.others == {cast.teacher.person.pk, cast.caretaker.person.pk}
    assert (event.source_id, event.data["liability"]) == (custody.pk, "school")


def test_a_slip_is_left_out_and_others_phones_too(cast: Cast, deposit) -> None:
    returns.undo_deposit(actor=cast.teacher, custody=deposit(cast.sam))
    deposit()
    assert events_about(cast.sam) == []
    assert [event.title for event in events_about(cast.noor)] == ["Telefoon in bewaring"]


def test_the_number_of_queries_does_not_grow(cast: Cast, confiscate, django_assert_num_queries) -> None:
    for _turn in range(3):
        returns.hand_back(actor=cast.teacher, custody=confiscate())
    with django_assert_num_queries(3):
        assert len(events_about(cast.sam)) == 3
