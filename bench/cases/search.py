"""First pages of searches, for who sees everything and for who sees little; the floor is the search's own statements."""

from __future__ import annotations

from typing import Any

from bench.cases.acts import signed_in
from bench.load import NOW
from bench.measure import Result, p95, paired
from bench.replay import recording
from bench.server import Server

AIM = 60.0  # milliseconds, 95th percentile, for words of two characters
READERS = (("市环委办", "committee-office.clerk"), ("联络员", "siming-commerce-bureau.liaison"))
QUERIES = (
    ("两字，常见", "路灯"),
    ("两字，少见", "海峰"),
    ("两字，全部都有", "整改"),
    ("两字，只在旧件", "围垦"),
    ("两字，没有", "企鹅"),
    ("一字", "灯"),
    ("一字，全部都有", "的"),
    ("长词", "莲前街道路灯不亮"),
    ("两词", "莲前 路灯"),
    ("第18条", "第18条"),
    ("编号", "2026-0001234"),
)


def searches(server: Server, rows: int, runs: int) -> list[Result]:
    """Every query for every reader: the answer itself, then once as a page."""
    from ecoduty.organisation.access import actors_of
    from ecoduty.organisation.accounts.models import Account

    found = []
    for who, username in READERS:
        actor = actors_of(Account.objects.get(username=username), NOW.date())[0]
        found += [_answer(server, actor, f"搜索“{query}”（{who}）", kind, query, rows, runs) for kind, query in QUERIES]
        found.append(_page(server, actor, f"搜索页“路灯”（{who}）", rows, runs))
    return found


def _answer(server: Server, actor: Any, label: str, note: str, query: str, rows: int, runs: int) -> Result:
    from ecoduty.casework.search.asking import Asked
    from ecoduty.casework.search.finding import find

    def ask(_: int = 0) -> Any:
        return find(actor, Asked.read(query))

    answer = ask()
    with recording() as sent:
        ask()
    with server.connect() as raw:
        ours, floor = paired(ask, lambda _: sent.play_unframed(raw), runs, 2)
    return _result(label, rows, ours, floor, len(sent), f"{note}，{answer.total.words}条")


def _page(server: Server, actor: Any, label: str, rows: int, runs: int) -> Result:
    client = signed_in(actor)

    def get(_: int = 0) -> None:
        answer = client.get("/search/?q=路灯")
        assert answer.status_code == 200, answer.status_code

    get()
    with recording() as sent:
        get()
    with server.connect() as raw:
        ours, floor = paired(get, lambda _: sent.play_unframed(raw), runs, 2)
    return _result(label, rows, ours, floor, len(sent), "整页")


def _result(label: str, rows: int, ours: list[float], floor: list[float], statements: int, note: str) -> Result:
    """The aim is for the 95th percentile, so that is what is held against it."""
    return Result(
        case=label, rows=rows, runs=len(ours), ours=p95(ours), floor=p95(floor), aim=f"≤ {AIM:g} ms", limit=AIM,
        statements=statements, ours_p95=p95(ours), floor_p95=p95(floor), note=note,
    )  # fmt: skip
