"""Whichever way is taken, walking or asking the index, it is the same hits in the same order, and the same counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.search import counting, finding
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.finding import find
from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.casework.search.question import OPEN_KINDS
from ecoduty.kernel.flow import Actor, registry
from tests.city import City
from tests.interfaces.desk import toy
from tests.mechanisms.reports.writing import Writer, opened

QUERIES = ("巡河", "告", "水", "水利", "巡河 报告", "工作有序", "水利局 联络员", "第3号", "企鹅")
READERS = ("water-bureau.liaison", "committee-office.director", "ocean-bureau.liaison")


@pytest.fixture
def busy(city: City) -> Iterator[City]:
    """A report with a text, and toys of two bodies whose titles have common, rare and old words."""
    registry.register(toy.TABLE)
    Writer(city, opened(city)).to_signed()
    for number in range(24):
        old = "旧时" if number < 4 else ""
        toy.open_paper(f"第{number}号{old}巡河报告", copy_to="ocean-bureau" if number % 3 == 0 else "")
    yield city
    registry.unregister(toy.KIND)


def expected(actor: Actor, query: str) -> list[tuple[str, str]]:
    """By hand: every row, looked at one by one."""
    asked = Asked.read(query)
    found = []
    for row in SearchRow.objects.all():
        title, whole = row.title_folded, f"{row.title_folded} {row.text_folded}"
        if not all(any(way in whole for way in ways) for ways in asked.spellings):
            continue
        sight = Sight.FULL if row.kind == Kind.DOCUMENT else Sight.SUMMARY
        if (
            row.kind not in OPEN_KINDS
            and not Matter.objects.filter(visible_to(actor, sight), pk=row.matter_id).exists()
        ):
            continue
        in_title = all(any(way in title for way in ways) for ways in asked.spellings)
        found.append((1 if in_title else 2, -row.place, -row.pk, row.kind, row.ref))
    return [(kind, ref) for *_, kind, ref in sorted(found)]


def through_all_pages(actor: Actor, query: str, kind: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    after = ""
    while True:
        answer = find(actor, Asked.read(query), kind=kind, after=after)
        found += [(hit.kind, hit.ref) for hit in answer.hits]
        after = answer.next
        if not after:
            return found


@pytest.mark.parametrize(
    ("probed", "common", "counted"),
    [(500, 5, 1000), (500, 5, 4), (4, 5, 1000), (4, 1, 4), (1, 9, 2)],
)
def test_every_way_finds_the_same(busy, monkeypatch, probed, common, counted):
    monkeypatch.setattr(counting, "PROBED", probed)
    monkeypatch.setattr(counting, "_COMMON", common)
    monkeypatch.setattr(counting, "COUNTED", counted)
    monkeypatch.setattr(counting, "_TOGETHER", 6 * (counted + 1))
    monkeypatch.setattr(finding, "PAGE", 7)
    monkeypatch.setattr(finding, "WALKED", 9)
    monkeypatch.setattr(finding, "_PACED", 3)
    monkeypatch.setattr(finding, "_BEST", 10)
    for name in READERS:
        actor = busy.actor(name)
        for query in QUERIES:
            wanted = expected(actor, query)
            assert through_all_pages(actor, query, "") == wanted, (name, query)
            of_kind = [one for one in wanted if one[0] == "matter"]
            assert through_all_pages(actor, query, "matter") == of_kind, (name, query)
            counts = {kind: one.number for kind, one in find(actor, Asked.read(query)).counts.items()}
            tally = Counter(kind for kind, _ in wanted)
            assert counts == {kind: min(tally[kind], counted + 1) for kind in tally}, (name, query)


def test_every_query_but_one_finds_something(busy):
    found = {query for name in READERS for query in QUERIES if expected(busy.actor(name), query)}
    assert set(QUERIES) - found == {"企鹅"}
