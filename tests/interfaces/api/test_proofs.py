"""Figures equal the length of the list behind them; a ledger can be verified with nothing but its answer."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from ecoduty.casework.figures.models import SnapshotNight
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now, today, wall_now
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


def then(known: Program, address: str) -> list[dict]:
    """All rows of the list of a past day, two at a time."""
    parts, found, cursor = urlsplit(address), [], ""
    while cursor is not None:
        query = {**dict(parse_qsl(parts.query)), "limit": 2, **({"cursor": cursor} if cursor else {})}
        answer = known.get(parts.path.removeprefix("/api/v1"), **query)
        assert answer.status_code == 200, answer.content
        found += answer.json()["items"]
        cursor = answer.json()["next"]
    return found


def test_every_figure_of_a_past_day_has_the_list_of_that_day(scene):
    night, office = today(), ("committee-office", "committee-office-clerk")
    snapshot(night)
    scene.city.clock.advance(timedelta(days=1))
    keys = [f"annual_report.{word}" for word in ("all", "open", "closed", "overdue", "sent")]
    for who in ((), office):
        known = program(*who)
        for key in keys:
            detail = known.get(f"/figures/{key}", on=str(night), by="state").json()
            assert detail["list_href"].startswith(f"/api/v1/figures/{key}/matters?on={night}&scope=")
            assert len(then(known, detail["list_href"])) == detail["value"]
            for part in detail["parts"]:
                rows = then(known, part["list_href"])
                assert {row["then"]["state"] for row in rows} == {part["key"]}
                assert len(rows) == part["value"] > 0
    Matter.objects.filter(pk=scene.report.pk).update(state="returned")
    found = program(*office).get("/figures/annual_report.sent/matters", on=str(night)).json()
    assert [(row["then"]["state_label"] == row["now"]["state_label"]) for row in found["items"]] == [False]
    assert (found["on"], found["counted"]) == (str(night), 1)


def test_a_past_list_is_refused_where_it_is_not_open_or_not_kept(scene):
    known, address = program(), "/figures/annual_report.all/matters"
    snapshot(today())
    SnapshotNight.objects.create(on=today() - timedelta(days=3), taken_at=now())  # as an older release did
    for query, status, code in (
        ({"on": "2020-01-01"}, 404, "no_snapshot"),
        ({"on": str(today() - timedelta(days=2))}, 404, "list_not_kept"),
        ({"on": str(today()), "scope": "oversight"}, 403, "figure_not_open"),
        ({"on": str(today()), "scope": "everybody"}, 422, "unknown_figure"),
        ({"on": str(today()), "cursor": "abc"}, 422, "bad_cursor"),
    ):
        answer = known.get(address, **query)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert known.get("/figures/nothing/matters", on=str(today())).json()["code"] == "unknown_figure"
    before = known.get("/figures/annual_report.all", on=str(today() - timedelta(days=2)), by="state").json()
    assert before["list_href"] is None
    assert all(part["list_href"] is None for part in before["parts"])


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
