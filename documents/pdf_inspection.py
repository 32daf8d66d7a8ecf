"""Looking into a PDF that somebody hands in: only paper is taken, nothing that acts."""

import io
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from documents.refusals import UploadRefused

OBJECTS = 20_000
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
ACTIVE_VALUES = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/GoToE",
        "/EmbeddedFile",
        "/FileAttachment",
        "/RichMedia",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OverflowError,
    NotImplementedError,
    AssertionError,
    OSError,
)


def check_pdf(content: bytes) -> None:
    """Refuses a PDF that is locked, broken, or carries script, files or actions."""
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted
        acts = not locked and _acts(reader)
    except BROKEN as error:  # the reader meets hostile input, and each of these means: not a sound PDF
        raise UploadRefused(
            _("This PDF is damaged or not complete. Print it to a new PDF and choose that file.")
        ) from error
    if locked:
        raise UploadRefused(_("This PDF has a password. Save it without a password and choose it again."))
    if acts:
        raise UploadRefused(
            _(
                "This PDF contains script, attached files or buttons that start something. "
                "Print it to a new PDF and choose that file."
            )
        )


def _acts(reader: PdfReader) -> bool:
    if not reader.pages:
        raise ValueError("no pages")
    return any(
        _is_active(found) for number in _numbers(reader) if (found := _fetched(reader, number)) is not None
    )


def _numbers(reader: PdfReader) -> list[tuple[int, int]]:
    """Every object of the file, whether anything points at it or not."""
    plain = [(number, generation) for generation, table in reader.xref.items() for number in table]
    packed = [(number, 0) for number in reader.xref_objStm]
    if len(plain) + len(packed) > OBJECTS:
        raise ValueError("too many objects to look into")
    return plain + packed


def _fetched(reader: PdfReader, number: tuple[int, int]) -> Any:
    found = reader.get_object(IndirectObject(*number, reader))
    return None if isinstance(found, NullObject) else found


def _is_active(root: Any) -> bool:
    """Whether this object, without following references, holds an action, script or file."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, DictionaryObject):
            if ACTIVE_KEYS & here.keys():
                return True
            if {
                here.raw_get(key) for key in ("/S", "/Type", "/Subtype") if _is_name(here, key)
            } & ACTIVE_VALUES:
                return True
            waiting.extend(here.raw_get(key) for key in here)
        elif isinstance(here, ArrayObject):
            waiting.extend(list.__iter__(here))
    return False


def _is_name(found: DictionaryObject, key: str) -> bool:
    return key in found and isinstance(found.raw_get(key), str)
