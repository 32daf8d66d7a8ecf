"""Forms of phones: chosen by thumb, typed only where a number is not among those offered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ground.forms import CalmForm, LineField
from people.models import ClassGroup, Person
from people.standing import Standing
from phones.access import pupils_in
from phones.models import Custody
from phones.pouches import NUMBERS, free_pouches

NOT_HERE = _("This pupil is not in the group today. Choose a pupil from the list.")


class PupilField(forms.ModelChoiceField):
    """A pupil of the group, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Person.objects.none(),
            label=_("Whose phone?"),
            empty_label=None,
            error_messages={"invalid_choice": NOT_HERE},
            **kwargs,
        )

    def label_from_instance(self, obj: Person) -> str:
        return obj.name

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:  # what is no id at all gets the same sentence
            raise ValidationError(NOT_HERE, code="invalid_choice") from error


class DepositForm(CalmForm):
    """The tile that was tapped."""

    pupil = PupilField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: Standing, group: ClassGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupil"].queryset = pupils_in(standing, group)  # type: ignore[attr-defined]


class ConfiscateForm(CalmForm):
    """Child, reason, pouch."""

    mark_optional = False  # one of the two pouch fields is needed

    pupil = PupilField(widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Why?"), choices=Custody.Reason.choices, widget=forms.RadioSelect)
    pouch = forms.ChoiceField(label=_("Which pouch?"), required=False, widget=forms.RadioSelect)
    other_pouch = LineField(label=_("Or type another number"), required=False, max_length=8)

    def __init__(self, *args: Any, standing: Standing, group: ClassGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupil"].queryset = pupils_in(standing, group)  # type: ignore[attr-defined]
        offered = free_pouches(group.school_id)
        typed = self.data.get("pouch", "")
        if typed in NUMBERS and typed not in offered:
            offered.append(typed)  # taken while one chose: it stays an answer, so that the refusal can say so
        self.fields["pouch"].choices = [(number, number) for number in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("other_pouch") or cleaned.get("pouch")
        if not typed and not {"pouch", "other_pouch"} & self.errors.keys():
            self.add_error("pouch", _("Choose a pouch or type its number."))
        cleaned["pouch"] = typed
        return cleaned


class MoveForm(CalmForm):
    """Where the phone lies from now on."""

    mark_optional = False

    place = forms.ChoiceField(
        label=_("Where does the phone lie now?"), choices=Custody.Place.choices, widget=forms.RadioSelect
    )
    pouch = LineField(
        label=_("Number of the pouch"),
        help_text=_("Outside the classroom a phone lies in a pouch with a number."),
        required=False,
        max_length=8,
    )

    def __init__(self, *args: Any, custody: Custody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if custody.pouch:
            del self.fields["pouch"]


class CorrectForm(CalmForm):
    """The right number."""

    pouch = LineField(label=_("Right number of the pouch"), max_length=8)


class PouchForm(CalmForm):
    """Which pouch to look for at the desk."""

    mark_optional = False

    pouch = LineField(label=_("Number of the pouch"), required=False, max_length=8)
