"""Looking back: the matters that a figure counted at the close of a past day."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from ecoduty.casework.figures import reading, registry
from ecoduty.casework.figures.lookback import NoListError, Past, look_back
from ecoduty.casework.figures.reading import NoSnapshotError
from ecoduty.interfaces.api import paging
from ecoduty.interfaces.api.answers.past import PastMatterAnswer, PastMatterPage
from ecoduty.interfaces.api.entry import Bearer, Caller, caller_of
from ecoduty.interfaces.api.words import Code, Day, Word, only_known
from ecoduty.kernel.flow import Refused
from ecoduty.organisation.tokens.states import Scope

router = Router(tags=["proofs"])


class PastQuery(BaseModel):
    """Which list of which day."""

    model_config = ConfigDict(extra="forbid")

    on: Day = Field(description="哪一日日终")
    scope: Code | None = Field(None, description="统计的范围")
    body: Code | None = Field(None, description="只要这个机构主办的")
    region: Code | None = Field(None, description="只要这个区的")
    kind: Code | None = Field(None, description="只要这个种类的")
    duty: Code | None = Field(None, description="只要这项义务的")
    period: Word | None = Field(None, description="只要这个所属期的")
    state: Code | None = Field(None, description="只要当日是这个状态的")
    limit: int = Field(paging.DEFAULT, ge=1, le=paging.MOST, description="每页件数")
    cursor: paging.Cursor | None = Field(None, description="上一页给出的 next")


@router.get(
    "/figures/{key}/matters",
    response=PastMatterPage,
    auth=Bearer(Scope.MATTERS_READ),
    operation_id="list_figure_matters",
    summary="往日一个统计数字背后的办件",
)
def past_matters(
    request: HttpRequest, key: Annotated[Code, Path()], query: Annotated[PastQuery, Query()]
) -> PastMatterPage:
    """某日日终被数到的那些办件，各是当日的样子和现在的样子。现在的清单用 `/matters?figure=`。"""
    only_known(request, PastQuery)
    caller = caller_of(request)
    past = _read(key, query, caller)
    found = past.rows.select_related("holder", "matter__holder").order_by("-matter_id")
    if query.cursor:
        (pk,) = paging.values_of(query.cursor, int)
        found = found.filter(matter_id__lt=pk)
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    return PastMatterPage(
        on=past.night.on, counted=past.counted, items=[PastMatterAnswer.of(one, past.at, caller.now) for one in page],
        next=paging.cursor_of(page[-1].matter.pk) if len(rows) > query.limit else None,
    )  # fmt: skip


def _read(key: str, query: PastQuery, caller: Caller) -> Past:
    names = ("scope", *reading.NARROWED_BY)
    asked = {name: value for name in names if (value := getattr(query, name)) is not None}
    if key not in registry.figures():
        raise Refused("unknown_figure", "没有这个统计，或它没有这个范围。", status=404)
    try:
        return look_back({"figure": key, **asked}, caller.actor, query.on)
    except NoListError as error:
        raise Refused("list_not_kept", str(error), status=404) from error
    except NoSnapshotError as error:
        raise Refused("no_snapshot", str(error), status=404) from error
    except ValueError as error:
        raise Refused("unknown_figure", "没有这个统计，或它没有这个范围。", status=422) from error
