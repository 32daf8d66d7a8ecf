"""The app of desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
