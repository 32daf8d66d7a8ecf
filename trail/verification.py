"""Recomputing the trail: was a line changed, removed or added?

What the chain alone cannot see is a tail that was cut together with its seals, or a chain that was rebuilt
from the start. For that its head is kept elsewhere and given here.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trail.models import Entry, Seal
from trail.sealing import GENESIS, digest, lines


@dataclass
class Verdict:
    """What was recomputed and what is wrong with it; `faults` are sentences, empty when all is well."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    head: str = ""
    faults: list[str] = field(default_factory=list)


def verify(*, head: str = "") -> Verdict:
    """Recompute every seal and compare every count; `head` is a hash that was kept outside the database."""
    verdict = Verdict()
    seen = {GENESIS}
    last_id, previous = 0, GENESIS
    for seal in Seal.objects.order_by("id").iterator():
        _check_link(verdict, seal, last_id, previous)
        _check_batch(verdict, seal)
        last_id, previous = seal.last_id, seal.sha256
        seen.add(previous)
    verdict.head = previous if verdict.seals else ""
    _check_outside(verdict, last_id)
    if head and head.lower() not in seen:
        verdict.faults.append(
            _("The kept head %(head)s is not in the chain: seals were removed or rebuilt.") % {"head": head}
        )
    return verdict


def _check_link(verdict: Verdict, seal: Seal, last_id: int, previous: str) -> None:
    if seal.previous != previous or seal.first_id != last_id + 1:
        verdict.faults.append(
            _("Seal %(seal)s does not join the seal before it: a seal was removed or changed.")
            % {"seal": seal.id}
        )


def _check_batch(verdict: Verdict, seal: Seal) -> None:
    rows = list(lines(seal.first_id, seal.last_id))
    verdict.seals += 1
    verdict.entries += len(rows)
    values = {"seal": seal.id, "first": seal.first_id, "last": seal.last_id}
    if len(rows) != seal.count:
        verdict.faults.append(
            _(
                "Seal %(seal)s (lines %(first)s to %(last)s) counted %(sealed)s lines, now there are %(found)s."
            )
            % {**values, "sealed": seal.count, "found": len(rows)}
        )
    elif digest(seal.previous, seal.first_id, seal.last_id, seal.sealed_at, rows) != seal.sha256:
        verdict.faults.append(
            _("Seal %(seal)s (lines %(first)s to %(last)s): a line or the seal was changed.") % values
        )


def _check_outside(verdict: Verdict, last_id: int) -> None:
    """Lines after the last seal wait for the next one; a line before the first belongs to nobody."""
    verdict.unsealed = Entry.objects.filter(id__gt=last_id).count()
    added = Entry.objects.filter(id__lt=1).count()
    if added:
        verdict.faults.append(
            _("%(count)s lines stand outside the sequence: added by hand.") % {"count": added}
        )
