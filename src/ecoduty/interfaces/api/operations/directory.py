"""The directory as of a day, and the duties of the rulebook."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.answers.directory import (
    BodyAnswer,
    BodyDetail,
    BodyPage,
    Duties,
    DutyAnswer,
    PersonAnswer,
    PersonPage,
)
from ecoduty.interfaces.api.entry import Bearer, caller_of
from ecoduty.interfaces.api.words import Code, Day, only_known
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["directory"])
READ = Bearer(Scope.DIRECTORY_READ)


class OnDay(BaseModel):
    """The day asked about."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(None, description="截至哪一日，默认今天")


class BodyQuery(OnDay):
    """What a list of bodies is asked for."""

    kind: Code | None = Field(None, description="机构类别")
    level: Code | None = Field(None, description="层级")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页个数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get("/bodies", response=BodyPage, auth=READ, operation_id="list_bodies", summary="机构列表")
def bodies(request: HttpRequest, query: Annotated[BodyQuery, Query()]) -> BodyPage:
    """某日存在的机构，按法定次序。"""
    only_known(request, BodyQuery)
    found = queries.bodies(on=query.on or caller_of(request).today).select_related("parent")
    if query.kind:
        found = found.filter(kind=query.kind)
    if query.level:
        found = found.filter(level=query.level)
    if query.cursor:
        order, key = paging.values_of(query.cursor, int, str)
        found = found.filter(Q(order__gt=order) | Q(order=order, key__gt=key))
    rows = list(found.order_by("order", "key")[: query.limit + 1])
    page = rows[: query.limit]
    following = paging.cursor_of(page[-1].order, page[-1].key) if len(rows) > query.limit else None
    return BodyPage(items=[BodyAnswer.of(row) for row in page], next=following)


@router.get("/bodies/{key}", response=BodyDetail, auth=READ, operation_id="get_body", summary="机构详情")
def body(request: HttpRequest, key: Annotated[Code, Path()], query: Annotated[OnDay, Query()]) -> BodyDetail:
    """机构在某日的岗位、在任者、统筹负责同志和分管领导。"""
    only_known(request, OnDay)
    on = query.on or caller_of(request).today
    return BodyDetail.at(queries.roster([queries.body(key)], on)[0], on)


class PersonQuery(OnDay):
    """What a list of people in office is asked for."""

    body: Code | None = Field(None, description="机构代码")
    post_kind: Code | None = Field(None, description="岗位类别，例如 liaison")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页人数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get("/people", response=PersonPage, auth=READ, operation_id="list_people", summary="在任人员")
def people(request: HttpRequest, query: Annotated[PersonQuery, Query()]) -> PersonPage:
    """某日在任的人和所任岗位；一人任几个岗位就有几条。"""
    only_known(request, PersonQuery)
    on = query.on or caller_of(request).today
    found = Appointment.objects.filter(holding(on), holding(on, "post__"), queries.existing(on, "post__body__"))
    if query.body:
        found = found.filter(post__body__key=query.body)
    if query.post_kind:
        found = found.filter(post__kind=query.post_kind)
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(pk__gt=pk)
    rows = list(found.select_related("person", "post__body").order_by("pk")[: query.limit + 1])
    page = rows[: query.limit]
    following = paging.cursor_of(page[-1].pk) if len(rows) > query.limit else None
    return PersonPage(items=[PersonAnswer.of(row) for row in page], next=following)


@router.get("/duties", response=Duties, auth=READ, operation_id="list_duties", summary="定期义务")
def duties(request: HttpRequest) -> Duties:
    """在用规则书的定期义务：谁、何时、依据什么。"""
    book = store.current_or_none()
    if book is None:
        raise Refused("no_rulebook", "还没有采用规则书。请系统管理员运行 ecoduty rulebook adopt。", status=409)
    on = caller_of(request).today
    found = [
        DutyAnswer.of(duty, list(queries.bodies(duty.bearers, on=on).values_list("key", flat=True)))
        for duty in book.duties.values()
    ]
    return Duties(edition=book.edition, digest=book.digest, duties=found)
