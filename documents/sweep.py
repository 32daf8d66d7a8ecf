"""Removes files that no row needs: left by a crash, or whose removal was cut short."""

from collections.abc import Iterator
from datetime import timedelta

from documents import storage
from documents.models import StoredFile
from ground import clock

GRACE = timedelta(hours=24)


def sweep() -> int:
    """Deletes files without a row older than 24 hours, temporary ones too, and files of removed rows.

    Returns how many. No transaction lives for a day, so a file that is still being committed is never taken.
    """
    return sum(_sweep_directory(directory) for directory in _directories())


def _directories() -> list[str]:
    try:
        return sorted(storage.private().listdir("")[0])
    except FileNotFoundError:  # nothing was ever stored
        return []


def _sweep_directory(directory: str) -> int:
    store = storage.private()
    paths = [f"{directory}/{name}" for name in store.listdir(directory)[1]]
    doomed = list(_without_need(paths))
    for path in doomed:
        store.delete(path)
    return len(doomed)


def _without_need(paths: list[str]) -> Iterator[str]:
    rows = dict(StoredFile.objects.filter(path__in=paths).values_list("path", "removed_at"))
    latest = clock.now() - GRACE
    for path in paths:
        if path in rows:
            if rows[path] is not None:
                yield path
        elif storage.private().get_modified_time(path) < latest:
            yield path
