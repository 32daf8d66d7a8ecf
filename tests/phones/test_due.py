from datetime import timedelta

from people.standing import Standing
from phones import returns
from phones.due import due_for
from tests.cast import Cast


def lines(user: object) -> list:
    return due_for(Standing.of(user))


def test_the_holder_sees_per_group_what_goes_back_at_the_bell(cast: Cast, confiscate, deposit) -> None:
    custody = confiscate()
    deposit()
    [line] = lines(cast.teacher)
    assert (line.title, line.about) == ("2 telefoons gaan terug", "groep 6A, 1 ingenomen")
    assert line.due == custody.due_back
    assert line.mine


def test_the_director_sees_only_what_was_not_collected(cast: Cast, confiscate, wednesday) -> None:
    confiscate()
    assert lines(cast.director) == []
    wednesday.shift(timedelta(hours=3))
    [line] = lines(cast.director)
    assert line.title == "1 telefoon is niet opgehaald"
    assert not line.mine


def test_who_took_it_to_the_cupboard_has_it_on_the_desk(cast: Cast, confiscate, wednesday) -> None:
    custody = confiscate()
    wednesday.shift(timedelta(hours=3))
    returns.move_phone(actor=cast.administrator, custody=custody, place="locked")
    assert [line.mine for line in lines(cast.administrator)] == [True]
    assert lines(cast.teacher) == []


def test_for_a_guardian_it_is_information(cast: Cast, confiscate, deposit) -> None:
    confiscate()
    deposit()
    [line] = lines(cast.mother)
    assert line.title == "De telefoon van Sam ligt op school"
    assert not line.mine
    assert lines(cast.noors_mother) == []


def test_others_have_nothing(cast: Cast, confiscate) -> None:
    confiscate()
    assert all(
        lines(user) == [] for user in (cast.other_teacher, cast.caretaker, cast.board, cast.stepfather)
    )
