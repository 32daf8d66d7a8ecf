"""Recomputing the ledger: does every decision still say what was decided, on the words that were shown?"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from consent.models import Decision, ItemText
from trail.models import Entry

ACTS = ("consent.answered", "consent.withdrawn")


@dataclass
class Verdict:
    """What was recomputed and what is wrong with it; `faults` are sentences, empty when all is well."""

    texts: int = 0
    decisions: int = 0
    faults: list[str] = field(default_factory=list)


def verify() -> Verdict:
    """Recompute every text, decision and chain, and see that no decision of the trail is gone."""
    verdict = Verdict()
    for text in ItemText.objects.select_related("item").order_by("pk").iterator():
        verdict.texts += 1
        if text.own_hash() != text.sha256:
            verdict.faults.append(_("Text %(id)s: the words were changed.") % {"id": text.pk})
    rows = Decision.objects.select_related("text__item", "supersedes")
    for row in rows.order_by("subject", "item", "person", "number").iterator(chunk_size=500):
        verdict.decisions += 1
        verdict.faults += [f"{what} ({row.pk})" for what in _faults(row)]
    verdict.faults += _missing()
    return verdict


def _faults(row: Decision) -> list[str]:
    before = row.supersedes
    faults = []
    if row.text.item_id != row.item_id or row.text.hash_for(row.shown_name) != row.text_sha256:
        faults.append(_("Decision on other words than those that stand frozen"))
    if row.own_hash(before.evidence if before else "") != row.evidence:
        faults.append(_("Decision that was changed"))
    if before and (before.subject_id, before.item_id, before.person_id, before.number + 1) != (
        row.subject_id,
        row.item_id,
        row.person_id,
        row.number,
    ):
        faults.append(_("Decision that does not follow the one before it"))
    return faults


def _missing() -> list[str]:
    """The trail names every decision when it is made; one that is named and not there was removed.

    The other way round only as far back as the trail itself reaches: it is kept for a term of its own.
    """
    named: set[str] = set()
    for details in Entry.objects.filter(act__in=ACTS).values_list("details", flat=True).iterator():
        named |= set(details.get("decisions", []))
    start = Entry.objects.order_by("id").values_list("at", flat=True).first()
    there = {str(pk) for pk in Decision.objects.values_list("pk", flat=True)}
    traced = Decision.objects.filter(recorded_at__gte=start) if start else Decision.objects.none()
    recent = {str(pk) for pk in traced.values_list("pk", flat=True)}
    gone, added = (
        _("Decision %(id)s stands in the trail and is gone."),
        _("Decision %(id)s is not in the trail."),
    )
    return [gone % {"id": pk} for pk in sorted(named - there)] + [
        added % {"id": pk} for pk in sorted(recent - named)
    ]
