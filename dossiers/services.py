"""What the office does with requests for a copy of a dossier: register, withdraw, take to hand over."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import services as documents
from documents.models import StoredFile
from dossiers.access import Access, recipient_objection, releasers_of, school_of
from dossiers.models import TAKE_WITHIN, Export, ExportStep
from dossiers.steps import move, tell
from dossiers.workflow import SENTENCES
from ground import clock
from ground.errors import RuleBroken
from people import contact
from people.models import Person, Role, User
from people.standing import Standing
from policy.terms import end_of

Act = ExportStep.Act
GDPR_15 = "AVG, artikel 15"


@transaction.atomic
def register_request(
    *,
    actor: User,
    person: Person,
    kind: str,
    recipient_kind: str,
    reason: str,
    recipient: Person | None = None,
    recipient_name: str = "",
    received_on: date | None = None,
) -> Export:
    """The office notes who asks for a copy of whose dossier, and tells who checks it.

    The term is one month from `received_on` (today). Refuses a recipient who may not have it and a second
    request for the same recipient while one is open.
    """
    school = school_of(kind, person)
    if school is None or not Standing.of(actor).has_role(Role.Name.ADMINISTRATOR, school.pk):
        raise PermissionDenied(_("Only the school office registers requests."))
    objection = recipient_objection(kind, person, recipient_kind, recipient)
    if objection:
        raise RuleBroken(objection, source=GDPR_15, field="recipient")
    name = recipient.name if recipient else recipient_name.strip()
    if not name:
        raise RuleBroken(_("Fill in who the copy is for."), field="recipient_name")
    received = received_on or clock.today()
    if received > clock.today():
        raise RuleBroken(_("This day is still to come."), field="received_on")
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks at once wait for each other
    known = {"kind": kind, "person": person, "recipient_kind": recipient_kind, "recipient": recipient}
    if Export.objects.unfinished().filter(**known, recipient_name=name).exists():
        raise RuleBroken(
            _("There is an open request for this recipient already. Finish or withdraw that one.")
        )
    export = Export.objects.create(
        **known,
        recipient_name=name,
        school=school,
        reason=reason,
        registered_by=actor,
        due_on=end_of("DSR", received),
    )
    tell(export, Act.REGISTERED, actor=actor)
    _ask_for_check(export)
    return export


@transaction.atomic
def cancel_export(*, actor: User, export: Export, reason: str) -> Export:
    """Withdraw the request; a file that was made goes, a worker that is busy with it stops."""
    if not Access(actor, export).can_hand_over:
        raise PermissionDenied(_("Only the school office withdraws a request."))
    move(export, "cancel", lease_until=None)
    remove_file(export)
    tell(export, Act.CANCELLED, actor=actor, reason=reason)
    return export


@transaction.atomic
def take_export(*, actor: User, export: Export) -> tuple[StoredFile, Iterator[bytes]]:
    """Take the file, once, within 72 hours, to hand it over; gives the file and its content in pieces.

    The rights of releaser and recipient are looked at once more. A file that cannot be opened is not taken.
    """
    if not Access(actor, export).can_hand_over:
        raise PermissionDenied(_("Only the school office takes the file to hand it over."))
    _still_released(export)
    now = clock.now()
    if export.ready_at and export.ready_at + TAKE_WITHIN <= now:
        raise RuleBroken(str(SENTENCES[Export.State.EXPIRED]))
    move(export, "take", taken_by=actor, taken_at=now)
    stored = file_of(export)
    if stored is None:
        raise RuleBroken(str(SENTENCES[Export.State.EXPIRED]))
    pieces = documents.read_stream(stored)
    first = next(pieces, b"")
    tell(export, Act.TAKEN, actor=actor, details={"sha256": export.sha256})
    return stored, chain([first], pieces)


def release_objection(export: Export) -> str:
    """The failure that stands in the way of a released export now (see Export.Failure), or an empty text."""
    if export.released_by is None or not Access(export.released_by, export).can_release:
        return Export.Failure.RELEASER
    if recipient_objection(export.kind, export.person, export.recipient_kind, export.recipient):
        return Export.Failure.RECIPIENT
    return ""


def remove_file(export: Export) -> None:
    """The content goes, its hash stays in the register. Call it inside the act's transaction."""
    stored = file_of(export)
    if stored:
        documents.remove(stored)


def file_of(export: Export) -> StoredFile | None:
    """The file that was made, while its content is kept."""
    return StoredFile.objects.present().filter(pk=export.file).first() if export.file else None


def page_of(export: Export) -> str:
    """The page of a request, for the link in a mail."""
    return reverse("dossiers:request", kwargs={"pk": export.pk})


def _still_released(export: Export) -> None:
    """Before the file leaves: the same rights as when it was released."""
    failure = release_objection(export) if export.state == Export.State.READY else ""
    if failure:
        raise RuleBroken(
            _("%(reason)s The file stays here. Withdraw the request.")
            % {"reason": Export.Failure(failure).label}
        )


def _ask_for_check(export: Export) -> None:
    for person in releasers_of(export):
        contact.tell(
            person=person,
            kind="dossiers.to_check",
            path=page_of(export),
            key=f"dossiers.to_check:{export.pk}:{person.pk}",
        )
