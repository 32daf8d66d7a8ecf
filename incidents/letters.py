"""Letters about a measure: written from a standard text, looked over, and sent to each guardian separately."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from documents import pdf
from documents.services import store
from ground import clock
from ground.errors import RuleBroken
from incidents import rules
from incidents.access import Access
from incidents.casefile import CaseFile
from incidents.letter_text import LANGUAGE, LetterText, compose, places_of, unfilled
from incidents.models import Letter, LetterDraft, Measure
from incidents.steps import hold, move, write
from incidents.telling import tell_letter
from incidents.workflow import Act, State
from people.models import Person, User


@dataclass(frozen=True)
class Check:
    """One point on which a complaints committee would read the case."""

    holds: bool
    text: str
    source: str = ""


@dataclass(frozen=True)
class Preview:
    """The letter as it will look to one guardian, and what would hold before a committee."""

    letter: LetterText
    recipients: list[Person]
    checks: list[Check]

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)


@transaction.atomic
def write_letter(*, actor: User, measure: Measure, places: dict[str, str]) -> LetterDraft:
    """Fill the places of the standard text; every writing is kept, the newest counts."""
    incident = hold(measure.incident)
    Access(actor, incident).require(Act.WRITE_LETTER)
    move(incident, Act.WRITE_LETTER)
    draft = LetterDraft.objects.create(
        measure=measure, places=json.dumps(places), written_by=actor, written_at=clock.now()
    )
    write(actor=actor, incident=incident, act=Act.WRITE_LETTER, about=measure.accused.person_id)
    return draft


def preview_letter(*, measure: Measure, recipient: Person | None = None) -> Preview:
    """The letter to one guardian (the first), with the checks; changes nothing.

    Raises RuleBroken when nobody may get it.
    """
    file = CaseFile(measure.incident)
    guardianships = file.guardians_with_authority(measure.accused)
    if not guardianships:
        raise RuleBroken(
            _("No guardian with confirmed legal authority is known. Ask the office to confirm it.")
        )
    places = places_of(file.draft_of(measure))
    chosen = next(
        (row for row in guardianships if recipient and row.guardian_id == recipient.pk), guardianships[0]
    )
    letter = compose(file, measure, chosen, places)
    return Preview(letter, [row.guardian for row in guardianships], checks_of(file, measure, letter, places))


def checks_of(file: CaseFile, measure: Measure, letter: LetterText, places: dict[str, str]) -> list[Check]:
    """The rules read the case as a complaints committee would, before anything goes out."""
    hearing = file.hearing_of(measure.accused)
    heard, waived = (hearing, hearing is not None and hearing.waived_at is not None)
    others = rules.against_naming_others(file, measure.accused, letter.all_words(), "")
    return [
        Check(not unfilled(places), _("Every place in the text is filled")),
        Check(
            bool(measure.verdict_reasons.strip()),
            _("The reason stands in the decision"),
            rules.NEVER_BEFORE_HEARING,
        ),
        Check(
            waived or bool(heard and heard.pupil_heard),
            _("The pupil was heard, or did not want to be"),
            rules.NEVER_BEFORE_HEARING,
        ),
        Check(
            waived or bool(heard and heard.parents_heard),
            _("The parents were heard, or did not want to be"),
            rules.NEVER_BEFORE_HEARING,
        ),
        Check(others is None, _("Nobody else's name stands in it"), _("GDPR (AVG), article 15(4)")),
        Check(
            not file.incident.messages_frozen,
            _("Messages home do not stand still"),
            _("Reporting code (meldcode)"),
        ),
        Check(True, _("It says where to go with a complaint"), "LKC 109211"),
    ]


@transaction.atomic
def send_letter(*, actor: User, measure: Measure) -> list[Letter]:
    """Freeze the letter as a PDF for each guardian with legal authority, and tell those who may get post.

    Refuses an unfilled place, the name of somebody else, and anything at all while there are worries about
    the home.
    """
    incident = hold(measure.incident)
    Access(actor, incident).require(Act.SEND_LETTER)
    file = CaseFile(incident)
    rules.refuse(rules.against_sending(file, measure))
    places = places_of(file.draft_of(measure))
    if unfilled(places):
        raise RuleBroken(_("Not every place in the letter is filled. Fill them first."))
    move(incident, Act.SEND_LETTER, to=State.LETTER_SENT)
    measure.told_at = clock.now()
    measure.save(update_fields=["told_at"])
    letters = []
    for guardianship in file.guardians_with_authority(measure.accused):
        text = compose(file, measure, guardianship, places)
        rules.refuse(rules.against_naming_others(file, measure.accused, text.all_words(), ""))
        letters.append(_freeze(actor, measure, guardianship.guardian, text))
    write(
        actor=actor,
        incident=incident,
        act=Act.SEND_LETTER,
        about=measure.accused.person_id,
        details={"letters": len(letters)},
    )
    for letter in letters:
        tell_letter(letter)
    return letters


def _freeze(actor: User, measure: Measure, recipient: Person, text: LetterText) -> Letter:
    letter = Letter(measure=measure, recipient=recipient, sent_by=actor, sent_at=clock.now())
    content = pdf.render(
        template="letter", data=text.for_pdf(), title=text.subject, at=letter.sent_at, lang=LANGUAGE
    )
    letter.document = store(
        content=content,
        kind="incident-letter",
        name=f"brief-{text.reference}.pdf",
        content_type="application/pdf",
        owner=letter.pk,
        school=measure.incident.school_id,
    )
    letter.save(force_insert=True)
    return letter
