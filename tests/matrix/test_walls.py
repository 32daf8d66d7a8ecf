"""What holds for every address: looking changes nothing, and nothing changes without the form's own key."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.matrix.table import MEMBERS, Row
from tests.matrix.test_matrix import ROWS

CHANGES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|trail_entry)')
LOOKS = [row for row in ROWS if row.method == "get"]
ACTS = [row for row in ROWS if row.method == "post"]


def named(row: Row) -> str:
    return f"{row.name}{'-' if row.note else ''}{row.note}"


@pytest.mark.parametrize("row", LOOKS, ids=named)
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(row: Row, method: str, cast: Cast, as_: Any) -> None:
    address = reverse(row.name, kwargs=row.build(cast))
    for member in MEMBERS:
        browser = Client() if member == "anonymous" else as_(getattr(cast, member))
        with CaptureQueriesContext(connection) as caught:
            getattr(browser, method)(address, row.data(cast))
        assert [query["sql"] for query in caught.captured_queries if CHANGES.match(query["sql"])] == []


@pytest.mark.parametrize("row", ACTS, ids=named)
def test_nothing_is_done_without_the_key_of_the_form(row: Row, cast: Cast) -> None:
    address = reverse(row.name, kwargs=row.build(cast))
    data = row.data(cast)
    for member in MEMBERS:
        browser = Client(enforce_csrf_checks=True)
        if member != "anonymous":
            browser.force_login(getattr(cast, member), backend=settings.AUTHENTICATION_BACKENDS[0])
        before = transaction.savepoint()
        with CaptureQueriesContext(connection) as caught:
            answer = browser.post(address, data)
        transaction.savepoint_rollback(before)
        assert answer.status_code == 403
        assert [query["sql"] for query in caught.captured_queries if CHANGES.match(query["sql"])] == []


@pytest.mark.parametrize("row", ACTS, ids=named)
def test_an_act_is_no_address_to_look_at(row: Row, cast: Cast, as_: Any) -> None:
    """An act without a page of its own refuses GET; one with a form shows it (and has a row for that)."""
    if any(other.name == row.name for other in LOOKS):
        pytest.skip("has a page of its own")
    answer = as_(cast.director).get(reverse(row.name, kwargs=row.build(cast)))
    assert answer.status_code in (302, 404, 405)
