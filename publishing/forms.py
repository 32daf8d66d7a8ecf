"""The forms of publishing."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.choices import Medium
from consent.purposes import PURPOSES
from ground.forms import CalmForm
from people.models import ClassGroup, Person


class CheckForm(CalmForm):
    """Who is in it, where it goes, what it is. Lives in the address; what is not there is filled in."""

    mark_optional = False
    group = forms.ChoiceField(
        label=_("Who is in it?"), error_messages={"invalid_choice": _("Choose a group.")}
    )
    purpose = forms.ChoiceField(
        label=_("Where does it go?"), error_messages={"invalid_choice": _("Choose a place.")}
    )
    medium = forms.ChoiceField(
        label=_("What is it?"),
        choices=Medium.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose photo, film or sound.")},
    )

    def __init__(
        self, data: Any, *args: Any, groups: list[ClassGroup], purposes: list[str], **kwargs: Any
    ) -> None:
        self.groups = {str(group.pk): group for group in groups}
        first = {"group": next(iter(self.groups)), "purpose": "school_website", "medium": Medium.PHOTO.value}
        asked = {name: data.get(name) or value for name, value in first.items()}
        super().__init__(asked, *args, **kwargs)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (pk, gettext("group %(group)s") % {"group": group.name}) for pk, group in self.groups.items()
        ]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (code, PURPOSES[code].label if code in PURPOSES else code) for code in purposes
        ]

    def clean_group(self) -> ClassGroup:
        return self.groups[self.cleaned_data["group"]]


class ObjectionForm(CalmForm):
    """Which child said so."""

    pupil = forms.ModelChoiceField(
        label=_("Which child?"),
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Choose a child."),
            "invalid_choice": _("Choose a child of your group."),
        },
    )

    def __init__(self, *args: Any, pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupil"].queryset = pupils  # type: ignore[attr-defined]
