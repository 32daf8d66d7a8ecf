"""`make test`: the whole suite on two processes (MEERPAAL_TEST_WORKERS sets how many).

MEERPAAL_LONG=1 runs it at full size.

Words after the command go to pytest: `python -m tools.test tests/people -k calendar`.
"""

import os
import subprocess
import sys

from tools import engines
from tools.places import PlaceError
from tools.postgres import TestServer


def main() -> int:
    if engines.main():
        return 1
    workers = os.environ.get("MEERPAAL_TEST_WORKERS") or "2"
    size = ["-m", ""] if os.environ.get("MEERPAAL_LONG") == "1" else []
    done = subprocess.run([sys.executable, "-m", "pytest", "-n", workers, *size, *sys.argv[1:]])
    if not os.environ.get("DATABASE_URL"):
        TestServer().stop_if_free()
    return done.returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PlaceError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
