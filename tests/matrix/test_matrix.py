"""Every address times every member of the cast, and no address left out."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.matrix as package
from tests.cast import Cast
from tests.matrix.table import FOREIGN_PREFIXES, MEMBERS, ROWS, Row

for module in pkgutil.iter_modules(package.__path__):
    if not module.name.startswith(("test_", "table")):
        importlib.import_module(f"{package.__name__}.{module.name}")


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The full names of every address of the portal."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}"
        else:
            yield f"{prefix}(without a name) {pattern.pattern}"


def test_no_address_is_missing_from_the_matrix() -> None:
    listed = {row.name for row in ROWS}
    ours = {name for name in names(get_resolver()) if not name.startswith(FOREIGN_PREFIXES)}
    assert ours - listed == set()


def test_the_matrix_names_no_address_that_does_not_exist() -> None:
    assert {row.name for row in ROWS} - set(names(get_resolver())) == set()


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.method}-{row.name}{'-' if row.note else ''}{row.note}"
)
def test_each_member_of_the_cast_meets_what_the_matrix_says(row: Row, cast: Cast, as_) -> None:
    met = {}
    arguments = row.build(cast)
    for member in MEMBERS:
        browser = Client() if member == "anonymous" else as_(getattr(cast, member))
        before = transaction.savepoint()
        answer = getattr(browser, row.method)(reverse(row.name, kwargs=arguments), row.data(cast))
        transaction.savepoint_rollback(before)
        met[member] = answer.status_code
    assert met == {member: row.expected(member) for member in MEMBERS}
