"""Eight live numbers for whoever oversees everything, beside the one statement that answers them, and beside counting."""

from __future__ import annotations

from bench.load import KIND, NOW
from bench.measure import Aim, Result, milliseconds, paired, result
from bench.replay import recording
from bench.server import Server

AIM = Aim(3, 25)


def numbers(server: Server, rows: int, runs: int) -> Result:
    """`values()` of eight figures over all matters; folding comes first, as the worker does it every few seconds."""
    from django.db.models import Q

    from ecoduty.casework.figures import folding, registry
    from ecoduty.casework.figures.models import Cell
    from ecoduty.casework.figures.reading import values
    from ecoduty.casework.figures.registry import Figure, Scope
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    conditions = {
        "all": lambda _: Q(kind=KIND),
        "open": lambda _: Q(kind=KIND, open=True),
        "late": lambda at: Q(kind=KIND) & registry.overdue(at),
        "review": lambda _: Q(kind=KIND, state="reviewing"),
        "published": lambda _: Q(kind=KIND, state="published"),
        "missed": lambda _: Q(kind=KIND, missed=True),
        "on_time": lambda at: Q(kind=KIND) & registry.on_time(at),
        "accountable": lambda at: Q(kind=KIND) & registry.accountable(at),
    }
    figures = [Figure(f"bench.{name}", name, (Scope.OVERSIGHT,), holds) for name, holds in conditions.items()]
    keys = [figure.key for figure in figures]
    registry.register(*figures)
    actor = actors_of(Account.objects.get(username="committee-office.clerk"), NOW.date())[0]
    folding.fold()
    with recording() as sent:
        found = values(keys, actor)
    with server.connect() as raw:
        times = paired(lambda _: values(keys, actor), lambda _: sent.play_unframed(raw), runs, 3)
    counting = milliseconds(lambda: [found[key].matters.count() for key in keys])
    registry.unregister(*keys)
    line = result("八个统计数", rows, times, AIM, len(sent), f"{Cell.objects.count()}格；逐件去数要{counting:.0f} ms")
    line.extra = {"counted_ms": round(counting, 1)}
    return line
