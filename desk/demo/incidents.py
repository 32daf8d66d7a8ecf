"""Cases in the demo: seven, none heavy, in every state from a fresh report to a letter that was sent."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from desk.demo.stage import Stage
from ground import clock
from incidents import services
from incidents.models import Hearing, Incident, InvolvedPerson, Measure, Part, Platform, Scope, Verdict
from people.contact import guardians
from people.models import Guardianship, Person, User

WEEK = 7
STEP = timedelta(minutes=40)


class Scene:
    """One case. Its acts are played some days after the report, in order, and never after yesterday."""

    def __init__(self, stage: Stage, *, days_ago: int) -> None:
        self.stage = stage
        self.handler = stage.users["coordinator"]
        yesterday = stage.today - timedelta(days=1)
        wanted = stage.today - timedelta(days=days_ago)
        weekday = wanted - timedelta(days=max(wanted.weekday() - 4, 0))
        self.first_day = min(max(weekday, stage.year.starts), yesterday)
        self.room = (yesterday - self.first_day).days
        self.steps = 0

    @contextmanager
    def later(self, days: int) -> Iterator[datetime]:
        """The next act, so many days after the report."""
        self.steps += 1
        moment = self.moment(days, self.steps)
        with clock.moved_to(moment):
            yield moment

    def moment(self, days: int, step: int) -> datetime:
        day = self.first_day + timedelta(days=min(days, self.room))
        return clock.at(day, time(8, 45)) + step * STEP

    def report(self, actor: User, what: str, **facts: Any) -> Incident:
        """Reported on the first day, about the day before."""
        with self.later(0):
            return services.report_incident(
                actor=actor,
                school=self.stage.school,
                key=uuid.UUID(int=self.stage.rng.getrandbits(128), version=4),
                what=what,
                happened_on=self.first_day - timedelta(days=1),
                **facts,
            )

    def judge(self, incident: Incident, accused: Person, *, category: str, reason: str) -> InvolvedPerson:
        """Taken in hand the next day; the handler says who it is about, and judges."""
        with self.later(1):
            services.take_case(actor=self.handler, incident=incident)
        with self.later(1):
            named = incident.people.get()
            involved = services.judge_person(
                actor=self.handler, involved=named, part=Part.ACCUSED, reason=reason, person=accused
            )
        with self.later(1):
            services.assess_case(
                actor=self.handler, incident=incident, scope=Scope.OVERLAP, category=category, reason=reason
            )
        return involved

    def hear(self, involved: InvolvedPerson, conduct: str, said: str) -> Hearing:
        """Invited on the second day, heard on the fifth."""
        talk = self.moment(5, self.steps + 2) - STEP / 2
        with self.later(2):
            hearing = self.invite(involved, conduct, talk)
        with self.later(5):
            return services.record_hearing(
                actor=self.handler,
                hearing=hearing,
                held_at=talk,
                pupil_heard=True,
                parents_heard=True,
                record=said,
            )

    def invite(self, involved: InvolvedPerson, conduct: str, talk: datetime) -> Hearing:
        return services.invite_to_hearing(
            actor=self.handler,
            involved=involved,
            conduct=conduct,
            evidence="Een schermafdruk van het bericht.",
            possible_measure="een waarschuwing",
            meeting_at=talk,
            place="kamer van de intern begeleider",
        )

    def propose(self, involved: InvolvedPerson, reasons: str) -> Measure:
        with self.later(6):
            return services.propose_measure(actor=self.handler, involved=involved, reasons=reasons)


def play(stage: Stage) -> None:
    """The year's cases, the oldest first, so that their numbers follow the calendar."""
    warned_and_closed(stage)
    outside_the_protocol(stage)
    about_a_member_of_staff(stage)
    closed_without_a_measure(stage)
    waits_for_a_decision(stage)
    parents_are_invited(stage)
    just_reported(stage)


def warned_and_closed(stage: Stage) -> None:
    """A warning for the child of the third parent, who finds the letter."""
    scene, daan = Scene(stage, days_ago=9 * WEEK), stage.users["parent3"].person.wards.get().pupil
    incident = scene.report(
        stage.users["teacher2"],
        "In de groepsapp van groep 8 staat een bewerkte foto van een klasgenoot. Drie kinderen lachten erom.",
        pupils=[daan],
        platform=Platform.WHATSAPP,
    )
    reason = "Hij maakte de foto en plaatste die in de groepsapp."
    involved = scene.judge(incident, daan, category="hurting", reason=reason)
    conduct = "Daan bewerkte een foto van een klasgenoot en plaatste die in de groepsapp."
    scene.hear(involved, conduct, "Daan zei dat hij het als grap bedoelde. Hij heeft sorry gezegd.")
    measure = scene.propose(involved, "Het is de tweede keer in korte tijd.")
    with scene.later(7):
        why = "Een klasgenoot durfde niet meer naar de gym."
        services.decide_measure(
            actor=stage.users["director"], measure=measure, verdict=Verdict.IMPOSED, reasons=why
        )
    with scene.later(7):
        places = {
            "conduct": conduct,
            "view": "Daan zei dat hij het als grap bedoelde. U vertelde dat u er thuis over gepraat hebt.",
            "why": why,
            "agreement": "Daan haalt de foto weg en maakt het goed. Over drie weken praten wij opnieuw met u.",
        }
        services.write_letter(actor=scene.handler, measure=measure, places=places)
    with scene.later(8):
        services.send_letter(actor=scene.handler, measure=measure)
    with scene.later(9):
        services.close_case(actor=scene.handler, incident=incident)


def outside_the_protocol(stage: Stage) -> None:
    """A quarrel at a football club, which is not the school's to judge."""
    scene = Scene(stage, days_ago=7 * WEEK)
    incident = scene.report(
        stage.users["caretaker"],
        "Twee vaders maken ruzie in een Facebookgroep van de voetbalclub.",
        names=["een vader van de voetbalclub"],
        platform=Platform.FACEBOOK,
    )
    with scene.later(1):
        services.take_case(actor=scene.handler, incident=incident)
    with scene.later(1):
        services.assess_case(
            actor=scene.handler,
            incident=incident,
            scope=Scope.OUT_OF_SCOPE,
            reason="Het gaat over de voetbalclub en niet over school.",
        )
    with scene.later(2):
        services.close_without_measure(
            actor=scene.handler, incident=incident, reason="De school heeft hier geen rol in."
        )


def about_a_member_of_staff(stage: Stage) -> None:
    """A teacher who is friends with parents by a private account; director and board see it."""
    scene, director = Scene(stage, days_ago=5 * WEEK), stage.users["director"]
    incident = scene.report(
        stage.users["supervisor"],
        "Een leerkracht is met een privéaccount bevriend met twee ouders.",
        staff_member=stage.teachers["3"],
        platform=Platform.INSTAGRAM,
    )
    with scene.later(1):
        services.take_case(actor=director, incident=incident)
    with scene.later(2):
        services.assess_case(
            actor=director,
            incident=incident,
            scope=Scope.OVERLAP,
            category="private_contact",
            boundary_crossing=False,
            reason="Het is contact met ouders, zonder vervelende berichten.",
        )
    with scene.later(3):
        note = "Besproken in een gesprek. De contacten zijn verwijderd."
        services.add_note(actor=director, incident=incident, text=note)


def closed_without_a_measure(stage: Stage) -> None:
    """A misunderstanding that was talked out."""
    scene, pupil = Scene(stage, days_ago=4 * WEEK), _pupil(stage, "7")
    incident = scene.report(
        stage.users["supervisor"],
        "Een leerling zou een klasgenoot buitensluiten in een spel op internet.",
        names=[pupil.name],
        platform=Platform.OTHER,
        platform_other="een spel op internet",
    )
    reason = "Het spel is met de hele groep begonnen."
    involved = scene.judge(incident, pupil, category="bullying", reason=reason)
    scene.hear(
        involved,
        "Een klasgenoot zou zijn buitengesloten in een spel.",
        "Het spel was vol. Dat kon niet anders.",
    )
    with scene.later(6):
        services.close_without_measure(
            actor=scene.handler,
            incident=incident,
            reason="Het was een misverstand. De kinderen spelen weer samen.",
        )


def waits_for_a_decision(stage: Stage) -> None:
    """Heard and proposed; the director decides."""
    scene, pupil = Scene(stage, days_ago=12), _pupil(stage, "8")
    incident = scene.report(
        stage.users["teacher2"],
        "Onder een filmpje op TikTok staan scheldwoorden over een klasgenoot.",
        names=[pupil.name],
        platform=Platform.TIKTOK,
    )
    involved = scene.judge(incident, pupil, category="hurting", reason="De woorden zijn kwetsend.")
    conduct = "Er stonden scheldwoorden over een klasgenoot onder een filmpje op TikTok."
    scene.hear(involved, conduct, "Het was boosheid na een ruzie. De woorden zijn weggehaald.")
    scene.propose(involved, "De woorden stonden er een week en veel kinderen lazen ze.")


def parents_are_invited(stage: Stage) -> None:
    """The two parents of the demo's child find an invitation for a talk that is still to come."""
    scene, child = Scene(stage, days_ago=4), _child(stage)
    incident = scene.report(
        stage.users["teacher"],
        "In de groepsapp staat een kwetsend bericht over een klasgenoot.",
        pupils=[child],
        platform=Platform.WHATSAPP,
    )
    involved = scene.judge(
        incident, child, category="hurting", reason="Het bericht maakt een klasgenoot belachelijk."
    )
    conduct = f"{child.first_name} stuurde een kwetsend bericht over een klasgenoot in de groepsapp."
    with scene.later(2):
        scene.invite(involved, conduct, clock.at(stage.today + timedelta(days=3), time(15, 30)))


def just_reported(stage: Stage) -> None:
    """A fresh report of the demo's teacher, about two pupils of the own class."""
    group = stage.pupils[stage.group.name] if stage.group else []
    pupils = [pupil for pupil in group if pupil != stage.child][:2]
    Scene(stage, days_ago=1).report(
        stage.users["teacher"],
        "Er gaat een filmpje rond van een kind dat valt op het plein. Het kind vindt dat niet leuk.",
        pupils=pupils,
        nobody_known=not pupils,
        platform=Platform.SNAPCHAT,
    )


def _pupil(stage: Stage, group: str) -> Person:
    """Somebody of the group with a parent who has legal authority; in a tiny school the demo's own child."""
    yes = Guardianship.Authority.YES
    known = (row for row in stage.pupils[group] if guardians(row, stage.today).filter(authority=yes).exists())
    return next(known, None) or _child(stage)


def _child(stage: Stage) -> Person:
    """The child of the first two parents."""
    if stage.child is None:
        raise ValueError("the stage has no child")
    return stage.child
