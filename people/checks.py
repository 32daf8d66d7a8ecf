"""Refusals at start-up."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register()
def second_factor_only_off_in_demo(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Staff without a second factor is for the demo alone."""
    if settings.SECOND_FACTOR_REQUIRED or settings.DEMO:
        return []
    return [Error("SECOND_FACTOR_REQUIRED may be off only with DEMO=1.", id="people.E001")]


@register()
def shared_cache(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Limits and single-use codes hold only in a cache that all processes share."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith(("LocMemCache", "DummyCache", "FileBasedCache")):
        return [Error("The default cache must be shared by all processes.", hint=backend, id="people.E002")]
    return []


@register(deploy=True)
def demo_off(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A deployment holds real people: no demo."""
    return [Error("DEMO is on in a deployment.", id="people.E003")] if settings.DEMO else []
