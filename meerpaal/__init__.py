"""The roof: settings, addresses, the worker. Nobody imports it, but for the Celery application."""

from meerpaal.celery import app as celery_app

__all__ = ["celery_app"]
