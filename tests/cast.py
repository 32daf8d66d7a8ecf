"""Who plays in the tests. Every name is made up."""

from dataclasses import dataclass
from datetime import date, time

from allauth.mfa.models import Authenticator

from people import services
from people.models import (
    Bell,
    ClassGroup,
    Guardianship,
    Holiday,
    Person,
    Role,
    School,
    SchoolYear,
    User,
)

FIRST_DAY = date(2026, 8, 1)
PASSWORD = "een lang wachtwoord"
WEEK = [0, 1, 2, 3, 4]


@dataclass
class Cast:
    """The school of the tests. Users carry the name of their function; `sam` and `noor` are pupils of 6A."""

    school: School
    year: SchoolYear
    group: ClassGroup
    other_group: ClassGroup
    sam: Person
    noor: Person
    daan: Person
    mother: User
    father: User
    stepfather: User
    unconfirmed: User
    outsider: User
    noors_mother: User
    teacher: User
    other_teacher: User
    supervisor: User
    coordinator: User
    director: User
    board: User
    administrator: User
    confidant: User
    privacy_officer: User
    caretaker: User

    def users(self) -> dict[str, User]:
        """Every user of the cast by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def make_school(*, name: str = "de Meerpaal", brin: str = "99ZZ") -> tuple[School, SchoolYear]:
    """A school with its year, bells (Wednesday and Friday short) and the Christmas holiday."""
    school = School.objects.create(
        name=name,
        brin=brin,
        kind=School.Kind.PUBLIC,
        board_name="Stichting Openbaar Onderwijs Waterrijk",
        street="Kadelaan 12",
        postcode="1234 AB",
        place="Waterdam",
        phone="012-345 67 89",
        email="info@meerpaal.example",
    )
    year = SchoolYear.objects.create(
        school=school, name="2026-2027", starts=FIRST_DAY, ends=date(2027, 7, 31)
    )
    for weekday in WEEK:
        ends = time(12, 15) if weekday in (2, 4) else time(14, 0)
        Bell.objects.create(school=school, weekday=weekday, starts=time(8, 30), ends=ends)
    Holiday.objects.create(
        school=school, name="kerstvakantie", starts=date(2026, 12, 19), ends=date(2027, 1, 3)
    )
    return school, year


def make_person(school: School, name: str, **facts: object) -> Person:
    """A registered person: "Sam de Wit" is Sam, prefix de, surname Wit."""
    first, *rest = name.split(" ")
    last = rest.pop() if rest else ""
    return services.register_person(
        actor=None, school=school, first_name=first, prefix=" ".join(rest), last_name=last, **facts
    )


def make_user(school: School, name: str, *, second_factor: bool = False, **facts: object) -> User:
    """A person with a sign-in at <first name>@meerpaal.example."""
    email = facts.pop("email", f"{name.split(' ')[0].lower()}@meerpaal.example")
    user = services.open_sign_in(actor=None, person=make_person(school, name, email=email, **facts))
    if second_factor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "ab"})
    return user


def make_employee(school: School, name: str, job_title: str, supervisor: User | None = None) -> User:
    """Somebody in the service of the school, with a second factor."""
    user = make_user(school, name, second_factor=True)
    services.employ(
        actor=None,
        person=user.person,
        school=school,
        job_title=job_title,
        starts=FIRST_DAY,
        supervisor=supervisor.person if supervisor else None,
    )
    return user


def make_holder(school: School, name: str, role: str, *, employed: bool = True) -> User:
    """Somebody with a role; employed by the school as well, unless told otherwise."""
    user = make_employee(school, name, role) if employed else make_user(school, name, second_factor=True)
    services.grant_role(actor=None, person=user.person, school=school, name=role, starts=FIRST_DAY)
    return user


def make_guardian(school: School, name: str, pupil: Person, relation: str, authority: str) -> User:
    """A guardian with a sign-in by code."""
    user = make_user(school, name)
    services.add_guardian(
        actor=None,
        school=school,
        guardian=user.person,
        pupil=pupil,
        relation=relation,
        authority=authority,
        starts=FIRST_DAY,
    )
    return user


def make_pupil(school: School, name: str, group: ClassGroup, born: date = date(2016, 3, 9)) -> Person:
    """A pupil in a class group."""
    pupil = make_person(school, name, birth_date=born)
    services.enrol(actor=None, pupil=pupil, class_group=group, starts=FIRST_DAY)
    return pupil


def make_teacher(school: School, name: str, group: ClassGroup, supervisor: User) -> User:
    """A teacher who has the group on every weekday."""
    user = make_employee(school, name, f"leraar groep {group.name}", supervisor)
    services.assign_teacher(
        actor=None, teacher=user.person, class_group=group, weekdays=WEEK, starts=FIRST_DAY
    )
    return user


def build_cast() -> Cast:
    """The whole cast, through the services."""
    school, year = make_school()
    group = ClassGroup.objects.create(school=school, year=year, name="6A", grade=6)
    other_group = ClassGroup.objects.create(school=school, year=year, name="8", grade=8)
    sam, noor = make_pupil(school, "Sam de Wit", group), make_pupil(school, "Noor Aydın", group)
    daan = make_pupil(school, "Daan Visser", other_group, born=date(2014, 5, 2))
    relation, authority = Guardianship.Relation, Guardianship.Authority
    supervisor = make_employee(school, "Sanne Prins", "adjunct-directeur")
    return Cast(
        school=school,
        year=year,
        group=group,
        other_group=other_group,
        sam=sam,
        noor=noor,
        daan=daan,
        mother=make_guardian(school, "Nadia de Wit-Benali", sam, relation.MOTHER, authority.YES),
        father=make_guardian(school, "Jeroen de Wit", sam, relation.FATHER, authority.YES),
        stepfather=make_guardian(school, "Kees Bakker", sam, relation.OTHER, authority.NO),
        unconfirmed=make_guardian(school, "Omar Aydın", noor, relation.FATHER, authority.UNKNOWN),
        noors_mother=make_guardian(school, "Elif Aydın", noor, relation.MOTHER, authority.YES),
        outsider=make_guardian(school, "Anke Visser", daan, relation.MOTHER, authority.YES),
        supervisor=supervisor,
        teacher=make_teacher(school, "Bram Postma", group, supervisor),
        other_teacher=make_teacher(school, "Wim Terpstra", other_group, supervisor),
        coordinator=make_holder(school, "Latifa Ouali", Role.Name.CARE_COORDINATOR),
        director=make_holder(school, "Ingrid Hofstra", Role.Name.DIRECTOR),
        board=make_holder(school, "Rutger Zijlstra", Role.Name.BOARD, employed=False),
        administrator=make_holder(school, "Henk Mulder", Role.Name.ADMINISTRATOR),
        confidant=make_holder(school, "Joke Smit", Role.Name.CONFIDANT),
        privacy_officer=make_holder(school, "Pim Vos", Role.Name.PRIVACY_OFFICER, employed=False),
        caretaker=make_employee(school, "Gerrit Bos", "conciërge"),
    )
