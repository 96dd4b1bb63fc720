"""Handing files out: only to who may read the thing they belong to, and never so that a browser runs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified

from ecoduty.kernel.files.kinds import KINDS
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.refusals import refuse
from ecoduty.kernel.files.storage import UPLOAD_PREFIX, open_file, upload_owner

HARMLESS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MayRead = Callable[[StoredFile, Any], bool]
_may_read: dict[str, MayRead] = {}


def register_may_read(prefix: str, ask: MayRead) -> None:
    """Say who decides about files whose owner begins with `prefix:`; `ask(file, reader)`. The last one counts."""
    _may_read[prefix] = ask


def may_read(file: StoredFile, reader: Any) -> bool:
    """Whether this reader may have the file; nobody may where nobody decides."""
    ask = _may_read.get(file.owner.partition(":")[0])
    return ask is not None and ask(file, reader)


def file_for(public_id: str, reader: Any) -> StoredFile:
    """The file, for a reader who may have it. Raises Refused `file_missing` (404) for everybody else."""
    file = StoredFile.objects.filter(public_id=public_id).first()
    if file is None or not may_read(file, reader):
        raise refuse("file_missing")
    return file


def serve(request: HttpRequest, file: StoredFile) -> HttpResponse | FileResponse:
    """The answer to a permitted request: always a download, sandboxed, kept in no shared cache."""
    etag = f'"{file.sm3}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    response = FileResponse(
        open_file(file), as_attachment=True, filename=file.name, content_type=KINDS[file.kind].media_type
    )
    for header, value in {"ETag": etag, **HARMLESS}.items():
        response.headers[header] = value
    return response


def _own_upload(file: StoredFile, reader: Any) -> bool:
    """What nobody claimed yet belongs to who uploaded it."""
    uploader = getattr(reader, "uploader", "")
    return bool(uploader) and file.owner == upload_owner(uploader)


register_may_read(UPLOAD_PREFIX, _own_upload)
