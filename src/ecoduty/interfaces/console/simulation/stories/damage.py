"""Stories of damage to the environment: checked, assessed, negotiated and restored, or brought to court."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from ecoduty.interfaces.console.simulation.cast import Bureau, of_kind, some
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, pick
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import local_date

KIND = "eco_damage"
_SOURCES = ("daily-enforcement", "petition-media", "criminal", "penalty", "superior")


@story("eco_damage", a_year=10)
def found(town: Town, rng: Random, number: int) -> Steps:
    """Damage that came to light without a case."""
    who = some(rng)
    return claimed(town, rng, who, number)


def claimed(town: Town, rng: Random, who: Bureau, number: int, about: str = "") -> Steps:
    """From the clue to where it comes within the year."""
    place, harm = rng.choice(list(words("cases")["harms"].items()))
    source = "penalty" if about else rng.choice(_SOURCES)
    led = Led.opened(
        town, KIND, "register_damage", who.officer, title=f"{place}生态环境损害赔偿", source=source, about=about,
        received_on=day(-rng.randint(0, 5)), place=place, what=harm, officers=who.team(town),
    )  # fmt: skip
    yield later(rng, 8, 26)
    slight = rng.random() < 0.25
    led.do(
        who.officer, "report_damage_check", checked_on=day(), finding="not" if slight else "file", text=f"现场核实：{harm}",
        **({"ground": "manifestly-slight"} if slight else {"estimate": str(rng.choice((80000, 250000, 480000)))}),
    )  # fmt: skip
    yield later(rng, 1, 6)
    if slight:
        led.do(who.head, "do_not_start", ground="manifestly-slight", reason="损害显著轻微，现场已经自行恢复。")
        return
    led.do(who.head, "file_damage", number=who.number("赔立", town.now.year, number + 1))
    yield later(rng, 4, 14)
    led.do(
        who.officer, "commission_assessment", way="appraisal", institution="某环境损害鉴定中心", commissioned_on=day()
    )
    yield later(rng, 25, 60)
    amount = str(rng.choice((96000, 238000, 480000, 655000)))
    led.do(who.officer, "record_assessment", amount=amount, number=f"鉴{town.now.year}-{number + 1}", assessed_on=day())
    led.do(who.officer, "add_concerned", sort="enterprise", part="liable", name=enterprise(rng))
    yield later(rng, 3, 12)
    led.do(who.officer, "invite_negotiation", number=who.number("赔磋", town.now.year, number + 1), sent_on=day())
    yield later(rng, 8, 20)
    led.do(
        who.officer,
        "record_meeting",
        held_on=day(),
        attended="赔偿义务人、鉴定机构、调解组织",
        result=pick(rng, "cases", "meetings"),
    )
    yield later(rng, 8, 25)
    if rng.random() < 0.25:
        yield from _sued(led, rng, who, amount)
    else:
        yield from _agreed(led, rng, who, amount, number)


def _agreed(led: Led, rng: Random, who: Bureau, amount: str, number: int) -> Steps:
    court, year = of_kind("court"), led.town.now.year
    until = (local_date(led.town.now) + timedelta(days=150)).isoformat()
    led.do(
        who.officer, "sign_agreement", number=f"赔协{year}-{number + 1}", signed_on=day(), way="own-restoration", amount=amount, restore_by=until,
    )  # fmt: skip
    yield later(rng, 2, 10)
    led.lay_ready(who.officer, "eco-damage-confirmation")
    led.do(who.officer, "apply_confirmation", court=court.key, applied_on=day())
    yield later(rng, 2, 6)
    led.do(court.linkage, "announce_confirmation", announced_on=day())
    yield later(rng, 32, 40)
    led.do(court.linkage, "confirm_agreement", number=f"（{year}）民特{number + 1}号", confirmed_on=day())
    yield later(rng, 20, 60)
    led.do(who.officer, "record_performance", on=day(), text="修复工程进场，完成三成。")
    yield later(rng, 30, 70)
    led.do(who.officer, "report_restored", restored_on=day(), text="修复工程完工，自检达标。")
    yield later(rng, 8, 25)
    led.do(who.officer, "record_evaluation", reached="yes", by="某评估公司", evaluated_on=day(), text="达到修复目标")
    yield later(rng, 2, 8)
    led.do(who.head, "close_damage", note="赔偿和修复全部完成")


def _sued(led: Led, rng: Random, who: Bureau, amount: str) -> Steps:
    led.do(who.officer, "fail_negotiation", ground="declined", failed_on=day(), reason="对方书面表示不同意赔偿。")
    yield later(rng, 8, 25)
    led.lay_ready(who.officer, "eco-damage-suit")
    led.do(who.officer, "sue_for_damage", court=of_kind("court").key, sued_on=day(), claimed=amount)
    yield later(rng, 110, 140)
    led.do(
        who.officer, "record_damage_judgment", result="supported", number=f"（{led.town.now.year}）民初{led.pk}号", effective_on=day(), amount=amount,
        restore_by=day(150),
    )  # fmt: skip
