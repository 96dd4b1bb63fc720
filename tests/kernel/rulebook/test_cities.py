"""The cities that ship: they load, their worked cases hold, and no fact of theirs stands in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecoduty.kernel.rulebook import Rulebook, load_rulebook
from ecoduty.kernel.rulebook.cases import run_cases

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
CITIES = sorted(path.name for path in RULEBOOKS.iterdir() if path.is_dir())


@pytest.fixture(scope="module", params=CITIES)
def book(request) -> Rulebook:
    return load_rulebook(RULEBOOKS / request.param)


def test_more_than_one_city_ships():
    assert len(CITIES) > 1


@pytest.mark.parametrize("city", CITIES)
def test_worked_cases_hold(city):
    results = run_cases(RULEBOOKS / city)

    assert len({result.name for result in results}) == len(results) > 0
    assert [str(result) for result in results if not result.holds] == []


def test_every_article_has_clauses_and_every_clause_bearers(book):
    assert {clause.article for clause in book.clauses.values()} == set(book.articles)
    assert all(book.select(clause.bearers) for clause in book.clauses.values())


def test_every_bearer_of_a_duty_has_recipients(book):
    for duty in book.duties.values():
        for bearer in book.bearers(duty.key):
            assert book.recipients(duty.copy_list, bearer).main, (duty.key, bearer)


def test_every_bearer_of_a_duty_of_the_plan_has_posts_and_a_coordinator(book):
    """A duty that a statute lays down may be a government's, which has other posts (`test_every_role_a_rung_addresses…`)."""
    for duty in (duty for duty in book.duties.values() if duty.basis.kind == "plan"):
        for bearer in book.bearers(duty.key):
            assert {"liaison", "coordinator", "principal"} <= {post.role for post in book.posts_of(bearer)}
            assert book.answering_for(bearer, "leader_in_charge"), bearer
            assert book.body(bearer).coordinator


def test_every_role_a_rung_addresses_is_held_or_answers_for_the_bearers(book):
    for duty in book.duties.values():
        for rung in book.ladders[duty.ladder].rungs:
            for bearer in book.bearers(duty.key):
                own = {post.role for post in book.posts_of(bearer)}
                assert all(role in own or book.answering_for(bearer, role) for role in rung.recipients)
            if rung.sender:
                assert rung.release in {post.role for post in book.posts_of(rung.sender)}


def test_nothing_pending_calls_itself_a_plan_or_lacks_its_reason(book):
    for limit in book.limits.values():
        for value in limit.dated:
            assert not (value.basis.pending and value.basis.kind == "plan")
            assert value.basis.note or not value.basis.pending


def test_statute_rests_only_on_what_was_read(book):
    for limit in book.limits.values():
        for value in limit.dated:
            if value.basis.kind == "statute":
                assert book.instruments[value.basis.instrument].reading in {"text", "part"}, limit.key


def test_json_round_trip_keeps_the_digest(book):
    assert Rulebook.from_json(book.to_json()).digest == book.digest


def test_cities_differ_in_number_and_dates():
    books = [load_rulebook(RULEBOOKS / city) for city in CITIES]

    for count in ("articles", "clauses", "districts", "limits"):
        assert len({len(getattr(book, count)) for book in books}) == len(books)
    assert len({len(book.bearers("annual-report")) for book in books}) == len(books)
    assert len({book.duties["annual-report"].due.model_dump_json() for book in books}) == len(books)


def test_no_city_stands_in_python():
    source = Path(__file__).parents[3] / "src"
    words = {book.city.code for book in map(load_rulebook, (RULEBOOKS / city for city in CITIES))}
    words |= {book.city.short_name for book in map(load_rulebook, (RULEBOOKS / city for city in CITIES))}

    named = {
        path.name: word
        for path in (source / "ecoduty" / "kernel").rglob("*.py")
        for word in words
        if word in path.read_text(encoding="utf-8")
    }
    assert named == {}
