"""What the portal reads of plan and reports, and whether anything changed, always over the portal's own connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from ecoduty.casework.publications.models import (
    PublishedItem,
    PublishedList,
    PublishedPlan,
    PublishedUndetermined,
)
from ecoduty.kernel.rulebook.models import RulebookVersion

ALIAS = "portal"


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a duty: when writing begins, by when reports are due, by when the public may expect to see them."""

    key: str
    year: int
    label: str
    opens_on: date
    due_on: date
    expected_on: date


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the public knows it."""

    key: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A recurring duty whose outcome is public."""

    kind: str
    label: str
    clause: str
    bearers: tuple[Body, ...]
    periods: tuple[Period, ...]

    def name_of(self, period: Period) -> str:
        """The report of a period, no word said twice: 2026年度 and 年度专题报告 make 2026年度专题报告."""
        doubled = next((n for n in range(len(self.label), 0, -1) if period.label.endswith(self.label[:n])), 0)
        return period.label + self.label[doubled:]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan for the public. `content` has city, chapters and articles as they were published."""

    content: dict[str, Any]
    bodies: dict[str, Body]
    duties: tuple[Duty, ...]

    @property
    def city(self) -> dict[str, str]:
        """Code, names and edition."""
        found: dict[str, str] = self.content["city"]
        return found

    @property
    def cited(self) -> dict[str, str]:
        """The clause that a page rests on, by the page; a plan published before this was kept cites none."""
        found: dict[str, str] = self.content.get("cited", {})
        return found


def plan() -> Plan | None:
    """The plan now shown, or None before the first one; read and understood once for all who ask."""
    rows = PublishedPlan.objects.using(ALIAS).order_by("-published_at", "-pk")
    text = rows.values_list(Cast("content", TextField()), flat=True).first()
    return _understood(text) if text else None


@lru_cache(maxsize=4)
def _understood(text: str) -> Plan:
    content: dict[str, Any] = json.loads(text)
    bodies = {body["key"]: Body(**body) for body in content["bodies"]}
    return Plan(content, bodies, tuple(_duty(duty, bodies) for duty in content["duties"]))


def _duty(duty: dict[str, Any], bodies: dict[str, Body]) -> Duty:
    periods = [
        Period(
            period["key"], period["year"], period["label"],
            date.fromisoformat(period["opens_on"]), date.fromisoformat(period["due_on"]),
            date.fromisoformat(period["expected_on"]),
        )
        for period in duty["periods"]
    ]  # fmt: skip
    return Duty(
        duty["kind"],
        duty["label"],
        duty["clause"],
        tuple(bodies[key] for key in duty["bearers"]),
        tuple(sorted(periods, key=lambda period: period.due_on)),
    )


def items() -> QuerySet[PublishedItem]:
    """Everything published, newest first."""
    return PublishedItem.objects.using(ALIAS).order_by("-published_on", "-registered_at")


def item(public_id: UUID) -> PublishedItem | None:
    """One item, withdrawn ones too: an address that was once given out always answers."""
    return PublishedItem.objects.using(ALIAS).filter(pk=public_id).first()


_LAST_CHANGE = f"""
SELECT plan.digest, plan.published_at, items.*, lists.*, nobodys.*, rules.*
FROM (SELECT 1) AS one
LEFT JOIN (SELECT digest, published_at FROM {PublishedPlan._meta.db_table} ORDER BY published_at DESC, id DESC LIMIT 1) AS plan ON true
CROSS JOIN (SELECT count(*), count(withdrawn_on), max(withdrawn_on)::timestamptz, max(registered_at)
    FROM {PublishedItem._meta.db_table}) AS items
CROSS JOIN (SELECT count(*), max(changed_at) FROM {PublishedList._meta.db_table}) AS lists
CROSS JOIN (SELECT count(*), max(changed_at) FROM {PublishedUndetermined._meta.db_table}) AS nobodys
CROSS JOIN (SELECT max(adopted_at) FROM {RulebookVersion._meta.db_table}) AS rules
"""  # noqa: S608, SLF001 -- names of our own tables


def last_change() -> tuple[str, datetime | None]:
    """What every page depends on: a text that changes with anything shown, and when it last did. One query."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_LAST_CHANGE)
        found = cursor.fetchone() or ()
    return repr(found), max((one for one in found if isinstance(one, datetime)), default=None)
