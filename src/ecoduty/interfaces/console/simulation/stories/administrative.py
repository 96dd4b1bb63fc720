"""Stories of administrative cases: most are filed, decided, served and paid; some are declined, contested, or go to the police."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.cast import Bureau, field
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, of_conduct, pick
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.stories.court import enforced
from ecoduty.interfaces.console.simulation.stories.damage import claimed
from ecoduty.interfaces.console.simulation.stories.transfers import proposed
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.mechanisms.enforcement.administrative import keys
from ecoduty.mechanisms.enforcement.clues.models import Clue

_SOURCES = ("inspection", "complaint", "monitoring", "supervision", "assigned")
_CLUE, _OF_CLUES = "clue", 5000  # numbers of their papers begin after those of the others
_WAYS = ("direct", "direct", "mail", "electronic", "left")
DECLINED, SUSPECTED, UNPAID, LATE_PAGE = 0.07, 0.22, 0.1, 0.08
_FACTS: dict[str, dict[str, str | bool]] = {
    "solid-waste": {"hazardous_waste_tons": "5.2"}, "discharge": {"pollutant": "lead", "times_over": "4.3"},
    "monitoring-fraud": {"hidden_outlet": True, "toxic_substance": True},
}  # fmt: skip
"""What is measured where conduct may be a crime."""


@story("administrative_case", a_year=44)
def case(town: Town, rng: Random, number: int) -> Steps:
    """One case that officers found themselves, from its registration to wherever it comes within the year."""
    found = field(rng)
    who, whom = found.bureau, enterprise(rng, found.conduct)
    wrong = pick(rng, "cases", found.conduct)
    led = Led.opened(
        town, keys.KIND, "register_case", who.officer, title=f"{whom}{wrong}案", group=found.group,
        source=rng.choice(_SOURCES), found_on=day(-rng.randint(0, 4)), place=f"{whom}{rng.choice(of_conduct(found.conduct)['spots'])}",
        summary=pick(rng, "cases", "seen"), officers=who.team(town),
    )  # fmt: skip
    yield from _led(led, rng, who, whom, number, found.conduct)


@follows(keys.KIND)
def case_of_a_clue(town: Town, rng: Random, matter: Matter) -> Steps:
    """A case that another department's clue gave rise to; whoever took the clue in leads it."""
    if matter.administrative_case.source == _CLUE:
        yield later(rng, 0, 2)
        whom = matter.title.partition("涉嫌")[0]
        conduct = Clue.objects.filter(matter__links_out__target=matter).values_list("conduct", flat=True).first() or ""
        led = Led(town, keys.KIND, matter.pk)
        yield from _led(led, rng, Bureau(matter.holder), whom, _OF_CLUES + matter.pk, conduct, suspects=False)


def _led(led: Led, rng: Random, who: Bureau, whom: str, number: int, conduct: str, *, suspects: bool = True) -> Steps:
    led.do(who.officer, "add_concerned", sort="enterprise", part="respondent", name=whom)
    yield later(rng, 1, 6)
    if rng.random() < DECLINED:
        reason = rng.choice(("no-evidence", "not-punishable", "other"))
        led.do(who.head, "decline_filing", reason=reason, text=pick(rng, "cases", "not-filing"))
        return
    led.do(
        who.head, "file_case", case_number=who.number("立", led.town.now.year, number + 1), cause=rng.choice(of_conduct(conduct)["laws"]),
        evidence=True, punishable=True, ours=True, in_time=True,
    )  # fmt: skip
    yield later(rng, 2, 6)
    yield from _investigated(led, rng, who, conduct)
    suspected = suspects and conduct in _FACTS and rng.random() < SUSPECTED
    if suspected and (yield from _suspected(led, rng, who, number, conduct)):
        return
    yield from _decided(led, rng, who, number)
    yield from _performed(led, rng, who, number)


def _investigated(led: Led, rng: Random, who: Bureau, conduct: str) -> Steps:
    for paper in ("filing-form", "site-record", "inquiry-record"):
        led.do(who.officer, "add_piece", paper=paper, pages=rng.randint(1, 6))
    if rng.random() < 0.25:
        led.do(who.officer, "preserve_evidence", what=pick(rng, "cases", "evidence"), place=pick(rng, "cases", "evidence-places"), approved=True)  # fmt: skip
        yield later(rng, 2, 5)
        led.do(who.officer, "handle_preservation", handling="returned", text="复制留存后退还")
    if conduct in _FACTS and rng.random() < 0.6:
        led.do(who.officer, "begin_excluded", kind="monitoring", note="委托监测站采样分析")
        yield later(rng, 6, 18)
        period = led.matter.administrative_case.excluded.get(ended_at=None)
        led.do(who.officer, "end_excluded", period=period.pk, note="监测报告已经出具")
    if rng.random() < 0.3:
        number = who.number("改", led.town.now.year, led.pk)
        demand, corrected, left = rng.choice(of_conduct(conduct)["corrections"])
        led.do(who.officer, "order_correction", number=number, demand=demand, daily=False)
        yield later(rng, 8, 25)
        still = rng.random() < 0.15
        led.do(
            who.officer, "review_correction", reviewed_on=day(), found="still" if still else "corrected",
            text=left if still else corrected,
        )  # fmt: skip
    yield later(rng, 5, 30)


def _suspected(
    led: Led, rng: Random, who: Bureau, number: int, conduct: str
) -> Generator[datetime | timedelta, None, bool]:
    """What was measured looks like a crime. True where the case ends with it."""
    led.do(who.officer, "measure_facts", evidence=f"检测报告{number + 1}号", **_FACTS[conduct])
    yield later(rng, 1, 4)
    if rng.random() < 0.2:
        led.do(who.head, "keep_here", reason=pick(rng, "cases", "not-criminal"))
        return False
    led.do(who.officer, "propose_transfer", reason=pick(rng, "cases", f"suspected-{conduct}"))
    yield from proposed(led, rng, who, conduct)
    own = led.matter.administrative_case
    if own.outcome != "convicted":
        return led.state not in ("investigating", "notified", "reviewing", "to_decide")
    led.do(who.officer, "propose_ending", ended_for="criminal", text="法院已经作出有罪判决并处罚金。")
    yield later(rng, 1, 5)
    led.do(who.head, "close_case")
    return True


def _decided(led: Led, rng: Random, who: Bureau, number: int) -> Steps:
    year = led.town.now.year
    fine = rng.choice((10000, 20000, 50000, 100000, 200000, 350000))
    proposal = f"拟罚款{fine // 10000}万元"
    led.do(
        who.officer,
        "notify_party",
        number=who.number("罚告", year, number + 1),
        served_by=rng.choice(_WAYS),
        proposal=proposal,
    )
    if rng.random() < 0.5:
        yield later(rng, 0, 3)
        led.do(who.officer, "record_statement", heard="waived", text="当事人书面放弃陈述申辩和听证")
    else:
        yield later(rng, 2, 4)
        led.do(who.officer, "record_statement", heard="stated", text=pick(rng, "cases", "statements"))
        yield later(rng, 9, 14)
    ground = "public-interest" if fine > 200000 else "house-rule"
    led.do(who.officer, "submit_review", ground=ground, proposal=f"建议罚款{fine // 10000}万元")
    yield later(rng, 1, 5)
    if rng.random() < 0.12:
        led.do(who.legal, "return_review", opinion=pick(rng, "cases", "returns"))
        yield later(rng, 2, 6)
        led.do(who.officer, "submit_review", ground=ground, proposal=f"已补充，建议罚款{fine // 10000}万元")
        yield later(rng, 1, 4)
    led.do(who.legal, "pass_review", opinion=pick(rng, "cases", "opinions"), authority=True, evidence=True, law=True, procedure=True, crime=True)  # fmt: skip
    yield later(rng, 1, 6)
    grave = fine > 200000
    if grave:
        led.do(who.head, "discuss_case", discussed_on=day(), minutes=f"案审会记录第{number + 1}号，同意处理建议")
    led.do(
        who.head, "decide", number=who.number("罚", year, number + 1), kinds=["fine"], fine=str(fine),
        text=f"罚款{fine // 10000}万元", grave=grave,
    )  # fmt: skip
    yield later(rng, 1, 5)
    led.do(who.officer, "serve_decision", served_by=rng.choice(_WAYS), note="单位签收")


def _performed(led: Led, rng: Random, who: Bureau, number: int) -> Steps:
    yield later(rng, 9, 16) if rng.random() < LATE_PAGE else later(rng, 1, 3)
    led.do(
        who.officer, "register_decision_page", own_url=f"https://{who.key}.example.gov.cn/cf/{number + 1}.html",
        published_on=day(), checked=True,
    )  # fmt: skip
    if rng.random() < UNPAID:
        yield later(rng, 30, 60)
        yield from enforced(led, rng, who, number)
        return
    yield later(rng, 4, 14)
    fine = int(led.matter.administrative_case.decision.fine)
    parts = (fine // 2, fine - fine // 2) if rng.random() < 0.15 else (fine,)
    for place, part in enumerate(parts):
        led.do(who.officer, "record_payment", amount=str(part), paid_on=day(), voucher=f"缴{number + 1:04}-{place + 1}")
        yield later(rng, 3, 12)
    led.do(who.officer, "propose_closing", ended_for="performed", text=pick(rng, "cases", "closing"))
    yield later(rng, 1, 8)
    led.do(who.head, "close_case")
    if rng.random() < 0.08:
        yield later(rng, 5, 15)
        yield from claimed(led.town, rng, who, number, about=led.matter.number)
