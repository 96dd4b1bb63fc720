"""Stories of the procuratorate's recommendations, its public interest cases and its supervision of suits."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.cast import Bureau, enforcing, of_kind
from ecoduty.interfaces.console.simulation.leading import Led, day, enterprise, later, pick, scan
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words

RECOMMENDATION = "procuratorial_recommendation"


@story("procuratorial_recommendation", a_year=12)
def recommendation(town: Town, rng: Random, number: int) -> Steps:
    """Issued, signed for, acted on, answered, judged, looked back at."""
    every = words("cases")["recommendations"]
    content, prosecutor = every[number % len(every)], of_kind("procuratorate")
    whom = rng.choice([one for one in enforcing() if one.key in content["bodies"]] or list(enforcing()))
    led = Led.opened(
        town, RECOMMENDATION, "issue_recommendation", prosecutor.linkage, addressee=whom.key,
        number=prosecutor.number("行公建", town.now.year, number + 1), issued_on=day(), subject=f"{pick(rng, 'cases', 'places')}{content['subject']}",
        findings=content["findings"], demands=content["demands"],
    )  # fmt: skip
    yield later(rng, 0, 3)
    yield from _answered(led, rng, whom, prosecutor, content)


def _answered(led: Led, rng: Random, whom: Bureau, prosecutor: Bureau, content: Mapping[str, Any]) -> Steps:
    year = led.town.now.year
    led.do(whom.linkage, "acknowledge_recommendation")
    yield later(rng, 10, 40)
    demands = Matter.objects.get(pk=led.pk).procuratorial_recommendation.demands.order_by("pk")
    for demand, measure in zip(demands, content["measures"], strict=True):
        led.do(
            whom.linkage, "add_measure", demand=demand.pk, text=measure, progress="done", on=day(), evidence_note="照片和台账存档",
        )  # fmt: skip
    yield later(rng, 25, 32) if rng.random() < 0.06 else later(rng, 2, 14)
    led.do(
        whom.linkage,
        "reply_recommendation",
        number=whom.number("函", year, led.pk),
        letter=scan(led.town, whom.linkage, "回复函.pdf"),
    )
    yield later(rng, 5, 20)
    if rng.random() < 0.15:
        led.do(
            prosecutor.linkage,
            "judge_reply",
            verdict="partly",
            opinion=content["short"],
            supplement_by=day(30),
        )
        yield later(rng, 10, 25)
        led.do(
            whom.linkage,
            "reply_recommendation",
            number=whom.number("函", year, led.pk + 1),
            letter=scan(led.town, whom.linkage, "补充回复.pdf"),
        )
        yield later(rng, 3, 12)
    led.do(prosecutor.linkage, "judge_reply", verdict="performed", opinion="所提各条均已落实，凭证齐全。")
    yield later(rng, 60, 100)
    led.do(prosecutor.linkage, "look_back_recommendation", verdict="performed", opinion="回访未见反弹。")


@story("public_interest_case", a_year=5)
def public_interest(town: Town, rng: Random, number: int) -> Steps:
    """A civil case: noticed for thirty days, then brought to court, judged and executed."""
    prosecutor, court, year = of_kind("procuratorate"), of_kind("court"), town.now.year
    led = Led.opened(
        town, "public_interest_case", "file_public_interest_case", prosecutor.linkage, procuratorate=prosecutor.key, sort="civil",
        number=prosecutor.number("民公立", year, number + 1), filed_on=day(), subject=f"{enterprise(rng)}污染环境", harm=rng.choice(list(words("cases")["harms"].values())),
    )  # fmt: skip
    yield later(rng, 8, 30)
    led.do(prosecutor.linkage, "publish_notice", published_on=day(), place="全国性报纸")
    yield later(rng, 32, 45)
    led.do(prosecutor.linkage, "end_notice", sued_by="nobody")
    yield later(rng, 5, 25)
    led.do(prosecutor.linkage, "bring_suit", court=court.key, sued_on=day(), claims="判令赔偿修复费用并公开道歉")
    yield later(rng, 50, 90)
    led.do(
        court.linkage,
        "register_judgment",
        outcome="supported",
        number=f"（{year}）民初{number + 1}号",
        judged_on=day(),
        note="赔偿修复费用二十万元。",
    )
    yield later(rng, 20, 60)
    led.do(court.linkage, "register_execution", executed_on=day(), execution="修复费用已经入库。")


@story("litigation_supervision", a_year=3)
def supervision(town: Town, rng: Random, number: int) -> Steps:
    """A final judgment that the procuratorate asks to be tried again."""
    prosecutor, court, year = of_kind("procuratorate"), of_kind("court"), town.now.year
    led = Led.opened(
        town, "litigation_supervision", "register_supervision", prosecutor.linkage, procuratorate=prosecutor.key, sort="retrial", branch="civil",
        court=court.key, docket_number=f"（{year - 1}）民终{number + 1}号", source="applied", registered_on=day(),
        subject="环境侵权责任纠纷", grounds="认定因果关系的证据不足。",
    )  # fmt: skip
    yield later(rng, 30, 80)
    led.do(
        prosecutor.linkage,
        "submit_supervision",
        document_number=prosecutor.number("民监", year, number + 1),
        submitted_on=day(),
    )
    yield later(rng, 20, 80)
    led.do(
        court.linkage, "answer_supervision", answer="retrial", number=f"（{year}）民监{number + 1}号", answered_on=day()
    )
    yield later(rng, 40, 90)
    led.do(
        prosecutor.linkage,
        "close_supervision",
        result="changed",
        number=f"（{year}）民再{number + 1}号",
        result_on=day(),
    )
