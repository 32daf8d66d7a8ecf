"""The stage of the outbox: a kind of notice, a recipient and a mail server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from notices import services
from notices.kinds import KINDS, Kind, register
from notices.models import Notice
from tests.notices import sink as sinks
from tests.notices.sink import Sink

ASK = Kind(name="tests.ask", subject="Een vraag van school", body="De school heeft een vraag voor u.")
ALARM = Kind(name="tests.alarm", subject="Een bericht", body="Er is een bericht.", urgent=True)


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    register(ASK)
    register(ALARM)
    yield
    del KINDS[ASK.name], KINDS[ALARM.name]


@pytest.fixture
def mother(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create_user("fatima.elamrani@example.org")


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server; the portal is set to send there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 1
    with sinks.running() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def ask(mother: AbstractBaseUser) -> Callable[..., Notice]:
    """`ask()` lays a notice for the mother; other values by name."""

    def lay(**values: Any) -> Notice:
        values = {
            "kind": ASK.name,
            "key": "ask:1",
            "user": mother,
            "path": "/consent/answer/s3cret/",
            **values,
        }
        return services.lay(**values)

    return lay
