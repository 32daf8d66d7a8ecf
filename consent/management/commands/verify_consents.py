"""`manage.py verify_consents`: exit 0 and one line when all recomputes, else what is wrong and 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.verification import verify


class Command(BaseCommand):
    help = "Recompute the consents from the frozen texts: was anything changed, added or removed?"

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if verdict.faults:
            raise CommandError("\n".join(verdict.faults))
        self.stdout.write(f"consents ok: {verdict.decisions} decisions on {verdict.texts} frozen texts")
