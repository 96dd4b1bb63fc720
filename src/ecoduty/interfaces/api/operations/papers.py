"""Documents of a matter, files up and down, and what was published."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Path, Query, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.documents.models import Attachment, Document, Draft, Recipient
from ecoduty.casework.matters.rules import Sight
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.access import matter_for
from ecoduty.interfaces.api.answers.papers import (
    DocumentAnswer,
    FileAnswer,
    PublicationAnswer,
    PublicationDetail,
    PublicationPage,
    SectionAnswer,
    publication_facts,
)
from ecoduty.interfaces.api.entry import MULTIPART, Bearer, caller_of
from ecoduty.interfaces.api.words import Code, Number, only_known
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["papers"])
READ = Bearer(Scope.MATTERS_READ)
BINARY = "application/octet-stream"
_DOWNLOAD = {
    "responses": {
        200: {
            "description": "文件内容；真正的类型见登记里的 media_type",
            "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/matters/{number}/documents",
    response=list[DocumentAnswer],
    auth=READ,
    operation_id="list_documents",
    summary="办件的公文",
)
def documents(request: HttpRequest, number: Annotated[Number, Path()]) -> list[DocumentAnswer]:
    """办件里的公文，只给可以看全部内容的岗位。"""
    matter = matter_for(caller_of(request), number, Sight.FULL)
    found = list(
        Document.objects.filter(matter=matter)
        .select_related("issuer", "rendered", "sealed")
        .prefetch_related(
            Prefetch("attachments", Attachment.objects.select_related("file")),
            Prefetch("recipients", Recipient.objects.select_related("body", "post")),
        )
        .order_by("pk")
    )
    drafts = {
        draft.document_id: draft for draft in Draft.objects.filter(document__in=found, version=F("document__version"))
    }
    return [DocumentAnswer.of(one, drafts.get(one.pk)) for one in found]


@router.post(
    "/files",
    response={201: FileAnswer},
    auth=Bearer(Scope.ACTS_WRITE, sends=MULTIPART),
    operation_id="upload_file",
    summary="上传文件",
)
def upload(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> FileAnswer:
    """上传一个文件，供随后的动作以 id 引用；一周内没有动作引用的，内容自动清除。"""
    owner = storage.upload_owner(caller_of(request).actor.uploader)
    return FileAnswer.of(storage.store(file, owner=owner))


@router.get(
    "/files/{file_id}",
    response={200: None},
    auth=READ,
    operation_id="download_file",
    summary="下载文件",
    openapi_extra=_DOWNLOAD,
)
def download(request: HttpRequest, file_id: Annotated[UUID, Path()]) -> HttpResponse | FileResponse:
    """文件内容，给可以看它所属办件全部内容的岗位，以及上传它的令牌。"""
    response = serving.serve(request, serving.file_for(str(file_id), caller_of(request).actor))
    if response.status_code == 200:
        response.headers["Content-Type"] = BINARY
    return response


class PublicationQuery(BaseModel):
    """What a list of publications is asked for."""

    model_config = ConfigDict(extra="forbid")

    body: Code | None = Field(None, description="机构代码")
    kind: Code | None = Field(None, description="种类代码")
    year: int | None = Field(None, ge=1949, le=2999, description="年度")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


PUBLIC = Bearer(Scope.PUBLICATIONS_READ)


@router.get(
    "/publications", response=PublicationPage, auth=PUBLIC, operation_id="list_publications", summary="公开件列表"
)
def publications(request: HttpRequest, query: Annotated[PublicationQuery, Query()]) -> PublicationPage:
    """门户上的公开件，包括不予公开和已撤回的说明。"""
    only_known(request, PublicationQuery)
    asked = {"body_key": query.body, "kind": query.kind, "year": query.year}
    found = PublishedItem.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    if query.cursor:
        at, last = paging.values_of(query.cursor, str, str)
        moment, item = paging.moment_of(at), paging.uuid_of(last)
        found = found.filter(Q(registered_at__lt=moment) | Q(registered_at=moment, public_id__gt=item))
    rows = list(found.order_by("-registered_at", "public_id")[: query.limit + 1])
    page = rows[: query.limit]
    more = len(rows) > query.limit
    following = paging.cursor_of(page[-1].registered_at.isoformat(), str(page[-1].public_id)) if more else None
    return PublicationPage(items=[PublicationAnswer.of(row) for row in page], next=following)


@router.get(
    "/publications/{publication_id}",
    response=PublicationDetail,
    auth=PUBLIC,
    operation_id="get_publication",
    summary="公开件",
)
def publication(request: HttpRequest, publication_id: Annotated[UUID, Path()]) -> PublicationDetail:  # noqa: ARG001 -- ninja hands it over
    """一件公开件和它的公开内容；不予公开、已撤回的没有内容。"""
    item = PublishedItem.objects.filter(public_id=publication_id).first()
    if item is None:
        raise refuse("not_found")
    content = [SectionAnswer(title=one["title"], text=one["text"]) for one in item.content or []]
    return PublicationDetail(**publication_facts(item), content=content)
