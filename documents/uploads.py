"""What comes in through which door. A file is judged by its content; everything not named is refused."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import scanner, sniffing
from documents.pdf_inspection import check_pdf
from documents.pictures import Picture, check_picture, stripped_image
from documents.refusals import UploadRefused
from documents.sniffing import Format

__all__ = [
    "EVIDENCE",
    "PAPER",
    "PICTURES",
    "Checked",
    "Door",
    "Picture",
    "UploadRefused",
    "check",
    "safe_label",
    "stripped_image",
]

LABEL_LENGTH = 100
PAPER_AND_PICTURES = (sniffing.JPEG_FORMAT, sniffing.PNG_FORMAT, sniffing.WEBP_FORMAT, sniffing.PDF_FORMAT)
FILM_AND_SOUND = (sniffing.MP4_FORMAT, sniffing.M4A_FORMAT, sniffing.MP3_FORMAT)
LOOK_INSIDE: dict[Format, Callable[[bytes], None]] = {
    sniffing.JPEG_FORMAT: check_picture,
    sniffing.PNG_FORMAT: check_picture,
    sniffing.WEBP_FORMAT: check_picture,
    sniffing.PDF_FORMAT: check_pdf,
}


@dataclass(frozen=True)
class Door:
    """What may come in somewhere; `says` names it for people."""

    name: str
    formats: tuple[Format, ...]
    says: Promise

    @property
    def accept(self) -> str:
        """For the `accept` attribute of the file field."""
        return ",".join(dict.fromkeys(extension for kind in self.formats for extension in kind.extensions))

    @property
    def limit(self) -> int:
        """The largest file, in bytes, that any of its formats allows."""
        return max(kind.limit for kind in self.formats)


EVIDENCE = Door(
    "evidence",
    PAPER_AND_PICTURES + FILM_AND_SOUND,
    gettext_lazy("a photo (JPEG, PNG or WebP), a PDF, a film (MP4) or sound (M4A or MP3)"),
)
PICTURES = Door("pictures", PAPER_AND_PICTURES[:3], gettext_lazy("a photo (JPEG, PNG or WebP)"))
PAPER = Door("paper", PAPER_AND_PICTURES, gettext_lazy("a photo (JPEG, PNG or WebP) or a PDF"))


@dataclass(frozen=True)
class Checked:
    """A file that passed its door, ready for `services.store`."""

    content: bytes
    content_type: str
    extension: str
    sha256: str
    name: str  # a safe label for people, with the extension that belongs to the content
    scan: str  # "clean", or "off" when no scanner is set

    @property
    def is_picture(self) -> bool:
        """Whether `stripped_image` can draw it."""
        return self.content_type.startswith("image/")


def check(upload: UploadedFile, door: Door) -> Checked:
    """The content of an upload that may come in through this door; raises UploadRefused with a sentence."""
    content = _read(upload, door)
    kind = _recognised(content, door)
    _check_size(len(content), kind.limit)
    extension = _check_extension(upload.name or "", kind)
    _check_structure(content, kind)
    result = scanner.scan(content)
    if kind in LOOK_INSIDE:
        LOOK_INSIDE[kind](content)
    return Checked(
        content=content,
        content_type=kind.content_type,
        extension=extension,
        sha256=hashlib.sha256(content).hexdigest(),
        name=safe_label(PurePosixPath(upload.name or "").stem) + extension,
        scan=result,
    )


def safe_label(name: str) -> str:
    """A file name as a label for people: no path, no control or direction characters, no leading dot."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(
        char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    calm = re.sub(r'[<>:"|?*;&%\'`$]+', " ", printable)
    return re.sub(r"\s+", " ", calm).strip(" .")[:LABEL_LENGTH].strip(" .") or "file"


def _read(upload: UploadedFile, door: Door) -> bytes:
    """At most one chunk more than the door allows, whatever the sender says about the size."""
    _check_size(upload.size or 0, door.limit)
    parts, size = [], 0
    for part in upload.chunks():
        size += len(part)
        _check_size(size, door.limit)
        parts.append(part)
    if not size:
        raise UploadRefused(_("This file is empty. Choose another file."))
    return b"".join(parts)


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise UploadRefused(
            _("This file is too large: at most %(megabytes)d MB. Choose a smaller file, or a shorter film.")
            % {"megabytes": limit // sniffing.MEGABYTE}
        )


def _recognised(content: bytes, door: Door) -> Format:
    kind = sniffing.recognise(content)
    if kind is None or kind not in door.formats:
        raise UploadRefused(
            _("This kind of file cannot be added here. Choose %(kinds)s.") % {"kinds": door.says}
        )
    return kind


def _check_extension(name: str, kind: Format) -> str:
    if PurePosixPath(name.lower()).suffix not in kind.extensions:
        raise UploadRefused(
            _(
                "The name of this file does not fit what is in it. Save it as %(extension)s and "
                "choose it again."
            )
            % {"extension": kind.extensions[0]}
        )
    return kind.extensions[0]


def _check_structure(content: bytes, kind: Format) -> None:
    if not sniffing.is_whole(content, kind):
        raise UploadRefused(_("This file is damaged or not complete. Save it again and choose the new file."))
    if sniffing.hides_something(content, kind):
        raise UploadRefused(
            _(
                "This file contains something else than it shows. Make a screenshot or a new "
                "print of it and choose that."
            )
        )
