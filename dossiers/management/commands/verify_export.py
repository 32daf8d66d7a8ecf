"""`manage.py verify_export FILE`: whether a file that was handed over is whole and unchanged."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.archive import faults


class Command(BaseCommand):
    help = "Recomputes every sum in the copy of a dossier. Exit 0 when everything agrees, else 1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as source:
                wrong = faults(source)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        if wrong:
            raise CommandError("\n".join(f"{path}: {fault}" for fault in wrong))
        self.stdout.write(f"{path}: every part is there and unchanged.")
