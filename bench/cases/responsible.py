"""Who is responsible, among the rows of fifty thousand; the floor is the search's own statements as raw SQL."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any

from bench.cases.lists import name
from bench.load import NOW
from bench.measure import Result, p95, paired
from bench.replay import recording
from bench.server import Server

AIM = 3.0  # times the floor, both as 95th percentiles
QUESTIONS = (
    "扬尘",
    "工地噪声",
    "有人往河道里排污水，味道很大",
    "港口垃圾没人清理",
    "学校旁边的市场油烟和异味影响上课",
    "农田秸秆",
)
_BATCH = 100_000


def responsible(server: Server, rows: int) -> Result:
    """Every question in turn, over rows written straight into the search's own tables and taken out again."""
    from ecoduty.mechanisms.responsibilities.finding.asking import find

    day = NOW.date()
    with server.connect("owner") as owner:
        _fill(owner, rows, day - timedelta(days=30))

    def ask(number: int) -> Any:
        return find(QUESTIONS[number % len(QUESTIONS)], on=day)

    answers = [len(ask(number)) for number in range(len(QUESTIONS))]
    scripts = []
    for number in range(len(QUESTIONS)):
        with recording() as sent:
            ask(number)
        scripts.append(sent)
    with server.connect() as raw:
        ours, floor = paired(
            ask, lambda number: scripts[number % len(scripts)].play_unframed(raw), 10 * len(QUESTIONS), len(QUESTIONS)
        )
    with server.connect("owner") as owner:
        owner.execute("TRUNCATE responsibilities_findable, responsibilities_posting")
    return Result(
        case="谁负责", rows=rows, runs=len(ours), ours=p95(ours), floor=p95(floor), aim=f"≤ {AIM:g}×", limit=p95(floor) * AIM,
        statements=len(scripts[0]), ours_p95=p95(ours), floor_p95=p95(floor), note=f"答案{min(answers)}—{max(answers)}个",
    )  # fmt: skip


def _fill(owner: Any, rows: int, since: Any) -> None:
    from uuid import uuid4

    from ecoduty.mechanisms.responsibilities.finding.terms import grams

    names = [name(number) for number in range(rows)]
    findable = (
        "COPY responsibilities_findable (row, key, list_id, list_title, body_id, body_key, body_short_name, region, name, unit,"
        " bases, words, title, told, sample, in_force, until, body_now, later) FROM STDIN"
    )
    with owner.cursor().copy(findable) as copy:
        for number, words in enumerate(names):
            body = number // 1000
            copy.write_row(
                (number, str(uuid4()), body, "清单第1版", body, f"body-{body}", f"某局{body}", "", words, "某处", [], [],
                 words, "", False, since, None, body, "[]")
            )  # fmt: skip
    posting = "COPY responsibilities_posting (gram, row, weight, list_id, region, in_force, until) FROM STDIN"
    every = ((gram, number) for number, words in enumerate(names) for gram in dict.fromkeys(grams(words)))
    while some := list(islice(every, _BATCH)):
        with owner.cursor().copy(posting) as copy:
            for gram, number in some:
                copy.write_row((gram, number, 10, number // 1000, "", since, None))
    owner.execute("ANALYZE responsibilities_findable, responsibilities_posting")


__all__ = ["responsible"]
