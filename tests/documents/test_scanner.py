import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from documents import scanner
from documents.uploads import EVIDENCE, UploadRefused, check
from tests.documents import corpus

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def exactly(link: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        part = link.recv(length - len(found))
        if not part:
            return found
        found += part
    return found


def speak(link: socket.socket, answer: bytes | None) -> None:
    """What clamd does with one INSTREAM."""
    assert exactly(link, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", exactly(link, 4))[0]:
        content += exactly(link, length)
    found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
    link.sendall(found if answer is None else answer)
    link.close()


@contextmanager
def clamd(server: socket.socket, answer: bytes | None = None) -> Iterator[None]:
    """A scanner that serves one file."""

    def serve() -> None:
        link, _address = server.accept()
        speak(link, answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join(5)
    server.close()


@pytest.fixture
def server(settings: Settings) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.CLAMD_ADDRESS = f"tcp:127.0.0.1:{listening.getsockname()[1]}"
        yield listening


def test_a_clean_file_passes_and_the_result_is_known(server: socket.socket) -> None:
    with clamd(server):
        checked = check(SimpleUploadedFile("a.jpg", corpus.jpeg()), EVIDENCE)

    assert checked.scan == "clean"


def test_a_file_with_a_virus_stays_out(server: socket.socket) -> None:
    with clamd(server), pytest.raises(UploadRefused, match="viruscontrole"):
        check(SimpleUploadedFile("a.jpg", corpus.jpeg() + EICAR), EVIDENCE)


def test_a_virus_in_the_second_chunk_is_sent_as_well(server: socket.socket) -> None:
    with clamd(server), pytest.raises(UploadRefused):
        scanner.scan(b"\0" * (2 * scanner.CHUNK) + EICAR)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK maybe\0"])
def test_any_other_answer_keeps_the_file_out(server: socket.socket, answer: bytes) -> None:
    with clamd(server, answer), pytest.raises(UploadRefused):
        scanner.scan(b"x")


def test_nothing_comes_in_while_the_scanner_is_down(settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "tcp:127.0.0.1:1"

    with pytest.raises(UploadRefused):
        check(SimpleUploadedFile("a.jpg", corpus.jpeg()), EVIDENCE)


def test_nothing_comes_in_while_the_scanner_is_silent(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.2)

    with pytest.raises(UploadRefused):
        scanner.scan(b"x")


def test_the_scanner_may_listen_on_a_local_socket(settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "clamd.ctl"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place))
    listening.listen()
    settings.CLAMD_ADDRESS = f"unix:{place}"

    with clamd(listening):
        assert scanner.scan(b"x") == "clean"


def test_an_address_that_makes_no_sense_keeps_everything_out(settings: Settings) -> None:
    settings.CLAMD_ADDRESS = "somewhere"

    with pytest.raises(UploadRefused):
        scanner.scan(b"x")
