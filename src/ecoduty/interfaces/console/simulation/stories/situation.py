"""Stories of progress calls, bulletins and analyses, whose words say what their numbers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ecoduty.casework.documents import texts
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace, people, remarks
from ecoduty.interfaces.console.simulation.cast import Bureau, bureau, departments, first
from ecoduty.interfaces.console.simulation.leading import Led, day, later, pick
from ecoduty.interfaces.console.simulation.stories import Steps, follows, story
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.situation.calls import columns, queries
from ecoduty.mechanisms.situation.calls.models import CallAnswer, ProgressCall

CALL, ANSWER, BULLETIN, ANALYSIS = "progress_call", "call_answer", "bulletin", "situation_analysis"
_HALF = 7  # the month in which the first half year is analysed
_COLUMNS = "已完成 | 数字 | 个\n存在困难 | 文字\n在办任务 | 数字 | 件 | task.open"


def _first(rng: Random, year: int) -> datetime:
    return datetime(year, 2, 16, 9, rng.randrange(60), tzinfo=SHANGHAI)


@story("progress_calls", a_year=1, starts=_first)
def calls(town: Town, rng: Random, number: int) -> Steps:
    """In the middle month of every quarter the committee office asks all departments for a small table."""
    if number:  # a city has one such rhythm, however much else goes on
        return
    for quarter in range(4):
        yield max(town.now.replace(year=town.year, month=quarter * 3 + 2, day=17, hour=9), town.now)
        yield from _call(town, rng, quarter)


def _call(town: Town, rng: Random, quarter: int) -> Steps:
    office = bureau(rulebooks.current().words("appraisal.office", on=today())[0])
    clerk, asked, content = office.post("clerk"), departments()[:15], words("papers")["calls"][quarter]
    led = Led.opened(
        town, CALL, "prepare_call", clerk, subject=content["subject"], grounds=content["grounds"],
        columns=_COLUMNS, limit_on=day(9), bodies=[one.key for one in asked],
    )  # fmt: skip
    led.do(clerk, "issue_call")
    waits = sorted(
        (later(rng, 10, 16) if rng.random() < pace.LATE else later(rng, 1, 8), place) for place in range(len(asked))
    )
    for moment, place in waits:
        yield max(moment, town.now + timedelta(minutes=3))
        _answer(led, rng, asked[place], content)
    returned = rng.choice([one for one in asked if one.key in content["bodies"]] or asked)
    _of(led, returned).do(clerk, "return_answer", note="第一栏与上次相差较大，请核对。")
    yield later(rng, 1, 3)
    _answer(led, rng, returned, content)
    yield later(rng, 1, 4)
    led.do(clerk, "close_call", conclusion=content["conclusion"])


def _of(led: Led, who: Bureau) -> Led:
    return Led(led.town, ANSWER, CallAnswer.objects.get(call=led.pk, matter__holder=who.body).pk)


def _answer(led: Led, rng: Random, who: Bureau, content: Mapping[str, Any]) -> None:
    """What the body enters itself, and what the platform knows of it already; whoever has nothing to do with it says so."""
    concerned = who.key in content["bodies"]
    values = {
        "c1": str(rng.randint(3, 60) if concerned else 0),
        "c2": rng.choice(content["difficulties"]) if concerned else words("papers")["nothing"],
    }
    own = _of(led, who)
    asked = columns.kept(ProgressCall.objects.get(pk=led.pk).columns)
    known = queries.known(asked, led.town.actor(who.liaison))
    values |= {key: value for key, (value, _) in known.items()}
    own.do(who.liaison, "answer_call", values=values)


def _april(rng: Random, year: int) -> datetime:
    return datetime(year, 4, 7, 10, rng.randrange(60), tzinfo=SHANGHAI)


@story("papers_of_the_year", a_year=1, starts=_april)
def begun(town: Town, rng: Random, number: int) -> Steps:
    """What the rhythm of the rulebook did not ask for yet is begun by hand: a bulletin after each quarter, an analysis in July."""
    who = first()
    if number:
        return
    minute = rng.randrange(60)
    for quarter, month in (("一", 4), ("二", 7), ("三", 10)):
        yield max(town.now.replace(year=town.year, month=month, day=8, hour=10, minute=minute), town.now)
        Led.opened(town, BULLETIN, "begin_bulletin", who.liaison, title=f"关于第{quarter}季度生态环境情况的通报")
        if month == _HALF:
            Led.opened(town, ANALYSIS, "begin_analysis", who.liaison, title="关于上半年方案落实情况的研究分析报告")


@follows(BULLETIN)
def bulletin(town: Town, rng: Random, matter: Matter) -> Steps:
    """What the bureau of the environment tells every department about a quarter."""
    who, led = Bureau(matter.holder), Led(town, BULLETIN, matter.pk)
    yield later(rng, 12, 16) if matter.period else later(rng, 0, 2)
    led.do(who.liaison, "take_bulletin_numbers", as_of=day())
    yield later(rng, 2, 6)
    numbers = led.matter.bulletin.numbers
    said = {
        "总体情况": remarks.overall(numbers, "overall"),
        **remarks.of_sections(numbers),
        "提醒事项": remarks.reminder(today().month),
    }
    yield from _signed(led, rng, who, "bulletin.sections", said)
    led.do(who.liaison, "send_bulletin")
    yield from _received(led, rng, who)


def _received(led: Led, rng: Random, who: Bureau) -> Steps:
    """Who works on the platform signs for it, of the others the sender records it; then it is closed."""
    for row in led.matter.documents.get().recipients.select_related("body").order_by("order"):
        yield later(rng, 0, 1)
        if row.delivery == "platform" and row.post_id is None and row.body.kind == "department":
            led.do(Bureau(row.body).liaison, "acknowledge_paper")
        else:
            led.do(who.liaison, "record_paper_receipts", recipient=row.pk, received_on=day(), evidence="收文登记")
    yield later(rng, 0, 2)
    led.do(who.liaison, "close_paper")


def _signed(led: Led, rng: Random, who: Bureau, titles: str, said: Mapping[str, str]) -> Steps:
    """What the platform wrote from the numbers stays; a person's words come after it."""
    document = texts.main_document(led.matter)
    drafted = texts.text_of(texts.current(document)) if document else {}
    every = rulebooks.current().words(titles, on=today())
    sections = {
        title: "\n".join(part for part in (drafted.get(title, ""), said.get(title, "")) if part) for title in every
    }
    led.do(who.liaison, "write_paper", sections={title: text or "无。" for title, text in sections.items()})
    led.do(who.liaison, "submit_paper")
    yield later(rng, 1, 3)
    led.do(who.deputy, "pass_paper")
    yield later(rng, 1, 3)
    led.do(who.head, "sign_paper", number=who.following(led.town.now.year))


@follows(ANALYSIS)
def analysis(town: Town, rng: Random, matter: Matter) -> Steps:
    """A half year analysed; suggestions become tasks."""
    who, led = Bureau(matter.holder), Led(town, ANALYSIS, matter.pk)
    yield later(rng, 12, 18) if matter.period else later(rng, 2, 5)
    led.do(who.liaison, "take_analysis_numbers", as_of=day())
    yield later(rng, 2, 6)
    wished = rng.sample(words("papers")["suggestions"], 2)
    for one in wished:
        body = people.one_of(rng, one["bodies"])
        led.do(who.liaison, "suggest", text=one["text"], measures=one["measures"], body=body.key)
    said = {
        "主要做法": pick(rng, "papers", "practice"), "原因分析": pick(rng, "papers", "causes"),
        "存在问题": remarks.overall(led.matter.situation_analysis.numbers, "problems"),
        "工作建议": "；".join(one["text"] for one in wished) + "。",
    }  # fmt: skip
    yield from _signed(led, rng, who, "analysis.sections", said)
    led.do(who.liaison, "send_analysis")
    yield later(rng, 3, 8)
    first = led.matter.situation_analysis.suggestions.order_by("pk").first()
    assert first is not None
    led.do(who.liaison, "make_task", suggestion=first.pk, limit_on=day(120))
    yield from _received(led, rng, who)


__all__ = ["analysis", "begun", "bulletin", "calls"]
