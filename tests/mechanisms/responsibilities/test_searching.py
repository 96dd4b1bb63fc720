"""The general search finds the rows that hold today: a revision's only from its first day."""

from __future__ import annotations

from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.mechanisms.responsibilities import searching
from tests.mechanisms.responsibilities.listing import PLAIN, SEWAGE, Compiler, at, published, through


def found() -> set[tuple[str, int | None]]:
    return set(SearchRow.objects.filter(kind=Kind.RESPONSIBILITY).values_list("title", "matter"))


def test_until_a_revision_holds_the_rows_before_it_are_found(city):
    first = published(city, "water-bureau", PLAIN)
    assert found() == {(PLAIN["name"], first.pk)}
    revision = Compiler(city, data={"reason": "law", "note": "法典施行"}).draft({**SEWAGE, "supporters": []})
    through(revision, in_force="2027-01-01")
    assert found() == {(PLAIN["name"], first.pk)}
    city.clock.move_to(at(12, 31, 23))
    assert searching.turn_over() == 0
    city.clock.move_to(at(1, 1, 0))
    assert searching.turn_over() == 3  # one goes, two come
    assert found() == {(PLAIN["name"], revision.pk), (SEWAGE["name"], revision.pk)}
    assert searching.turn_over() == 0


def test_a_bodys_first_list_is_found_as_soon_as_it_is_known(city):
    first = published(city, "water-bureau", PLAIN, in_force="2027-01-01")
    assert found() == {(PLAIN["name"], first.pk)}


def test_a_revision_that_holds_at_once_leaves_nothing_old_and_a_list_taken_down_nothing_at_all(city):
    first = published(city, "water-bureau", PLAIN)
    city.clock.move_to(at(12, 20))
    revision = through(Compiler(city, data={"reason": "law", "note": "法典施行"}).draft({**SEWAGE, "supporters": []}))
    assert first.list.until == at(12, 20).date()
    assert found() == {(PLAIN["name"], revision.pk), (SEWAGE["name"], revision.pk)}
    revision.do("principal", "withdraw_publication", {"reason": "错登了征求意见稿"})
    assert found() == set()
