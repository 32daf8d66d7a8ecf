"""Handling: the reasons at every judgement, the words of an invitation, a record and a letter."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ground.forms import CalmForm, DateTimeField, LineField, TextField
from incidents.forms.common import YES_NO, PersonChoice, pupils_of, staff_of
from incidents.models import Category, Incident, InvolvedPerson, MeasureKind, Part, Route, Scope, Verdict
from incidents.workflow import State
from people.models import Person, School
from people.standing import Standing


class AssessForm(CalmForm):
    """Scope with its reason, the category, and for staff whether it crossed boundaries."""

    scope = forms.ChoiceField(
        label=_("Does the protocol speak of this?"), choices=Scope.choices, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Choose one")), *Category.choices],
        required=False,
        help_text=_("Needed when the protocol speaks of it."),
    )
    boundary_crossing = forms.ChoiceField(
        label=_("Did it cross boundaries?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    reason = TextField(label=_("Why?"))

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if incident.route != Route.STAFF:
            del self.fields["boundary_crossing"]

    def facts(self) -> dict[str, Any]:
        crossed = self.cleaned_data.pop("boundary_crossing", "")
        return {**self.cleaned_data, "boundary_crossing": {"yes": True, "no": False}.get(crossed)}


class PersonForm(CalmForm):
    """Somebody in the case with a role: chosen from the school, or a name."""

    person = PersonChoice(
        label=_("Who is it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Not in this list"),
    )
    name = LineField(label=_("Or write the name"), required=False, max_length=120)
    part = forms.ChoiceField(
        label=_("What is the role?"),
        choices=[(part.value, part.label) for part in Part if part != Part.NAMED],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (  # type: ignore[attr-defined]
            Person.objects.filter(
                pk__in=pupils_of(school)
                .order_by()
                .values("pk")
                .union(staff_of(school).order_by().values("pk"))
            ).order_by("first_name", "last_name", "pk")
        )


class JudgeForm(PersonForm):
    """The role of somebody who is in the case already; who it is only where a name was typed."""

    def __init__(self, *args: Any, involved: InvolvedPerson, **kwargs: Any) -> None:
        super().__init__(*args, school=involved.incident.school, **kwargs)
        del self.fields["name"]
        if involved.person_id:
            del self.fields["person"]


class InviteForm(CalmForm):
    """An invitation that informs: what, on which grounds, what may follow, when and where."""

    conduct = TextField(
        label=_("What is it about?"),
        help_text=_("What happened and on which day. The parents read this. Name nobody else."),
    )
    evidence = TextField(
        label=_("What do we base this on?"),
        help_text=_("For example: two screenshots. Name nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    possible_measure = LineField(label=_("Which measure is possible?"), initial=_("a warning"))
    meeting_at = DateTimeField(label=_("When is the talk?"))
    place = LineField(label=_("Where?"), initial=_("at school"))


class RecordForm(CalmForm):
    """What was said, and by whom."""

    held_at = DateTimeField(label=_("When was the talk?"))
    pupil_heard = forms.BooleanField(label=_("The pupil spoke"), required=False)
    parents_heard = forms.BooleanField(label=_("The parents spoke"), required=False)
    record = TextField(label=_("What did they say?"), help_text=_("The parents read this. Name nobody else."))


class WaiveForm(CalmForm):
    """Who said that they do not want to be heard, and how."""

    said_by = TextField(
        label=_("Who said so, and how?"),
        help_text=_("For example: mother, by phone, on 16 November."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProposeForm(CalmForm):
    """Which measure, and why."""

    kind = forms.ChoiceField(
        label=_("Which measure?"),
        choices=MeasureKind.choices,
        widget=forms.RadioSelect,
        initial=MeasureKind.WARNING,
    )
    reasons = TextField(label=_("Why this measure?"))


class DecideForm(CalmForm):
    """Yes or no to the proposed measure, with the reasons. Nothing is ticked beforehand."""

    verdict = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(Verdict.IMPOSED, _("I impose the warning")), (Verdict.REJECTED, _("I do not impose it"))],
        widget=forms.RadioSelect,
    )
    reasons = TextField(label=_("Why?"), help_text=_("This goes into the letter."))


class LetterForm(CalmForm):
    """The places of the standard text."""

    mark_optional = False

    conduct = TextField(label=_("Why do we do this?"), help_text=_("What happened, and on which day."))
    view = TextField(label=_("What did the pupil and the parents say?"))
    why = TextField(label=_("Why is a warning needed?"))
    agreement = TextField(
        label=_("What do we agree?"), help_text=_("For example: on which day you talk again.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False  # an open place may wait; only sending refuses it


class TextForm(CalmForm):
    """One text: a note, a reason, a view."""

    text = TextField()

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class OpenForm(CalmForm):
    """Who may read along, and why."""

    reader = PersonChoice(label=_("Who may read along?"), queryset=Person.objects.none(), empty_label=None)
    reason = LineField(label=_("Why?"))

    def __init__(self, *args: Any, readers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = readers  # type: ignore[attr-defined]


class FilterForm(CalmForm):
    """What the list shows; stands in the address."""

    OPEN, ALL = "open", "all"
    mark_optional = False

    state = forms.ChoiceField(
        label=_("Which cases?"),
        required=False,
        choices=[(OPEN, _("Open cases")), *State.choices, (ALL, _("All cases"))],
    )
    category = forms.ChoiceField(
        label=_("What is it?"), required=False, choices=[("", _("Everything")), *Category.choices]
    )
    mine = forms.BooleanField(label=_("Only what I handle"), required=False)

    def narrow(self, cases: QuerySet[Incident], standing: Standing) -> QuerySet[Incident]:
        """The cases that match; without a valid filter the open ones."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        state = data.get("state") or self.OPEN
        if state == self.OPEN:
            cases = cases.exclude(state=State.CLOSED)
        elif state != self.ALL:
            cases = cases.filter(state=state)
        if data.get("category"):
            cases = cases.filter(category=data["category"])
        return cases.filter(handler=standing.person_id) if data.get("mine") else cases
