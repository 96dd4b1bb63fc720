"""A list in force for tests of what reads lists: rows written as the act that takes effect leaves them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from ecoduty.mechanisms.responsibilities.finding import index
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.organisation.directory.models import Body


def in_force(body: str, *rows: dict[str, Any], since: date = date(2026, 3, 1), **facts: Any) -> ResponsibilityList:
    """A version of a body's list that holds from `since`; rows by their fields, `name` and `words` mostly."""
    holder = Body.objects.get(key=body)
    n = Matter.objects.count()
    matter = Matter.objects.create(
        kind="specific_list", number=f"T-{n}", title=f"{holder.short_name}清单", body_level=holder.level, holder=holder,
        region=holder.region if holder.level == "district" else None, state="effective", opened_at=now(),
    )  # fmt: skip
    given = {"edition": 1, "list_kind": "specific", "sample": False, **facts}
    version = ResponsibilityList.objects.create(matter=matter, body=holder, in_force=since, **given)
    for order, row in enumerate(rows, start=1):
        Responsibility.objects.create(in_list=version, order=order, body=holder, **{"role": "lead", **row})
    index.index(version)
    return version
