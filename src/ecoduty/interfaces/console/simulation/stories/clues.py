"""Stories of clues between departments: signed for, taken on or returned, concluded and reported back; some are objected to."""

from __future__ import annotations

from random import Random

from ecoduty.interfaces.console.simulation.cast import Bureau, bureau, departments, enforcing, fields
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, of_conduct, pick
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.enforcement.clues.routes import Routes
from ecoduty.organisation.directory.queries import districts

LATE_RECEIPT, RETURNED, OBJECTED = 0.06, 0.1, 0.12


@story("clue", a_year=34)
def clue(town: Town, rng: Random, number: int) -> Steps:
    """A department without officers sees something and sends it to whose power it is."""
    del number
    teams = {one.key for one in enforcing()}
    sender = rng.choice([one for one in departments() if one.key not in teams])
    routes = Routes(sender.body, today())
    known = [one for one in fields() if (to := routes.of(one.conduct).to) is not None and to.key in teams]
    found = rng.choice(known)
    to = routes.of(found.conduct).to
    assert to is not None
    who, district = bureau(to.key), rng.choice(list(districts().order_by("order", "key")))
    suspect = enterprise(rng, found.conduct)
    led = Led.opened(
        town, "clue", "refer_clue", sender.liaison, conduct=found.conduct,
        text=f"{pick(rng, 'cases', found.conduct)}。{pick(rng, 'cases', 'seen')}",
        place=f"{suspect}{rng.choice(of_conduct(found.conduct)['spots'])}", district=district.key, seen_on=day(-rng.randint(0, 3)),
        suspect=suspect,
    )  # fmt: skip
    yield later(rng, 4, 7) if rng.random() < LATE_RECEIPT else later(rng, 0, 1)
    led.do(who.linkage, "sign_for_clue")
    yield later(rng, 0, 2)
    if rng.random() < RETURNED:
        other = rng.choice([one for one in enforcing() if one.key != who.key])
        led.do(who.linkage, "return_clue", reason="所述行为不属本单位职权。", belongs_to=other.key)
        yield later(rng, 1, 4)
        who = other
        led.do(sender.liaison, "resend_clue", to=who.key, note="按退回意见改送。")
        yield later(rng, 0, 1)
        led.do(who.linkage, "sign_for_clue")
        yield later(rng, 0, 1)
    led.do(who.linkage, "accept_clue")
    yield from _concluded(led, rng, who, sender)


def _concluded(led: Led, rng: Random, who: Bureau, sender: Bureau) -> Steps:
    yield later(rng, 3, 12)
    filed = rng.random() < 0.4
    led.do(
        who.linkage, "conclude_clue", outcome="filed" if filed else "not_filed",
        reason="现场检查行为属实，决定立案。" if filed else pick(rng, "cases", "not-filing"),
    )  # fmt: skip
    yield later(rng, 0, 4)
    led.do(
        who.linkage,
        "report_back_clue",
        text="经核查，行为属实，已经立案查处。" if filed else "经核查，不符合立案条件，处理情况见附件。",
    )
    if filed or rng.random() > OBJECTED * 2:
        return
    yield later(rng, 1, 4)
    led.do(sender.liaison, "object_to_clue_report", text="现场情况没有变化，请再核查一次。")
    yield later(rng, 2, 5)
    led.do(
        who.deputy, "answer_clue_objection", again="no", text="已经第二次到场，没有见到所反映的行为，核查记录见附件。"
    )
