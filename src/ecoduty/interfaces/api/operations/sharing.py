"""What offices tell each other (clause 18.5): entries to be made, confirmed with the platform's number, and the whole file of a
case for the procuratorate's own system. Every reading is an entry.
"""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.matters.rules import Sight
from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.access import matter_for
from ecoduty.interfaces.api.answers.sharing import (
    ConcernedAnswer,
    DecisionAnswer,
    DecisionPage,
    PieceAnswer,
    SharedCaseAnswer,
    SharedCaseDetail,
    SharedCasePage,
    StepAnswer,
)
from ecoduty.interfaces.api.entry import Bearer, caller_of
from ecoduty.interfaces.api.words import Number, only_known
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from ecoduty.mechanisms.enforcement.sharing import queries
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["sharing"])
READ = Bearer(Scope.LINKAGE_READ)
_MOST_STEPS = 2_000


class EntryQuery(BaseModel):
    """What a list of entries is asked for."""

    model_config = ConfigDict(extra="forbid")

    standing: Literal["waiting", "late", "entered", "informed", "not_due"] = Field(
        "waiting",
        description="waiting 待录入（含逾期），late 其中逾期，entered 已录入，informed 已函告，not_due 不须录入",
    )
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get(
    "/sharing/entries", response=DecisionPage, auth=READ, operation_id="list_sharing_entries", summary="待录入的决定"
)
def entries(request: HttpRequest, query: Annotated[EntryQuery, Query()]) -> DecisionPage:
    """本机关须录入信息共享平台的决定。录入之后用动作 enter_platform 登记外部平台的编号：
    POST /matters/{number}/acts/enter_platform。
    """
    only_known(request, EntryQuery)
    caller = caller_of(request)
    found = queries.entries_of(caller.actor).filter(queries.standing(query.standing, caller.now)).order_by("-pk")
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(pk__lt=pk)
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    items = [DecisionAnswer.of(row, row.shared_decision, row.shared_decision.case.number, caller.now) for row in page]
    return DecisionPage(items=items, next=paging.cursor_of(page[-1].pk) if len(rows) > query.limit else None)


class CaseQuery(BaseModel):
    """What a list of shared cases is asked for."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get("/sharing/cases", response=SharedCasePage, auth=READ, operation_id="list_shared_cases", summary="共享视图")
def cases(request: HttpRequest, query: Annotated[CaseQuery, Query()]) -> SharedCasePage:
    """已有共享决定、本机关参加的案件，新的在前。"""
    only_known(request, CaseQuery)
    caller = caller_of(request)
    found = queries.shared_cases(caller.actor)
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(pk__lt=pk)
    rows = list(found[: query.limit + 1])
    page = queries.with_decisions(rows[: query.limit], caller.now)
    following = paging.cursor_of(page[-1].matter.pk) if len(rows) > query.limit else None
    return SharedCasePage(items=[SharedCaseAnswer.of(one) for one in page], next=following)


@router.get(
    "/sharing/cases/{number}", response=SharedCaseDetail, auth=READ, operation_id="get_shared_case", summary="全卷"
)
def case(request: HttpRequest, number: Annotated[Number, Path()]) -> SharedCaseDetail:
    """一个案件的全卷。每次查阅都留痕，办案单位看得到是哪个系统看的。"""
    caller = caller_of(request)
    matter = matter_for(caller, number, Sight.FULL)
    (one,) = queries.with_decisions([matter], caller.now)
    if not one.decisions:
        raise refuse("not_found")
    steps = Entry.objects.filter(stream=matter.stream).order_by("-seq")[:_MOST_STEPS]
    return SharedCaseDetail(
        **SharedCaseAnswer.of(one).model_dump(),
        shared=[DecisionAnswer.of(row.matter, row, matter.number, caller.now) for row in one.decisions],
        concerned=[ConcernedAnswer.of(row) for row in concerned.masked(matter)],
        pieces=[PieceAnswer.of(piece) for piece in pieces.standing(matter)],
        steps=[StepAnswer.of(matter.kind, entry) for entry in reversed(steps)],
    )
