"""Two at once: of two who begin a list one is told, of two who edit a row the second is, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.responsibilities.listing import PLAIN, SEWAGE, Compiler, refusal


def test_of_two_who_begin_at_once_one_is_told(fresh_city):
    ready = Barrier(2, timeout=20)

    def begin(_: int) -> str:
        try:
            ready.wait()
            Compiler(fresh_city)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "opened"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, range(2))) == ["list_open_already", "opened"]
    assert ResponsibilityList.objects.filter(body__key="water-bureau").count() == 1


def test_of_two_who_edit_a_row_the_second_is_told_who_did_what(city):
    water = Compiler(city).draft(PLAIN, SEWAGE)
    row = water.row(SEWAGE["name"])
    seen = {"row": str(row.key), "base": row.revision}
    water.do("deputy", "edit_row", {**SEWAGE, "unit": "河湖管理处", **seen})
    refused = refusal(water.do, "liaison", "edit_row", {**SEWAGE, "unit": "水资源处", **seen})
    assert refused.code == "row_moved_on"
    assert "市水利局·分管负责人" in refused.sentence
    assert "改一项" in refused.sentence
    assert water.row(SEWAGE["name"]).unit == "河湖管理处"
    other = water.row(PLAIN["name"])
    water.do("liaison", "edit_row", {**PLAIN, "unit": "水保科", "row": str(other.key), "base": other.revision})
    assert water.row(PLAIN["name"]).unit == "水保科"  # another row is nobody's concern


def test_a_row_removed_meanwhile_is_said_to_be_gone(city):
    water = Compiler(city).draft(PLAIN, SEWAGE)
    row = water.row(SEWAGE["name"])
    water.do("deputy", "remove_row", {"row": str(row.key), "reason": "并入另一项"})
    refused = refusal(water.do, "liaison", "edit_row", {**SEWAGE, "row": str(row.key), "base": row.revision})
    assert (refused.code, refused.status) == ("no_row", 422)
    assert "删一项" in refused.sentence
