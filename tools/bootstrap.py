"""Makes the virtual environment with the locked packages; quick when nothing changed.

Runs on a bare Python, before anything is installed, so it uses the standard library alone. VENV names another
place for the environment.
"""

import fcntl
import hashlib
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = Path(os.environ.get("VENV") or ROOT / ".venv").absolute()
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.lock.sha256"
OLDEST = (3, 11)


class BootstrapError(Exception):
    """The environment cannot be made; the message is a sentence for the reader."""


def stamp():
    """What the environment was made from: the lock and this Python."""
    return "{} {}".format(hashlib.sha256(LOCK.read_bytes()).hexdigest(), sys.version.split()[0])


def up_to_date():
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp() and works()


def works():
    """Whether the environment's Python still runs; a moved or removed Python breaks it."""
    try:
        return subprocess.run([str(PYTHON), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def check_python():
    if sys.version_info < OLDEST:
        raise BootstrapError(
            "The portal needs Python {}.{} or newer; this is {} ({}). "
            "Name another one: make PYTHON=python3.12 ...".format(
                OLDEST[0], OLDEST[1], platform.python_version(), sys.executable
            )
        )
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        raise BootstrapError(
            "This Python cannot make virtual environments: its modules venv and ensurepip are missing. "
            "On Debian and Ubuntu: apt-get install python3-venv"
        ) from None


def make_venv():
    if works():
        return
    print("Making the virtual environment in {} ...".format(VENV), flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise BootstrapError(
            "The virtual environment could not be made in {}:\n{}".format(VENV, made.stdout + made.stderr)
        )


def block_of(name):
    """The lines of one package in the lock, hashes included."""
    found = re.search(
        r"^{}==.*\n(?:    --hash=.*\n?)+".format(re.escape(name)), LOCK.read_text(), re.MULTILINE
    )
    if not found:
        raise BootstrapError("The lock does not hold {}. Make it again: make lock".format(name))
    return found.group(0)


def install():
    """By uv, which is quicker; else by pip, since uv knows nothing of pip's settings."""
    print("Installing the locked packages; this takes a minute the first time ...", flush=True)
    if not (install_uv() and install_by_uv()):
        install_by_pip()


def pip(*words):
    return subprocess.run(
        [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps",
         "--require-hashes", "--only-binary", ":all:", *words],
        cwd=str(ROOT), capture_output=True, text=True, check=False,
    )  # fmt: skip


def install_uv():
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only:
        only.write(block_of("uv"))
        only.flush()
        return pip("-r", only.name).returncode == 0


def install_by_uv():
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    if not os.access(os.path.expanduser("~"), os.W_OK):
        environment["UV_NO_CACHE"] = "1"
    done = subprocess.run(
        [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes",
         "--only-binary", ":all:", "-r", str(LOCK)],
        cwd=str(ROOT), env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


def install_by_pip():
    done = pip("-r", str(LOCK))
    if done.returncode == 0:
        return
    wanted = re.search(r"No matching distribution found for ([^\s;]+)", done.stderr)
    if wanted and "connection broken" not in done.stderr:
        raise BootstrapError(
            "There is no ready-made package (wheel) of {} for this machine: {} {}, Python {}.".format(
                wanted.group(1), platform.system(), platform.machine(), platform.python_version()
            )
        )
    told = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
    raise BootstrapError("The packages could not be installed:\n{}".format(told[-3000:]))


def main():
    try:
        if up_to_date():
            return 0
        check_python()
        VENV.parent.mkdir(parents=True, exist_ok=True)
        with open(str(VENV) + ".lock", "w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not up_to_date():
                make_venv()
                install()
                STAMP.write_text(stamp())
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(
            "{} belongs to another user. Set VENV to a place of yours.".format(error.filename),
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
