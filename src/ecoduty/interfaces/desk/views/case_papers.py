"""One paper of a case: its text, to be completed; its pages, with persons as whoever prints them may see them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.rendering import channel, press
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import shell
from ecoduty.interfaces.desk.act_page import Place, done, page, row_of
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving
from ecoduty.kernel.flow import Refused, options, tables
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.enforcement.case_papers import queries, signs
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper

_MASKED = "姓名隐去"


def _found(visit: Visit, public_id: UUID, pk: int) -> tuple[Matter, CasePaper]:
    """Raises Refused `not_found` for a paper that is not there for this reader."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    row = next((one for one in queries.seen_by(matter, visit.actor) if one.pk == pk), None)
    if row is None:
        raise refuse("not_found")
    row.document.matter = matter
    return matter, row


@require_http_methods(["GET", "POST"])
@staff
def one(visit: Visit, public_id: UUID, pk: int) -> HttpResponse:
    """The text as it stands: read by who may see it, edited by who may before it is signed."""
    matter, row = _found(visit, public_id, pk)
    back = f"{reverse('desk:matter', args=[matter.public_id])}?tab=papers"
    here = reverse("desk:case-paper", args=[matter.public_id, pk])
    table, act = row_of(matter.kind, "edit_paper")
    draft = texts.current(row.document)
    content = {
        "matter": matter, "row": row, "label": queries.label(row.paper), "back": back,
        "text": draft.sections[0]["text"] if draft else "", "signed": row.document.signed_on,
        "pages": reverse("desk:case-paper-pages", args=[matter.public_id, pk]),
        "shown": signs.written_out(draft.sections[0]["text"], matter, visit.actor) if draft else "",
    }  # fmt: skip
    open_ = {
        option.act.code for option in options(tables()[matter.kind], matter, visit.actor, visit.now) if option.open
    }
    content["may_sign"] = "sign_paper" in open_ and row.document.signed_on is None
    if row.document.signed_on is not None or act.code not in open_:
        if visit.request.method == "POST":
            raise refuse(
                "not_permitted", act=act.label, who="此案的办案人员、联络员（签发之前）", title=visit.actor.title
            )
        return shell.render(visit, "desk/enforcement/case_paper_read.html", content, kind=matter.kind)
    place = Place(content["label"], here, matter, matter.pk)
    if visit.request.method == "POST":
        given = visit.request.POST.copy()
        given["document"] = str(pk)
        outcome = attempt(visit, table, act, matter, matter.pk, given)
        if not isinstance(outcome, Attempted):
            return done(visit, table, act, outcome.subject, place)
        content["text"] = given.get("text", "")
        return page(visit, table, place, outcome, "desk/enforcement/case_paper.html", content)
    return page(
        visit, table, place, empty_form(visit, act, matter, matter.kind), "desk/enforcement/case_paper.html", content
    )


@require_GET
@staff
def pages(visit: Visit, public_id: UUID, pk: int) -> HttpResponse:
    """The pages as PDF: a draft is marked as one; one that leaves names out says so. Raises Refused `drawing_failed`."""
    matter, row = _found(visit, public_id, pk)
    reader = signs.reader(matter, visit.actor)
    mark = channel.DRAFT_MARK if row.document.signed_on is None else "" if reader.opened else _MASKED
    paper = channel.paper_of(row.document, watermark=mark).mapped(reader)
    try:
        drawn = press.draw(paper)
    except press.DrawingFailedError as error:
        raise Refused("drawing_failed", "这份稿子排不成版面，请检查正文里有没有不能排印的内容。") from error
    answer = HttpResponse(drawn, content_type="application/pdf")
    name = content_disposition_header(False, channel.file_name(row.document, "pdf"))
    for header, value in {**serving.HARMLESS, "Content-Disposition": name or "inline"}.items():
        answer.headers[header] = value
    return answer
