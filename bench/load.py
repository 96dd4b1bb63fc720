"""What the bench loads: copies of annual reports that were led through the gate, or of what a case leads there itself.

The loader is the product's own (`ecoduty simulate load`); here stand the bench's days, its progress and its reports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.server import Server
from ecoduty.interfaces.console.simulation.bulk.sorts import OPEN, Place, Population, Sort
from ecoduty.kernel.clock import SHANGHAI, frozen

if TYPE_CHECKING:
    from ecoduty.interfaces.console.simulation.bulk.loading import Loaded

OPENED = datetime(2026, 12, 1, 8, 0, tzinfo=SHANGHAI)
NOW = datetime(2027, 1, 20, 10, 0, tzinfo=SHANGHAI)
KIND = "annual_report"
BYTES = 5_500  # of disk for a report with three entries, its search row and its indexes, as measured
SHOWN = 100_000  # so many take a while


@dataclass(frozen=True)
class Led:
    """The matter to copy: the first one in the state for open or for closed ones, led there the first time it is asked for."""

    kind: str
    states: tuple[str, str]
    lead: Callable[[str], Any]

    def __call__(self, side: str) -> Sequence[Any]:
        from ecoduty.casework.matters.models import Matter

        state = self.states[side != OPEN]
        return [Matter.objects.filter(kind=self.kind, state=state).order_by("pk").first() or self.lead(state)]


def report_changes(table: str, place: Place) -> dict[str, str]:
    """A report's period."""
    return {"period": str(2000 + place.number % 27)} if table == "matters_matter" else {}


def load(server: Server, population: Population, sort: Sort | None = None) -> Loaded:
    """Add so many matters to what is there; reports where nothing else is said."""
    from ecoduty.interfaces.console.simulation.bulk import loading, telling

    if population.matters < SHOWN:
        return loading.load(server, [(sort or REPORTS, population)])
    sys.stderr.write(telling.beforehand(population.matters, BYTES) + "\n")
    return loading.load(server, [(sort or REPORTS, population)], telling.Bar(population.matters))


def _lead(state: str) -> Any:
    """Take one report through the gate as far as that state."""
    from ecoduty.casework.duties.instances import open_due
    from ecoduty.casework.matters.models import Matter

    with frozen(OPENED, every_thread=True):
        open_due()
    matter = Matter.objects.filter(kind=KIND, state="drafting").order_by("pk").first()
    road = Road(matter)
    with frozen(OPENED + timedelta(days=20), every_thread=True):
        road.to_review()
    if state == "published":
        with frozen(OPENED + timedelta(days=40), every_thread=True):
            road.to_publication()
    return Matter.objects.get(pk=matter.pk)


class Road:
    """Acts on one report by the posts of its holder."""

    def __init__(self, matter: Any) -> None:
        self.matter = matter

    def actor(self, post: str) -> Any:
        from ecoduty.organisation.access import actors_of
        from ecoduty.organisation.accounts.models import Account

        account = Account.objects.get(username=f"{self.matter.holder.key}.{post}")
        return actors_of(account, NOW.date())[0]

    def do(self, post: str, act: str, data: dict[str, Any] | None = None) -> None:
        from ecoduty.kernel import flow

        flow.perform(flow.table(KIND), act, self.matter.pk, actor=self.actor(post), data=data or {})

    def to_review(self) -> None:
        from ecoduty.mechanisms.reports import sections

        titles = sections.required(KIND, self.matter.rulebook)
        self.do("liaison", "save_draft", {"sections": {title: f"{title}：全年工作有序推进。" for title in titles}})
        self.do("liaison", "submit_for_review")

    def to_publication(self) -> None:
        from ecoduty.casework.documents.models import Document, Numbering

        taken_here = Document.objects.get(matter=self.matter).numbering == Numbering.PLATFORM
        self.do("deputy", "pass_review")
        self.do("principal", "sign", {"number": "" if taken_here else "厦试〔2026〕3号"})
        self.do("liaison", "send")
        self.do("liaison", "submit_public_version")
        self.do("deputy", "clear_public_version")
        self.do(
            "liaison", "register_publication",
            {"own_url": "https://example.gov.cn/1.html", "published_on": str((OPENED + timedelta(days=40)).date())},
        )  # fmt: skip


REPORTS = Sort(KIND, Led(KIND, ("reviewing", "published"), _lead), deadline="duty", changes=report_changes)

__all__ = ["KIND", "NOW", "OPENED", "REPORTS", "Led", "Place", "Population", "Road", "Sort", "load"]
