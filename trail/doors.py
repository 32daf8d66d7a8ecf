"""The door of a detail page: what a person may not see does not exist."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from trail import services

Row = TypeVar("Row", bound=Model)


def get_visible_or_404(
    request: HttpRequest, visible: QuerySet[Row], pk: UUID, *, act: str, restricted: bool = False
) -> Row:
    """The row with this id out of what the reader may see.

    Raises the same Http404 for a row that does not exist and for one that is out of sight; the second leaves
    a refusal in the trail (`restricted`: one that only the circle of the row may know of). Call it outside a
    transaction.
    """
    row = visible.filter(pk=pk).first()
    if row is not None:
        return row
    hidden = visible.model._base_manager.filter(pk=pk).only("pk").first()
    if hidden is not None:
        services.record_refusal(actor=request.user, act=act, subject=hidden, restricted=restricted)
    raise Http404
