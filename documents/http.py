"""Handing out files so that a browser never runs them."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

INLINE = frozenset({"image/jpeg", "image/png"})
# What a browser might run or interpret is handed out as plain bytes.
HANDED_OUT = INLINE | {
    "application/json",
    "application/pdf",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "audio/mp4",
    "audio/mpeg",
    "image/webp",
    "text/csv",
    "text/plain",
    "video/mp4",
}


def serve(
    content: bytes | Iterable[bytes], *, name: str, content_type: str, size: int | None = None
) -> HttpResponseBase:
    """The file as a download under `name`, which the server makes up from the record, never from an upload.

    `content` is bytes or pieces (then `size` tells the length).
    """
    return _sealed_off(_answer(content, size), name=name, content_type=content_type, attachment=True)


def serve_inline(content: bytes, *, name: str, content_type: str) -> HttpResponseBase:
    """A picture to show on a page; only for what `stripped_image` has drawn again."""
    if content_type not in INLINE:
        raise ValueError(f"{content_type} is never shown in the page")
    return _sealed_off(_answer(content, None), name=name, content_type=content_type, attachment=False)


def _answer(content: bytes | Iterable[bytes], size: int | None) -> HttpResponseBase:
    if isinstance(content, bytes):
        answer: HttpResponseBase = HttpResponse(content)
        size = len(content)
    else:
        answer = StreamingHttpResponse(content)
    if size is not None:
        answer["Content-Length"] = str(size)
    return answer


def _sealed_off(
    answer: HttpResponseBase, *, name: str, content_type: str, attachment: bool
) -> HttpResponseBase:
    answer["Content-Type"] = content_type if content_type in HANDED_OUT else "application/octet-stream"
    answer["Content-Disposition"] = content_disposition_header(attachment, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer
