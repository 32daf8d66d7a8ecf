"""PDF by typst, in a child process that may use so much memory and time and no more.

The PDF is PDF/A-3a (to be kept) and PDF/UA-1 (to be read aloud). The same data and moment give the same
bytes. Texts are data and never markup: they reach the template as JSON.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from documents.text import clean
from ground import clock

TEMPLATES = Path(__file__).parent / "typst"
CHILD = Path(__file__).with_name("pdf_child.py")
STANDARDS = ["a-3a", "ua-1"]
LIMITS = {"memory": 2 * 1024**3, "cpu": 80}
SECONDS = 90


class PdfError(Exception):
    """The PDF could not be made; the message is for the log and holds nothing of the document."""


@dataclass(frozen=True)
class Attachment:
    """A file to put inside the PDF. `description` is read aloud instead of the file."""

    name: str
    content: bytes
    content_type: str
    description: str


def render(
    *,
    template: str,
    data: dict[str, Any],
    title: str,
    at: datetime,
    lang: str = "nl",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF of a template in documents/typst with this data; raises PdfError.

    `data` is JSON: dicts, lists, texts, numbers, booleans, None. `at` is the moment the document is of: it
    becomes its date and is the only time in the file.
    """
    with tempfile.TemporaryDirectory(prefix="pdf-") as room:
        files = [_put_down(Path(room), number, item) for number, item in enumerate(attachments)]
        for source in TEMPLATES.iterdir():
            shutil.copyfile(source, Path(room) / source.name)
        order = _order(template, clean({**data, "files": files}), clean(title), at, lang)
        return _child(order, room)


def _order(template: str, data: dict[str, Any], title: str, at: datetime, lang: str) -> dict[str, Any]:
    day = clock.local(at).date()
    facts = {"title": title, "lang": lang, "date": [day.year, day.month, day.day]}
    return {
        "template": f"{template}.typ",
        "data": {**data, "document": facts},
        "standards": STANDARDS,
        "timestamp": int(at.timestamp()),
        "limits": LIMITS,
    }


def _put_down(room: Path, number: int, item: Attachment) -> dict[str, str]:
    place = f"file-{number}"
    (room / place).write_bytes(item.content)
    return {
        "place": place,
        "name": item.name,
        "type": item.content_type,
        "description": item.description or item.name,
    }


def _child(order: dict[str, Any], room: str) -> bytes:
    # An environment of its own: the child knows no key, no database and no proxy.
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), room],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=room,
            env={"HOME": room, "TMPDIR": room, "LANG": "C.UTF-8", "PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"{order['template']}: not ready after {SECONDS} seconds") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise PdfError(f"{order['template']}: child ended with {done.returncode} {' '.join(reason)[:200]}")
    return done.stdout
