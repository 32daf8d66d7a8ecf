"""What every page shows around its content."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.navigation import Item, items_for
from people.doors import standing_of
from people.functions import function_of
from people.models import School


@dataclass
class Site:
    """The school, the reader and the way around. Reads what a template asks for, nothing before."""

    request: HttpRequest

    @cached_property
    def _signed_in(self) -> bool:
        return bool(getattr(self.request, "user", None) and self.request.user.is_authenticated)

    @cached_property
    def school(self) -> School | None:
        """The reader's school; before signing in the only or first one."""
        if self._signed_in:
            schools = standing_of(self.request).schools
            if schools:
                return School.objects.filter(pk__in=schools).order_by("name").first()
        return School.objects.order_by("name").first()

    @property
    def school_name(self) -> str:
        return self.school.name if self.school else settings.SITE_NAME

    @property
    def phone(self) -> str:
        return self.school.phone if self.school else ""

    @property
    def place(self) -> str:
        return self.school.place if self.school else ""

    @cached_property
    def user_name(self) -> str:
        if not self._signed_in:
            return ""
        person = getattr(self.request.user, "person", None)
        return person.name if person else ""

    @cached_property
    def user_function(self) -> str:
        return function_of(standing_of(self.request)) if self._signed_in else ""

    @cached_property
    def nav(self) -> list[Item]:
        if not self._signed_in:
            return []
        return items_for(standing_of(self.request), self.request.path)

    @property
    def links(self) -> list[dict[str, str]]:
        """What stands at the foot of every page."""
        links = [{"label": _("Accessibility"), "url": reverse("desk:accessibility")}]
        if self.demo:
            links.append({"label": _("Mails of the demo"), "url": reverse("notices:mailbox")})
        return links

    @property
    def demo(self) -> bool:
        return settings.DEMO


def site(request: HttpRequest) -> dict[str, Any]:
    """`site` in every template; `portal` is the same, since the sign-in pages put their own `site` over it."""
    found = Site(request)
    return {"site": found, "portal": found}
