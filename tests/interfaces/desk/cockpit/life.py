"""Two months of a city: what the cockpit counts, in every light, with nights recorded in between."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from tests.city import City
from tests.mechanisms.complaints.steps import Case
from tests.mechanisms.inspections.steps import DONE, Road
from tests.mechanisms.reports.writing import ANNUAL, HALF_YEAR, Writer
from tests.mechanisms.work_plans.steps import Work

END = datetime(2027, 1, 22, 9, 30, tzinfo=SHANGHAI)
_PLACES = ("jimei", "tongan", "xiangan", "huli", "haicang", "siming")
_BODIES = ("water-bureau", "construction-bureau", "municipal-gardens-bureau", "huli-urban-management-bureau")


def _at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026 if month > 6 else 2027, month, day, hour, 0, tzinfo=SHANGHAI)


def _night(city: City, month: int, day: int) -> None:
    """Just after midnight: the close of the day before is recorded."""
    city.clock.move_to(_at(month, day, 0) + timedelta(minutes=2))
    snapshot()


def live(city: City) -> None:
    """From DAY_ONE until END."""
    _night(city, 11, 23)
    city.clock.move_to(_at(11, 23))
    for number, place in enumerate(_PLACES):
        road = Road(city, responsible=_BODIES[number % 4], district=place, found_on="2026-11-20")
        road.assign()
        if number % 2:
            continue
        road.plan()
        if number % 4 == 0:
            road.do("responsible.liaison", "apply_closing", DONE)
            road.do(road.head, "strike_off", {"text": "现场看过。", "covered": ["0", "1"]})
    _complaints(city)
    Work(city, name="筼筜湖排口整治").under_way()
    Work(city, name="沿线截污管网排查").under_way()
    Work(city, name="水质断面提升").applied()
    _night(city, 12, 1)
    city.clock.move_to(_at(12, 1, 9))
    open_due()
    _reports(city)
    _night(city, 1, 1)
    city.clock.move_to(_at(1, 15))
    sweep()
    _night(city, 1, 22)
    city.clock.move_to(END)
    sweep()


def _complaints(city: City) -> None:
    for number in range(5):
        case = Case(city, f"第{number + 1}处夜间施工噪声扰民，思明区湖滨南路一带。")
        if number:
            case.do(
                "committee-office.clerk",
                "dispatch",
                {"body": "construction-bureau", "reason": "工地夜间施工归市建设局管"},
            )
        if number > 2:
            case.do("construction-bureau.liaison", "sign_for")


def _reports(city: City) -> None:
    for number, report in enumerate(
        Matter.objects.filter(kind__in=[HALF_YEAR, ANNUAL]).select_related("holder").order_by("pk")
    ):
        if number % 3 == 0:
            continue
        writer = Writer(city, report)
        writer.write()
        if number % 3 == 2 and report.kind == HALF_YEAR:
            writer.do("liaison", "submit_for_review")
            writer.do("deputy", "pass_review")


__all__ = ["END", "live"]
