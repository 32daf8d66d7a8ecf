"""A view that refuses leaves a line."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from trail import services

logger = logging.getLogger(__name__)


class RefusalMiddleware:
    """Writes one refusal when a view raises PermissionDenied; the answer itself is left to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if not isinstance(exception, PermissionDenied):
            return
        try:
            services.record_refusal(
                actor=request.user, act=act_of(request), details={"method": request.method}
            )
        except DatabaseError:
            # The reader is refused all the same; that the line is missing goes to the log.
            logger.exception("refusal not recorded")


def act_of(request: HttpRequest) -> str:
    """The page as a dotted name: `incidents:close` is "incidents.close", one without a room "portal.…"."""
    match = request.resolver_match
    name = (match.view_name if match else "").lower().replace(":", ".") or "unnamed"
    return name if "." in name else f"portal.{name}"
