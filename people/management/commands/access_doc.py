"""`manage.py access_doc`: writes the access table as docs/access.md, or says that it is not up to date."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from people.access_words import table

HEAD = """# Wie mag wat

Gemaakt uit `people/rights.py` met `python manage.py access_doc`; de portal zelf gebruikt dezelfde tabel.
M: weet dat het er is. R: leest. C: maakt. U: wijzigt. A: keurt goed of beslist.

"""


def markdown() -> str:
    """The whole page, in Dutch."""
    with translation.override("nl"):
        heads, rows = table()
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    lines += [f"| **{name}** | " + " | ".join(cells) + " |" for name, cells in rows]
    return HEAD + "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Writes docs/access.md from the access table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when it differs")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "access.md"
        if options["check"]:
            if not path.exists() or path.read_text() != markdown():
                raise CommandError(
                    "docs/access.md is not what the code says. Run: python manage.py access_doc"
                )
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(markdown())
