"""The forms of consent: choosing, signing, asking."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.choices import Answer
from consent.models import ItemText
from consent.purposes import PURPOSES
from ground.forms import CalmForm, DateField, LineField
from people.models import ClassGroup

YES_NO = [(Answer.YES.value, Answer.YES.label), (Answer.NO.value, Answer.NO.label)]


class ChoiceForm(CalmForm):
    """Yes or no for everything at once ("all"), or per medium; nothing is chosen beforehand."""

    mark_optional = False

    def __init__(self, *args: Any, texts: list[ItemText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.media_asked = [str(text.item.medium) for text in texts]
        for text in texts:
            self.fields[str(text.item.medium)] = forms.ChoiceField(
                label=text.item.get_medium_display(), choices=YES_NO, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        everything = self.data.get("all")
        if everything in (Answer.YES, Answer.NO):
            cleaned["answers"] = dict.fromkeys(self.media_asked, everything)
        else:
            cleaned["answers"] = {name: cleaned[name] for name in self.media_asked if cleaned.get(name)}
        if not cleaned["answers"] and not self.errors:
            raise ValidationError(_("Choose yes or no for at least one kind."), code="nothing_chosen")
        return cleaned


class SignForm(CalmForm):
    """The full name under the answers, which travel along as they stood on the page."""

    signed_name = LineField(
        label=_("Your first name and surname"),
        help_text=_("Your name is your signature. For example: Maria Jansen."),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    nonce = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, texts: list[ItemText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.media_asked = [str(text.item.medium) for text in texts]
        for name in self.media_asked:
            self.fields[name] = forms.ChoiceField(choices=YES_NO, widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, str]:
        """What is signed, by medium."""
        source = self.data if self.is_bound else self.initial
        return {name: source[name] for name in self.media_asked if source.get(name)}


class GroupsField(forms.ModelMultipleChoiceField):
    """Class groups as boxes, each by its name as people say it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: ClassGroup) -> str:
        return gettext("group %(group)s") % {"group": obj.name}


class AskForm(CalmForm):
    """Which purpose, which groups, until when."""

    purpose = forms.ChoiceField(label=_("What do you ask for?"))
    class_groups = GroupsField(label=_("Which groups?"), queryset=ClassGroup.objects.none())
    open_until = DateField(
        label=_("Until when do you wait for answers?"),
        help_text=_("Parents may answer and change their answer after that day too."),
    )

    def __init__(self, *args: Any, groups: Any, purposes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_groups"].queryset = groups  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (code, PURPOSES[code].label if code in PURPOSES else code) for code in purposes
        ]
