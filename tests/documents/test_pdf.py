import io
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from documents import pdf
from documents.pdf import Attachment, PdfError, render
from documents.text import clean_text, drawable
from tests.documents.samples import DOSSIER, LETTER, PAPERS

AT = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # already the 19th in the Netherlands


def letter(text: str = "Tekst.", **more: Any) -> bytes:
    data = {**LETTER, "blocks": [{"kind": "paragraph", "text": text}], **more}
    return render(template="letter", data=data, title="Brief", at=AT)


def words(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_kept_and_read_aloud(content: bytes) -> bool:
    marks = content.replace(b"\n", b"")
    return all(
        mark in marks
        for mark in (
            b"<pdfaid:part>3</pdfaid:part>",
            b"<pdfaid:conformance>A</pdfaid:conformance>",
            b"<pdfuaid:part>1</pdfuaid:part>",
        )
    )


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_each_paper_is_pdf_a_and_pdf_ua_with_title_and_language(name: str) -> None:
    content = render(template=name, data=PAPERS[name], title="Een titel", at=AT)
    reader = PdfReader(io.BytesIO(content))

    assert is_kept_and_read_aloud(content)
    assert reader.metadata is not None
    assert reader.metadata.title == "Een titel"
    assert reader.trailer["/Root"]["/Lang"] == "nl"


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_the_same_paper_gives_the_same_bytes(name: str) -> None:
    first, second = (render(template=name, data=PAPERS[name], title="Titel", at=AT) for _time in range(2))

    assert first == second


def test_the_letter_says_all_that_was_written() -> None:
    shown = words(render(template="letter", data=LETTER, title="Brief", at=AT))

    for part in (
        "mevrouw A. Visser-Okafor",
        "Ons kenmerk: 2026-029",
        "Daan krijgt schoolwerk mee.",
        "Ingrid Hofstra",
    ):
        assert part in shown


def test_every_page_of_a_dossier_names_whose_copy_it_is() -> None:
    reader = PdfReader(io.BytesIO(render(template="dossier", data=DOSSIER, title="Dossier", at=AT)))

    for number, page in enumerate(reader.pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "Exemplaar voor mevrouw A. Visser-Okafor" in text
        assert f"pagina {number} van {len(reader.pages)}" in text


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*bold* _not_ $x^2$ `raw` @label <tag>",
        "= Not a heading",
        "<script>alert(1)</script> {{ settings.SECRET_KEY }} {% load x %}",
        '#import "@preview/x:1.0.0"',
        r"back\slash \u{41}",
        "Ærøskøbing, Łódź, Çağla, Đặng, Москва",
    ],
)
def test_text_is_shown_as_it_was_typed(text: str) -> None:
    content = letter(text)

    assert is_kept_and_read_aloud(content)
    assert " ".join(text.split()) in words(content)


def test_an_arabic_name_survives() -> None:
    content = letter("Naam: محمد")

    assert is_kept_and_read_aloud(content)
    assert set("محمد") <= set(words(content))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("leuk \U0001f600!", "leuk [U+1F600]!"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("a\x00b\x07c\ud800d", "abcd"),
        ("priv\ue000", "priv[U+E000]"),
        ("om\u202egekeerd", "om[U+202E]gekeerd"),
        ("e\u0301n e\u20dd", "én e[U+20DD]"),
    ],
)
def test_what_cannot_be_drawn_is_shown_as_its_number(text: str, shown: str) -> None:
    content = letter(text)

    assert is_kept_and_read_aloud(content)
    assert shown in words(content)


def test_every_character_that_is_said_to_be_drawable_is_drawable() -> None:
    text = "\n\n".join(f"x {char} x" for char in sorted(drawable()) if not char.isspace())

    assert is_kept_and_read_aloud(letter(text))


def test_line_ends_are_kept_and_long_words_may_break() -> None:
    assert clean_text("a\r\nb\rc") == "a\nb\nc"
    assert clean_text("w" * 61).replace("\u200b", "") == "w" * 61
    assert "\u200b" in clean_text("w" * 61)


def test_an_attachment_is_inside() -> None:
    item = Attachment("data.json", b'{"a": 1}', "application/json", "De gegevens")
    content = render(template="dossier", data=DOSSIER, title="Dossier", at=AT, attachments=[item])

    assert is_kept_and_read_aloud(content)
    assert PdfReader(io.BytesIO(content)).attachments["data.json"] == [b'{"a": 1}']


def test_the_date_of_the_paper_is_the_day_in_the_netherlands() -> None:
    metadata = PdfReader(io.BytesIO(letter())).metadata

    assert metadata is not None
    assert str(metadata.creation_date_raw).startswith("D:20261119")


def test_english_papers_speak_english() -> None:
    content = render(template="letter", data=LETTER, title="Letter", at=AT, lang="en")

    assert "Our reference: 2026-029" in words(content)
    assert "page 1 of 1" in words(content)


def test_a_child_that_wants_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pdf.LIMITS, "memory", 150 * 1024**2)

    with pytest.raises(PdfError):
        letter("woord " * 400_000)


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)

    with pytest.raises(PdfError, match="not ready"):
        letter()


def test_an_error_tells_the_log_nothing_of_the_document() -> None:
    with pytest.raises(PdfError) as caught:
        render(template="letter", data={**LETTER, "blocks": [{"kind": "canary-word"}]}, title="x", at=AT)

    assert "canary-word" not in str(caught.value)
    assert "Visser" not in str(caught.value)


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_CANARY", "x")
    seen = {}
    real = pdf.subprocess.run

    def watched(*args: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return real(*args, **options)

    monkeypatch.setattr(pdf.subprocess, "run", watched)
    letter()

    assert set(seen) == {"HOME", "TMPDIR", "LANG", "PATH"}
