"""Stories of decisions that nobody performed: demanded, applied for, ruled on and executed by the court."""

from __future__ import annotations

from random import Random

from ecoduty.interfaces.console.simulation.cast import Bureau, of_kind, some
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town

KIND, LEG = "court_enforcement", "court-enforcement"
_REMEDIES_OVER = 186  # days: after six months nobody may sue any more


@story("court_enforcement", a_year=7)
def from_last_year(town: Town, rng: Random, number: int) -> Steps:
    """A decision of the year before that was not performed."""
    who = some(rng)
    amount = rng.choice((50000, 100000, 200000))
    led = Led.opened(
        town, KIND, "register_enforcement", who.officer, title=f"{enterprise(rng)}拒不缴纳罚款", officers=who.team(town),
        decision_number=who.number("罚", town.now.year - 1, 300 + number), served_on=day(-rng.randint(_REMEDIES_OVER, 220)),
        obligation=f"缴纳罚款{amount // 10000}万元", amount=str(amount), court=of_kind("court").key, remedy="none",
    )  # fmt: skip
    yield later(rng, 1, 5)
    yield from _road(led, rng, who, number)


def enforced(case: Led, rng: Random, who: Bureau, number: int) -> Steps:
    """The decision of a case of this year: the court comes only when nobody may sue any more."""
    served = case.matter.administrative_case.decision.served_at
    wait = _REMEDIES_OVER - ((case.town.now - served).days if served else 0)
    yield later(rng, max(wait, 1), max(wait, 1) + 15)
    led = Led.opened(
        case.town, KIND, "register_enforcement", who.officer, case=case.matter.number, officers=who.team(case.town),
        court=of_kind("court").key, remedy="none",
    )  # fmt: skip
    yield later(rng, 1, 4)
    yield from _road(led, rng, who, 500 + number)
    if led.state == "executed":
        yield later(rng, 2, 9)
        case.do(who.officer, "propose_closing", ended_for="enforced", text="法院已经全部执行到位。")
    elif led.state == "performed":
        amount = case.matter.administrative_case.decision.fine
        case.do(who.officer, "record_payment", amount=str(amount), paid_on=day(), voucher=f"催缴{number + 1:04}")
        yield later(rng, 1, 5)
        case.do(who.officer, "propose_closing", ended_for="performed", text="催告后缴清罚款。")
    else:
        return
    yield later(rng, 1, 6)
    case.do(who.head, "close_case")


def _road(led: Led, rng: Random, who: Bureau, number: int) -> Steps:
    court, year = of_kind("court"), led.town.now.year
    led.do(who.officer, "serve_demand", served_on=day(), demand_number=who.number("催", year, number + 1))
    if rng.random() < 0.25:
        yield later(rng, 5, 12)
        led.do(who.officer, "record_performance", note="催告后全部缴清")
        return
    yield later(rng, 21, 28)
    led.lay_ready(who.officer, LEG)
    led.do(who.officer, "apply_for_enforcement", application_number=who.number("强申", year, number + 1))
    yield later(rng, 1, 5)
    led.do(court.linkage, "accept_enforcement", court_number=f"（{year}）行审{number + 1}号", hearing=False)
    yield later(rng, 5, 20)
    led.do(
        court.linkage,
        "rule_on_enforcement",
        ruling_number=f"（{year}）行审{number + 1}号裁定",
        grant=True,
        served_on=day(),
    )
    yield later(rng, 20, 60)
    whole = rng.random() < 0.7
    led.do(
        court.linkage,
        "record_execution",
        outcome="whole" if whole else "part",
        note="全部执行到位" if whole else "划扣部分款项，继续执行",
    )


__all__ = ["enforced", "from_last_year"]
