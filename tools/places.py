"""Where the tools keep things, and the locks by which they wait for each other."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class PlaceError(Exception):
    """The place cannot be used; the message is a sentence for the reader."""


def var_dir() -> Path:
    """The directory for what is made while running: VAR_DIR, or var/ in the checkout. Made when missing."""
    path = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    try:
        path.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as error:
        raise PlaceError(
            f"Cannot make {path}: {error.strerror}. Set VAR_DIR to a directory of yours."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise PlaceError(
            f"{path} belongs to another user. Remove it, or set VAR_DIR to a directory of yours."
        )
    return path


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on the file until the block ends; the system frees it when the process dies."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def hold(path: Path) -> int | None:
    """Takes the lock on the file for as long as the returned handle is open; None when another has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
