"""The cockpit among few and among millions of matters: its page must not grow with them, nor may its numbers drift from a count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.cases.acts import signed_in
from bench.cases.pages import measured
from bench.load import NOW
from bench.measure import Aim, Result, milliseconds
from bench.server import Server

if TYPE_CHECKING:
    from ecoduty.casework.figures.standing import Numbers

READER = "committee-office.director"
LABEL, CONTROL = "驾驶舱", "/account/notices/"
GROWTH = Aim(1.5, 10)  # what millions may cost beside ten thousand


def cockpit(server: Server, rows: int, runs: int, earlier: Sequence[Result]) -> list[Result]:
    """The whole page for who oversees the city, and a page without matters for how fast the machine is just now."""
    from ecoduty.casework.figures import folding, standing
    from ecoduty.casework.figures.models import Cell
    from ecoduty.casework.figures.registry import Scope
    from ecoduty.casework.figures.snapshots import snapshot
    from ecoduty.casework.matters.models import Matter
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    folding.fold()
    snapshot(NOW.date() - timedelta(days=1))
    actor = actors_of(Account.objects.get(username=READER), NOW.date())[0]
    client = signed_in(actor)
    page = measured(server, client, LABEL, "/cockpit/", rows, runs)
    quiet = measured(server, client, f"{LABEL}旁的静页", CONTROL, rows, runs)
    counting = milliseconds(lambda: _counted_as(standing.board(actor, Scope.OVERSIGHT).total(), Matter.objects.all()))
    page.note = f"{Cell.objects.count()}格；与逐件去数相等，数了{counting:.0f} ms"
    before = {line.case: line for line in earlier}
    if LABEL in before:
        slower = max(1.0, quiet.ours / before[quiet.case].ours)
        page.limit = min(page.limit, GROWTH.limit(before[LABEL].ours * slower))
        page.aim += f"，且≤{before[LABEL].rows:,}件时的{GROWTH.words}（机器同时慢了{slower:.2f}倍）"
    return [page, quiet]


def _counted_as(shown: Numbers, matters: object) -> None:
    """The folded numbers are those of a full count. Raises AssertionError."""
    from django.db.models import Count, Q, QuerySet

    from ecoduty.casework.figures.registry import overdue

    assert isinstance(matters, QuerySet)
    found = matters.exclude(secrecy="restricted").aggregate(
        closed=Count("pk", filter=Q(open=False)), late=Count("pk", filter=overdue(NOW)), all=Count("pk")
    )
    told = {word: shown[word] for word in found}
    assert told == found, (told, found)


__all__ = ["cockpit"]
