"""The pages of restricted matters, wide and narrow: WCAG 2.2 AA, and nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.interfaces.test_restricted_unseen import point_out
from tests.mechanisms.accountability.steps import HANDLER, REVIEWER, Road
from tests.mechanisms.encouragement.test_tolerance import Application
from tests.mechanisms.inspections.steps import Road as Problem
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
    reviewer = log_in(new_page(), REVIEWER)
    Problem(fresh_city, finder="audit-bureau").assign()
    hint = point_out(fresh_city)
    asked = {"decider": "audit-bureau", "confidential": "yes"}
    own = Application(fresh_city, HANDLER, **asked)
    own.do(REVIEWER, "accept_exemption")
    application = own.matter
    for matter, acts in (
        (hint, ("refer_omission", "decide_not_omission")),
        (application, ("record_inquiry", "decide_exemption")),
    ):
        one = f"/matters/{matter.public_id}/"
        for address in (one, *(f"{one}{act}/" for act in acts)):
            reviewer.goto(address)
            seen(reviewer, axe)
    handler.goto("/exemptions/new/")
    seen(handler, axe)
