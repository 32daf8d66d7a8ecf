"""Looking into pictures, and drawing them again without what they carry along."""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from documents.refusals import UploadRefused

PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
QUALITY = 88

Image.MAX_IMAGE_PIXELS = PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A picture as we drew it ourselves: pixels and nothing else."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


def check_picture(content: bytes) -> None:
    """Decodes the picture whole; refuses one that is broken, cut off, or larger than 40 megapixels."""
    try:
        _decoded(content).close()
    except BROKEN as error:
        _refuse_broken(error)


def stripped_image(content: bytes, *, longest: int | None = None) -> Picture:
    """The picture drawn again without place, camera, comments or profile, turned upright.

    JPEG stays JPEG; PNG stays PNG, and a picture with transparency becomes PNG. `longest` bounds the longest
    side in pixels. Raises UploadRefused for what is not a picture of at most 40 megapixels.
    """
    try:
        return _encoded(_redrawn(content, longest))
    except BROKEN as error:
        _refuse_broken(error)


def _decoded(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=FORMATS)
    # The size stands in the head of the file: a small file that unfolds to gigabytes is refused unopened.
    if image.width * image.height > PIXELS:
        raise UploadRefused(
            _(
                "This picture has too many pixels. Make it smaller, to at most 40 megapixels, "
                "and choose it again."
            )
        )
    image.load()
    return image


def _redrawn(content: bytes, longest: int | None) -> Image.Image:
    image = _decoded(content)
    plain_png = image.format == "PNG"
    upright = _upright(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    drawn = Image.new(mode, upright.size)
    drawn.paste(upright.convert(mode))
    if longest:
        drawn.thumbnail((longest, longest))
    drawn.format = "PNG" if plain_png or mode == "RGBA" else "JPEG"
    return drawn


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:  # the notes are unreadable, the picture is not
        return image


def _encoded(drawn: Image.Image) -> Picture:
    target = io.BytesIO()
    if drawn.format == "PNG":
        drawn.save(target, "PNG", optimize=False)
        return Picture(target.getvalue(), "image/png", ".png", *drawn.size)
    drawn.save(target, "JPEG", quality=QUALITY)
    return Picture(target.getvalue(), "image/jpeg", ".jpg", *drawn.size)


def _refuse_broken(error: Exception) -> NoReturn:
    raise UploadRefused(
        _(
            "This picture is damaged or not complete. Open it on your device, save it again and "
            "choose the new file."
        )
    ) from error
