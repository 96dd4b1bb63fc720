"""The sweep in batches, every open deadline due: marked missed, rungs fired or prepared, notices written, entries chained."""

from __future__ import annotations

from bench.cases.acts import durability
from bench.measure import Aim, Result, paired, result
from bench.replay import Recording, recording, rehearse
from bench.server import Server

AIM = Aim(3)
_WRITES = ("INSERT", "UPDATE", "DELETE")


def sweep(server: Server, rows: int, batches: int) -> list[Result]:
    """Batches of what is due, and once everything is done a whole run that finds nothing."""
    line = _batches(server, rows, batches)
    return [line, _nothing_to_do(server, rows)]


def _nothing_to_do(server: Server, rows: int) -> Result:
    from ecoduty.casework.escalation import sweep as room

    room.sweep()  # the rest of what is due
    with recording() as sent:
        report = room.sweep()
    assert (report.missed, report.reminded, report.prepared, report.opened) == (0, 0, 0, 0), report
    reads = Recording(
        [(text, values) for text, values in sent.statements if not text.lstrip().upper().startswith(_WRITES)]
    )
    with server.connect() as raw:
        times = paired(lambda _: room.sweep(), lambda _: reads.play(raw), 10, 1)
    return result("时限巡查，无事可做", rows, times, Aim(3, 25), len(sent))


def _batches(server: Server, rows: int, batches: int) -> Result:
    """One batch of the sweep after the other, ours and the floor by turns; each batch is done for good."""
    from ecoduty.casework.escalation import sweep as room
    from ecoduty.kernel.clock import now

    report = room.Report()

    def batch() -> None:
        assert room._one_batch(now(), room.BATCH, report)  # noqa: SLF001 -- the piece of the sweep that repeats

    def floor(_: int) -> None:
        ready.pop().play(raw)

    ready = []
    ours_times, floor_times = [], []
    statements = 0
    durability(False)
    with server.connect(durable=False) as raw:
        for _ in range(batches + 1):
            ready.append(rehearse(batch))  # hashes, texts and rows are computed here, untimed
            statements = len(ready[0])
            floor_ms = paired(lambda _: None, floor, 1, 0)[1]
            ours_ms, _unused = paired(lambda _: batch(), lambda _: None, 1, 0)
            ours_times += ours_ms
            floor_times += floor_ms
    durability(True)
    assert report.pushed == 0, "a batch failed and was repeated one by one: the times say nothing"
    assert statements < 100, f"a batch sends {statements} statements"
    line = result("时限巡查，一批", rows, (ours_times[1:], floor_times[1:]), AIM, statements, f"每批{room.BATCH}件")
    line.extra = {
        "batch": room.BATCH,
        "million_minutes_ours": round(line.ours * 1_000_000 / room.BATCH / 60000, 1),
        "million_minutes_floor": round(line.floor * 1_000_000 / room.BATCH / 60000, 1),
    }
    return line
