"""What the forms of a case share: choosing people, names on one line, trying an act."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ground.errors import RuleBroken
from ground.forms import CalmForm
from people.models import Employment, Enrolment, Person, School

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class PersonChoice(forms.ModelChoiceField):
    """One person by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Persons to tap."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def staff_of(school: School) -> QuerySet[Person]:
    """Who works at the school today."""
    jobs = Employment.objects.today().filter(school=school)
    return Person.objects.filter(pk__in=jobs.values("person")).order_by("first_name", "last_name", "pk")


def pupils_of(school: School) -> QuerySet[Person]:
    """Who is a pupil of the school today."""
    rows = Enrolment.objects.today().filter(school=school)
    return Person.objects.filter(pk__in=rows.values("pupil")).order_by("first_name", "last_name", "pk")


def split_names(text: str) -> list[str]:
    """The names that were typed on one line: "Daan Visser, Noor en Sam" are three."""
    return [name for part in re.split(r",|;|\s(?:en|and)\s", text) if (name := part.strip())]


def attempt(form: CalmForm, act: Any, **facts: Any) -> Any:
    """Do the act; a refused rule lands in the form and gives None."""
    try:
        return act(**facts)
    except RuleBroken as broken:
        form.refuse(broken)
        return None
