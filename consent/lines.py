"""What somebody who was asked reads about the own answers: what I said, and what may happen now.

Never what another parent said. "Not confirmed by the other parent" is the same sentence whether the other
refused, is silent or whether the office has still to confirm something about the other.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from consent.access import capacity_of
from consent.answers import current_answers
from consent.choices import Answer, Capacity
from consent.models import Decision, ItemText, Request
from consent.purposes import ALL_MEDIA
from consent.result import Reason, Result, results_by_item
from consent.services import current_texts
from ground import clock


@dataclass(frozen=True)
class Line:
    """One item as a line on a page: `own` and `now` are statuses (a kind of the tag `status`, and words)."""

    medium: str
    label: str
    own: tuple[str, str]
    now: tuple[str, str] | None
    can_withdraw: bool
    is_withdrawn: bool
    is_open: bool


def lines_of(question: Request) -> list[Line]:
    """The lines of a question as it stands now, in the order photo, film, sound."""
    texts = current_texts(question.campaign.school_id, question.campaign.purpose)
    answers = current_answers(question)
    found = _results(question, texts)
    return [_line(text, answers.get(text.item_id), found.get(text.item_id)) for text in texts]


def chosen_lines(question: Request, texts: list[ItemText], answers: dict[str, str]) -> list[Line]:
    """The lines of answers that are not signed yet; for what is left open, what that comes to."""
    found, before = _results(question, texts), current_answers(question)
    return [
        _chosen(text, answers[text.item.medium])
        if text.item.medium in answers
        else _line(text, before.get(text.item_id), found.get(text.item_id))
        for text in texts
    ]


def key_of(question: Request) -> tuple[UUID, str, UUID, str]:
    """Where the answers to a question stand in `own_answers`."""
    campaign = question.campaign
    return (question.subject_id, question.subject_kind, campaign.school_id, campaign.purpose)


def own_answers(person: UUID | None) -> dict[tuple[UUID, str, UUID, str], list[tuple[str, str]]]:
    """What a person says now about everybody, as statuses in the order photo, film, sound; in one query."""
    rows = Decision.objects.filter(person=person, superseded_by__isnull=True, item__active=True)
    found: dict[tuple[UUID, str, UUID, str], list[tuple[str, str]]] = defaultdict(list)
    for row in sorted(rows.select_related("item"), key=lambda row: ALL_MEDIA.index(row.item.medium)):
        kind = "yes" if row.answer == Answer.YES else "no"
        words = f"{row.item.get_medium_display()}: {row.get_answer_display().lower()}"
        found[row.subject_id, row.subject_kind, row.item.school_id, row.item.purpose].append((kind, words))
    return found


def _results(question: Request, texts: list[ItemText]) -> dict[UUID, Result]:
    """The results that the person may read: with confirmed authority, or about oneself."""
    if capacity_of(question, clock.today()) == Capacity.UNCONFIRMED:
        return {}
    found = results_by_item([question.subject], [text.item for text in texts])
    return {item: result for (_subject, item), result in found.items()}


def _chosen(text: ItemText, answer: str) -> Line:
    own = ("yes", _("Yes")) if answer == Answer.YES else ("no", _("No"))
    label = str(text.item.get_medium_display())
    return Line(text.item.medium, label, own, None, False, False, False)


def _line(text: ItemText, answer: Decision | None, result: Result | None) -> Line:
    return Line(
        medium=text.item.medium,
        label=str(text.item.get_medium_display()),
        own=_own(answer, result),
        now=_now(result, answer) if answer or (result and result.may) else None,
        can_withdraw=bool(answer and answer.answer == Answer.YES),
        is_withdrawn=bool(answer and answer.answer == Answer.WITHDRAWN),
        is_open=answer is None,
    )


def _own(answer: Decision | None, result: Result | None) -> tuple[str, str]:
    if answer is None:
        may = result is not None and result.may
        return ("rest", _("No answer yet") if may else _("No answer yet: we do not do it"))
    if answer.answer == Answer.NO:
        return ("no", _("No"))
    if answer.answer == Answer.WITHDRAWN:
        return ("no", _("Withdrawn"))
    if result is None:
        return ("wait", _("Yes. The school still has to confirm your legal authority."))
    if result.reason is Reason.TEXT_CHANGED:
        return ("wait", _("Yes, to an earlier question. Please answer again."))
    if result.may or result.reason in (Reason.OBJECTION, Reason.LEFT):
        return ("yes", _("Yes"))
    return ("wait", _("Yes, not yet confirmed by the other parent"))


def _now(result: Result | None, answer: Decision | None) -> tuple[str, str] | None:
    if result is None:
        return None
    if answer is None:
        sentence = _(
            "Allowed now: yes, by the answer of another parent. Do you say no? Then it is not allowed."
        )
        return ("yes", sentence)
    if result.reason is Reason.OBJECTION:
        return ("no", _("Allowed now: no. Your child does not want it."))
    return ("yes", _("Allowed now: yes")) if result.may else ("no", _("Allowed now: no"))
