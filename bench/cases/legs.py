"""Cases by the hundred thousand: the page of legs must not grow with them, nor a case's page with its two thousand entries.

Cases are copies of a transfer that was led through the gate; their legs are written by one statement, spread over three
years, so that the sums have as many rows as years of real cases would leave.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench import load
from bench.cases.acts import signed_in
from bench.cases.pages import measured
from bench.load import NOW, Led, Place, Population, Sort
from bench.measure import Aim, Result, paired, result
from bench.server import Server
from ecoduty.kernel.clock import frozen

KIND = "criminal_transfer"
OFFICERS = ("ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2")
HEAD = "ecology-bureau.principal"
ENTRIES = 2_000
TIMELINE = 100.0  # milliseconds of server time for a case with so many entries
FEW = 10  # one in so many is there at the first measure
CONTROL = "/account/notices/"
GROWTH = Aim(1.5, 10)  # what ten times as many cases may cost
_STARTED = NOW - timedelta(days=40)

# Eleven legs of every case, one after the other: the last of an open case is under way. Every fifth leg is late.
_LEGS = """
INSERT INTO enforcement_leg (matter_id, leg, body_id, began, ended, due_at, late)
SELECT one.id, leg.key, %(body)s, span.began, CASE WHEN one.open AND leg.place = leg.most THEN NULL ELSE span.ended END,
    span.began + interval '3 days', (one.id + leg.place) %% 5 = 0
FROM matters_matter AS one
CROSS JOIN (
    SELECT key, place, count(*) OVER () AS most FROM unnest(%(legs)s::text[]) WITH ORDINALITY AS given(key, place)
) AS leg
CROSS JOIN LATERAL (
    SELECT at AS began, at + (one.id * 7 + leg.place) %% 400 * interval '1 hour' AS ended
    FROM (SELECT %(now)s::timestamptz - one.id %% 1000 * interval '1 day' + leg.place * interval '5 hours' AS at) AS begun
) AS span
WHERE one.kind = %(kind)s AND NOT EXISTS (SELECT FROM enforcement_leg AS there WHERE there.matter_id = one.id)
"""
# The same numbers without any sums: what a page without them would have to ask.
_COUNTED = """
SELECT leg.leg, count(*) FILTER (WHERE ended IS NOT NULL), count(*) FILTER (WHERE late), count(*) FILTER (WHERE ended IS NULL),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended - began))
FROM enforcement_leg AS leg JOIN matters_named_access AS named USING (matter_id)
WHERE named.person_id = %s AND named.until IS NULL AND (ended IS NULL OR ended >= %s) GROUP BY leg.leg
"""


def sort() -> Sort:
    """Transfers at their first station, and such as were not approved."""
    return Sort(
        KIND, Led(KIND, ("verifying", "not_approved"), _lead), "criminal-transfer.approval", entries=3,
        own=(("enforcement_transfer", "matter_id"), ("matters_named_access", "matter_id")), changes=_changes,
    )  # fmt: skip


def legs(server: Server, rows: int, runs: int, loads: list[dict[str, Any]]) -> list[Result]:
    """The page of legs for few cases and for all, a list behind it, and the page of one long case."""
    from ecoduty.mechanisms.enforcement.statistics import queries

    actor = _actor(HEAD)
    client = signed_in(actor)
    addresses = (
        ("分段统计", "/enforcement/statistics/?span=36"),
        ("分段统计背后的清单", "/enforcement/statistics/list/?leg=police-decision&stands=late&span=36"),
    )
    few = _load(server, rows // FEW, loads)
    before = [measured(server, client, label, address, few, runs) for label, address in addresses]
    quiet = measured(server, client, CONTROL, CONTROL, few, runs).ours
    _load(server, rows - few, loads)
    after = [measured(server, client, label, address, rows, runs) for label, address in addresses]
    # A page that has nothing to do with cases says how much slower the machine itself was the second time.
    slower = max(1.0, measured(server, client, CONTROL, CONTROL, rows, runs).ours / quiet)
    for small, large in zip(before, after, strict=True):
        large.limit = min(large.limit, GROWTH.limit(small.ours * slower))
        large.aim += f"，且≤{few:,}件时的{GROWTH.words}（机器同时慢了{slower:.2f}倍）"
    since = (NOW - timedelta(days=900)).date().replace(day=1)
    with server.connect() as raw:
        times = paired(
            lambda _: queries.standing(actor.person or 0, since),
            lambda _: raw.execute(_COUNTED, [actor.person, since]).fetchall(), runs, 1,
        )  # fmt: skip
    summed = result("分段统计的数（底线为逐件数）", rows, times, Aim(0.5), 1)
    return [*before, *after, summed, *_timeline(server, client, rows, runs)]


def _load(server: Server, matters: int, loads: list[dict[str, Any]]) -> int:
    """So many more, with their legs, folded; how many."""
    from ecoduty.mechanisms.enforcement.statistics import folding
    from ecoduty.mechanisms.enforcement.statistics import legs as table
    from ecoduty.organisation.directory.models import Body

    done = load.load(server, Population(matters, open_percent=20, due_from=-20, due_to=200), sort())
    keys = [key for key, leg in table.current().legs.items() if leg.main and any(s.kind == KIND for s in leg.stretches)]
    body = Body.objects.get(key="ecology-bureau").pk
    with server.connect("owner", durable=False) as owner:
        owner.execute(_LEGS, {"legs": keys, "body": body, "now": NOW, "kind": KIND})
    folded = folding.fold()
    with server.connect("owner") as owner:
        owner.execute(
            "VACUUM (ANALYZE) enforcement_leg, enforcement_leg_cell, enforcement_leg_delta, matters_named_access"
        )
    loads.append(
        {"matters": done.matters, "entries": done.entries, "seconds": round(done.seconds), "bytes": done.bytes}
    )
    print(f"loaded {matters} cases of {len(keys)} legs, folded {folded} differences", flush=True)
    return matters


def _timeline(server: Server, client: Any, rows: int, runs: int) -> list[Result]:
    """A case that was read and worked on two thousand times: its page, and each page of its ledger."""
    from ecoduty.casework.matters.models import Matter
    from ecoduty.kernel.ledger import append
    from ecoduty.kernel.ledger.append import Draft

    matter = Matter.objects.get(pk=_lead("verifying").pk)
    with frozen(NOW - timedelta(days=1), every_thread=True) as clock:
        drafts = [
            Draft(
                stream=matter.stream, kind=KIND, act="add_piece", from_state=matter.state, to_state=matter.state,
                occurred_at=clock.moment, recorded_at=clock.moment, late=False, actor_account=None, actor_name="执法人员",
                actor_title="市生态环境局·执法人员", actor_body="ecology-bureau", on_behalf_of="", reason="",
                facts={"title": f"材料{number}"}, key=None, request=None,
            )
            for number in range(ENTRIES)
        ]  # fmt: skip
        append.append(drafts, append.lock([matter.stream]))
    found = []
    for label, address in (("案件页", ""), ("留痕", "ledger/"), ("留痕末页", "ledger/?page=11")):
        line = measured(
            server, client, f"{label}，{ENTRIES}条留痕", f"/matters/{matter.public_id}/{address}", rows, runs
        )
        line.limit, line.aim = min(line.limit, TIMELINE), f"{line.aim}，≤ {TIMELINE:g} ms"
        found.append(line)
    return found


def _changes(table: str, place: Place) -> dict[str, str]:  # noqa: ARG001 -- nothing differs but what every copy has
    return {}


def _actor(username: str) -> Any:
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    return actors_of(Account.objects.get(username=username), NOW.date())[0]


def _lead(state: str) -> Any:
    """Take one transfer through the gate as far as that state."""
    from ecoduty.casework.matters.models import Matter
    from ecoduty.kernel import flow

    with frozen(_STARTED, every_thread=True):
        table = flow.table(KIND)
        team = [_actor(name) for name in OFFICERS]
        given = {
            "title": "某化工厂向雨水井排放含重金属废水案",
            "group": "environment",
            "officers": [one.person for one in team],
        }
        pk = flow.perform(table, "register_transfer", actor=team[0], data=given).subject.pk
        if state == "not_approved":
            head = _actor(HEAD)
            flow.perform(
                table, "refuse_transfer", pk, actor=head, data={"reason": "现有证据不足以认定涉嫌犯罪，继续依法查处。"}
            )
    return Matter.objects.get(pk=pk)
