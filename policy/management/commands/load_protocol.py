"""Gives every school that has no protocol the supplied text, as the draft of version 1."""

from typing import Any

from django.core.management.base import BaseCommand

from people.models import School
from policy.services import load_protocol


class Command(BaseCommand):
    help = "Gives every school without a protocol the supplied text, as the draft of version 1."

    def handle(self, *args: Any, **options: Any) -> None:
        schools = list(School.objects.filter(protocol__isnull=True).order_by("name"))
        for school in schools:
            version = load_protocol(school=school)
            self.stdout.write(f"{school}: version {version.number}, {version.clauses.count()} pieces of text")
        if not schools:
            self.stdout.write("Every school has a protocol.")
