"""Who is who, by relation and by date.

A person is one row; what somebody is follows from dated relations: enrolled in a class group, employed,
teaching a group on weekdays, guardian of a pupil, holder of a role. Rights are derived from these rows and
never stored a second time.
"""

from datetime import date, time
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.models import UuidModel


class Dated(models.Model):
    """A relation that holds from a day up to and including another, or without end."""

    starts = models.DateField(_("from"))
    ends = models.DateField(_("up to and including"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the relation holds on this day; both ends count."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


def holds_on(day: date, prefix: str = "") -> Q:
    """The same as `Dated.holds_on`, as a condition on rows reached by `prefix`."""
    return Q(**{f"{prefix}starts__lte": day}) & (
        Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": day})
    )


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """The relations that hold on this day."""
        return self.filter(holds_on(day))

    def today(self) -> Self:
        """The relations that hold today in the Netherlands."""
        return self.on(clock.today())


def dates_in_order(name: str) -> models.CheckConstraint:
    """A relation does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name=f"{name}_dates_in_order"
    )


# -- the school --------------------------------------------------------------------------------------------


class School(UuidModel):
    """One school of the board that this deployment serves."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("public school (openbaar)")
        DENOMINATIONAL = "denominational", _("school of a denomination (bijzonder)")

    name = models.CharField(_("name"), max_length=120)
    brin = models.CharField(
        _("BRIN"), max_length=6, unique=True, validators=[RegexValidator(r"^[0-9]{2}[A-Z]{2}([0-9]{2})?$")]
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    board_name = models.CharField(_("school board"), max_length=160)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=8)
    place = models.CharField(_("place"), max_length=80)
    phone = models.CharField(_("phone"), max_length=30)
    email = models.EmailField(_("e-mail"))
    closes_at = models.TimeField(_("the building closes at"), default=time(18, 0))

    class Meta:
        verbose_name = _("school")
        constraints = [
            models.CheckConstraint(
                condition=Q(brin__regex=r"^[0-9]{2}[A-Z]{2}([0-9]{2})?$"), name="school_brin_form"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SchoolYear(UuidModel):
    """August to July, as the school numbers it: "2026-2027"."""

    school = models.ForeignKey(School, models.CASCADE, related_name="years")
    name = models.CharField(max_length=9)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="school_year_once"),
            dates_in_order("school_year"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(UuidModel):
    """Days without lessons, both ends counted."""

    school = models.ForeignKey(School, models.CASCADE, related_name="holidays")
    name = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [dates_in_order("holiday")]

    def __str__(self) -> str:
        return self.name


class Bell(UuidModel):
    """When school starts and ends on a weekday (0 is Monday). A weekday without a bell has no school."""

    school = models.ForeignKey(School, models.CASCADE, related_name="bells")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "weekday"], name="bell_once_per_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="bell_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="bell_in_order"),
        ]


class BellChange(UuidModel):
    """One day on which the bell differs: a short day before a holiday, a feast."""

    school = models.ForeignKey(School, models.CASCADE, related_name="bell_changes")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "day"], name="bell_change_once_per_day"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="bell_change_in_order"),
        ]


# -- people ------------------------------------------------------------------------------------------------


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A sign-in; without a password it can only be entered by a code sent to the address."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(UuidModel, AbstractBaseUser, PermissionsMixin):
    """A sign-in. Who it is stands on the person; what it may follows from that person's relations."""

    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=5, default="nl")
    date_joined = models.DateTimeField(default=clock.now)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("sign-in")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="no_superuser"),
        ]

    def __str__(self) -> str:
        return self.email


class PersonQuerySet(models.QuerySet["Person"]):
    def pupils_of(self, class_groups: Any, day: date) -> Self:
        """Who is enrolled in one of these class groups on this day."""
        rows = Enrolment.objects.on(day).filter(class_group__in=class_groups)
        return self.filter(pk__in=rows.values("pupil"))


class Person(UuidModel):
    """A human being known to the school: pupil, guardian, employee or otherwise connected."""

    first_name = models.CharField(_("first name"), max_length=80)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    last_name = models.CharField(_("surname"), max_length=120, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl")
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        indexes = [models.Index(fields=["first_name", "last_name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First name, prefix and surname: "Sam de Wit"."""
        return " ".join(part for part in (self.first_name, self.prefix, self.last_name) if part)

    @property
    def short_name(self) -> str:
        """First name with the first letter of the surname: "Sam W.", for lists that others may read."""
        return f"{self.first_name} {self.last_name[:1]}.".strip() if self.last_name else self.first_name

    def age_on(self, day: date) -> int | None:
        """Whole years on this day; who was born on 29 February turns a year older on 1 March."""
        if self.birth_date is None:
            return None
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


class ClassGroup(UuidModel):
    """A group of pupils in a school year: "6A"."""

    school = models.ForeignKey(School, models.CASCADE, related_name="class_groups")
    year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="class_groups")
    name = models.CharField(_("name"), max_length=64)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)

    class Meta:
        verbose_name = _("class group")
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="class_group_once_per_year")]

    def __str__(self) -> str:
        return self.name


class Enrolment(UuidModel, Dated):
    """A pupil in a class group of a school."""

    pupil = models.ForeignKey(Person, models.CASCADE, related_name="enrolments")
    school = models.ForeignKey(School, models.CASCADE, related_name="enrolments")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, null=True, related_name="enrolments")
    pupil_number = models.CharField(_("pupil number"), max_length=40, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [dates_in_order("enrolment")]
        indexes = [models.Index(fields=["class_group", "starts"], name="enrolment_by_group")]


class Employment(UuidModel, Dated):
    """A person in the service of the school, with the one who leads."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    school = models.ForeignKey(School, models.CASCADE, related_name="employments")
    job_title = models.CharField(_("job title"), max_length=80)
    supervisor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="team")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("employment"),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("person")),
                name="nobody_supervises_oneself",
            ),
        ]


class TeachingAssignment(UuidModel, Dated):
    """An employee before a class group, on weekdays (0 is Monday); a substitute for the days agreed."""

    teacher = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    class_group = models.ForeignKey(ClassGroup, models.CASCADE, related_name="assignments")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    substitute = models.BooleanField(_("substitute"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("assignment"),
            models.CheckConstraint(condition=Q(weekdays__len__gt=0), name="assignment_has_weekdays"),
            models.CheckConstraint(
                condition=Q(substitute=False) | Q(ends__isnull=False), name="substitute_has_an_end"
            ),
        ]


class Guardianship(UuidModel, Dated):
    """A parent or carer of a pupil, with what the law makes of it.

    Legal authority (gezag) that is unknown gives nothing until the office confirms it, but a "no" of such a
    guardian counts at once. The marks of secrecy and contact stand apart from authority.
    """

    class Relation(models.TextChoices):
        MOTHER = "mother", _("mother")
        FATHER = "father", _("father")
        COURT_GUARDIAN = "court_guardian", _("guardian appointed by the court")
        OTHER = "other", _("other carer")

    class Authority(models.TextChoices):
        YES = "yes", _("has legal authority")
        NO = "no", _("has no legal authority")
        UNKNOWN = "unknown", _("legal authority not confirmed")

    guardian = models.ForeignKey(Person, models.CASCADE, related_name="wards")
    pupil = models.ForeignKey(Person, models.CASCADE, related_name="guardianships")
    relation = models.CharField(_("relation"), max_length=16, choices=Relation)
    authority = models.CharField(
        _("legal authority"), max_length=8, choices=Authority, default=Authority.UNKNOWN
    )
    information_on_request = models.BooleanField(_("information on request only"), default=False)
    secret_address = models.BooleanField(_("secret address"), default=False)
    contact_ban = models.BooleanField(_("contact ban"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("guardianship"),
            models.CheckConstraint(condition=~Q(guardian=F("pupil")), name="nobody_is_own_guardian"),
            models.UniqueConstraint(
                fields=["guardian", "pupil"],
                condition=Q(ends__isnull=True),
                name="guardianship_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "authority"], name="guardianship_by_pupil")]


class Role(UuidModel, Dated):
    """A function at a school that gives rights; granted by a person, from a day, up to a day."""

    class Name(models.TextChoices):
        CARE_COORDINATOR = "care_coordinator", _("care coordinator")
        DIRECTOR = "director", _("director")
        BOARD = "board", _("school board")
        ADMINISTRATOR = "administrator", _("school office")
        CONFIDANT = "confidant", _("confidant")
        PRIVACY_OFFICER = "privacy_officer", _("privacy officer")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    school = models.ForeignKey(School, models.CASCADE, related_name="roles")
    name = models.CharField(_("role"), max_length=20, choices=Name)
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            dates_in_order("role"),
            models.UniqueConstraint(
                fields=["person", "school", "name"],
                condition=Q(ends__isnull=True),
                name="role_once_at_a_time",
            ),
        ]


class Connection(UuidModel, Dated):
    """Somebody otherwise connected to the school: volunteer, trainee, member of the council, hirer (D1)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="connections")
    school = models.ForeignKey(School, models.CASCADE, related_name="connections")
    kind = models.CharField(_("connection"), max_length=80)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [dates_in_order("connection")]
