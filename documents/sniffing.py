"""What a file is, by its content. The name and what the browser says count for nothing here.

Each test looks at the structure and not only at the first bytes, so that a file that was cut off, or that is
two things at once, is not taken.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
VIDEO_BRANDS = {
    b"isom",
    b"iso2",
    b"iso3",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
}
SOUND_BRANDS = {b"M4A ", b"M4B "}
# Words that a browser would act on. They have no business in a picture, film, sound or PDF.
MARKUP = (
    b"<script",
    b"<!doctype html",
    b"<html>",
    b"<html ",
    b"<iframe",
    b"<svg xmlns",
    b"<svg onload",
    b"<?php",
    b"javascript:",
)
WINDOW = 1024 * 1024
OVERLAP = 32


@dataclass(frozen=True)
class Format:
    """A kind of file that a door may take."""

    content_type: str
    extensions: tuple[str, ...]
    limit: int  # bytes


MEGABYTE = 1024 * 1024
JPEG_FORMAT = Format("image/jpeg", (".jpg", ".jpeg"), 10 * MEGABYTE)
PNG_FORMAT = Format("image/png", (".png",), 10 * MEGABYTE)
WEBP_FORMAT = Format("image/webp", (".webp",), 10 * MEGABYTE)
PDF_FORMAT = Format("application/pdf", (".pdf",), 10 * MEGABYTE)
MP4_FORMAT = Format("video/mp4", (".mp4", ".m4v"), 60 * MEGABYTE)
M4A_FORMAT = Format("audio/mp4", (".m4a", ".mp4"), 60 * MEGABYTE)
MP3_FORMAT = Format("audio/mpeg", (".mp3",), 60 * MEGABYTE)


def recognise(content: bytes) -> Format | None:
    """The format that the first bytes promise, or None."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG_FORMAT
    if content.startswith(PNG):
        return PNG_FORMAT
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP_FORMAT
    if content.startswith(b"%PDF-"):
        return PDF_FORMAT
    if content[4:8] == b"ftyp":
        return _film_or_sound(content)
    if content[:3] == b"ID3" or _mp3_frame(content, 0):
        return MP3_FORMAT
    return None


def is_whole(content: bytes, kind: Format) -> bool:
    """Whether the structure of the format runs to its end."""
    return WHOLE[kind](content)


def hides_something(content: bytes, kind: Format) -> bool:
    """Whether the file is a second thing as well: a page, an archive, a PDF inside a picture."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return True
    if kind is not PDF_FORMAT and b"%PDF-" in content:
        return True
    return _has_markup(content)


def _has_markup(content: bytes) -> bool:
    for start in range(0, len(content), WINDOW):
        window = content[start : start + WINDOW + OVERLAP].lower()
        if any(word in window for word in MARKUP):
            return True
    return False


def _film_or_sound(content: bytes) -> Format | None:
    """By the brand, and for the general brands by what the index holds: recorders use them for sound too."""
    brand = content[8:12]
    if brand in SOUND_BRANDS:
        return M4A_FORMAT
    if brand not in VIDEO_BRANDS:
        return None
    index = b"".join(content[start:end] for name, start, end in _boxes(content) if name == b"moov")
    return M4A_FORMAT if b"soun" in index and b"vide" not in index else MP4_FORMAT


def _whole_png(content: bytes) -> bool:
    """Every chunk with the right checksum, and nothing after the last one."""
    at = len(PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if end > len(content):
            return False
        (checksum,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(memoryview(content)[at + 4 : end - 4]) != checksum:
            return False
        if content[at + 4 : at + 8] == b"IEND":
            return end == len(content)
        at = end
    return False


def _whole_jpeg(content: bytes) -> bool:
    # Phones write a second picture or a short film after the end mark, so bytes may follow it.
    return b"\xff\xd9" in content


def _whole_webp(content: bytes) -> bool:
    (length,) = struct.unpack_from("<I", content, 4)
    return length + 8 + (length & 1) == len(content)


def _whole_pdf(content: bytes) -> bool:
    return re.search(rb"%%EOF\s*\Z", content[-1024:]) is not None


def _whole_boxes(content: bytes) -> bool:
    """The boxes of an MP4 fill the file exactly, with the index and the data among them."""
    boxes = list(_boxes(content))
    names = {name for name, _start, _end in boxes}
    return boxes[-1][2] == len(content) and all(map(bytes.isascii, names)) and names >= {b"moov", b"mdat"}


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each outer box; the end of the last one may lie outside the file."""
    at = 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
        elif size == 0:
            size = len(content) - at
        yield name, at, at + size
        if size < 8:
            return
        at += size


def _whole_mp3(content: bytes) -> bool:
    """Three frames in a row after the label; sound has no mark at its end."""
    at = 0
    if content[:3] == b"ID3" and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        at = 10 + size
    for _frame in range(3):
        length = _mp3_frame(content, at)
        if not length:
            return False
        at += length
    return at <= len(content)


BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3_frame(content: bytes, at: int) -> int:
    """The length of the layer III frame that starts here, or 0."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in RATES or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = (BITRATES_1 if version == 3 else BITRATES_2)[bitrate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // RATES[version][rate] + (head[2] >> 1 & 1)


WHOLE: dict[Format, Callable[[bytes], bool]] = {
    JPEG_FORMAT: _whole_jpeg,
    PNG_FORMAT: _whole_png,
    WEBP_FORMAT: _whole_webp,
    PDF_FORMAT: _whole_pdf,
    MP4_FORMAT: _whole_boxes,
    M4A_FORMAT: _whole_boxes,
    MP3_FORMAT: _whole_mp3,
}
