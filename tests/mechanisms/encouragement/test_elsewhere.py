"""Inside a district, and as many statements for many bodies as for few."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.publications.models import PublishedCommendation
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.encouragement.training import coverage, queries
from ecoduty.mechanisms.inspections.models import Problem
from tests.mechanisms.encouragement.steps import PERSON, Praise, Training, at, decided
from tests.mechanisms.inspections.steps import Road

OFFICE, BUREAU = "siming-committee-office.clerk", "siming-urban-management-bureau"


def test_a_district_commends_its_own(city):
    praise = Praise(city, f"{BUREAU}.liaison", **{**PERSON, "body": BUREAU})
    assert praise.matter.holder.key == "siming-committee-office"
    assert praise.refused("committee-office.clerk", "pass_review", {"opinion": "同意公示。"}).code == "not_permitted"
    praise.to_notice(OFFICE)
    city.clock.move_to(at(11, 30))
    assert praise.refused(OFFICE, "decide", decided()).code == "decider_unknown"
    praise.do(OFFICE, "decide", decided(decided_by="siming-government", number="厦思政〔2026〕9号"))
    praise.do(OFFICE, "publish")
    assert PublishedCommendation.objects.get().decided_by == "厦门市思明区人民政府"
    seen = city.client(OFFICE).get(f"/commendations/bodies/{BUREAU}/").content.decode()
    assert "看不到这个单位" not in seen
    assert (
        "看不到这个单位"
        in city.client("huli-committee-office.clerk").get(f"/commendations/bodies/{BUREAU}/").content.decode()
    )


def test_a_district_watches_its_own_training(city):
    Training(city, "siming-party-school", to_train=3)
    page = city.client(OFFICE).get("/training/").content.decode()
    assert "思明区委党校" in page
    assert "湖里区委党校" not in page


def test_statements_do_not_grow_with_bodies(city):
    plan = Training(city)
    plan.came(plan.held(), "市水利局｜8\n市海洋局｜3")
    every = queries.planning_bodies(today())
    counted = []
    for bodies in (every[:2], every):
        with CaptureQueriesContext(connection) as asked:
            coverage.of_year(2026, bodies)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 5
    client = city.client("committee-office.clerk")
    client.get("/training/")
    with CaptureQueriesContext(connection) as before:
        client.get("/training/")
    for body in ("ocean-bureau", "transport-bureau", "party-school"):
        Training(city, body)
    with CaptureQueriesContext(connection) as after:
        client.get("/training/")
    assert len(after) <= len(before)
    Praise(city, **PERSON).to_notice()
    with CaptureQueriesContext(connection) as one:
        client.get("/commendations/")
    Praise(city).to_notice()
    with CaptureQueriesContext(connection) as two:
        client.get("/commendations/")
    assert len(two) <= len(one)


def test_a_relapsed_problem_stands_beside_a_commendation(city):
    road = Road(city)
    road.assign()
    page = city.client("committee-office.clerk").get("/commendations/bodies/water-bureau/").content.decode()
    assert "复发的问题" not in page
    Problem.objects.filter(pk=road.pk).update(relapses=1)
    client = city.client("committee-office.clerk")
    page = client.get("/commendations/bodies/water-bureau/").content.decode()
    assert "复发的问题" in page
    assert str(road.matter.public_id) in page
    assert (
        "复发的问题"
        not in city.client("ocean-bureau.liaison").get("/commendations/bodies/water-bureau/").content.decode()
    )
