"""One embedded PostgreSQL server on one data directory.

It listens on a Unix socket in a directory of its own, which only its user (and root) can enter: no port, no
password. As root it runs as an unprivileged user, because PostgreSQL refuses root. The wheel's own launcher
is not used: it makes users, opens parent directories to everybody and shares a lock file between users.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tools.account import MAJOR, Account, PostgresError, open_place, programs_for
from tools.places import locked

SOCKET_PREFIX = "meerpaal-pg-"


class EmbeddedPostgres:
    """A server of our own on one data directory; `with` starts and stops it, `url` is its DATABASE_URL.

    `fsync=False` is for tests: faster, and the data does not survive a power cut. Raises PostgresError.
    """

    def __init__(
        self, data_dir: Path, *, fsync: bool = True, max_connections: int = 100, database: str = "meerpaal"
    ) -> None:
        wanted = data_dir.resolve()
        wanted.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.fsync, self.max_connections, self.database = fsync, max_connections, database
        self.account = Account(wanted)
        self.data = wanted
        if not self.account.can("/bin/sh", "-c", 'cd "$1"', "sh", str(wanted.parent)):
            name = hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
            self.data = open_place() / f"{wanted.name}-{name}"
            self.account = Account(self.data)
        self.lock = wanted.with_suffix(".lock")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the running server, as DATABASE_URL takes it."""
        return self.url_of(self.database)

    def url_of(self, database: str) -> str:
        return f"postgres://meerpaal@/{database}?host={quote(self._socket_dir(), safe='')}"

    def start(self) -> None:
        """Starts the server unless it runs, makes the cluster and the database when they are missing."""
        with locked(self.lock):
            if self.running():
                return
            self.programs = programs_for(self.account)
            self._check_cluster()
            self._forget_the_dead()
            sockets = self._make_socket_dir()
            options = [
                "listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700",
                f"max_connections={self.max_connections}", f"cluster_name={self.data.name[:60]}",
            ]  # fmt: skip
            if not self.fsync:
                options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=on"]
            flags = shlex.join(word for option in options for word in ("-c", option))
            log = self.data / "server.log"
            result = self._run(
                "pg_ctl", "start", "-w", "-t", "120", "-s", "-D", str(self.data), "-l", str(log), "-o", flags
            )
            if result.returncode:
                shutil.rmtree(sockets, ignore_errors=True)
                raise PostgresError(f"PostgreSQL did not start.\n{tail(log) or result.stderr}")
            self.create_database(self.database)

    def stop(self) -> None:
        """Stops the server; quiet when it does not run."""
        with locked(self.lock):
            if not self.running():
                return
            sockets = self._socket_dir()
            self.programs = programs_for(self.account)
            for mode in ("fast", "immediate"):
                stop = self._run("pg_ctl", "stop", "-s", "-w", "-t", "30", "-m", mode, "-D", str(self.data))
                if stop.returncode == 0:
                    break
            shutil.rmtree(sockets, ignore_errors=True)

    def running(self) -> bool:
        """Whether a server of ours answers on this data directory; an old number in a file is not enough."""
        pid = self._pid()
        return pid is not None and self._serves(pid) and "ready" in self._pid_lines()[7:8]

    def create_database(self, name: str) -> None:
        """Makes the database unless it exists."""
        known = self._psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608 - our own names
        if not known:
            self._psql(f'CREATE DATABASE "{name}"')

    def _psql(self, statement: str) -> str:
        self.programs = programs_for(self.account)
        result = self._run(
            "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self._socket_dir(), "-U",
            "meerpaal", "-d", "postgres", "-c", statement,
        )  # fmt: skip
        if result.returncode:
            raise PostgresError(f"PostgreSQL refused: {result.stderr.strip()}")
        return result.stdout.strip()

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a program of the wheel as the server's user, in a directory and an environment it can use.

        What it prints goes through a file: the server inherits the handles, and a pipe would never close.
        """
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                [str(self.programs / program), *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                cwd="/", env=environment, **self.account.switch,
            )  # fmt: skip
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())

    def _check_cluster(self) -> None:
        """Makes the cluster when there is none; a half-made one is never taken for it."""
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return self._make_cluster()
        except PermissionError as error:
            raise PostgresError(
                f"{self.data} belongs to another user. Set VAR_DIR to a directory of yours."
            ) from error
        if found != MAJOR:
            raise PostgresError(
                f"{self.data} was made by PostgreSQL {found}, this is {MAJOR}. Move it away: make clean"
            )
        return None

    def _make_cluster(self) -> None:
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.account.give(draft, 0o700)
        # The built-in C.UTF-8 is the same on every machine; the locales of the system are not.
        result = self._run(
            "initdb", "-D", str(draft), "-U", "meerpaal", "--auth-local=trust", "--auth-host=reject", "-E",
            "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions", *([] if self.fsync else ["--no-sync"]),
        )  # fmt: skip
        if result.returncode:
            raise PostgresError(f"PostgreSQL could not make its data directory.\n{result.stderr.strip()}")
        if (
            self.data.exists()
        ):  # an empty or foreign directory: never thrown away, only refused when not empty
            self.data.rmdir()
        draft.rename(self.data)

    def _forget_the_dead(self) -> None:
        """Clears what a killed server left: its socket, and a process number that now is somebody else's."""
        lines = self._pid_lines()
        if len(lines) > 4 and Path(lines[4]).name.startswith(SOCKET_PREFIX):
            shutil.rmtree(lines[4], ignore_errors=True)
        pid = self._pid()
        if pid is not None and alive(pid) and not self._serves(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _make_socket_dir(self) -> str:
        # A socket's path may have 107 bytes at most, so it does not stand below the checkout.
        place = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - mkdtemp picks a name of its own
        made = tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=place)
        self.account.give(Path(made), 0o700)
        return made

    def _socket_dir(self) -> str:
        lines = self._pid_lines()
        if len(lines) < 5:
            raise PostgresError("The embedded PostgreSQL does not run.")
        return lines[4]

    def _pid_lines(self) -> list[str]:
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []
        except PermissionError as error:
            raise PostgresError(
                f"{self.data} belongs to another user. Set VAR_DIR to a directory of yours."
            ) from error

    def _pid(self) -> int | None:
        lines = self._pid_lines()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def _serves(self, pid: int) -> bool:
        """Whether that process serves this data directory and is not a later one with the same number."""
        if Path("/proc/self/cwd").exists():
            try:
                return Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data
            except OSError:
                return False
        seen = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return "postgres" in seen.stdout and str(self.data) in seen.stdout


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def tail(path: Path) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-8:])
    except OSError:
        return ""
