"""Acceptance looks into the lists in force (clause 5.2): what resembles the item is explained, or sent back to its lead."""

from __future__ import annotations

import pytest

from ecoduty.kernel.flow import Refused
from tests.mechanisms.lead_departments.steps import Road


def test_rows_that_resemble_it_are_named_and_have_to_be_explained(city, lists):
    lists.add("urban-enforcement-bureau", "餐饮油烟污染执法", "油烟")
    road = Road(city)
    with pytest.raises(Refused) as refused:
        road.do("liaison", "accept")
    assert (refused.value.code, refused.value.clause) == ("rows_not_explained", "5.2")
    assert "市执法局“餐饮油烟污染执法”" in refused.value.sentence
    assert [problem.field for problem in refused.value.problems] == ["why_not_covered"]
    road.do("liaison", "accept", {"why_not_covered": "该条只及于岸上餐饮场所，不及于船舶。"})
    own = road.matter.lead_determination
    assert [row["body"] for row in own.considered] == ["urban-enforcement-bureau"]
    assert own.not_covered == "该条只及于岸上餐饮场所，不及于船舶。"


def test_sample_rows_are_kept_as_such_and_cover_nothing(city, lists):
    key = lists.add("urban-enforcement-bureau", "餐饮油烟污染执法", "油烟", sample=True)
    road = Road(city)
    with pytest.raises(Refused) as refused:
        road.do("liaison", "return_covered", {"responsibility": key, "note": "已有牵头部门。"})
    assert refused.value.code == "row_unknown"
    road.do("liaison", "accept")
    assert [row["sample"] for row in road.matter.lead_determination.considered] == [True]


def test_what_a_list_already_covers_goes_back_with_the_row_named(city, lists):
    key = lists.add("port-authority", "港区船舶油烟监管", "油烟")
    road = Road(city)
    for wrong in ("not-a-key", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(Refused) as refused:
            road.do("deputy", "return_covered", {"responsibility": wrong, "note": "已有牵头部门。"})
        assert refused.value.code == "row_unknown"
    road.do("deputy", "return_covered", {"responsibility": key, "note": "市港口局清单已写明。"})
    assert (road.state, road.matter.open) == ("has_lead", False)
    assert road.matter.lead_determination.covered_by["body_name"] == "市港口局"
    page = city.client("water-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=item").content.decode()
    assert "港区船舶油烟监管" in page
