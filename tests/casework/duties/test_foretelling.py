"""What an act's page says beforehand about the limits that begin with it is what then begins."""

from __future__ import annotations

from ecoduty.casework.duties.foretelling import foretold
from ecoduty.kernel.clock import now, spoken_day
from ecoduty.kernel.flow.registry import table
from tests.mechanisms.enforcement.administrative_steps import DECIDE, Case


def test_the_page_foretells_the_day_on_which_the_limit_then_ends(city):
    case = Case(city).reviewed()
    said = [one for one in foretold(table("administrative_case").by_code["decide"], now()) if one.end]
    page = city.client("ecology-bureau.principal").get(f"/matters/{case.matter.public_id}/decide/").content.decode()
    case.head("decide", DECIDE)
    begun = {one.label: one for one in case.matter.deadlines.filter(state="running")}
    assert [one.label for one in said] == ["送达决定书"]
    for one in said:
        assert (one.length, one.end) == (begun[one.label].unit_text, begun[one.label].due_on)
        assert f"{one.label}{one.length}，到{spoken_day(one.end, 2026)}" in page


def test_what_depends_on_the_matter_is_named_without_a_length(city):
    found = foretold(table("problem").by_code["assign"], now())
    assert any(one.length == "" and one.end is None for one in found)
    assert foretold(table("problem").by_code["edit_problem"], now()) == ()
