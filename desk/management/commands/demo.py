"""`manage.py demo`: a fictional school with a year of life, for looking around and for tests of size."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk.demo.play import play
from people.models import Person, School, User

PUPILS, SEED = 200, 1


def refresh_passwords(password: str) -> None:
    """Let the printed password be the one that works, also when it was changed since the demo was loaded."""
    for user in User.objects.filter(is_demo=True):
        if user.has_usable_password() and not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])


class Command(BaseCommand):
    help = "Loads a fictional school with a school year of life. Refuses a database that holds people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pupils", type=int, default=PUPILS)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are people already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo loads only with DEMO=1.")
        if not settings.DEMO_PASSWORD:
            raise CommandError("Set DEMO_PASSWORD: the demo's sign-ins need one.")
        if Person.objects.exists() or School.objects.exists():
            if options["if_empty"]:
                refresh_passwords(settings.DEMO_PASSWORD)
                return
            raise CommandError("There are people in this database. The demo loads only into an empty one.")
        if options["pupils"] < 1:
            raise CommandError("A school has at least one pupil.")
        stage = play(pupils=options["pupils"], seed=options["seed"], password=settings.DEMO_PASSWORD)
        self.stdout.write(f"{stage.school.name}: {Person.objects.count()} people, school year {stage.year}.")
