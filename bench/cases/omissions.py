"""应移交未移交: which of a hundred thousand problems are to be put before somebody, as it is looked for every night."""

from __future__ import annotations

from datetime import timedelta

from bench.load import NOW
from bench.measure import Result, paired
from bench.replay import recording
from bench.server import Server

LIMIT = 5_000.0  # milliseconds; a night's work that nobody waits for
_LATER = timedelta(days=120)  # when thousands of the problems there are have been late for longer than sixty days
# What the rules look at beside lateness: one in twenty came back from its finder three times, one in a hundred twice later.
_RETURNED = """
INSERT INTO inspections_rectification (problem_id, act, text, evidence, by, at)
SELECT matter_id, 'return_problem', '仍不到位。', '', '市环委办', %(at)s - day * interval '1 day'
FROM inspections_problem CROSS JOIN generate_series(1, 3) AS day WHERE matter_id %% 20 = 0
"""
_RELAPSED = """
INSERT INTO inspections_look_back (problem_id, looked_on, result, text, by, at)
SELECT matter_id, %(at)s::date - day, 'relapsed', '又有污水入沟。', '市环委办', %(at)s
FROM inspections_problem CROSS JOIN generate_series(1, 2) AS day WHERE matter_id %% 100 = 0
"""


def omissions(server: Server, rows: int, runs: int) -> Result:
    """Every case, found anew; the floor is the statements themselves. Their number must not grow with the cases."""
    from ecoduty.kernel.rulebook import store
    from ecoduty.mechanisms.accountability.omissions import finding

    with server.connect("owner", durable=False) as owner:
        for statement in (_RETURNED, _RELAPSED):
            owner.execute(statement, {"at": NOW})
        owner.execute("ANALYZE inspections_rectification, inspections_look_back")
    book, on = store.current(), (NOW + _LATER).date()
    with recording() as sent:
        cases = finding.cases(book, on)
    assert cases
    assert len(sent) < 20, f"looking sends {len(sent)} statements"
    with server.connect() as raw:
        ours, floor = paired(lambda _: finding.cases(book, on), lambda _: sent.play_unframed(raw), runs, 1)
    return Result(
        case="应移交未移交，查找", rows=rows, runs=len(ours), ours=max(ours), floor=max(floor), aim="≤ 5 s", limit=LIMIT,
        statements=len(sent), note=f"找到{len(cases)}件，取最慢一次",
    )  # fmt: skip
