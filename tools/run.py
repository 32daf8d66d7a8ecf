"""`make run`: the whole portal on this machine, in order, until Ctrl-C.

Starts the embedded PostgreSQL and the stand-in for Redis (unless DATABASE_URL or REDIS_URL name others),
prepares the database, then starts web server, worker and schedule. Development settings; nothing listens
beyond loopback.
"""

import base64
import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tools.places import ROOT, PlaceError, hold, var_dir
from tools.postgres import EmbeddedPostgres, run_server

MANAGE = (sys.executable, "manage.py")
PREPARATION = (
    ("The translations", (sys.executable, "tools/messages.py", "compile")),
    ("The database", (*MANAGE, "migrate", "--noinput", "--verbosity", "0")),
    ("The style sheets and scripts", (*MANAGE, "collectstatic", "--noinput", "--verbosity", "0")),
    ("The text of the protocol", (*MANAGE, "load_protocol")),
    ("The demo school", (*MANAGE, "demo", "--if-empty")),
)
SIGN_INS = {
    "director": "the director",
    "board": "the school board",
    "supervisor": "a supervisor",
    "teacher": "a class teacher",
    "teacher2": "the teacher of another class",
    "coordinator": "the care coordinator",
    "admin": "the school office",
    "confidant": "the confidant",
    "privacy": "the privacy officer",
    "caretaker": "the caretaker",
    "parent": "a parent",
    "parent2": "the other parent of the same child",
    "parent3": "a parent of another child",
}


class RunError(Exception):
    """The portal cannot run; the message is a sentence for the reader."""


class Stop(BaseException):
    """Ctrl-C, or a polite request to end."""


def port_of(text: str) -> int:
    """The port to listen on; RunError when it is no port or taken."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise RunError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise RunError(
                f"Port {text} is for root alone. Choose a higher one: make run PORT=8000"
            ) from None
        except OSError:
            raise RunError(
                f"Port {text} is taken by another program. Stop that, or choose another port: "
                f"make run PORT={int(text) % 65535 + 1}"
            ) from None
    return int(text)


def kept(path: Path, make: Callable[[], str]) -> str:
    """What stands in a file that only we can read; made the first time."""
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        draft.replace(path)
    return path.read_text().strip()


def new_secrets() -> str:
    field_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return json.dumps({"SECRET_KEY": secrets.token_urlsafe(64), "FIELD_KEYS": f"k1:{field_key}"})


def environment(var: Path, port: int) -> dict[str, str]:
    """The settings of a demo on this machine. What the caller set already, stays."""
    own = {
        "DEVELOPMENT": "1",
        "DEMO": "1",
        "SECOND_FACTOR_REQUIRED": "0",
        "SITE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "FILES_DIR": str(var / "files"),
        "STATIC_ROOT": str(var / "static"),
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
        **json.loads(kept(var / "secrets.json", new_secrets)),
    }
    given = {name: value for name, value in os.environ.items() if value}
    if "DEMO_PASSWORD" not in given:
        own["DEMO_PASSWORD"] = kept(var / "demo-password", lambda: secrets.token_urlsafe(9))
    Path(own["FILES_DIR"]).mkdir(mode=0o700, exist_ok=True)
    return own | given


def die_with_parent() -> Callable[[], Any] | None:
    """On Linux a child ends when we are killed without a chance to end it."""
    if not sys.platform.startswith("linux"):
        return None
    control = ctypes.CDLL(None).prctl
    return lambda: control(1, signal.SIGTERM)


class Children:
    """The programs we started, each with a process group of its own, so that none is left when we end."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.started: list[tuple[str, subprocess.Popen[str]]] = []

    def start(self, name: str, *command: str, **options: Any) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            command, cwd=ROOT, env=self.settings, start_new_session=True, text=True,
            stdin=subprocess.DEVNULL, preexec_fn=die_with_parent(), **options,
        )  # fmt: skip
        self.started.append((name, child))
        return child

    def finish(self, name: str, *command: str) -> None:
        """Runs a program to its end; RunError when it fails."""
        child = self.start(name, *command)
        code = child.wait()
        self.started.remove((name, child))
        if code:
            raise RunError(f"{name} could not be made ready; what went wrong stands above.")

    def fallen(self) -> str:
        """A sentence about a child that ended by itself, or nothing."""
        for name, child in self.started:
            if (code := child.poll()) is not None:
                return f"{name} ended by itself (code {code}), so the rest was stopped too."
        return ""

    def stop(self, seconds: float = 10) -> None:
        """Ends everything: asks first, then forces. The first started ends last, since others lean on it."""
        while self.started:
            last = [pair for pair in self.started if pair[0] != "The broker"] or self.started
            for _name, child in last:
                signal_group(child.pid, signal.SIGTERM)
            end = time.monotonic() + seconds
            for _name, child in last:
                try:
                    child.wait(max(0.1, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    pass
                signal_group(child.pid, signal.SIGKILL)
                child.wait()
            self.started = [pair for pair in self.started if pair not in last]


def signal_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def start_broker(children: Children) -> str:
    broker = children.start("The broker", sys.executable, "tools/broker.py", stdout=subprocess.PIPE)
    assert broker.stdout is not None
    address = broker.stdout.readline().strip()
    if not address:
        raise RunError("The stand-in for Redis did not start.")
    return address


def start_portal(children: Children, var: Path, port: int) -> None:
    """Web server, worker and schedule."""
    children.start(
        "The web server", sys.executable, "-m", "gunicorn", "meerpaal.wsgi:application", "--bind",
        f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread", "--threads", "4",
        "--log-level", "warning", "--no-control-socket",
    )  # fmt: skip
    celery = (sys.executable, "-W", "ignore", "-m", "celery", "-A", "meerpaal", "--quiet")
    children.start(
        "The worker", *celery, "worker", "--without-gossip", "--without-mingle", "--concurrency", "2",
        "--loglevel", "WARNING",
    )  # fmt: skip
    for old in var.glob("schedule*"):  # a killed beat leaves it torn; the rows know what is due
        old.unlink()
    children.start(
        "The schedule",
        *celery,
        "beat",
        "--schedule",
        str(var / "schedule"),
        "--pidfile",
        "",
        "--loglevel",
        "WARNING",
    )


def wait_for_answer(children: Children, port: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if sentence := children.fallen():
            raise RunError(sentence)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RunError(f"The web server gave no answer in {seconds:.0f} seconds.")


def greet(settings: dict[str, str]) -> None:
    print(f"\nThe portal runs at {settings['SITE_URL']}\n\nSign in as:")
    for name, who in SIGN_INS.items():
        print(f"  {name + '@demo.example':<26}{who}")
    print(f"\nPassword of each: {settings['DEMO_PASSWORD']}\n\nCtrl-C ends it.", flush=True)


def serve(var: Path, port: int) -> None:
    """Runs until Stop; ends all it started, whatever happens."""
    settings = environment(var, port)
    children = Children(settings)
    database: EmbeddedPostgres | None = None
    try:
        if "DATABASE_URL" not in settings:
            database = run_server()
            database.start()
            settings["DATABASE_URL"] = database.url
        if "REDIS_URL" not in settings:
            settings["REDIS_URL"] = start_broker(children)
        for name, command in PREPARATION:
            print(f"{name} ...", flush=True)
            children.finish(name, *command)
        start_portal(children, var, port)
        wait_for_answer(children, port)
        greet(settings)
        while True:
            time.sleep(0.5)
            if sentence := children.fallen():
                raise RunError(sentence)
            if database and not database.running():
                raise RunError("The database ended by itself, so the rest was stopped too.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        print("\nStopping ...", flush=True)
        children.stop()
        if database:
            database.stop()


def raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stop)
    try:
        var = var_dir()
        if hold(var / "run.lock") is None:
            raise RunError("This checkout already runs. Stop that one first, or set VAR_DIR for a second.")
        serve(var, port_of(os.environ.get("PORT") or "8000"))
    except Stop:
        return 0
    except (RunError, PlaceError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
