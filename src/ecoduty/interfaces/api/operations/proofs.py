"""Figures, and the ledger of a matter with its proofs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.figures import reading, registry, scopes
from ecoduty.casework.figures.models import SnapshotNight
from ecoduty.casework.figures.registry import Scope as FigureScope
from ecoduty.casework.matters.rules import Sight
from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.access import matter_for
from ecoduty.interfaces.api.answers.proofs import (
    CheckpointAnswer,
    FigureAnswer,
    FigureDetail,
    Figures,
    LedgerPage,
    PartAnswer,
    ProvenEntry,
    RateAnswer,
)
from ecoduty.interfaces.api.entry import Bearer, Caller, caller_of
from ecoduty.interfaces.api.words import Code, Day, Number, Word, only_known
from ecoduty.kernel.flow import Refused, tables
from ecoduty.kernel.ledger.append import content_of
from ecoduty.kernel.ledger.models import Commitment, Entry
from ecoduty.kernel.rulebook.store import cited
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["proofs"])
READ = Bearer(Scope.FIGURES_READ)


@router.get("/figures", response=Figures, auth=READ, operation_id="list_figures", summary="统计数字")
def figures(request: HttpRequest) -> Figures:
    """令牌所代岗位可以看的全部统计，此刻的值。"""
    actor = caller_of(request).actor
    keys = [key for key, figure in registry.figures().items() if _open(figure, caller_of(request))]
    found = reading.values(keys, actor) if keys else {}
    return Figures(
        figures=[_figure(one) for one in found.values()],
        rates=[
            RateAnswer(
                key=one.key, label=one.label, clause=_clause(one.clause), part=found[one.part].value,
                whole=found[one.whole].value,
                percent=reading.RateReading(one, found[one.part], found[one.whole]).percent,
            )
            for one in registry.rates().values()
            if one.part in found and one.whole in found
        ],
    )  # fmt: skip


class FigureQuery(BaseModel):
    """How one figure is asked for."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["own_body", "own_district", "oversight", "public"] | None = Field(None, description="范围")
    on: Day | None = Field(None, description="回看某日日终；默认现在")
    by: Literal["body", "region", "kind", "duty", "period", "state"] | None = Field(None, description="按哪一维分解")
    body: Code | None = Field(None, description="只数这个机构主办的")
    region: Code | None = Field(None, description="只数这个区的")
    kind: Code | None = Field(None, description="只数这个种类的")
    duty: Code | None = Field(None, description="只数这项义务的")
    period: Word | None = Field(None, description="只数这个所属期的")
    state: Code | None = Field(None, description="只数这个状态的")


@router.get("/figures/{key}", response=FigureDetail, auth=READ, operation_id="get_figure", summary="一个统计数字")
def figure(request: HttpRequest, key: Annotated[Code, Path()], query: Annotated[FigureQuery, Query()]) -> FigureDetail:
    """一个统计数字，可按日回看、限定和分解；`list_href` 是背后的清单。"""
    only_known(request, FigureQuery)
    actor = caller_of(request).actor
    if key not in registry.figures():
        raise Refused("unknown_figure", "没有这个统计，或它没有这个范围。", status=404)
    narrow = {name: value for name in reading.NARROWED_BY if (value := getattr(query, name)) is not None}
    scope = FigureScope(query.scope) if query.scope else None
    try:
        found = reading.value(key, actor, scope=scope, on=query.on, **narrow)
        parts = reading.breakdown(key, query.by, actor, scope=scope, on=query.on, **narrow) if query.by else []
        night = reading.night_of(query.on) if query.on else None
    except reading.NoSnapshotError as error:
        raise Refused("no_snapshot", str(error), status=404) from error
    return FigureDetail(
        **_figure(found, night).model_dump(),
        parts=[
            PartAnswer(key=one.key, label=one.label, value=one.value, list_href=_list(one.url_params, night))
            for one in parts
        ],
    )  # fmt: skip


def _open(figure_: registry.Figure, caller: Caller) -> bool:
    try:
        scopes.choose(figure_, caller.actor, None)
    except Refused:
        return False
    return True


def _clause(reference: str) -> str:
    """What a figure belongs to, in the city's own clauses."""
    return "、".join(cited((reference,))) if reference else ""


def _figure(one: reading.Reading, night: SnapshotNight | None = None) -> FigureAnswer:
    return FigureAnswer(
        key=one.figure.key, label=one.figure.label, unit=one.figure.unit, clause=_clause(one.figure.clause),
        scope=one.scope.value, value=one.value, source_time=one.source_time, on=one.on,
        list_href=_list(one.url_params, night),
    )  # fmt: skip


def _list(params: Mapping[str, str], night: SnapshotNight | None) -> str | None:
    """The list behind a number: of now, or of a night; none where only numbers were recorded."""
    if night is None:
        return f"/api/v1/matters?{urlencode(params)}"
    if not night.listed:
        return None
    asked = {name: value for name, value in params.items() if name != "figure"}
    return f"/api/v1/figures/{params['figure']}/matters?{urlencode({'on': night.on.isoformat(), **asked})}"


class LedgerQuery(BaseModel):
    """Which part of a ledger."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页条数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get(
    "/matters/{number}/ledger",
    response=LedgerPage,
    auth=Bearer(Scope.LEDGER_READ),
    operation_id="get_ledger",
    summary="办件的留痕和凭证",
)
def ledger(
    request: HttpRequest, number: Annotated[Number, Path()], query: Annotated[LedgerQuery, Query()]
) -> LedgerPage:
    """办件的留痕，每条带前后摘要，可自行重算核验；只给可以看全部内容的岗位。"""
    only_known(request, LedgerQuery)
    matter = matter_for(caller_of(request), number, Sight.FULL)
    after = paging.values_of(query.cursor, int)[0] if query.cursor else 0
    rows = list(Entry.objects.filter(stream=matter.stream, seq__gt=after).order_by("seq")[: query.limit + 1])
    page = rows[: query.limit]
    return LedgerPage(
        stream=matter.stream,
        items=[_entry(row) for row in page],
        checkpoint=_checkpoint(matter.stream),
        next=paging.cursor_of(page[-1].seq) if len(rows) > query.limit else None,
    )


def _entry(row: Entry) -> ProvenEntry:
    table = tables().get(row.kind)
    act = table.by_code.get(row.act) if table else None
    return ProvenEntry(
        seq=row.seq, act_label=act.label if act else row.act, content=content_of(row),
        previous=bytes(row.previous).hex(), digest=bytes(row.digest).hex(),
    )  # fmt: skip


def _checkpoint(stream: str) -> CheckpointAnswer | None:
    last = Commitment.objects.filter(stream=stream).select_related("checkpoint").order_by("-length").first()
    if last is None:
        return None
    return CheckpointAnswer(
        number=last.checkpoint.number, taken_at=last.checkpoint.taken_at, length=last.length,
        head=bytes(last.head).hex(), previous=bytes(last.checkpoint.previous).hex(),
        root=bytes(last.checkpoint.root).hex(),
    )  # fmt: skip
