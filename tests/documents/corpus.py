"""Files as phones and computers make them, and files that only look like it."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

JPEG_COMMENT = b"canary comment"


def jpeg(size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """A photo with place, camera and comment in it."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "canary camera"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.5), 3: "E", 4: (4.0, 53.0, 42.0)})
    return _saved(image, "JPEG", exif=exif, comment=JPEG_COMMENT, icc_profile=b"canary profile")


def png(mode: str = "RGB") -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "canary author")
    notes.add_itxt("XML:com.adobe.xmp", "<x>canary xmp</x>")
    return _saved(Image.new(mode, (30, 20)), "PNG", pnginfo=notes)


def webp() -> bytes:
    return _saved(Image.new("RGB", (30, 20), "green"), "WEBP", exif=b"Exif\0\0canary exif", xmp=b"canary xmp")


def pdf() -> bytes:
    return _written(_paper())


def mp4(brand: bytes = b"isom", *, track: bytes = b"vide") -> bytes:
    index = _box(b"hdlr", b"\0" * 8 + track) + b"m" * 40
    return b"".join(
        (_box(b"ftyp", brand + b"\0\0\2\0" + brand), _box(b"moov", index), _box(b"mdat", b"d" * 400))
    )


def mp3(*, label: bool = True) -> bytes:
    head = b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 if label else b""
    return head + (b"\xff\xfb\x90\x00" + b"\0" * 413) * 5


def bomb_png() -> bytes:
    """A few hundred bytes that say they are 400 megapixels."""
    small = _saved(Image.new("1", (8, 8)), "PNG")
    head = small[12:16] + struct.pack(">II", 20_000, 20_000) + small[24:29]
    return small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]


def wide_png() -> bytes:
    """41 megapixels, honestly."""
    return _saved(Image.new("1", (8200, 5000)), "PNG")


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def pdf_with_script() -> bytes:
    writer = _paper()
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    )
    names = ArrayObject([TextStringObject("start"), writer._add_object(script)])
    tree = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): names})})
    writer.root_object[NameObject("/Names")] = tree
    return _written(writer)


def pdf_with_file() -> bytes:
    writer = _paper()
    writer.add_attachment("evil.exe", b"MZ")
    return _written(writer)


def pdf_with_launch() -> bytes:
    writer = _paper()
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    return _written(writer)


def pdf_with_page_action() -> bytes:
    writer = _paper()
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})
    return _written(writer)


def locked_pdf() -> bytes:
    writer = _paper()
    writer.encrypt("geheim")
    return _written(writer)


def _paper() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def _written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body
