"""Stories of target letters: drafted and signed in the first quarter, scored in the last one, up to the published result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from ecoduty.interfaces.console.simulation.cast import Bureau, bureau
from ecoduty.interfaces.console.simulation.leading import Led, day, later, pick
from ecoduty.interfaces.console.simulation.stories import Steps, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.appraisals import queries
from ecoduty.mechanisms.appraisals.states import HITS
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

KIND = "target_letter"


def _bearers() -> Sequence[Body]:
    """Departments and districts that have indicators, in official order."""
    rows = directory.bodies(on=today()).order_by("order", "key")
    return [
        one
        for one in rows
        if (one.kind == "department" and "named_departments" in one.tags)
        or (one.kind == "government" and one.level == Level.DISTRICT)
    ]


def _january(rng: Random, year: int) -> datetime:
    return datetime(year, 1, rng.randint(12, 16), rng.choice((9, 10, 14, 15)), rng.randrange(60), tzinfo=SHANGHAI)


@story(KIND, a_year=21, starts=_january)
def letter(town: Town, rng: Random, number: int) -> Steps:
    """The letter of one body for the year."""
    bearers = _bearers()
    if number >= len(bearers):
        return
    body = bearers[number]
    who, office = Bureau(body), bureau(rulebooks.current().words("appraisal.office", on=today())[0])
    clerk, director = office.post("clerk"), office.post("director")
    signer = who.head if body.kind == "department" else who.post("supervision-clerk")
    writer = who.liaison if body.kind == "department" else signer
    led = Led.opened(town, KIND, "draft_letter", clerk, body=body.key, year=town.now.year)
    yield later(rng, 5, 20)
    led.do(clerk, "send_for_signing")
    yield later(rng, 22, 28) if rng.random() < 0.1 else later(rng, 4, 18)
    led.do(
        signer,
        "sign_letter",
        party_post=f"{who.name}党组书记" if body.kind == "department" else "区委书记",
        government_post="主要负责人",
    )
    opening = town.now.replace(month=11, day=9, hour=9, minute=0) + timedelta(minutes=12 * number)
    yield opening
    led.do(clerk, "open_scoring", as_of=day())
    yield later(rng, 22, 26) if rng.random() < 0.1 else later(rng, 4, 16)
    _fill(led, rng, writer)
    led.do(writer, "submit_self_score")
    yield later(rng, 2, 8)
    if rng.random() < 0.1:
        led.do(clerk, "return_self_score", reason="差异指标没有附出处，请补充。")
        yield later(rng, 1, 4)
        led.do(writer, "submit_self_score")
        yield later(rng, 1, 3)
    led.do(clerk, "finish_check")
    yield later(rng, 1, 4)
    led.do(director, "finish_review")
    yield later(rng, 1, 4)
    if rng.random() < 0.1:
        led.do(signer, "object_result", reason="一件任务已获准延期，不应按逾期计。")
        yield later(rng, 1, 3)
        led.do(director, "finish_review")
        yield later(rng, 1, 3)
    led.do(writer, "accept_result")
    yield from _used(led, rng, clerk, director, number, town.now.replace(month=12, day=21, hour=15, minute=0))


def _fill(led: Led, rng: Random, writer: str) -> None:
    """Only what the platform cannot know; hits are rare."""
    for row in queries.indicators(led.matter.target_letter):
        if not row.asks:
            continue
        value = (
            0 if row.sort in HITS else rng.randint(78, 100) if row.sort == "differential" else int(rng.random() < 0.15)
        )
        if row.code == "dissatisfied":
            value = 0
        led.do(writer, "enter_value", code=row.code, value=value, source=pick(rng, "papers", "own-fields"))


def _used(led: Led, rng: Random, clerk: str, director: str, number: int, approval: datetime) -> Steps:
    """All results are approved on one day, published on the next, delivered, and used by the personnel office."""
    year = led.town.now.year
    yield max(approval + timedelta(minutes=4 * number), led.town.now + timedelta(minutes=10))
    led.do(director, "approve_result", approved_by="市委常委会会议", number=f"纪要〔{year}〕8号", approved_on=day())
    yield later(rng, 1, 2)
    led.do(clerk, "publish_result", address=f"https://office.example.gov.cn/kh/{year}.html", published_on=day())
    led.do(clerk, "deliver_result", number=f"送达〔{year}〕{number + 1}号")
    yield later(rng, 2, 5)
    user = bureau(rulebooks.current().words("appraisal.users", on=today())[0]).post("personnel-clerk")
    led.do(user, "register_use", sort="performance", used_on=day(), note="计入领导班子年度实绩")
