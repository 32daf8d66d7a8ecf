"""What somebody who was asked reads about the own answers: what I said, and what may happen now.

Never what another parent said. "Not confirmed by the other parent" is the same sentence whether the other
refused, is silent or whether the office has still to confirm something about the other.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from consent.access import capacity_of
from consent.answers import current_answers
from consent.choices import Answer, Capacity
from consent.models import Decision, ItemText, Request
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
        now=_now(result) if answer or (result and result.may) else None,
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


def _now(result: Result | None) -> tuple[str, str] | None:
    if result is None:
        return None
    if result.reason is Reason.OBJECTION:
        return ("no", _("Allowed now: no. Your child does not want it."))
    return ("yes", _("Allowed now: yes")) if result.may else ("no", _("Allowed now: no"))
