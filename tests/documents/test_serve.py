import pytest
from django.http import HttpResponse, StreamingHttpResponse

from documents.http import serve, serve_inline


def test_a_file_is_handed_out_as_a_download_that_no_browser_runs() -> None:
    answer = serve(b"%PDF-", name="brief-2026-029.pdf", content_type="application/pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="brief-2026-029.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Length"] == "5"


@pytest.mark.parametrize(
    "content_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", ""]
)
def test_what_a_browser_might_run_is_plain_bytes(content_type: str) -> None:
    assert serve(b"x", name="a", content_type=content_type)["Content-Type"] == "application/octet-stream"


def test_a_name_cannot_add_a_header() -> None:
    answer = serve(b"x", name='a"; x=\u202e\u00e9.pdf', content_type="application/pdf")

    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\u202e" not in answer["Content-Disposition"]


def test_a_large_file_is_handed_out_in_pieces() -> None:
    answer = serve(iter([b"a", b"b"]), name="film.mp4", content_type="video/mp4", size=2)

    assert isinstance(answer, StreamingHttpResponse)
    assert (b"".join(answer), answer["Content-Length"]) == (b"ab", "2")


def test_a_drawn_picture_may_stand_in_the_page() -> None:
    answer = serve_inline(b"x", name="foto.jpg", content_type="image/jpeg")

    assert isinstance(answer, HttpResponse)
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("content_type", ["application/pdf", "image/webp", "text/html"])
def test_nothing_else_stands_in_the_page(content_type: str) -> None:
    with pytest.raises(ValueError, match="never shown"):
        serve_inline(b"x", name="a", content_type=content_type)
