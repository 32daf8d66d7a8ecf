"""A real Redis for the run, where the machine has one, else the stand-in; see also tools/testing.py.

Named by `-p` in pyproject.toml, so that it happens before Django reads its settings. The processes of one
run share it.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools import broker, engines

os.environ.setdefault("DEVELOPMENT", "1")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
# The browser's loop runs in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _stand_in() -> str:
    """The embedded stand-in as a process of its own; ends with this one."""
    server = subprocess.Popen([sys.executable, "-m", "tools.broker"], stdout=subprocess.PIPE, text=True)
    atexit.register(server.send_signal, signal.SIGTERM)
    assert server.stdout is not None
    return server.stdout.readline().strip()


def _real(program: str) -> str:
    stack = ExitStack()
    atexit.register(stack.close)
    place = stack.enter_context(tempfile.TemporaryDirectory(prefix="meerpaal-redis-"))
    return stack.enter_context(broker.real_redis(program, Path(place)))


if "REDIS_URL" not in os.environ:
    found = engines.redis()
    os.environ["REDIS_URL"] = _real(found.path) if found else _stand_in()
