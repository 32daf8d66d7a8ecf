"""Forms of dossiers: each offers only what its reader may choose."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers import names as naming
from dossiers.access import recipient_objection
from dossiers.models import Export, Kind
from dossiers.reading import HIDDEN_AT_FIRST, Paper, Reading, key_of
from ground.forms import CalmForm, DateField, LineField, TextField
from ground.templatetags.words import long_date
from people import contact
from people.models import Guardianship, Person

REASON = 500
ROLE_WORDS: dict[str, str | Promise] = {
    naming.PUPIL: _("pupil"),
    naming.GUARDIAN: _("parent of another pupil"),
    naming.OWN_GUARDIAN: _("address, phone or mail of the other parent"),
    naming.EMPLOYEE: _("employee"),
}


class SearchForm(CalmForm):
    """Whose dossier: words to look for in names."""

    q = LineField(label=_("Search by name"), required=False, max_length=80)

    @property
    def words(self) -> str:
        """What to look for; nothing for what cannot be looked for."""
        return str(self.cleaned_data["q"]) if self.is_bound and self.is_valid() else ""


class OpenForm(CalmForm):
    """Why somebody opens a dossier."""

    reason = TextField(
        label=_("Why do you open this dossier?"),
        help_text=_("The person it is about, or the parents, can ask to see this."),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(CalmForm):
    """Why a request is refused or withdrawn."""

    reason = TextField(label=_("Reason"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))


class RegisterForm(CalmForm):
    """Who asks for a copy of the dossier of `person`; only recipients who may have it are offered."""

    recipient = forms.ChoiceField(label=_("Who is the copy for?"), widget=forms.RadioSelect)
    recipient_name = LineField(
        label=_("Name of the office or lawyer"),
        help_text=_("Only when the copy is for the Inspectorate, the police or a lawyer."),
        required=False,
    )
    reason = TextField(
        label=_("What was asked, and how?"),
        help_text=_("For example: by mail, the whole dossier."),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    received_on = DateField(
        label=_("When did the request come in?"), help_text=_("The term of one month starts on this day.")
    )

    def __init__(self, *args: Any, person: Person, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.kind = person, kind
        self.objections: list[dict[str, str]] = []
        self.people: dict[str, Person] = {}
        self.fields["recipient"].choices = list(self._choices())  # type: ignore[attr-defined]

    def _choices(self) -> Any:
        wanted = Export.Recipient
        if self.kind == Kind.PUPIL:
            for row in contact.guardians(self.person):
                yield from self._offer(wanted.GUARDIAN, row.guardian, self._words(row))
            if not recipient_objection(self.kind, self.person, wanted.PUPIL, self.person):
                yield from self._offer(wanted.PUPIL, self.person, self.person.name)
            self._refuse(
                wanted.NEW_SCHOOL.label, recipient_objection(self.kind, self.person, wanted.NEW_SCHOOL, None)
            )
        else:
            yield from self._offer(wanted.EMPLOYEE, self.person, self.person.name)
        for office in (wanted.INSPECTORATE, wanted.POLICE, wanted.LAWYER):
            yield office.value, office.label

    def _offer(self, wanted: Export.Recipient, person: Person, words: str) -> Any:
        objection = recipient_objection(self.kind, self.person, wanted, person)
        if objection:
            self._refuse(words, objection)
            return
        value = f"{wanted.value}:{person.pk}"
        self.people[value] = person
        yield value, words

    def _refuse(self, title: str | Promise, objection: str) -> None:
        self.objections.append({"title": str(title), "reason": objection})

    @staticmethod
    def _words(row: Guardianship) -> str:
        return f"{row.guardian.name}, {row.get_relation_display()}"

    def facts(self) -> dict[str, Any]:
        """What the act wants to know."""
        value = self.cleaned_data["recipient"]
        person = self.people.get(value)
        return {
            "recipient_kind": value.partition(":")[0],
            "recipient": person,
            "recipient_name": "" if person else self.cleaned_data["recipient_name"],
            "reason": self.cleaned_data["reason"],
            "received_on": self.cleaned_data["received_on"],
        }


class CheckForm(CalmForm):
    """Whose name goes out of a copy, and which papers stay."""

    hide = forms.MultipleChoiceField(
        label=_("Take out these names"),
        help_text=_(
            "Children, parents and addresses go out, unless you leave them in. "
            "Staff stay in, unless you take them out."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    typed = TextField(
        label=_("What else goes out?"),
        help_text=_(
            "Nicknames and misspelt names are not found. "
            "Type each on a line of its own, as it stands in the dossier."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    leave_out = forms.MultipleChoiceField(
        label=_("These papers stay at school"),
        help_text=_("A paper with a name that goes out stays at school by itself."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    read = forms.BooleanField(label=_("I have read every line and every paper."))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    mark_optional = False

    def __init__(self, data: Any = None, *, reading: Reading, export: Export) -> None:
        super().__init__(data, initial=_first_choices(reading, export))
        self.fields["hide"].choices = _party_choices(reading)  # type: ignore[attr-defined]
        self.fields["leave_out"].choices = _paper_choices(reading)  # type: ignore[attr-defined]
        for name in ("hide", "leave_out"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """What the act wants to know."""
        lines = self.cleaned_data["typed"].splitlines()
        return {
            "seen": self.cleaned_data["seen"],
            "hide": set(map(UUID, self.cleaned_data.get("hide", []))),
            "typed": list(dict.fromkeys(line.strip() for line in lines if line.strip())),
            "leave_out": set(map(UUID, self.cleaned_data.get("leave_out", []))),
        }


def _first_choices(reading: Reading, export: Export) -> dict[str, Any]:
    """The earlier check of this export, else the rule: children, parents and addresses out."""
    masks = list(export.masks.all())
    decided = {mask.person_id: mask.hidden for mask in masks if mask.person_id}
    hide = [str(p.id) for p in reading.parties if p.id and decided.get(p.id, p.role in HIDDEN_AT_FIRST)]
    return {
        "hide": hide,
        "typed": "\n".join(mask.text for mask in masks if mask.text),
        "leave_out": [str(pk) for pk in export.left_out],
        "seen": reading.sha256,
    }


def _party_choices(reading: Reading) -> list[tuple[str, str]]:
    places = Counter(key_of(found.party) for found in reading.found)
    for paper in reading.papers:
        places.update(paper.parties)
    return [
        (
            str(party.id),
            _("%(name)s (%(role)s), %(places)d ×")
            % {"name": party.name, "role": ROLE_WORDS[party.role], "places": places[key_of(party)]},
        )
        for party in reading.parties
        if party.id
    ]


def _paper_choices(reading: Reading) -> list[tuple[str, str]]:
    return [(str(paper.stored.pk), _paper_words(paper)) for paper in reading.papers]


def _paper_words(paper: Paper) -> str:
    """Which paper it is, and who is named in it."""
    named = list(dict.fromkeys(match.party.name for match in paper.matches))
    facts = {"title": paper.event.title, "day": long_date(paper.event.at), "names": ", ".join(named)}
    if named:
        return _("%(title)s, %(day)s; names %(names)s") % facts
    if paper.text is None:
        return _("%(title)s, %(day)s; read it yourself") % facts
    return f"{facts['title']}, {facts['day']}"
