"""Phones in the demo: a deposit at the door most days, now and then one taken in, and today's."""

from datetime import date, datetime, time, timedelta

from desk.demo.stage import Stage
from ground import clock
from people.calendar import SchoolCalendar
from people.models import Person
from phones import returns, services
from phones.models import Custody

# Six phones taken in since the summer, so many school days ago; the demo child's is one of them.
TAKEN_IN = (48, 39, 27, 18, 11, 8)
DAYS_OF_DEPOSITS = 5
DEPOSITS_A_DAY = 4
FIRST_BELL, IN_LESSON = time(8, 32), time(10, 40)


def play(stage: Stage) -> None:
    """Some months of phones in the demo teacher's group; a few lie there now, if today is a school day."""
    calendar = SchoolCalendar(stage.school)
    past = _school_days_before(calendar, stage.today, max(TAKEN_IN))
    reasons = list(Custody.Reason.values)
    for turn, back in enumerate(TAKEN_IN):
        if back <= len(past):
            pupil = stage.child if turn == 2 and stage.child else stage.rng.choice(_pupils(stage))
            _day_of_confiscation(stage, past[-back], pupil, reasons[turn % len(reasons)])
    for day in past[-DAYS_OF_DEPOSITS:]:
        _day_of_deposits(stage, calendar, day)
    _today(stage, calendar)


def _pupils(stage: Stage) -> list[Person]:
    return stage.pupils[stage.group.name] if stage.group else []


def _school_days_before(calendar: SchoolCalendar, today: date, count: int) -> list[date]:
    """The last school days before today in this school year, oldest first."""
    start = calendar.school.years.latest("starts").starts
    days = [start + timedelta(days=step) for step in range((today - start).days)]
    return [day for day in days if calendar.is_school_day(day)][-count:]


def _day_of_confiscation(stage: Stage, day: date, pupil: Person, reason: str) -> None:
    teacher = stage.users["teacher"]
    with clock.moved_to(clock.at(day, IN_LESSON)):
        pouch = str(stage.rng.randrange(1, 13))
        custody = services.confiscate_phone(actor=teacher, pupil=pupil, reason=reason, pouch=pouch)
    by = stage.users["caretaker"] if stage.rng.random() < 0.3 else teacher
    with clock.moved_to(custody.due_back + timedelta(minutes=3)):
        returns.hand_back(actor=by, custody=custody)


def _day_of_deposits(stage: Stage, calendar: SchoolCalendar, day: date) -> None:
    start = clock.at(day, FIRST_BELL)
    _hand_back(stage, _deposits(stage, start), calendar.end_of_school_day(start))


def _deposits(stage: Stage, start: datetime) -> list[Custody]:
    """Some pupils of the group hand in their phone, a few seconds after one another."""
    pupils = _pupils(stage)
    found = []
    for number, pupil in enumerate(stage.rng.sample(pupils, min(DEPOSITS_A_DAY, len(pupils)))):
        with clock.moved_to(start + timedelta(seconds=6 * number)):
            found.append(services.deposit_phone(actor=stage.users["teacher"], pupil=pupil))
    return found


def _hand_back(stage: Stage, custodies: list[Custody], bell: datetime) -> None:
    for number, custody in enumerate(custodies):
        with clock.moved_to(bell + timedelta(seconds=20 * number)):
            returns.hand_back(actor=stage.users["teacher"], custody=custody)


def _today(stage: Stage, calendar: SchoolCalendar) -> None:
    """As far as this school day has come: deposits until the bell, and one phone that nobody collects yet."""
    now, bell = clock.now(), calendar.bell(stage.today)
    start = clock.at(stage.today, FIRST_BELL)
    if bell is None or clock.today() != stage.today or now < start + timedelta(minutes=5):
        return
    deposits = _deposits(stage, start)
    here = {custody.pupil_id for custody in deposits}
    pupil = next((pupil for pupil in _pupils(stage) if pupil.pk not in here and pupil != stage.child), None)
    if pupil:
        with clock.moved_to(min(clock.at(stage.today, IN_LESSON), now - timedelta(minutes=1))):
            services.confiscate_phone(
                actor=stage.users["teacher"], pupil=pupil, reason=Custody.Reason.IN_LESSON, pouch="7"
            )
    if now > bell[1] + timedelta(minutes=5):
        _hand_back(stage, deposits, bell[1])
