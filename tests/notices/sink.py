"""A mail server for tests: keeps what it gets, or misbehaves in the ways that mail servers do."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class Sink:
    """`mode` is what it does with the next mail: "ok", "4xx", "5xx" (both to RCPT), "silent" (no word), "cut"
    (takes the mail and hangs up without an answer), "stall" (takes the mail and waits) or "stall_early" (waits
    before the mail). `mails` is all it took, answered or not.
    """

    port: int = 0
    mode: str = "ok"
    mails: list[Message] = field(default_factory=list)
    connections: int = 0
    stalled: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)

    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        sink = self.server.sink
        sink.connections += 1
        if sink.mode == "silent":
            sink.closing.wait(20)
            return
        self.say("220 sink")
        try:
            while self.answer(self.rfile.readline().strip().upper()):
                pass
        except OSError:
            return  # the other end was killed; that is what the tests are about

    def answer(self, command: bytes) -> bool:
        sink = self.server.sink
        if command.startswith(b"MAIL") and sink.mode == "stall_early":
            return self.stall()
        if command.startswith(b"RCPT") and sink.mode in ("4xx", "5xx"):
            self.say("450 later" if sink.mode == "4xx" else "550 no such mailbox")
        elif command == b"DATA":
            self.say("354 go on")
            sink.mails.append(message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n"))))
            if sink.mode == "cut":
                return False
            if sink.mode == "stall":
                return self.stall()
            self.say("250 taken")
        elif command == b"QUIT":
            self.say("221 bye")
            return False
        elif command:
            self.say("250 fine")
        return bool(command)

    def stall(self) -> bool:
        self.server.sink.stalled.set()
        self.server.sink.closing.wait(20)
        return False

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: Sink


@contextmanager
def running() -> Iterator[Sink]:
    """A sink on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.sink = sink = Sink(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield sink
        finally:
            sink.closing.set()
            server.shutdown()
            thread.join()
