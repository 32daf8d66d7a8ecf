"""The app of people."""

from django.apps import AppConfig

from people import checks  # noqa: F401 - importing registers the checks


class PeopleConfig(AppConfig):
    name = "people"
