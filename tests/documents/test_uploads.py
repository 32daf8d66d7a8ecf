import hashlib
import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents import sniffing
from documents.uploads import EVIDENCE, PICTURES, Checked, UploadRefused, check, safe_label, stripped_image
from tests.documents import corpus

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"


def hand_in(content: bytes, name: str) -> Checked:
    return check(SimpleUploadedFile(name, content, content_type="image/jpeg"), EVIDENCE)


def sentence(content: bytes, name: str) -> str:
    with pytest.raises(UploadRefused) as caught:
        hand_in(content, name)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("foto.jpg", corpus.jpeg(), "image/jpeg"),
        ("FOTO.JPEG", corpus.jpeg(), "image/jpeg"),
        ("scherm.png", corpus.png(), "image/png"),
        ("scherm.webp", corpus.webp(), "image/webp"),
        ("brief.pdf", corpus.pdf(), "application/pdf"),
        ("film.mp4", corpus.mp4(), "video/mp4"),
        ("stem.m4a", corpus.mp4(b"M4A "), "audio/mp4"),
        ("opname.m4a", corpus.mp4(track=b"soun"), "audio/mp4"),
        ("opname.mp4", corpus.mp4(track=b"soun"), "audio/mp4"),
        ("stem.mp3", corpus.mp3(), "audio/mpeg"),
        ("kaal.mp3", corpus.mp3(label=False), "audio/mpeg"),
    ],
)
def test_what_the_door_names_comes_in(name: str, content: bytes, content_type: str) -> None:
    checked = hand_in(content, name)

    assert (checked.content, checked.content_type, checked.scan) == (content, content_type, "off")
    assert checked.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", SVG),
        ("x.png", SVG),
        ("x.html", HTML),
        ("x.jpg", HTML),
        ("x.zip", corpus.zipped("a.txt")),
        ("x.docx", corpus.zipped("[Content_Types].xml", "word/document.xml")),
        ("x.pdf", corpus.zipped("[Content_Types].xml")),
        ("x.eps", EPS),
        ("x.jpg", EPS),
        ("x.heic", HEIC),
        ("x.mp4", HEIC),
        ("x.gif", b"GIF89a" + b"\0" * 30),
        ("x.exe", b"MZ" + b"\0" * 100),
        ("x.pdf", b"\n%PDF-1.7\n%%EOF"),
        ("x.txt", b"hallo"),
        ("x.jpg", b"\0"),
    ],
)
def test_what_the_door_does_not_name_stays_out(name: str, content: bytes) -> None:
    assert "JPEG" in sentence(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.png", corpus.jpeg()),
        ("foto.jpg", corpus.png()),
        ("foto.html", corpus.jpeg()),
        ("foto.jpg.exe", corpus.jpeg()),
        ("foto", corpus.jpeg()),
        (".jpg", corpus.jpeg()),
        ("film.m4a", corpus.mp4()),
        ("brief.jpg", corpus.pdf()),
    ],
)
def test_a_name_that_does_not_fit_the_content_stays_out(name: str, content: bytes) -> None:
    assert sentence(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", corpus.png() + b"<script>alert(1)</script>"),
        ("a.png", corpus.png() + b"anything"),
        ("a.jpg", corpus.jpeg() + b"<ScRiPt>alert(1)</script>"),
        ("a.jpg", corpus.jpeg() + corpus.zipped("x")),
        ("a.jpg", corpus.jpeg() + corpus.pdf()),
        ("a.jpg", corpus.jpeg().replace(corpus.JPEG_COMMENT, b"<script>1;  //")),
        ("a.webp", corpus.webp() + b"\0\0"),
        ("a.pdf", corpus.pdf().replace(b"%%EOF", b"<html><script>x</script>\n%%EOF")),
        ("a.pdf", corpus.pdf() + HTML),
        ("a.pdf", corpus.pdf() + corpus.zipped("x")),
        ("a.mp4", corpus.mp4() + HTML),
        ("a.mp3", corpus.mp3() + HTML),
        ("a.mp4", corpus.mp4().replace(b"m" * 40, HTML.ljust(40))),
    ],
)
def test_a_file_that_is_two_things_at_once_stays_out(name: str, content: bytes) -> None:
    assert sentence(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", corpus.jpeg()),
        ("a.png", corpus.png()),
        ("a.webp", corpus.webp()),
        ("a.pdf", corpus.pdf()),
        ("a.mp4", corpus.mp4()),
        ("a.m4a", corpus.mp4(b"M4A ")),
    ],
)
def test_a_file_that_was_cut_off_stays_out(name: str, content: bytes) -> None:
    for left in (12, len(content) // 2, len(content) - 7):
        assert sentence(content[:left], name)


@pytest.mark.parametrize("content", [corpus.bomb_png(), corpus.wide_png()], ids=["400 MP", "41 MP"])
def test_too_many_pixels_stay_out_before_they_are_unfolded(content: bytes) -> None:
    assert len(content) < 100_000
    assert sentence(content, "a.png")


def test_a_broken_picture_with_right_checksums_stays_out() -> None:
    content = corpus.jpeg()
    broken = content[:200] + b"\xff\xd9"

    assert sentence(broken, "a.jpg")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (corpus.pdf_with_script(), "scripts"),
        (corpus.pdf_with_file(), "bijlagen"),
        (corpus.pdf_with_launch(), "knoppen"),
        (corpus.pdf_with_page_action(), "scripts"),
        (corpus.locked_pdf(), "wachtwoord"),
        (b"%PDF-1.7\n" + b"garbage " * 50 + b"\n%%EOF", "beschadigd"),
    ],
    ids=["script", "attached file", "launch", "page action", "password", "garbage"],
)
def test_a_pdf_that_does_more_than_paper_stays_out(content: bytes, word: str) -> None:
    assert word in sentence(content, "a.pdf")


def test_a_picture_over_ten_megabytes_stays_out() -> None:
    assert "10 MB" in sentence(corpus.jpeg() + b"\0" * (10 * sniffing.MEGABYTE), "a.jpg")


def test_a_sender_who_lies_about_the_size_is_stopped_while_reading() -> None:
    class Endless(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            while True:
                yield b"\xff\xd8\xff" * 1_000_000

    upload = Endless("a.jpg", b"x")

    with pytest.raises(UploadRefused):
        check(upload, EVIDENCE)


def test_an_empty_file_stays_out() -> None:
    assert sentence(b"", "a.jpg")


def test_film_does_not_pass_the_door_for_pictures() -> None:
    with pytest.raises(UploadRefused):
        check(SimpleUploadedFile("a.mp4", corpus.mp4()), PICTURES)


@pytest.mark.parametrize("content", [corpus.jpeg(), corpus.png(), corpus.png("RGBA"), corpus.webp()])
def test_a_picture_drawn_again_carries_nothing_along(content: bytes) -> None:
    drawn = stripped_image(content)
    image = Image.open(io.BytesIO(drawn.content))

    assert b"canary" not in drawn.content
    assert not image.getexif()
    assert not {"comment", "exif", "xmp", "icc_profile", "Author"} & image.info.keys()


def test_the_place_of_a_photo_is_gone_and_the_original_had_it() -> None:
    content = corpus.jpeg()

    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    assert not Image.open(io.BytesIO(stripped_image(content).content)).getexif().get_ifd(0x8825)


def test_a_photo_on_its_side_is_drawn_upright() -> None:
    drawn = stripped_image(corpus.jpeg((60, 40), orientation=6))

    assert (drawn.width, drawn.height, drawn.content_type) == (40, 60, "image/jpeg")


def test_transparency_is_kept_as_png_and_size_can_be_bounded() -> None:
    drawn = stripped_image(corpus.png("RGBA"), longest=10)

    assert (drawn.content_type, max(drawn.width, drawn.height)) == ("image/png", 10)


def test_what_is_no_picture_is_not_drawn() -> None:
    with pytest.raises(UploadRefused):
        stripped_image(corpus.pdf())


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\0b\r\nc", "abc"),
        (".htaccess", "htaccess"),
        ("<img onerror=x>", "img onerror=x"),
        ("gpj\u202efdp", "gpjfdp"),
        ("Klas 7b – fotó’s", "Klas 7b – fotó’s"),
        ("x" * 300, "x" * 100),
        ("...", "file"),
        ("\ud800", "file"),
        ("", "file"),
    ],
)
def test_a_name_becomes_a_safe_label(name: str, label: str) -> None:
    assert safe_label(name) == label


def test_the_label_ends_as_the_content_is() -> None:
    assert hand_in(corpus.jpeg(), "Mijn foto.JPEG").name == "Mijn foto.jpg"
