"""A stored file as an answer: what it holds can do nothing in the browser, and a player may ask for parts of it."""

from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from zhike.core.files.models import Blob
from zhike.core.files.rules.ranges import Beyond, part_asked
from zhike.core.files.rules.types import PDF, FileType

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
_ALONE = f"{_NOTHING}; frame-ancestors 'none'; sandbox"
_IN_A_PAGE = f"{_NOTHING}; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
# A browser's own viewer of PDFs does not start in a sandbox; it is one itself.
_PDF_IN_A_PAGE = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
DOWNLOAD = FileType("application/octet-stream", frozenset())


class Part:
    """So many bytes of a stored file, from a place on; it is opened when the first of them is asked for."""

    def __init__(self, blob: Blob, *, start: int, length: int) -> None:
        self._blob = blob
        self._start = start
        self._left = length
        self._file: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        block = self._opened().read(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        return block

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = self._blob.file.storage.open(str(self._blob.file.name), "rb")
            self._file.seek(self._start)
        return self._file


def download(request: HttpRequest, blob: Blob, *, name: str, of: FileType = DOWNLOAD) -> HttpResponseBase:
    """Send a file to be saved, never to be opened as a page of ours."""
    answer = _sent(request, blob, mime=of.mime)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Content-Security-Policy"] = _ALONE
    return answer


def show(request: HttpRequest, blob: Blob, *, name: str, of: FileType) -> HttpResponseBase:
    """Send a picture, PDF, recording or video to be shown within our pages."""
    answer = _sent(request, blob, mime=of.mime)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer["Content-Security-Policy"] = _PDF_IN_A_PAGE if of.shown_as == PDF else _IN_A_PAGE
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _sent(request: HttpRequest, blob: Blob, *, mime: str) -> HttpResponseBase:
    tag = f'"{blob.sha256}"'
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    try:
        part = part_asked(asked, blob.size)
    except Beyond:
        answer: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{blob.size}"})
    else:
        answer = _whole_or_part(blob, part)
    answer["Content-Type"] = mime
    for header, value in _HEADERS.items():
        answer[header] = value
    answer["ETag"] = tag
    return answer


def _whole_or_part(blob: Blob, part: tuple[int, int] | None) -> FileResponse:
    start, length = part or (0, blob.size)
    answer = FileResponse(Part(blob, start=start, length=length), status=206 if part else 200)
    answer["Content-Length"] = str(length)
    if part:
        answer["Content-Range"] = f"bytes {start}-{start + length - 1}/{blob.size}"
    return answer


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Accept-Ranges": "bytes",
}
