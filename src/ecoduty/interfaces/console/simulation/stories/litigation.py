"""Stories of suits and of administrative reconsideration."""

from __future__ import annotations

from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.cast import Bureau, enforcing, first, of_kind
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, scan
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town

_SUBMITTED = "submitted"
_OUTCOMES = ("rejected", "rejected", "rejected", "dismissed", "revoked", "unlawful")


@story("litigation", a_year=12)
def suit(town: Town, rng: Random, number: int) -> Steps:
    """A party sues over a decision: answered in time or not, heard, judged, appealed or final."""
    sued = [one for one in enforcing() if one.body.kind == "department"]
    who = rng.choices(sued, weights=[5, *([1] * (len(sued) - 1))])[0]
    court, year = of_kind("court"), town.now.year
    docket = f"（{year}）行初{number + 1}号"
    led = Led.opened(
        town, "litigation", "register_litigation", court.linkage, title=f"{enterprise(rng)}诉{who.name}处罚决定案", sort="administrative",
        court=court.key, cause="环境保护行政处罚", submitted_on=day(-5), docket_number=docket, accepted_on=day(), agency=who.key,
        agency_role="defendant",
    )  # fmt: skip
    yield later(rng, 1, 5)
    led.do(court.linkage, "record_service", on=day())
    yield later(rng, 17, 21) if rng.random() < 0.12 else later(rng, 5, 13)
    led.do(who.legal, "answer_suit", on=day(), evidence="处罚决定书、调查笔录、监测报告")
    led.do(who.legal, "plan_appearance", post=rng.choice(("principal", "deputy")))
    yield later(rng, 20, 45)
    led.do(court.linkage, "record_milestone", milestone="hearing", on=day(), note="双方到庭")
    led.do(court.linkage, "record_appearance", appeared=True, on=day())
    yield later(rng, 15, 50)
    led.do(
        court.linkage, "record_court_judgment", outcome=rng.choice(_OUTCOMES), number=f"{docket}判决", judged_on=day()
    )
    yield later(rng, 8, 14)
    if rng.random() < 0.3:
        led.do(court.linkage, "record_appeal", appealed_on=day(), docket_number=f"（{year}）行终{number + 1}号")
        yield later(rng, 40, 80)
        led.do(
            court.linkage,
            "record_second_judgment",
            result="upheld",
            number=f"（{year}）行终{number + 1}号判决",
            judged_on=day(),
        )
    else:
        yield later(rng, 6, 12)
        led.do(court.linkage, "take_effect", effective_on=day())
    yield later(rng, 5, 20)
    led.do(court.linkage, "conclude_litigation", on=day(), note="判决已经履行")


@follows("litigation")
def brought_by_office(town: Town, rng: Random, matter: Matter) -> Steps:
    """A suit for damage or in the public interest, which an office has brought: accepted, heard and judged."""
    if matter.state != _SUBMITTED:
        return
    led, court, year = Led(town, "litigation", matter.pk), Bureau(matter.holder), town.now.year
    docket = f"（{year}）民初{matter.pk}号"
    yield later(rng, 2, 7)
    if led.state != _SUBMITTED:  # the case it belongs to said so already
        return
    led.do(court.linkage, "accept_suit", docket_number=docket, accepted_on=day())
    yield later(rng, 30, 70)
    led.do(court.linkage, "record_milestone", milestone="hearing", on=day(), note="各方到庭")
    yield later(rng, 15, 50)
    led.do(court.linkage, "record_court_judgment", outcome="supported", number=f"{docket}判决", judged_on=day())
    yield later(rng, 16, 24)
    led.do(court.linkage, "take_effect", effective_on=day())
    yield later(rng, 5, 20)
    led.do(court.linkage, "conclude_litigation", on=day(), note="判决内容已经履行")


@story("administrative_reconsideration", a_year=6)
def reconsideration(town: Town, rng: Random, number: int) -> Steps:
    """A party applies for reconsideration of a decision."""
    who, year = first(), town.now.year
    organ = of_kind("government")
    led = Led.opened(
        town, "administrative_reconsideration", "register_reconsideration", who.legal, title=f"{enterprise(rng)}不服处罚决定申请复议",
        organ=organ.key, procedure="ordinary", contested=who.number("罚", year, number + 1), docket_number=organ.number("行复", year, number + 1),
        accepted_on=day(-2), received_on=day(), officers=who.team(town), notice=scan(town, who.legal),
    )  # fmt: skip
    yield later(rng, 5, 12)
    led.do(
        who.legal,
        "answer_reconsideration",
        on=day(),
        number=who.number("复答", year, number + 1),
        evidence="处罚案卷正卷一册",
    )
    yield later(rng, 22, 44)
    led.do(
        who.legal, "record_reconsidered", outcome=rng.choice(("upheld", "upheld", "upheld", "changed", "mediated")),
        number=organ.number("行复决", year, number + 1), decided_on=day(), scan=scan(town, who.legal),
    )  # fmt: skip
    yield later(rng, 17, 30)
    led.do(who.legal, "conclude_reconsideration", on=day(), note="当事人没有起诉")
