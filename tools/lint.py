"""`make lint`: everything that can be said about the source without running the suite.

Runs every check, also after one has failed, so that one run tells all.
"""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

from tools.places import ROOT, var_dir
from tools.postgres import ensure_test_server

BIN = Path(sys.executable).parent
APPS = (
    "meerpaal", "dossiers", "desk", "publishing", "consent", "phones", "incidents", "policy", "people",
    "trail", "notices", "documents", "ground",
)  # fmt: skip
MANAGE = (sys.executable, "manage.py")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", (str(BIN / "ruff"), "check", ".")),
    ("ruff format", (str(BIN / "ruff"), "format", "--check", ".")),
    ("mypy", (sys.executable, "-m", "mypy", *APPS, "tools")),
    ("templates", (sys.executable, "-m", "djlint", "--lint", "--quiet", "templates")),
    ("import contract", (str(BIN / "lint-imports"), "--no-cache")),
    ("translations", (sys.executable, "tools/messages.py", "check")),
    ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    ("production settings", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING")),
)
# A test may write a password in plain sight; a key it may not.
HOOK = (
    str(BIN / "detect-secrets-hook"),
    "--no-verify",
    "--exclude-files",
    r"\.lock$|\.po$|/migrations/",
    "--exclude-secrets",
    r"^\d+/",
)


def production() -> dict[str, str]:
    """The environment of a school's server, with keys of this moment."""
    return {
        **os.environ,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or ensure_test_server(),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "SITE_URL": "https://portal.school.example",
        "ALLOWED_HOSTS": "portal.school.example",
        "DEVELOPMENT": "0",
        "DEMO": "0",
        "SECOND_FACTOR_REQUIRED": "1",
        "STATIC_ROOT": str(var_dir() / "static"),
        "FILES_DIR": str(var_dir() / "files"),
    }


def secret_checks() -> list[tuple[str, tuple[str, ...]]]:
    """The search for secrets, over what git holds or would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    files = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    tests = [name for name in files if name.startswith("tests/")]
    rest = [name for name in files if name not in tests]
    checks = [
        ("secrets", (*HOOK, *rest)),
        ("secrets in tests", (*HOOK, "--disable-plugin", "KeywordDetector", *tests)),
    ]
    return checks if files else []


def main() -> int:
    environment = production()
    failed = []
    for name, command in [*CHECKS, *secret_checks()]:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'}  {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(f"Lint failed: {', '.join(failed)}." if failed else "Lint passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
