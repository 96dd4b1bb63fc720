"""Stories of cases that go to the police: criminal transfers along their stations, detention, joint listing."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.cast import Bureau, bureau, enforcing, field, first, of_kind, some
from ecoduty.interfaces.console.simulation.leading import Led, enterprise, later, pick
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import local_date
from ecoduty.mechanisms.enforcement.transfer.queries import KIND

LEG, COMPLAINT = "criminal-transfer", "filing-supervision"
_CRIMES = {
    "discharge": "pollution", "solid-waste": "pollution", "monitoring-fraud": "pollution", "land-and-mineral": "mining", "forest": "logging",
    "fishing": "fishing",
}  # fmt: skip


@story("criminal_transfer", a_year=10)
def transfer(town: Town, rng: Random, number: int) -> Steps:
    """A crime found without a case before it: its special team verifies and reports."""
    del number
    found = field(rng, _CRIMES)
    who = found.bureau
    led = Led.opened(
        town, KIND, "register_transfer", who.officer, title=f"{enterprise(rng, found.conduct)}{pick(rng, 'cases', found.conduct)}案", group=found.group,
        officers=who.team(town),
    )  # fmt: skip
    led.do(who.officer, "add_concerned", sort="person", part="suspect", name=pick(rng, "cases", "persons"))
    yield later(rng, 1, 3)
    yield from _road(led, rng, who, found.conduct)


def proposed(case: Led, rng: Random, who: Bureau, conduct: str) -> Steps:
    """The transfer that an administrative case has just given rise to."""
    made = Matter.objects.get(kind=KIND, criminal_transfer__case=case.pk)
    yield later(rng, 1, 2)
    yield from _road(Led(case.town, KIND, made.pk), rng, who, conduct)


def _road(led: Led, rng: Random, who: Bureau, conduct: str) -> Steps:
    """From the report to what the police decided, and what comes after it."""
    led.do(
        who.officer,
        "report_transfer",
        crime=_CRIMES[conduct],
        facts_found=pick(rng, "cases", f"suspected-{conduct}"),
        lawful=True,
        proved=True,
    )
    yield later(rng, 1, 2)
    if rng.random() < 0.08:
        led.do(who.head, "refuse_transfer", reason="监测数据复核后不足入罪标准，按行政处罚办理。")
        return
    led.do(who.head, "approve_transfer")
    led.lay_ready(who.officer, LEG)
    yield later(rng, 2, 4) if rng.random() < 0.15 else led.town.now + timedelta(hours=3)
    police, year = of_kind("police"), led.town.now.year
    letter = who.number("移", year, led.pk)
    led.do(
        who.officer,
        "send_transfer",
        letter_number=letter,
        police=police.key,
        procuratorate=of_kind("procuratorate").key,
    )
    yield later(rng, 0, 1)
    led.do(
        police.linkage,
        "receive_transfer",
        letter_number=letter,
        receipt_number=police.number("受", year, led.pk),
        received_by="某警官",
    )
    if rng.random() < 0.2:
        led.do(
            police.linkage,
            "ask_materials",
            number=police.number("补", year, led.pk),
            wanted=pick(rng, "cases", "wanted"),
        )
        yield later(rng, 1, 3)
        led.do(who.officer, "complete_materials", answer=pick(rng, "cases", "supplied"))
    if rng.random() < 0.35:
        led.do(
            police.linkage, "extend_for_weight", reason="案情复杂，需委托鉴定。", approved_by="县级以上公安机关负责人"
        )
        yield later(rng, 10, 28)
    else:
        yield later(rng, 4, 7) if rng.random() < 0.1 else later(rng, 1, 2)
    if rng.random() < 0.25:
        yield from _not_filed(led, rng, who, police)
    else:
        led.do(police.linkage, "decide_filing", number=police.number("立字", year, led.pk))
        yield later(rng, 0, 2)
        led.do(police.linkage, "notify_filing", number=police.number("立通", year, led.pk))
        yield from _filed(led, rng, who, police)


def _not_filed(led: Led, rng: Random, who: Bureau, police: Bureau) -> Steps:
    year = led.town.now.year
    led.do(
        police.linkage,
        "decide_not_filing",
        number=police.number("不立", year, led.pk),
        reason=pick(rng, "cases", "police-refusals"),
    )
    yield later(rng, 0, 2)
    led.do(police.linkage, "notify_not_filing", number=police.number("不立通", year, led.pk))
    if rng.random() < 0.5:
        yield later(rng, 1, 6)
        led.do(who.officer, "accept_no_filing", follows=pick(rng, "cases", "follows"))
        return
    yield later(rng, 0, 1)
    if rng.random() < 0.5:
        led.do(
            who.officer,
            "apply_reconsideration",
            number=who.number("议", year, led.pk),
            grounds=pick(rng, "cases", "grounds"),
        )
        yield later(rng, 1, 3)
        changed = rng.random() < 0.4
        led.do(
            police.linkage, "decide_reconsideration", outcome="changed" if changed else "upheld",
            number=police.number("复", year, led.pk), reason="复核证据后决定。",
        )  # fmt: skip
        yield later(rng, 0, 2)
        if changed:
            led.do(police.linkage, "notify_filing", number=police.number("立通", year, led.pk))
            yield from _filed(led, rng, who, police)
            return
    yield from _complained_of(led, rng, who, police)


def _complained_of(led: Led, rng: Random, who: Bureau, police: Bureau) -> Steps:
    prosecutor, year = of_kind("procuratorate"), led.town.now.year
    led.lay_ready(who.officer, COMPLAINT)
    led.do(
        who.officer, "suggest_supervision", number=who.number("监", year, led.pk), grounds=pick(rng, "cases", "grounds")
    )
    yield later(rng, 1, 5)
    led.do(prosecutor.linkage, "require_explanation", number=prosecutor.number("立监", year, led.pk))
    yield later(rng, 2, 6)
    led.do(
        police.linkage,
        "explain",
        number=police.number("说", year, led.pk),
        reason=pick(rng, "cases", "police-refusals"),
    )
    yield later(rng, 2, 8)
    if rng.random() < 0.4:
        led.do(
            prosecutor.linkage, "accept_reason", number=prosecutor.number("审", year, led.pk), reason="不立案理由成立。"
        )
        yield later(rng, 1, 4)
        led.do(prosecutor.linkage, "tell_reason_accepted", number=prosecutor.number("告", year, led.pk))
        yield later(rng, 1, 5)
        led.do(who.officer, "hand_back", follows=pick(rng, "cases", "follows"))
        return
    led.do(
        prosecutor.linkage, "order_filing", number=prosecutor.number("通立", year, led.pk), reason="不立案理由不成立。"
    )
    yield later(rng, 2, 12)
    led.do(police.linkage, "file_as_ordered", number=police.number("立字", year, led.pk))
    yield later(rng, 0, 2)
    led.do(police.linkage, "notify_filing", number=police.number("立通", year, led.pk))
    yield from _filed(led, rng, who, police)


def _filed(led: Led, rng: Random, who: Bureau, police: Bureau) -> Steps:
    """Investigation, arrest, prosecution, judgment, and the case comes back."""
    prosecutor, court, year = of_kind("procuratorate"), of_kind("court"), led.town.now.year
    yield later(rng, 1, 5)
    led.do(
        who.officer,
        "hand_over_goods",
        list_number=who.number("物移", year, led.pk),
        pieces=rng.randint(2, 30),
        received_by="某警官",
    )
    if rng.random() < 0.4:
        yield later(rng, 5, 20)
        led.do(police.linkage, "request_arrest", number=police.number("提捕", year, led.pk))
        yield later(rng, 3, 7)
        led.do(prosecutor.linkage, "decide_arrest", outcome="approved", number=prosecutor.number("批捕", year, led.pk))
    yield later(rng, 30, 80)
    led.do(police.linkage, "transfer_to_prosecution", number=police.number("诉", year, led.pk))
    yield later(rng, 15, 40)
    if rng.random() < 0.2:
        led.do(
            prosecutor.linkage,
            "return_for_investigation",
            number=prosecutor.number("退查", year, led.pk),
            wanted=pick(rng, "cases", "wanted"),
        )
        yield later(rng, 10, 28)
        led.do(
            police.linkage,
            "finish_reinvestigation",
            number=police.number("补侦", year, led.pk),
            answer=pick(rng, "cases", "supplied"),
        )
        yield later(rng, 8, 25)
    if rng.random() < 0.15:
        led.do(
            prosecutor.linkage,
            "decide_non_prosecution",
            number=prosecutor.number("不诉", year, led.pk),
            ground="minor",
            reason="情节轻微，已经修复。",
        )
        yield later(rng, 1, 3)
        led.do(prosecutor.linkage, "notify_non_prosecution", number=prosecutor.number("不诉通", year, led.pk))
        yield later(rng, 1, 6)
        led.do(who.officer, "hand_back", follows=pick(rng, "cases", "follows"))
        return
    led.do(prosecutor.linkage, "prosecute", number=prosecutor.number("刑诉", year, led.pk), court=court.key)
    yield later(rng, 20, 60)
    led.do(
        court.linkage,
        "judge",
        number=f"（{year}）刑初{led.pk}号",
        outcome="convicted",
        fine=str(rng.choice((20000, 50000, 100000))),
    )
    yield later(rng, 1, 8)
    led.do(who.officer, "hand_back", follows="法院已判处刑罚，不再就同一行为罚款。")


@story("detention_transfer", a_year=10)
def detention(town: Town, rng: Random, number: int) -> Steps:
    """A case that goes for administrative detention: copied to and fro, sometimes supplemented or returned."""
    who, police, year = some(rng), of_kind("police"), town.now.year
    title = f"{enterprise(rng, 'monitoring-fraud')}{pick(rng, 'cases', 'monitoring-fraud')}案"
    led = Led.opened(
        town,
        "detention_transfer",
        "propose_detention",
        who.officer,
        title=title,
        ground="evading",
        officers=who.team(town),
        police=police.key,
    )
    yield later(rng, 1, 3)
    led.do(who.head, "decide_detention_transfer")
    led.lay_ready(who.officer, "detention-transfer")
    yield later(rng, 1, 3)
    led.do(who.officer, "send_detention_file", letter_number=who.number("移拘", year, number + 1), copied=True)
    yield later(rng, 0, 1)
    led.do(police.linkage, "take_in_detention", receipt_number=police.number("受", year, 500 + number))
    yield later(rng, 0, 2)
    if rng.random() < 0.2:
        led.do(police.linkage, "return_detention_file", reason="现有证据不能认定直接负责的人员。")
        yield later(rng, 2, 6)
        led.do(who.officer, "take_back_detention_file", afterwards="penalty", note="继续行政处罚")
        return
    led.do(
        police.linkage,
        "decide_detention",
        decision_number=police.number("行罚决", year, number + 1),
        persons=1,
        days=rng.choice((5, 7, 10)),
    )
    yield later(rng, 1, 4)
    led.do(police.linkage, "copy_detention_decision")


@story("listed_supervision", a_year=3)
def listing(town: Town, rng: Random, number: int) -> Steps:
    """A grave case that several bodies list together, until it is taken off the list."""
    who = first()
    others = [one for one in enforcing() if one.body.level == who.body.level and one.key != who.key]
    police, prosecutor, watched = of_kind("police"), of_kind("procuratorate"), bureau(rng.choice(others).key)
    led = Led.opened(
        town, "listed_supervision", "propose_listing", who.officer, title=f"{enterprise(rng)}跨区倾倒危险废物案",
        officers=who.team(town), joint=[police.key, prosecutor.key], supervised=watched.key, in_charge="支队长",
        requirements=["全部危险废物依法处置", "受污染土壤完成修复"], standard="转移联单齐全，土壤检测达标",
        until=(local_date(town.now) + timedelta(days=170)).isoformat(),
    )  # fmt: skip
    for one in (police, prosecutor):
        yield later(rng, 1, 5)
        led.do(one.linkage, "agree_listing", body=one.key)
    yield later(rng, 1, 4)
    led.do(who.head, "list_case", notice_number=who.number("督", town.now.year, number + 1))
    for done in ("危险废物已清运六成。", "危险废物全部清运，土壤修复进场。"):
        yield later(rng, 20, 34)
        led.do(watched.linkage, "report_listing_progress", text=done)
    yield later(rng, 20, 40)
    led.do(watched.linkage, "report_listing_completion", text="两项要求均已完成，凭证见材料。")
    yield later(rng, 3, 9)
    led.do(who.officer, "check_listing_completion", passed=True, note="现场核查，两项均达标")
    for one in (police, prosecutor):
        yield later(rng, 1, 5)
        led.do(one.linkage, "agree_delisting", body=one.key)
    yield later(rng, 1, 3)
    led.do(who.head, "agree_delisting", body=who.key)


__all__ = ["detention", "listing", "proposed", "transfer"]
