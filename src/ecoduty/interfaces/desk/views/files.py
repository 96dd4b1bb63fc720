"""Files of matters, and a document's pages as they would be printed."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel, press
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving
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
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    document = Document.objects.filter(matter=matter).select_related("issuer", "rendered").order_by("pk").last()
    if document is None or not document.version:
        raise refuse("not_found")
    if document.rendered is not None:
        return HttpResponseRedirect(reverse("desk:file", args=[document.rendered.public_id]))
    try:
        drawn = channel.preview(document)
    except press.DrawingFailedError as error:
        raise Refused(
            "drawing_failed", "这份稿子排不成版面，请检查正文里有没有不能排印的内容，或联系系统管理员。"
        ) from error
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="draft.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
