"""Bodies, people in office and duties, as of a day."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.kernel.clock import today
from ecoduty.organisation.directory import queries
from tests.interfaces.api.calling import program


def test_bodies_in_official_order_page_by_page(city):
    known = program()
    seen, cursor = [], ""
    while cursor is not None:
        page = known.get("/bodies", limit=20, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["key"] for one in page["items"]]
        cursor = page["next"]
    assert seen == list(queries.bodies(on=today()).values_list("key", flat=True))
    departments = known.get("/bodies", kind="department", level="city", limit=200).json()["items"]
    assert {one["kind"] for one in departments} == {"department"}


def test_a_body_as_of_a_day(city):
    found = program().get("/bodies/water-bureau").json()
    assert (found["on"], found["coordinator_missing"]) == (str(today()), False)
    assert {post["kind"] for post in found["posts"] if post["holders"]} >= {"liaison", "principal"}
    before = program().get("/bodies/water-bureau", on="2001-01-01").json()
    assert [post["holders"] for post in before["posts"] if post["holders"]] == []
    assert program().get("/bodies/nowhere").json()["code"] == "unknown_body"


def test_people_in_office(city):
    known = program()
    found = known.get("/people", body="water-bureau", post_kind="liaison").json()["items"]
    assert [(one["body"]["key"], one["post_kind"]) for one in found] == [("water-bureau", "liaison")]
    assert known.get("/people", on="2001-01-01").json()["items"] == []
    with CaptureQueriesContext(connection) as captured:
        assert len(known.get("/people", limit=200).json()["items"]) == 200
    assert len(captured) == 3


def test_duties_say_who_when_and_why(city):
    found = {one["key"]: one for one in program().get("/duties").json()["duties"]}
    annual = found["annual-report"]
    assert annual["kind"] == "annual_report"
    assert "water-bureau" in annual["bearers"]
    assert annual["basis"]["kind"] in {"plan", "statute", "local"}
