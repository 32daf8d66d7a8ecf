"""What Celery and the cache speak to where no Redis is given.

`python tools/broker.py` serves the embedded stand-in on a free port of the loopback address and prints its
address on the first line. It keeps nothing when it ends; that loses no work, because every piece of work is a
row first.
`real_redis` starts a Redis server of one's own for the tests that need the real one.
"""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from fakeredis import TcpFakeServer


def serve() -> None:
    """Serves until SIGTERM or SIGINT."""
    server = TcpFakeServer(("127.0.0.1", 0))
    # Its threads wait for their clients; a stand-in that must stop does not.
    server.daemon_threads = True
    server.block_on_close = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"redis://127.0.0.1:{server.server_address[1]}/0", flush=True)
    server.serve_forever()
    os._exit(0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def real_redis(program: str, directory: Path) -> Iterator[str]:
    """A real Redis server with nothing kept on disk, for the length of the block; gives its address."""
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
         "--dir", str(directory)],
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int, seconds: float = 10) -> None:
    """Returns when something listens on the loopback port; TimeoutError when nothing does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing listens on port {port}.")


if __name__ == "__main__":
    serve()
