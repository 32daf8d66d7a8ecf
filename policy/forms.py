"""The forms around a version of the protocol."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ground import clock
from ground.forms import CalmForm, DateField, LineField, TextField
from people.models import Person
from policy import audience
from policy.models import Acknowledgement, ProtocolVersion


class SubmitForm(CalmForm):
    """What goes with a draft to the second person; the first version is never a minor change."""

    mr_decision_on = DateField(
        label=_("Day on which the participation council decided"),
        help_text=_("Leave it open when the council has not decided."),
        required=False,
    )
    minor_change = forms.BooleanField(
        label=_("This is only a minor change"),
        help_text=_("Whoever read the version before is not asked to read this one."),
        required=False,
    )

    def __init__(self, *args: Any, version: ProtocolVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version.number == 1:
            del self.fields["minor_change"]


class ReviewForm(CalmForm):
    """The two answers of the second person."""

    APPROVE, SEND_BACK = "approve", "send_back"

    answer = forms.ChoiceField(
        label=_("What do you say about this version?"),
        choices=[
            (APPROVE, _("It can be published as it stands")),
            (SEND_BACK, _("It goes back to the director")),
        ],
        widget=forms.RadioSelect,
    )
    remark = TextField(
        label=_("What has to change"),
        help_text=_("Only when it goes back."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PublishForm(CalmForm):
    """From which day the version holds."""

    valid_from = DateField(label=_("From which day does this version hold?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": clock.today()})
        super().__init__(*args, **kwargs)


class OnBehalfForm(CalmForm):
    """Who handed it in on paper, and how the school got it."""

    person = forms.ModelChoiceField(
        label=_("Who has read the protocol?"),
        help_text=_("Only people who have not read this version yet."),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"invalid_choice": _("This person has read it already, or is not asked to.")},
    )
    note = LineField(
        label=_("How did the school get it?"),
        help_text=_("For example: signed form, handed to the teacher on 3 September."),
    )

    def __init__(self, *args: Any, version: ProtocolVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = audience.people_of(version.protocol.school_id, clock.today())
        read = Acknowledgement.objects.filter(version=version).values("person")
        self.fields["person"].queryset = asked.exclude(pk__in=read)  # type: ignore[attr-defined]
