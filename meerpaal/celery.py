"""The Celery application. Every piece of work is a row first; a message is only a doorbell."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meerpaal.settings")

app = Celery("meerpaal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def wait_for_work(conf: Any, **_details: Any) -> None:
    """A worker waits on an open connection for as long as there is no work; only a web request gives up."""
    options = dict(conf.broker_transport_options)
    options.pop("socket_timeout", None)
    conf.broker_transport_options = options
