"""A city in which leaders go and see: visits, the problems they found at several stations, the map of them."""

from __future__ import annotations

from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.leadership.visit_flow import VISITS
from tests.city import City
from tests.mechanisms.inspections.steps import Road, at
from tests.mechanisms.leadership.test_site_visits import CLERK, PROBLEM, TASK, record

MARKED = (
    ("员当湖北岸积存垃圾", "siming", 118.092, 24.476, "2026-11-25"),
    ("五缘湾排口溢流", "huli", 118.17, 24.53, "2026-12-20"),
    ("东坪山裸土未覆盖", "siming", 118.11, 24.452, "2026-12-31"),
)


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    visit, still = record(city), record(city, title="九龙江入海口现场督导", district="haicang", place="河口湿地")
    perform(VISITS, "problem_from_visit", visit.pk, actor=city.actor(CLERK), data=PROBLEM)
    perform(VISITS, "task_from_visit", visit.pk, actor=city.actor(CLERK), data=TASK)
    registered, applied = Road(city), Road(city, district="tongan", place="西溪下游", title="西溪沿岸养殖尾水直排")
    applied.to_applied()
    for title, district, longitude, latitude, limit in MARKED:
        marked = Road(city, title=title, district=district)
        point = {"longitude": longitude, "latitude": latitude, "district": district}
        marked.do("finder.clerk", "mark_place", point)
        marked.assign(limit_on=limit)
    city.clock.move_to(at(11, 27))
    spot, here, there = (f"/matters/{matter.public_id}/" for matter in (visit, applied.matter, registered.matter))
    return {
        "visit-record": (CLERK, "/site-visits/new/"),
        "visit": (CLERK, spot),
        "visit-came": (CLERK, f"{spot}?tab=came"),
        "visit-problem": (CLERK, f"/matters/{still.public_id}/problem_from_visit/"),
        "visits": (CLERK, "/site-visits/"),
        "problem-register": (CLERK, "/problems/new/"),
        "problem-place": (CLERK, f"{there}place/?longitude=118.07&latitude=24.6&district=jimei"),
        "problem-assign": (CLERK, f"{there}assign/"),
        "problem": (CLERK, here),
        "problem-strike-off": (CLERK, f"{here}strike_off/"),
        "problem-list": (CLERK, "/matters/?kind=problem"),
        "problems": (CLERK, "/problems/"),
    }
