"""Reporting: what happened, when, who, where; no more than fits on a phone between two lessons."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.forms import CalmForm, DateField, LineField, TextField, TimeInput
from incidents.forms.common import YES_NO, PeopleChoice, split_names, staff_of
from incidents.models import Platform
from people.access import pupils_of_today
from people.models import Person, School
from people.standing import Standing

NO, NOT_THEIRS, UNNAMED = "no", "not_theirs", "unnamed"


class ReportForm(CalmForm):
    """What happened, when, who, where: one screen on a phone. Offers the pupils of today's class."""

    mark_optional = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = TextField(
        label=_("What happened?"), help_text=_("Write what you saw or read. Do not write what you suspect.")
    )
    happened_on = DateField(label=_("When was it?"))
    happened_at = forms.TimeField(
        label=_("What time?"),
        required=False,
        widget=TimeInput,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        error_messages={
            "invalid": _("This time does not exist. Write hours and minutes, for example 14:30.")
        },
    )
    pupils = PeopleChoice(label=_("Who in your class?"), queryset=Person.objects.none(), required=False)
    names = LineField(
        label=_("Who is it about?"),
        help_text=_("Name of a pupil, parent or colleague. More names: put a comma between them."),
        required=False,
    )
    nobody_known = forms.BooleanField(label=_("I do not know"), required=False)
    staff_member = forms.ChoiceField(label=_("Is it about what a member of staff did?"))
    platform = forms.ChoiceField(
        label=_("Where was it?"), choices=Platform.choices, required=False, widget=forms.RadioSelect
    )
    platform_other = LineField(label=_("Where exactly?"), required=False, max_length=80)
    worries_at_home = forms.ChoiceField(
        label=_("Are you worried about home?"),
        help_text=_("Do you choose yes? Then we send the parents nothing by itself."),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, standing: Standing, school: School, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "key": uuid.uuid4(),
                "happened_on": clock.today(),
                "staff_member": NO,
                "worries_at_home": "no",
            },
        )
        super().__init__(*args, **kwargs)
        self.school = school
        self.staff = {str(person.pk): person for person in staff_of(school)}
        self.fields["staff_member"].choices = staff_choices(self.staff)  # type: ignore[attr-defined]
        if standing.class_groups:
            pupils = pupils_of_today(standing).order_by("first_name", "last_name", "pk")
            self.fields["pupils"].queryset = pupils  # type: ignore[attr-defined]
            self.fields["names"].label = _("Who else is it about?")
        else:
            del self.fields["pupils"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "names" in data and "staff_member" in data and not self._about_somebody(data):
            self.add_error("names", str(_("Write a name, or choose “I do not know”.")))
        typed = {name.casefold() for name in split_names(data.get("names", ""))}
        known = next((person for person in self.staff.values() if person.name.casefold() in typed), None)
        if known and data.get("staff_member") == NO:
            text = _("%(name)s works at the school. Say whether it is about what %(name)s did.")
            self.add_error("staff_member", text % {"name": known.name})
        return data

    def _about_somebody(self, data: dict[str, Any]) -> bool:
        staff = data["staff_member"] not in (NO, NOT_THEIRS)
        return bool(data.get("pupils") or data["names"] or data.get("nobody_known") or staff)

    def facts(self) -> dict[str, Any]:
        """What `report_incident` takes."""
        data = self.cleaned_data
        return {
            "key": data["key"],
            "what": data["what"],
            "happened_on": data["happened_on"],
            "happened_at": data["happened_at"],
            "platform": data["platform"],
            "platform_other": data["platform_other"],
            "pupils": list(data.get("pupils") or ()),
            "names": split_names(data["names"]),
            "nobody_known": data["nobody_known"],
            "staff_member": self.staff.get(data["staff_member"]),
            "unnamed_staff": data["staff_member"] == UNNAMED,
            "worries_at_home": data["worries_at_home"] == "yes",
        }


def staff_choices(staff: dict[str, Person]) -> list[tuple[Any, Any]]:
    """No (in two kinds), a member of staff by name, or one whose name is not there."""
    people = [(key, person.name) for key, person in staff.items()]
    return [
        (NO, _("No")),
        (NOT_THEIRS, _("No, somebody on the staff is only affected or a witness")),
        (_("Yes, about"), [*people, (UNNAMED, _("somebody whose name is not here"))]),
    ]


class OffenceForm(CalmForm):
    """A suspected sexual offence: what one knows, and nothing that needs asking the child."""

    mark_optional = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = TextField(
        label=_("What do you know?"),
        help_text=_("Write what you saw, heard or read yourself. Do not ask the child anything."),
    )
    names = LineField(label=_("Which child is it about?"), help_text=_("If you know"), required=False)
    staff_member = forms.ChoiceField(label=_("Which member of staff is it about?"), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.staff = {str(person.pk): person for person in staff_of(school)}
        people = [(key, person.name) for key, person in self.staff.items()]
        self.fields["staff_member"].choices = [("", _("I do not know, or not in this list")), *people]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `report_sexual_offence_suspicion` takes."""
        data = self.cleaned_data
        return {
            "key": data["key"],
            "what": data["what"],
            "names": split_names(data["names"]),
            "staff_member": self.staff.get(data["staff_member"]),
        }
