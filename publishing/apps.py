"""The app of publishing."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
