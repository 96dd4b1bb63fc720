"""The pages of a referral, wide and narrow: WCAG 2.2 AA, and nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.mechanisms.accountability.steps import HANDLER, Road
from tests.mechanisms.inspections.test_in_the_browser import seen
from tests.mechanisms.reports.test_in_the_browser import log_in

pytestmark = pytest.mark.browser


def test_pages_of_a_referral_are_read_by_everybody_named(fresh_city, new_page, axe):
    road = Road(fresh_city)
    road.fill()
    request = road.ask()
    handler = log_in(new_page(), HANDLER)
    here = f"/matters/{road.matter.public_id}/"
    tabs = [f"{here}?tab={tab}" for tab in ("elements", "inventory", "passing", "named")]
    for address in (*tabs, f"{here}add_item/", f"{here}set_destination/", f"/matters/{request.public_id}/"):
        handler.goto(address)
        seen(handler, axe)
