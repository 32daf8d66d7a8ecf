"""The Celery application. Every piece of work is a row first; a message is only a doorbell."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meerpaal.settings")

app = Celery("meerpaal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
