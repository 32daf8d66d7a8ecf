"""Moving an export one step on: conditional UPDATE, line on its page, line in the trail, together."""

from typing import Any

from dossiers.models import Export, ExportStep
from dossiers.workflow import ARROWS, SENTENCES
from ground import clock
from ground.errors import RuleBroken
from people.models import User
from trail import services as trail


def move(export: Export, act: str, **values: Any) -> Export:
    """Do the UPDATE of one arrow; raises RuleBroken with what is the case when somebody was first."""
    arrow = ARROWS[act]
    rows = Export.objects.filter(pk=export.pk, state__in=arrow.sources)
    failure = {} if "failure" in values else {"failure": ""}
    if rows.update(state=arrow.target, **failure, **values) != 1:
        export.refresh_from_db()
        raise RuleBroken(str(SENTENCES[export.state]))
    export.refresh_from_db()
    return export


def tell(
    export: Export, step: str, *, actor: User | None, reason: str = "", details: dict[str, Any] | None = None
) -> None:
    """Write the step on the page of the export and in the trail. `details` hold ids and counts, no words."""
    ExportStep.objects.create(export=export, act=step, by=actor, reason=reason, at=clock.now())
    trail.record(
        actor=actor,
        act=f"dossiers.export_{step}",
        subject=export,
        about=export.person_id,
        school=export.school_id,
        details={"kind": export.kind, "recipient": export.recipient_kind, **(details or {})},
    )
