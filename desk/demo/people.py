"""The demo's school, its people and their sign-ins, through the services of people."""

import random
from datetime import date, time, timedelta

from desk.demo.names import ADULTS, ASSISTANTS, FIRST, LAST, TEACHERS, split
from desk.demo.stage import Stage
from people import services
from people.models import Bell, ClassGroup, Guardianship, Holiday, Person, Role, School, SchoolYear, User

BRIN = "99DM"
GROUPS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6A": 6, "7": 7, "8": 8}
DEMO_GROUP, OTHER_GROUP = "6A", "8"
SIBLINGS = 0.1
WEEK = [0, 1, 2, 3, 4]


def make_school(today: date) -> tuple[School, SchoolYear]:
    """The school with its year around `today`, its bells and its holidays."""
    first = date(today.year - (today.month < 8), 8, 1)
    school = School.objects.create(
        name="de Meerpaal",
        brin=BRIN,
        kind=School.Kind.PUBLIC,
        board_name="Stichting Openbaar Onderwijs Waterrijk",
        street="Kadelaan 12",
        postcode="1234 AB",
        place="Waterdam",
        phone="012-345 67 89",
        email="info@demo.example",
    )
    year = SchoolYear.objects.create(
        school=school,
        name=f"{first.year}-{first.year + 1}",
        starts=first,
        ends=date(first.year + 1, 7, 31),
    )
    for weekday in WEEK:
        ends = time(12, 15) if weekday == 2 else time(14, 0)
        Bell.objects.create(school=school, weekday=weekday, starts=time(8, 30), ends=ends)
    for name, first_day, last_day in holidays(first.year):
        Holiday.objects.create(school=school, name=name, starts=first_day, ends=last_day)
    return school, year


def holidays(first_year: int) -> list[tuple[str, date, date]]:
    """Five holidays of a school year, as Dutch schools have them, give or take a week."""
    after = first_year + 1
    return [
        ("zomervakantie", date(first_year, 8, 1), date(first_year, 8, 23)),
        ("herfstvakantie", date(first_year, 10, 17), date(first_year, 10, 25)),
        ("kerstvakantie", date(first_year, 12, 19), date(after, 1, 3)),
        ("voorjaarsvakantie", date(after, 2, 20), date(after, 2, 28)),
        ("meivakantie", date(after, 4, 24), date(after, 5, 9)),
        ("zomervakantie", date(after, 7, 10), date(after, 7, 31)),
    ]


class Register:
    """Fills the register of one demo school."""

    def __init__(self, school: School, year: SchoolYear, rng: random.Random, password: str) -> None:
        self.school, self.year, self.rng, self.password = school, year, rng, password
        self.users: dict[str, User] = {}

    def person(self, name: str, **facts: object) -> Person:
        return services.register_person(actor=None, school=self.school, **split(name), **facts)

    def sign_in(self, key: str, person: Person) -> User:
        """A sign-in that the newcomer is told of, with the printed password."""
        user = services.open_sign_in(actor=None, person=person, password=self.password, is_demo=True)
        self.users[key] = user
        return user

    def employee(self, name: str, job: str, key: str = "", supervisor: Person | None = None) -> Person:
        person = self.person(name, email=f"{key or slug(name)}@demo.example")
        services.employ(
            actor=None,
            person=person,
            school=self.school,
            job_title=job,
            starts=self.year.starts,
            supervisor=supervisor,
        )
        if key:
            self.sign_in(key, person)
        return person

    def role(self, person: Person, name: str) -> None:
        services.grant_role(actor=None, person=person, school=self.school, name=name, starts=self.year.starts)

    def staff(self) -> tuple[Person, list[Person]]:
        """Everybody with a function, and the teachers in the order of the groups."""
        director = self.employee("Ingrid Hofstra", "directeur", "director")
        self.role(director, Role.Name.DIRECTOR)
        deputy = self.employee("Sanne Prins", "adjunct-directeur", "supervisor", director)
        for name, job, key, role in (
            ("Latifa Ouali", "intern begeleider", "coordinator", Role.Name.CARE_COORDINATOR),
            ("Henk Mulder", "administratie", "admin", Role.Name.ADMINISTRATOR),
            ("Marloes Vink", "vertrouwenspersoon", "confidant", Role.Name.CONFIDANT),
        ):
            self.role(self.employee(name, job, key, director), role)
        for name, key, role in (
            ("Rutger Zijlstra", "board", Role.Name.BOARD),
            ("Pim Vos", "privacy", Role.Name.PRIVACY_OFFICER),
        ):
            outside = self.person(name, email=f"{key}@demo.example")
            self.sign_in(key, outside)
            self.role(outside, role)
        self.employee("Gerrit Bos", "conciërge", "caretaker", director)
        for name in ASSISTANTS:
            self.employee(name, "onderwijsassistent", supervisor=deputy)
        return director, [
            self._teacher(name, index, deputy) for index, name in enumerate(self._teacher_names())
        ]

    def _teacher_names(self) -> list[str]:
        names = list(TEACHERS)
        names[list(GROUPS).index(DEMO_GROUP)] = "Bram Postma"
        return names

    def _teacher(self, name: str, index: int, deputy: Person) -> Person:
        groups = list(GROUPS)
        group = groups[index] if index < len(groups) else ""
        key = {DEMO_GROUP: "teacher", OTHER_GROUP: "teacher2"}.get(group, "")
        job = f"leraar groep {group}" if group else "vakleraar"
        return self.employee(name, job, key, deputy)

    def groups(self, teachers: list[Person]) -> list[ClassGroup]:
        """The groups of the year with their teachers on every weekday."""
        made = []
        for (name, grade), teacher in zip(GROUPS.items(), teachers, strict=False):
            group = ClassGroup.objects.create(school=self.school, year=self.year, name=name, grade=grade)
            services.assign_teacher(
                actor=None, teacher=teacher, class_group=group, weekdays=WEEK, starts=self.year.starts
            )
            made.append(group)
        return made

    def families(self, groups: list[ClassGroup], pupils: int) -> dict[str, list[Person]]:
        """Pupils spread over the groups, each with guardians; some families have children in two groups."""
        found: dict[str, list[Person]] = {group.name: [] for group in groups}
        family: list[Person] = []
        for number in range(pupils):
            group = groups[number % len(groups)]
            if not family or self.rng.random() > SIBLINGS:
                surname = self.rng.choice(LAST)
                family = self._guardians(number, surname)
            child = self._pupil(f"{self.rng.choice(FIRST)} {surname}", group, number)
            self._tie(child, family)
            found[group.name].append(child)
        return found

    def _guardians(self, number: int, surname: str) -> list[Person]:
        """One or two adults; about one in ten families shares no surname, one in twenty has no e-mail."""
        count = 1 if self.rng.random() < 0.1 else 2
        adults = []
        for index in range(count):
            own = self.rng.choice(LAST) if index and self.rng.random() < 0.4 else surname
            email = "" if self.rng.random() < 0.05 else f"ouder{number}{'ab'[index]}@demo.example"
            adult = self.person(f"{self.rng.choice(ADULTS)} {own}", email=email)
            if email:
                services.open_sign_in(actor=None, person=adult, is_demo=True)
            adults.append(adult)
        return adults

    def _pupil(self, name: str, group: ClassGroup, number: int) -> Person:
        age = 4 + (group.grade or 1) - 1
        born = date(self.year.starts.year - age - 1, 10, 1) + timedelta(days=self.rng.randrange(364))
        return self.pupil(name, group, born, number)

    def pupil(self, name: str, group: ClassGroup, born: date, number: int) -> Person:
        child = self.person(name, birth_date=born)
        services.enrol(
            actor=None, pupil=child, class_group=group, starts=self.year.starts, number=str(20000 + number)
        )
        return child

    def _tie(self, child: Person, family: list[Person]) -> None:
        relations = (Guardianship.Relation.MOTHER, Guardianship.Relation.FATHER)
        for adult, relation in zip(family, relations, strict=False):
            self.guardian(child, adult, relation, self._authority())

    def _authority(self) -> str:
        draw = self.rng.random()
        kinds = Guardianship.Authority
        return kinds.UNKNOWN if draw < 0.04 else kinds.NO if draw < 0.07 else kinds.YES

    def guardian(self, child: Person, adult: Person, relation: str, authority: str) -> None:
        services.add_guardian(
            actor=None,
            school=self.school,
            guardian=adult,
            pupil=child,
            relation=relation,
            authority=authority,
            starts=self.year.starts,
        )

    def demo_family(self, groups: list[ClassGroup]) -> Person:
        """Sam of 6A with both parents, and a parent who has nothing to do with them."""
        by_name = {group.name: group for group in groups}
        sam = self.pupil("Sam de Wit", by_name[DEMO_GROUP], date(self.year.starts.year - 10, 3, 9), 900)
        daan = self.pupil("Daan Visser", by_name[OTHER_GROUP], date(self.year.starts.year - 12, 5, 2), 901)
        mother, father = Guardianship.Relation.MOTHER, Guardianship.Relation.FATHER
        for key, name, child, relation in (
            ("parent", "Nadia de Wit-Benali", sam, mother),
            ("parent2", "Jeroen de Wit", sam, father),
            ("parent3", "Anke Visser-Okafor", daan, mother),
        ):
            adult = self.person(name, email=f"{key}@demo.example")
            self.sign_in(key, adult)
            self.guardian(child, adult, relation, Guardianship.Authority.YES)
        return sam


def slug(name: str) -> str:
    """A name as the first part of an address."""
    return "".join(
        sign for sign in name.lower().replace(" ", ".") if sign.isascii() and (sign.isalnum() or sign == ".")
    )


def play(today: date, rng: random.Random, *, pupils: int, password: str) -> Stage:
    """Build the school and give the stage on which the other acts play."""
    school, year = make_school(today)
    register = Register(school, year, rng, password)
    _director, teachers = register.staff()
    groups = register.groups(teachers)
    child = register.demo_family(groups)
    found = register.families(groups, pupils)
    found[DEMO_GROUP].insert(0, child)
    stage = Stage(
        school=school, year=year, today=today, rng=rng, users=register.users, groups=groups, pupils=found
    )
    stage.group = next(group for group in groups if group.name == DEMO_GROUP)
    stage.child = child
    stage.teachers = {group.name: teacher for group, teacher in zip(groups, teachers, strict=False)}
    return stage
