"""The virus scanner: clamd's own protocol over a socket."""

import socket
import struct
from contextlib import closing

from django.conf import settings
from django.utils.translation import gettext as _

from documents.refusals import UploadRefused

CHUNK = 256 * 1024
SECONDS = 20
CLEAN, OFF = "clean", "off"


def scan(content: bytes) -> str:
    """`clean`, or `off` when no scanner is set.

    Raises UploadRefused when something was found, and also when the scanner does not answer: without a scan
    nothing comes in. The address is `unix:/path` or `tcp:host:port`.
    """
    if not settings.CLAMD_ADDRESS:
        return OFF
    try:
        answer = _ask(content)
    except (OSError, ValueError) as error:
        raise UploadRefused(_not_now()) from error
    if answer.endswith(" FOUND"):
        raise UploadRefused(
            _(
                "The virus scanner found something in this file, so it was not kept. Do not "
                "open it, and tell whoever looks after your device."
            )
        )
    if answer != "stream: OK":
        raise UploadRefused(_not_now())
    return CLEAN


def _not_now() -> str:
    return _(
        "Files cannot be checked for viruses at this moment, so nothing was kept. Try again in ten minutes."
    )


def _ask(content: bytes) -> str:
    with closing(_connected()) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            link.sendall(struct.pack(">I", len(chunk)) + chunk)
        link.sendall(struct.pack(">I", 0))
        return _answer(link)


def _connected() -> socket.socket:
    scheme, _colon, rest = settings.CLAMD_ADDRESS.partition(":")
    if scheme == "unix":
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(SECONDS)
        link.connect(rest)
        return link
    host, _colon, port = rest.strip("/").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        part = link.recv(4096)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
