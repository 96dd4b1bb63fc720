"""Matters and their deadlines: what the token's post may see, and what it may do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.queries import deadlines_of
from ecoduty.casework.figures.reading import listing
from ecoduty.casework.matters import conditions
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.matters.rules import Sight, relations, sight, visible_to
from ecoduty.casework.search.finding import matching
from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.access import matter_for, matter_tables, table_of
from ecoduty.interfaces.api.answers.matters import (
    BodyName,
    DeadlineAnswer,
    DeadlinePage,
    KindAnswer,
    MatterAnswer,
    MatterDetail,
    MatterPage,
    OptionAnswer,
    PartyAnswer,
    detail_of,
)
from ecoduty.interfaces.api.entry import Bearer, Caller, caller_of
from ecoduty.interfaces.api.words import Code, Day, Number, Word, only_known
from ecoduty.kernel.clock import end_of_day, start_of_day
from ecoduty.kernel.flow import Refused, options
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["matters"])
READ = Bearer(Scope.MATTERS_READ)


class MatterQuery(BaseModel):
    """What a list of matters is asked for."""

    model_config = ConfigDict(extra="forbid")

    kind: Code | None = Field(None, description="种类代码")
    state: Code | None = Field(None, description="状态代码")
    open: bool | None = Field(None, description="只要在办（true）或办结（false）")
    holder: Code | None = Field(None, description="主办单位代码")
    duty: Code | None = Field(None, description="定期义务代码")
    period: Word | None = Field(None, description="所属期，例如 2026")
    clause: Code | None = Field(None, description="方案条款，例如 11.1")
    due_from: Day | None = Field(None, description="期限在这一日或之后（在办的）")
    due_until: Day | None = Field(None, description="期限在这一日或之前（在办的，含已逾期）")
    overdue: bool | None = Field(None, description="true 只要已逾期的")
    turn: Literal["mine"] | None = Field(None, description="mine：只要轮到令牌所代岗位办的")
    text: Word | None = Field(None, description="标题或编号里含有的字，可写几个词")
    figure: Code | None = Field(None, description="统计代码：只要这个数字所数的那些办件")
    scope: Code | None = Field(None, description="统计的范围，与 figure 同用")
    body: Code | None = Field(None, description="统计所限的机构，与 figure 同用")
    region: Code | None = Field(None, description="统计所限的区，与 figure 同用")
    sort: Literal["newest", "due"] = Field("newest", description="newest 新立项在前；due 先到期在前，无期限的不列")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get("/matters", response=MatterPage, auth=READ, operation_id="list_matters", summary="办件列表")
def matters(request: HttpRequest, query: Annotated[MatterQuery, Query()]) -> MatterPage:
    """令牌所代岗位可见的办件。可见范围由规则书的可见性表决定，与该岗位的人在工作台上看到的相同。"""
    only_known(request, MatterQuery)
    caller = caller_of(request)
    found = _base(query, caller).filter(*_conditions(query, caller)).select_related("holder")
    rows = list(_after(found, query)[: query.limit + 1])
    page, more = rows[: query.limit], len(rows) > query.limit
    return MatterPage(
        items=[MatterAnswer.of(row, caller.now) for row in page], next=_next(page, query) if more else None
    )


def _base(query: MatterQuery, caller: Caller) -> QuerySet[Matter]:
    """What the post may see, or what a figure counted of it."""
    if query.figure is None:
        return Matter.objects.filter(conditions.seen_by(caller.actor))
    names = ("figure", "scope", "body", "region")
    asked = {name: value for name in names if (value := getattr(query, name)) is not None}
    try:
        return listing(asked, caller.actor)
    except (KeyError, ValueError) as error:
        raise Refused("unknown_figure", "没有这个统计，或它没有这个范围。", status=422) from error


def _conditions(query: MatterQuery, caller: Caller) -> list[Q]:
    plain = {
        "kind": query.kind,
        "state": query.state,
        "open": query.open,
        "holder__key": query.holder,
        "duty": query.duty,
        "period": query.period,
        "clauses__contains": [query.clause] if query.clause else None,
    }
    found = [Q(**{name: value}) for name, value in plain.items() if value is not None]
    if query.due_from is not None:
        found.append(Q(open=True, next_due_at__gt=start_of_day(query.due_from)))
    if query.due_until is not None:
        found.append(Q(open=True, next_due_at__lte=end_of_day(query.due_until)))
    if query.overdue is not None:
        late = Q(open=True, next_due_at__lte=caller.now)
        found.append(late if query.overdue else Q(open=False) | Q(next_due_at=None) | Q(next_due_at__gt=caller.now))
    if query.turn == "mine":
        found.append(conditions.awaited_of(caller.actor, caller.today))
    if query.text:
        found.append(matching(caller.actor, query.text))
    return found


def _after(found: QuerySet[Matter], query: MatterQuery) -> QuerySet[Matter]:
    if query.sort == "due":
        found = found.filter(open=True, next_due_at__isnull=False).order_by("next_due_at", "pk")
        if query.cursor:
            _, at, pk = paging.values_of(query.cursor, str, str, int)
            moment = paging.moment_of(at)
            found = found.filter(Q(next_due_at__gt=moment) | Q(next_due_at=moment, pk__gt=pk))
        return found
    found = found.order_by("-pk")
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(pk__lt=pk)
    return found


def _next(page: list[Matter], query: MatterQuery) -> str:
    last = page[-1]
    if query.sort == "due" and last.next_due_at is not None:
        return paging.cursor_of("due", last.next_due_at.isoformat(), last.pk)
    return paging.cursor_of(last.pk)


@router.get("/matters/{number}", response=MatterDetail, auth=READ, operation_id="get_matter", summary="办件详情")
def matter(request: HttpRequest, number: Annotated[Number, Path()]) -> MatterDetail:
    """一个办件。ETag 以版本号开头，可原样放进 If-Match。不可见的、受限的和没有的，一律 404。"""
    caller = caller_of(request)
    found = matter_for(caller, number)
    complete = sight(found.kind, found.secrecy, relations(found, caller.actor, caller.today)) >= Sight.FULL
    if not complete:
        return detail_of(found, caller.now, complete=False, parties=[], deadlines=[])
    rows = Party.objects.filter(holding(caller.today), matter=found).select_related("body")
    holder = BodyName(key=found.holder.key, name=found.holder.short_name)
    return detail_of(
        found,
        caller.now,
        complete=True,
        parties=[
            PartyAnswer(body=BodyName(key=row.body.key, name=row.body.short_name), role=row.role, since=row.since)
            for row in rows.order_by("role", "body__order", "pk")
        ],
        deadlines=[
            DeadlineAnswer.of(one.deadline, found.number, holder, one.working) for one in deadlines_of(found.pk)
        ],
    )


@router.get(
    "/matters/{number}/options",
    response=list[OptionAnswer],
    auth=READ,
    operation_id="list_options",
    summary="现在能办什么，不能办差什么",
)
def what_may_be_done(request: HttpRequest, number: Annotated[Number, Path()]) -> list[OptionAnswer]:
    """按岗位可以办的动作；能办的在前。不在其中的，不由这个岗位办。"""
    caller = caller_of(request)
    found = matter_for(caller, number)
    subject: Any = table_of(found.kind).store.load([found.pk])[found.pk]
    return [
        OptionAnswer.of(one, found.number, found.rulebook)
        for one in options(table_of(found.kind), subject, caller.actor, caller.now)
    ]


@router.get("/kinds", response=list[KindAnswer], auth=READ, operation_id="list_kinds", summary="种类、状态和动作")
def kinds(request: HttpRequest) -> list[KindAnswer]:  # noqa: ARG001 -- ninja hands it over
    """每种办件的状态表和动作表，动作所需内容的 JSON Schema。"""
    return [KindAnswer.of(table) for table in matter_tables().values()]


class DeadlineQuery(BaseModel):
    """What a list of deadlines is asked for."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["running", "missed", "suspended", "met", "cancelled"] | None = Field(None, description="状态")
    holder: Code | None = Field(None, description="主办单位代码")
    due_from: Day | None = Field(None, description="到期日在这一日或之后")
    due_until: Day | None = Field(None, description="到期日在这一日或之前")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get("/deadlines", response=DeadlinePage, auth=READ, operation_id="list_deadlines", summary="期限列表")
def deadlines(request: HttpRequest, query: Annotated[DeadlineQuery, Query()]) -> DeadlinePage:
    """可以看全部内容的办件的期限，先到期在前。"""
    only_known(request, DeadlineQuery)
    caller = caller_of(request)
    seen = Matter.objects.filter(visible_to(caller.actor, Sight.FULL))
    found = Deadline.objects.filter(matter__in=seen).select_related("matter", "holder").order_by("due_at", "pk")
    if query.state:
        found = found.filter(state=query.state)
    if query.holder:
        found = found.filter(holder__key=query.holder)
    if query.due_from is not None:
        found = found.filter(due_at__gt=start_of_day(query.due_from))
    if query.due_until is not None:
        found = found.filter(due_at__lte=end_of_day(query.due_until))
    if query.cursor:
        at, pk = paging.values_of(query.cursor, str, int)
        moment = paging.moment_of(at)
        found = found.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=pk))
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    following = paging.cursor_of(page[-1].due_at.isoformat(), page[-1].pk) if len(rows) > query.limit else None
    items = [
        DeadlineAnswer.of(row, row.matter.number, BodyName(key=row.holder.key, name=row.holder.short_name))
        for row in page
    ]
    return DeadlinePage(items=items, next=following)
