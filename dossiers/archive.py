"""The file that is handed over: a ZIP that unpacks safely everywhere and proves itself.

`SHA256SUMS` lists every other part, so that a plain `sha256sum -c SHA256SUMS` agrees. Names are ours, in ASCII and
without directories other than `letters/`; dates are fixed and nothing is compressed, so that the same parts
give the same bytes on every machine.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Self

from ground import clock

SUMS = "SHA256SUMS"
SAFE_NAME = re.compile(r"(letters/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
ENOUGH_PARTS = 10_000
PIECE = 1024 * 1024
READABLE_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True)
class Part:
    """One file in the archive, once it is written."""

    name: str
    sha256: str
    size: int


class Archive:
    """Writes the parts one after the other, in bounded memory; leaving the block adds the sums."""

    def __init__(self, target: BinaryIO, moment: datetime) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
        self._date = clock.local(moment).timetuple()[:6]
        self.parts: list[Part] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> Part:
        """Write one part; raises ValueError for a name that does not unpack safely or stands there already."""
        if not SAFE_NAME.fullmatch(name) or name in {part.name for part in self.parts}:
            raise ValueError(f"not a name for a part: {name!r}")
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._info(name), "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        part = Part(name, digest.hexdigest(), size)
        self.parts.append(part)
        return part

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        lines = [f"{part.sha256}  {part.name}\n" for part in sorted(self.parts, key=lambda part: part.name)]
        self._zip.writestr(self._info(SUMS), "".join(lines).encode())
        self._zip.close()

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._date)
        info.create_system = UNIX
        info.external_attr = READABLE_FILE
        return info


def faults(source: BinaryIO) -> list[str]:
    """What does not agree in an archive; nothing when every part is there, named safely and unchanged."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _faults(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        return [f"not a readable ZIP: {error}"]


def _faults(archive: zipfile.ZipFile) -> list[str]:
    names = [info.filename for info in archive.infolist()]
    if len(names) > ENOUGH_PARTS or len(set(names)) != len(names):
        return ["too many parts, or a part that stands there twice"]
    unsafe = [name for name in names if not SAFE_NAME.fullmatch(name)]
    if unsafe:
        return [f"a name that does not unpack safely: {name!r}" for name in unsafe]
    if SUMS not in names:
        return [f"{SUMS} is missing"]
    sums = _sums(archive)
    if sums is None:
        return [f"{SUMS} has a line that is not a sum"]
    missing = [f"{name} is missing" for name in sorted(sums.keys() - set(names))]
    unknown = [f"{name} is not in {SUMS}" for name in sorted(set(names) - {SUMS} - sums.keys())]
    changed = [
        f"{name} was changed" for name in sorted(sums) if name in names and _hash(archive, name) != sums[name]
    ]
    return missing + unknown + changed


def _sums(archive: zipfile.ZipFile) -> dict[str, str] | None:
    lines = archive.read(SUMS).decode("utf-8", "replace").splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    return {line[2]: line[1] for line in found if line} if all(found) else None


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                digest.update(piece)
    except zipfile.BadZipFile:  # the ZIP's own check found it first
        return ""
    return digest.hexdigest()
