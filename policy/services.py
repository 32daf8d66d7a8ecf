"""The acts by which a version of the protocol comes into force."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from ground import clock
from ground.errors import RuleBroken
from people import contact
from people.models import School, User
from people.rights import may
from people.standing import Standing
from policy import audience
from policy.access import Access
from policy.models import Clause, Protocol, ProtocolVersion
from policy.parsing import parse, supplied_text
from policy.printing import store_pdf
from policy.reading import text_of
from policy.workflow import ARROWS, OPEN, State
from trail import services as trail

FURTHEST = timedelta(days=366)


def _locked(protocol: UUID) -> Protocol:
    """The protocol, held until the act is done: versions follow each other one by one."""
    return Protocol.objects.select_for_update().get(pk=protocol)


def _step(version: ProtocolVersion, arrow: str, **changes: Any) -> None:
    """Take an arrow of the table; raises RuleBroken when somebody else was first."""
    step = ARROWS[arrow]
    here = ProtocolVersion.objects.filter(pk=version.pk, state__in=step.sources)
    if here.update(state=step.target, **changes) != 1:
        raise RuleBroken(_("Somebody else was here before you. Look at where this version stands now."))
    version.refresh_from_db()


def _tell(actor: User | None, act: str, version: ProtocolVersion, **details: Any) -> None:
    trail.record(
        actor=actor,
        act=act,
        subject=version,
        school=version.protocol.school_id,
        details={"number": version.number, **details},
    )


@transaction.atomic
def draft_version(*, actor: User | None, school: School, text: str) -> ProtocolVersion:
    """A new draft with this text, clause by clause; refuses a second draft and a text it cannot read.

    `actor` is the director; None is the system, for the text that comes with the portal.
    """
    if actor is not None and not may(Standing.of(actor), "protocol", "U", school.pk):
        raise PermissionDenied(_("Only the director makes a new version of the protocol."))
    found, _made = Protocol.objects.get_or_create(school=school)
    protocol = _locked(found.pk)
    waiting = protocol.versions.filter(state__in=OPEN).first()
    if waiting:
        raise RuleBroken(
            _("Version %(number)s is not published yet. Finish that one first.") % {"number": waiting.number}
        )
    read = parse(text)
    last = protocol.versions.aggregate(last=Max("number"))["last"] or 0
    version = protocol.versions.create(number=last + 1, title=read.title, author=actor)
    Clause.objects.bulk_create(
        Clause(
            version=version,
            position=position,
            kind=piece.kind,
            code=piece.code,
            number=piece.number,
            text=piece.text,
            joint=piece.joint,
        )
        for position, piece in enumerate(read.pieces, start=1)
    )
    _tell(actor, "policy.drafted", version)
    return version


@transaction.atomic
def load_protocol(*, school: School) -> ProtocolVersion:
    """The text that comes with the portal as draft version 1; a school that has a protocol keeps its own."""
    first = ProtocolVersion.objects.filter(protocol__school=school).order_by("number").first()
    return first or draft_version(actor=None, school=school, text=supplied_text())


@transaction.atomic
def submit_for_review(
    *, actor: User, version: ProtocolVersion, minor_change: bool = False, mr_decision_on: date | None = None
) -> None:
    """Ask a second person to look; from here on the text stands still.

    `minor_change`: whoever read the version before need not read this one. `mr_decision_on` is the day on
    which the participation council decided, when it did.
    """
    if not Access(actor, version).may_change:
        raise PermissionDenied(_("Only the director submits a version for review."))
    if minor_change and version.number == 1:
        raise RuleBroken(_("The first version is new to everybody."), field="minor_change")
    if mr_decision_on and mr_decision_on > clock.today():
        raise RuleBroken(_("This day has yet to come."), field="mr_decision_on")
    _step(
        version,
        "submit",
        submitted_by=actor,
        submitted_at=clock.now(),
        minor_change=minor_change,
        mr_decision_on=mr_decision_on,
    )
    _tell(actor, "policy.submitted", version, minor_change=minor_change)


def _check_reviewer(actor: User, version: ProtocolVersion) -> None:
    access = Access(actor, version)
    if not access.may_review:
        raise PermissionDenied(_("The school board reviews a version."))
    if access.is_own_work:
        raise PermissionDenied(_("You submitted this version yourself. Somebody else reviews it."))


@transaction.atomic
def approve_version(*, actor: User, version: ProtocolVersion) -> None:
    """Say, as the second person, that the version can be published as it stands."""
    _check_reviewer(actor, version)
    waiting = ProtocolVersion.objects.filter(pk=version.pk, state=State.IN_REVIEW, reviewer__isnull=True)
    # The submitter is compared in the database too (policy_reviewed_by_a_second_person).
    if waiting.update(reviewer=actor, reviewed_at=clock.now(), remark="") != 1:
        raise RuleBroken(_("This version does not wait for a review. Look at where it stands now."))
    version.refresh_from_db()
    _tell(actor, "policy.approved", version, minor_change=version.minor_change)


@transaction.atomic
def send_back(*, actor: User, version: ProtocolVersion, remark: str) -> None:
    """Give the version back to the director as a draft, with what has to change."""
    _check_reviewer(actor, version)
    if not remark.strip():
        raise RuleBroken(_("Write what has to change."), field="remark")
    _step(version, "send_back", remark=remark, reviewer=None, reviewed_at=None)
    _tell(actor, "policy.sent_back", version)


@transaction.atomic
def publish_version(*, actor: User, version: ProtocolVersion, valid_from: date) -> None:
    """Publish a reviewed version: freeze words and PDF, retire the one before, tell staff and guardians.

    `valid_from` is the first day on which it holds: today or later, at most a year ahead, not before the
    version that it replaces. The replaced version holds until that day.
    """
    if not Access(actor, version).may_change:
        raise PermissionDenied(_("Only the director publishes a version."))
    protocol = _locked(version.protocol_id)
    version.refresh_from_db()
    _check_publishing(actor, version, valid_from)
    before = protocol.versions.filter(state=State.PUBLISHED).first()
    if before:
        _check_order(before, valid_from)
        _step(before, "retire")
        _tell(actor, "policy.retired", before)
    now = clock.now()
    words = sha256(text_of(version).encode()).hexdigest()
    pdf = store_pdf(version, valid_from=valid_from, at=now, words=words)
    _step(
        version,
        "publish",
        published_by=actor,
        published_at=now,
        valid_from=valid_from,
        text_hash=words,
        pdf=pdf.pk,
    )
    _tell(actor, "policy.published", version, valid_from=valid_from, text_hash=words, pdf=pdf.sha256)
    if not version.minor_change:
        _announce(version)


def _check_publishing(actor: User, version: ProtocolVersion, valid_from: date) -> None:
    if version.state == State.IN_REVIEW and version.reviewer_id is None:
        raise RuleBroken(_("A second person has to review this version first: somebody of the school board."))
    if version.state != State.IN_REVIEW:
        raise RuleBroken(_("This version does not wait to be published. Look at where it stands now."))
    if version.reviewer_id == actor.pk:
        raise PermissionDenied(_("You reviewed this version yourself. Somebody else publishes it."))
    if valid_from < clock.today():
        raise RuleBroken(
            _("This day is over. Nobody can keep to a text that was not there."), field="valid_from"
        )
    if valid_from > clock.today() + FURTHEST:
        raise RuleBroken(_("Choose a day within a year from now."), field="valid_from")


def _check_order(before: ProtocolVersion, valid_from: date) -> None:
    if before.valid_from and valid_from < before.valid_from:
        raise RuleBroken(
            _("Version %(number)s holds from a later day. This one cannot begin before it.")
            % {"number": before.number},
            field="valid_from",
        )


def _announce(version: ProtocolVersion) -> None:
    """A notice to everybody who is asked to read it and can be reached: one short insert each."""
    path = reverse("policy:version", kwargs={"pk": version.pk})
    for person in audience.reachable(version.protocol.school_id, clock.today()):
        key = f"policy.published:{version.pk}:{person.pk}"
        contact.tell(person=person, kind="policy.published", path=path, key=key)
