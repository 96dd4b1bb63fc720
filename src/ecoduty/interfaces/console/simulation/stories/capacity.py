"""What departments say each year of their staff, equipment and funds (clause 17.1): in spring, confirmed by the committee office."""

from __future__ import annotations

from datetime import datetime
from random import Random

from ecoduty.interfaces.console.simulation.cast import departments
from ecoduty.interfaces.console.simulation.leading import Led, later
from ecoduty.interfaces.console.simulation.people import office, somebody
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.rulebook import store as rulebooks

KIND = "capacity_return"
_SPANS = {"funds": (320, 900), "grassroots-funds": (40, 300)}  # the part is never more than the whole
_OTHERS = (2, 30)
_RETURNED = 0.15


def _march(rng: Random, year: int) -> datetime:
    return datetime(year, 3, rng.randint(2, 13), rng.choice((9, 10, 15)), rng.randrange(60), tzinfo=SHANGHAI)


@story(KIND, a_year=15, starts=_march)
def capacity(town: Town, rng: Random, number: int) -> Steps:
    """One department's return of the year; some come back once."""
    if number >= len(departments()):
        return
    who, clerk = departments()[number], somebody(office(), ("clerk", "director"))
    led = Led.opened(town, KIND, "start_return", who.liaison, year=town.year)
    yield later(rng, 2, 20)
    codes = [code for code, _ in rulebooks.current().pairs("capacity.measures", on=today())]
    amounts = [f"{code}｜{rng.randint(*_SPANS.get(code, _OTHERS))}｜花名册、资产台账" for code in codes]
    led.do(who.liaison, "enter_amounts", amounts=amounts)
    yield later(rng, 0, 3)
    led.do(who.head, "submit_return")
    yield later(rng, 2, 9)
    if rng.random() < _RETURNED:
        led.do(clerk, "return_for_correction", note="请核对持证人员数，与上年相差较大。")
        yield later(rng, 1, 5)
        led.do(who.head, "submit_return")
        yield later(rng, 1, 5)
    led.do(clerk, "confirm_return")
