"""The app of phones."""

from django.apps import AppConfig


class PhonesConfig(AppConfig):
    name = "phones"
