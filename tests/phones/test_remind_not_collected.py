from datetime import UTC, datetime, timedelta

from django.urls import reverse

from notices.models import Notice
from phones import returns, tasks
from tests.cast import Cast

BELL = datetime(2026, 11, 18, 11, 15, tzinfo=UTC)


def told() -> list[tuple[str, object]]:
    return list(Notice.objects.exclude(kind="phones.confiscated").values_list("kind", "person"))


def test_guardians_and_holder_are_told_once(cast: Cast, confiscate, wednesday) -> None:
    custody = confiscate()
    wednesday.move_to(BELL + timedelta(minutes=16))
    tasks.remind_not_collected()
    wednesday.shift(timedelta(days=3))
    tasks.remind_not_collected()
    assert sorted(told(), key=str) == sorted(
        [
            ("phones.not_collected", cast.mother.person.pk),
            ("phones.not_collected", cast.father.person.pk),
            ("phones.still_here", cast.teacher.person.pk),
        ],
        key=str,
    )
    assert custody.events.filter(kind="reminded", by=None).count() == 1


def test_who_is_a_few_minutes_late_is_not_told_on(cast: Cast, confiscate, wednesday) -> None:
    confiscate()
    wednesday.move_to(BELL + timedelta(minutes=14))
    tasks.remind_not_collected()
    assert told() == []


def test_what_was_collected_is_not_reminded_of(cast: Cast, confiscate, wednesday) -> None:
    custody = returns.hand_back(actor=cast.teacher, custody=confiscate())
    wednesday.move_to(BELL + timedelta(hours=1))
    assert not returns.remind_not_collected(custody=custody)
    assert told() == []


def test_the_guardian_reads_what_to_do(cast: Cast, confiscate, wednesday, as_) -> None:
    custody = confiscate()
    wednesday.move_to(BELL + timedelta(hours=1))
    html = as_(cast.mother).get(reverse("phones:custody", args=[custody.pk])).content.decode()
    assert "Sam heeft de telefoon niet opgehaald." in html
    assert "Bel de school." in html
