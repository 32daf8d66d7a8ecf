"""The standard text of the letter about a warning, in plain Dutch, with places that the handler fills.

The text is the school's own voice to a parent: short sentences, the legal word beside the plain one. It is in
Dutch whatever language the reader of the page has chosen. A place that is not filled refuses to go out.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from ground import clock
from incidents.casefile import CaseFile
from incidents.models import Hearing, LetterDraft, Measure
from people.functions import function_of
from people.models import Guardianship, School
from people.standing import Standing

LANGUAGE = "nl"
PLACES = ("conduct", "view", "why", "agreement")
_UNFILLED = re.compile(r"\[[^\]]*\]|\.{4,}|_{3,}|…{2,}")


def places_of(draft: LetterDraft | None) -> dict[str, str]:
    """The places as they were filled; empty texts where nothing was."""
    filled = json.loads(draft.places) if draft else {}
    return {place: filled.get(place, "") for place in PLACES}


def unfilled(places: dict[str, str]) -> list[str]:
    """The places that still wait for words: empty, or with a mark like "[name]" or "……" left in."""
    return [place for place in PLACES if not places[place].strip() or _UNFILLED.search(places[place])]


def suggested_places(file: CaseFile, measure: Measure) -> dict[str, str]:
    """What is known already: the conduct from the invitation, the reasons from the decision."""
    hearing = file.hearing_of(measure.accused)
    return {
        "conduct": hearing.conduct if hearing else "",
        "view": hearing.record if hearing else "",
        "why": measure.verdict_reasons,
        "agreement": "",
    }


@dataclass(frozen=True)
class LetterText:
    """One letter to one guardian, ready to show and to print."""

    school: School
    sender: list[str]
    to: list[str]
    place_and_date: str
    reference: str
    subject: str
    salutation: str
    sections: list[dict[str, Any]]
    closing: list[str]
    signed: list[str]

    def for_page(self) -> dict[str, Any]:
        """What components/letter.html takes."""
        return {**vars(self), "school": self.school.name}

    def for_pdf(self) -> dict[str, Any]:
        """What documents/typst/letter.typ takes."""
        blocks: list[dict[str, Any]] = [{"kind": "paragraph", "text": self.salutation}]
        for section in self.sections:
            if section["heading"]:
                blocks.append({"kind": "heading", "text": section["heading"]})
            blocks += [{"kind": "paragraph", "text": text} for text in section["paragraphs"]]
        name, *role = self.signed
        blocks.append(
            {"kind": "signature", "text": "\n".join(self.closing), "name": name, "role": " ".join(role)}
        )
        return {
            "school": {"name": self.school.name, "lines": self.sender},
            "to": self.to,
            "place_date": self.place_and_date,
            "reference": self.reference,
            "subject": self.subject,
            "blocks": blocks,
        }

    def all_words(self) -> str:
        """Every sentence of it, for the checks."""
        return "\n".join(
            [self.subject, *(text for section in self.sections for text in section["paragraphs"])]
        )


def compose(
    file: CaseFile, measure: Measure, guardianship: Guardianship, places: dict[str, str]
) -> LetterText:
    """The letter about an imposed warning to one guardian."""
    with override(LANGUAGE):
        return _compose(file, measure, guardianship, places)


def _compose(
    file: CaseFile, measure: Measure, guardianship: Guardianship, places: dict[str, str]
) -> LetterText:
    school, pupil = file.incident.school, measure.accused.person
    decider = measure.decided_by.person  # type: ignore[union-attr]
    name = {"name": pupil.first_name}  # type: ignore[union-attr]
    return LetterText(
        school=school,
        sender=[school.street, f"{school.postcode} {school.place}", school.phone],
        to=_address(guardianship),
        place_and_date=f"{school.place}, {_day(clock.now())}",
        reference=file.incident.code,
        subject=_("%(name)s gets a warning") % name,
        salutation=_("Dear %(name)s,") % {"name": _called(guardianship)},
        sections=[
            {
                "heading": "",
                "paragraphs": [
                    _("%(name)s gets a warning from the school. %(name)s may simply come to school.") % name
                ],
            },
            {
                "heading": _("Why do we do this?"),
                "paragraphs": [places["conduct"], _("Our social media protocol does not allow this.")],
            },
            {
                "heading": _("Whom did we talk to?"),
                "paragraphs": [_talked(file.hearing_of(measure.accused), name), places["view"]],
            },
            {"heading": _("Why do we think a warning is needed?"), "paragraphs": [places["why"]]},
            {"heading": _("What do we agree?"), "paragraphs": [places["agreement"]]},
            {
                "heading": _("Where does this letter go?"),
                "paragraphs": [_("This letter goes into the pupil dossier of %(name)s.") % name],
            },
            {
                "heading": _("Do you disagree?"),
                "paragraphs": [
                    _(
                        "Call us first: %(phone)s. You can also complain to the board. Send a letter to "
                        "%(board)s. We help you if that is difficult."
                    )
                    % {"phone": school.phone, "board": school.board_name}
                ],
            },
        ],
        closing=[_("With kind regards,"), _("on behalf of the board")],
        signed=[decider.name, function_of(Standing.of(measure.decided_by))],  # type: ignore[arg-type]
    )


def _talked(hearing: Hearing | None, name: dict[str, str]) -> str:
    """Whom the school heard, as it stands in the file."""
    if hearing is None or hearing.held_at is None:
        return _("You did not want to talk about it with us.")
    day = {**name, "day": _day(hearing.held_at)}
    if hearing.pupil_heard and hearing.parents_heard:
        return _("We talked with %(name)s and with you on %(day)s.") % day
    if hearing.pupil_heard:
        return _("We talked with %(name)s on %(day)s. You did not want to talk with us.") % day
    return _("We talked with you on %(day)s. %(name)s did not want to talk with us.") % day


def _day(moment: Any) -> str:
    return format_date(clock.local(moment), "l j F Y")


def _called(guardianship: Guardianship) -> str:
    """How the letter addresses a parent: mevrouw or meneer with the surname, else the whole name."""
    person = guardianship.guardian
    title = {Guardianship.Relation.MOTHER: _("Mrs"), Guardianship.Relation.FATHER: _("Mr")}.get(
        Guardianship.Relation(guardianship.relation)
    )
    surname = " ".join(
        part for part in (person.prefix[:1].upper() + person.prefix[1:], person.last_name) if part
    )
    return f"{title} {surname}" if title and surname else person.name


def _address(guardianship: Guardianship) -> list[str]:
    """Name and address; a secret address stands in no letter."""
    person = guardianship.guardian
    if guardianship.secret_address:
        return [person.name]
    town = f"{person.postcode} {person.place}".strip()
    return [line for line in (person.name, person.street, town) if line]
