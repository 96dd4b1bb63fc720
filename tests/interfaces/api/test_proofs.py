"""Figures equal the length of the list behind them; a ledger can be verified with nothing but its answer."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.ledger import chain, checkpoints
from tests.interfaces.api.calling import Program, program

FIGURES_OF_A_TOKEN = 50
"""There are more figures than a token may ask for in a minute."""


def behind(known: Program, address: str) -> int:
    parts = urlsplit(address)
    assert parts.path == "/api/v1/matters"
    answer = known.get("/matters", limit=200, **dict(parse_qsl(parts.query)))
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] is None
    return len(answer.json()["items"])


def test_every_figure_is_the_length_of_its_list(scene):
    for who in ((), ("committee-office", "committee-office-clerk"), ("ocean-bureau",)):
        known = program(*who)
        found = known.get("/figures").json()
        assert found["figures"]
        for place, figure in enumerate(found["figures"]):
            if place % FIGURES_OF_A_TOKEN == 0:
                known = program(*who)
            assert behind(known, figure["list_href"]) == figure["value"], figure
            detail = known.get(f"/figures/{figure['key']}", by="state").json()
            assert sum(part["value"] for part in detail["parts"]) == detail["value"] == figure["value"]
            assert all(behind(known, part["list_href"]) == part["value"] for part in detail["parts"])


def test_figures_that_are_not_open_or_not_there(scene):
    known = program()
    key = known.get("/figures").json()["figures"][0]["key"]
    assert known.get("/figures/nothing").json()["code"] == "unknown_figure"
    assert known.get("/matters", figure="nothing").json()["code"] == "unknown_figure"
    assert known.get(f"/figures/{key}", scope="oversight").status_code == 403
    assert known.get("/matters", figure=key, scope="oversight").status_code == 403
    assert known.get(f"/figures/{key}", on="2020-01-01").json()["code"] == "no_snapshot"


def canonical(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_ledger_is_verified_from_the_answer_alone(scene):
    checkpoints.take(wall_now())
    known = program()
    entries, cursor, page = [], "", {}
    while cursor is not None:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = known.get(f"/matters/{scene.report.number}/ledger", **query).json()
        entries += page["items"]
        cursor = page["next"]
    previous = chain.sm3(b"ecoduty stream\n" + page["stream"].encode())
    for number, entry in enumerate(entries, 1):
        assert (entry["seq"], entry["previous"]) == (number, previous.hex())
        previous = chain.sm3(previous + canonical(entry["content"]))
        assert entry["digest"] == previous.hex()
    assert (page["checkpoint"]["length"], page["checkpoint"]["head"]) == (len(entries), previous.hex())
