"""The embedded PostgreSQL servers of this checkout: the one of `make run` and the one that all tests share.

python -m tools.postgres exec COMMAND...    runs a command with DATABASE_URL on the test server
python -m tools.postgres url [--test]       prints the address of the running server (--test starts it)
python -m tools.postgres stop [--test]      stops it; the test server only when nobody uses it
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time

from tools.account import PostgresError
from tools.cluster import EmbeddedPostgres
from tools.places import ROOT, PlaceError, hold, locked, var_dir

__all__ = ["EmbeddedPostgres", "PostgresError", "TestServer", "ensure_test_server", "run_server"]

LINGER_SECONDS = 300
SLOTS = 64


class TestServer:
    """One server per checkout for every test process; each process holds a slot, which names its database.

    A slot is a lock on a file, so it is free again however its process ends. A watcher stops the server when
    all slots have been free for five minutes.
    """

    __test__ = False

    def __init__(self) -> None:
        self.place = var_dir() / "test-postgres"
        self.place.mkdir(mode=0o711, exist_ok=True)
        self.server = EmbeddedPostgres(
            self.place / "data", fsync=False, max_connections=200, database="postgres"
        )
        self.gate = self.place / "gate.lock"

    def join(self) -> tuple[str, int]:
        """The address of a database that is ours while the returned handle is open."""
        with locked(self.gate):
            for number in range(SLOTS):
                slot = hold(self.place / f"slot-{number}.lock")
                if slot is None:
                    continue
                name = f"meerpaal_{number}"
                self.server.start()
                self.server.create_database(name)
                self._watch()
                return self.server.url_of(name), slot
        raise PostgresError(f"More than {SLOTS} test runs use this checkout at once.")

    def stop_if_free(self) -> bool:
        """Stops the server when no test process uses it."""
        with locked(self.gate):
            if self._busy():
                return False
            self.server.stop()
            return True

    def watch(self) -> None:
        """Waits until nobody has used the server for a while, stops it and ends. One watcher at a time."""
        watcher = hold(self.place / "watcher.lock")
        free_since = time.monotonic()
        while watcher is not None and self.place.exists():
            time.sleep(2)
            with locked(self.gate) if self.place.exists() else contextlib.nullcontext():
                if self._busy():
                    free_since = time.monotonic()
                elif time.monotonic() - free_since > LINGER_SECONDS or not self.server.running():
                    self.server.stop()
                    os.close(watcher)  # before the gate opens, so that the next user starts a new watcher
                    return

    def _busy(self) -> bool:
        for path in self.place.glob("slot-*.lock"):
            handle = hold(path)
            if handle is None:
                return True
            os.close(handle)
        return False

    def _watch(self) -> None:
        subprocess.Popen(
            [sys.executable, "-m", "tools.postgres", "watch"], cwd=ROOT, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "VAR_DIR": str(self.place.parent)},
        )  # fmt: skip


_slots: list[int] = []


def ensure_test_server() -> str:
    """Starts the test server unless it runs; the address of a database for this process and its children."""
    url, slot = TestServer().join()
    _slots.append(slot)
    return url


def run_server() -> EmbeddedPostgres:
    """The server of `make run`: keeps its data, and writes it to disk before it says so."""
    return EmbeddedPostgres(var_dir() / "postgres")


def main() -> int:
    parser = argparse.ArgumentParser(description="The embedded PostgreSQL of this checkout.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("url", "stop"):
        commands.add_parser(name).add_argument("--test", action="store_true")
    commands.add_parser("watch")
    commands.add_parser("exec").add_argument("words", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    try:
        return act(chosen)
    except PlaceError as error:
        print(error, file=sys.stderr)
        return 1


def act(chosen: argparse.Namespace) -> int:
    if chosen.command == "exec":
        words = chosen.words[1:] if chosen.words[:1] == ["--"] else chosen.words
        url = os.environ.get("DATABASE_URL") or ensure_test_server()
        return subprocess.run(words, env={**os.environ, "DATABASE_URL": url}).returncode
    if chosen.command == "watch":
        TestServer().watch()
    elif chosen.command == "url":
        print(ensure_test_server() if chosen.test else run_server().url)
    elif not chosen.test:
        run_server().stop()
    elif not TestServer().stop_if_free():
        print("The test server stays: another test run uses it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
