"""`manage.py verify_trail [--head HASH]`: one line and exit 0 when all recomputes, else the faults and 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trail.verification import verify


class Command(BaseCommand):
    help = "Recompute the trail: was a line changed, removed or added?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="", help="the hash of a seal that was kept elsewhere")

    def handle(self, *args: Any, head: str, **options: Any) -> None:
        verdict = verify(head=head)
        if verdict.faults:
            raise CommandError("\n".join(verdict.faults))
        self.stdout.write(
            f"trail ok: {verdict.entries} lines in {verdict.seals} seals, {verdict.unsealed} not sealed yet,"
            f" head {verdict.head or 'none'}"
        )
