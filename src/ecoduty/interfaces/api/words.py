"""Types of what may stand in addresses and queries: nothing that the database cannot hold or a calendar cannot count."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from pydantic import BaseModel, Field, StringConstraints

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem

Word = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.-]+$")]
Number = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
Day = Annotated[date, Field(ge=date(1949, 10, 1), le=date(2999, 12, 31))]


def only_known(request: HttpRequest, model: type[BaseModel]) -> None:
    """Raise Refused `query_unknown` for a parameter that the operation does not have: a filter mistyped must not be
    left out in silence, for the answer would hold more than was asked for.
    """
    unknown = sorted(set(request.GET) - set(model.model_fields))
    if unknown:
        names = "、".join(name[:40] for name in unknown[:5])
        problems = tuple(Problem(name[:40], "unknown", "没有这个参数") for name in unknown[:5])
        raise Refused("query_unknown", f"没有这样的查询参数：{names}。", status=422, problems=problems)
