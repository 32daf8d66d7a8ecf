"""`make clean`: stops the embedded servers of this checkout and removes what they keep."""

import shutil
import sys

from tools.places import PlaceError, hold, var_dir
from tools.postgres import TestServer, run_server


def main() -> int:
    var = var_dir()
    if hold(var / "run.lock") is None:
        print("The portal runs; stop it first.", file=sys.stderr)
        return 1
    tests = TestServer()
    if not tests.stop_if_free():
        print("A test run uses the test server; wait for its end.", file=sys.stderr)
        return 1
    database = run_server()
    database.stop()
    for data in (database.data, tests.server.data, var):
        shutil.rmtree(data, ignore_errors=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PlaceError as error:
        sys.exit(str(error))
