"""What the suite needs in the environment before Django reads its settings.

A pytest plugin, named in pyproject.toml: pytest-django loads the settings before any
conftest.py, so this cannot stand there.
"""

import base64
import os

from tools.messages import compile_all
from tools.places import PlaceError, var_dir
from tools.postgres import ensure_test_server

if "PYTEST_XDIST_WORKER" not in os.environ:
    compile_all()
    os.environ["MEERPAAL_EMBEDDED"] = "0" if os.environ.get("DATABASE_URL") else "1"
    if os.environ["MEERPAAL_EMBEDDED"] == "1":
        try:
            os.environ["DATABASE_URL"] = ensure_test_server()
        except PlaceError as error:
            raise SystemExit(str(error)) from None

# Keys for rows that live as long as one test; nothing outside the suite uses them.
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("FIELD_KEYS", "test:" + base64.b64encode(b"only-for-tests".ljust(32, b".")).decode())
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost")
os.environ.setdefault("FILES_DIR", str(var_dir() / "test-files"))
