from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client, RequestFactory

from trail import middleware, services
from trail.middleware import RefusalMiddleware
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.trail.urls")]


@pytest.fixture(autouse=True)
def _a_bare_site(settings: object) -> None:
    """Only the middleware under test, and Django's own plain pages."""
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "trail.middleware.RefusalMiddleware",
    ]


@pytest.fixture
def reader(actor: AbstractBaseUser, client: Client, settings: object) -> Client:
    client.force_login(actor, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_view_that_refuses_leaves_one_line(reader: Client, actor: AbstractBaseUser) -> None:
    assert reader.post("/rooms/closed/").status_code == 403
    entry = Entry.objects.refusals().get()
    assert (entry.actor, entry.act, entry.details) == (actor, "rooms.close", {"method": "POST"})


def test_a_page_without_a_room_is_named_too(client: Client) -> None:
    client.get("/lone/")
    entry = Entry.objects.get()
    assert (entry.actor, entry.act) == (None, "portal.lone")


def test_a_view_that_answers_leaves_no_line(reader: Client) -> None:
    reader.get("/rooms/open/")
    assert not Entry.objects.exists()


def test_the_answer_stands_when_the_line_cannot_be_written(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(middleware.services, "record_refusal", full)
    request = rf.get("/rooms/closed/")
    request.user, request.resolver_match = None, None
    assert RefusalMiddleware(lambda request: None).process_exception(request, PermissionDenied()) is None


def test_the_door_opens_to_what_is_visible(reader: Client, actor: AbstractBaseUser) -> None:
    assert reader.get(f"/rooms/{actor.pk}/").content.decode() == actor.email
    assert not Entry.objects.exists()


def test_what_is_out_of_sight_and_what_is_not_there_answer_alike(reader: Client) -> None:
    hidden = get_user_model().objects.create_user("ander@meerpaal.example")
    out_of_sight, not_there = reader.get(f"/rooms/{hidden.pk}/"), reader.get(f"/rooms/{uuid4()}/")
    assert (out_of_sight.status_code, out_of_sight.content) == (404, not_there.content)


def test_only_what_exists_out_of_sight_leaves_a_refusal(reader: Client, actor: AbstractBaseUser) -> None:
    hidden = get_user_model().objects.create_user("ander@meerpaal.example")
    reader.get(f"/rooms/{uuid4()}/")
    assert not Entry.objects.exists()
    reader.get(f"/rooms/{hidden.pk}/")
    entry = Entry.objects.refusals().get()
    assert (entry.actor, entry.act, entry.subject_id) == (actor, "tests.user", hidden.pk)
    assert services.verify().faults == []
