"""Context for every template."""

from django.http import HttpRequest


def csp_nonce(request: HttpRequest) -> dict[str, object]:
    """The nonce under the name that django-htmx and Django 6 use."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
