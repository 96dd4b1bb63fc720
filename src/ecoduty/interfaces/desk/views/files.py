"""Files of matters, and a document's pages: as PDF, as Word, and as pictures for the screen."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import FileResponse, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel, press, previews
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving
from ecoduty.kernel.files.kinds import KINDS
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import refuse


@require_GET
@staff
def download(visit: Visit, public_id: uuid.UUID) -> HttpResponse | FileResponse | HttpResponseNotModified:
    """A file, for who may read the matter it belongs to; everybody else learns nothing of it."""
    return serving.serve(visit.request, serving.file_for(str(public_id), visit.actor))


@require_GET
@staff
def paper(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The pages of the matter's document: drawn when it was signed, before that a draft marked as one."""
    document = _document(visit, public_id)
    if document.rendered is not None:
        return HttpResponseRedirect(reverse("desk:file", args=[document.rendered.public_id]))
    with _sentences_for_failures():
        drawn = channel.preview(document)
    return _harmless(HttpResponse(drawn, content_type="application/pdf"), channel.file_name(document, "pdf"))


@require_GET
@staff
def word(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The same as a Word document, to go on working with."""
    document = _document(visit, public_id)
    with _sentences_for_failures():
        written = channel.as_word(document)
    answer = HttpResponse(written, content_type=KINDS["docx"].media_type)
    return _harmless(answer, channel.file_name(document, "docx"), attached=True)


@require_GET
@staff
def page(visit: Visit, public_id: uuid.UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    document = _document(visit, public_id)
    with _sentences_for_failures():
        drawn = previews.preview_of(document)
    if not 1 <= number <= len(drawn.pages):
        raise refuse("not_found")
    etag = f'"{drawn.digest}-{number}"'
    if visit.request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content_type="image/svg+xml")
        packed = drawn.pages[number - 1]
        if "gzip" in visit.request.headers.get("Accept-Encoding", ""):
            answer.content, answer["Content-Encoding"] = packed, "gzip"
        else:
            answer.content = gzip.decompress(packed)
    answer["ETag"], answer["Vary"] = etag, "Accept-Encoding, Cookie"
    return _harmless(answer, f"{number}.svg")


def _document(visit: Visit, public_id: uuid.UUID) -> Document:
    """The matter's last document that has a text, for who may read all of the matter."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    rows = Document.objects.filter(matter=matter, version__gt=0).select_related("issuer", "matter", "rendered")
    found = rows.filter(kind=matter.kind).order_by("pk").last() or rows.order_by("pk").last()
    if found is None:
        raise refuse("not_found")
    return found


@contextmanager
def _sentences_for_failures() -> Iterator[None]:
    try:
        yield
    except press.DrawingFailedError as error:
        raise Refused(
            "drawing_failed", "这份稿子排不成版面，请检查正文里有没有不能排印的内容，或联系系统管理员。"
        ) from error


def _harmless(answer: HttpResponse, name: str, *, attached: bool = False) -> HttpResponse:
    """What was drawn: under its name, never run by the browser, kept in no shared cache."""
    disposition = content_disposition_header(attached, name)
    for header, value in {**serving.HARMLESS, "Content-Disposition": disposition or "inline"}.items():
        answer.headers[header] = value
    return answer
