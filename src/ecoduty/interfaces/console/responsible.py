"""`ecoduty responsible`: who is responsible for what is said in plain words; many texts at once; how good the answers are."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.responsible import WHO_IS_RESPONSIBLE, Responsible
from ecoduty.casework.ports.undetermined import UNDETERMINED
from ecoduty.interfaces.console import asking, installation, language, output
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.responsibilities import queries

NO_LIST = "尚无已公布清单"
_MOST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an evaluation: what is said, and which body should come first; None where nobody should."""

    text: str
    lead: str | None


@click.command(cls=language.Command)
@click.argument("text", metavar="[问题]", required=False)
@click.option("--region", default="", metavar="区划代码", help="某个区的事：六位行政区划代码。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按哪天在用的清单回答，默认今天。")
@click.option("--batch", is_flag=True, help="从标准输入逐行读 {id, text}，逐行答 {id, answers}。")
@click.option(
    "--evaluate",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="文件",
    help="用一组带答案的问句评测。",
)
@output.json_option
def responsible(
    *, text: str | None, region: str, day: datetime | None, batch: bool, evaluate: Path | None, as_json: bool
) -> None:
    """按在用的清单回答谁负责：单位、事项、把握和理由。清单还没有公布的，如实说明。"""
    refusal = "请写一个问题，或用 --batch 成批提问，或用 --evaluate 评测，三者取一。"
    asking.only_one(text, batch, evaluate, refusal=refusal)
    on = day.date() if day else None
    with installation.current().database():
        if _no_list(on):
            output.progress(f"{NO_LIST}。")
        if batch:
            asking.answer_lines(sys.stdin, '{"id", "text"}', lambda given: _answers(given["text"], region, on))
        elif evaluate is not None:
            _evaluate(_questions(evaluate), on, as_json=as_json)
        else:
            _one(text or "", region, on, as_json=as_json)


def _one(text: str, region: str, on: date | None, *, as_json: bool) -> None:
    found = _find(text, region, on)
    lines = [
        f"{n}. {one.body_short_name}　{one.name}　{one.score:.2f}\n   {one.why}；{one.list_title}"
        for n, one in enumerate(found, 1)
    ]
    nothing = NO_LIST if _no_list(on) else "在用的清单里没有写到这件事。"
    nobodys = _undetermined(text, region, on)
    told = [f"牵头未明确：{one['item']}（{one['since']}起研究明确）" for one in nobodys]
    output.show(
        {"text": text, "answers": [_facts(one) for one in found], "undetermined": nobodys},
        as_json=as_json,
        text="\n".join([*told, *(lines or [nothing])]),
    )


def _answers(text: str, region: str, on: date | None) -> dict[str, Any]:
    found = _find(text, region, on)
    return {"answers": [{"body": one.body_short_name, "score": one.score, "why": one.why} for one in found]}


def _evaluate(questions: Sequence[Asked], on: date | None, *, as_json: bool) -> None:
    """Recall at 1 and 3 of the questions somebody leads, and how many of the others stayed without an answer."""
    found = [[one.body_short_name for one in _find(question.text, "", on)] for question in questions]
    led = [(question, bodies) for question, bodies in zip(questions, found, strict=True) if question.lead]
    nobodys = [bodies for question, bodies in zip(questions, found, strict=True) if not question.lead]
    facts = {
        "questions": len(led),
        "recall_at_1": asking.share(question.lead in bodies[:1] for question, bodies in led),
        "recall_at_3": asking.share(question.lead in bodies[:3] for question, bodies in led),
        "nobodys": len(nobodys),
        "nobodys_unanswered": asking.share(not bodies for bodies in nobodys),
        "misses": [
            {"text": question.text, "lead": question.lead, "found": bodies}
            for question, bodies in zip(questions, found, strict=True)
            if bodies[:1] != ([question.lead] if question.lead else [])
        ],
    }
    output.show(facts, as_json=as_json, text="\n".join(_told(facts)))


def _told(facts: dict[str, Any]) -> Iterator[str]:
    yield f"有牵头的问句{facts['questions']}句：首答命中{facts['recall_at_1']:.1%}，前三命中{facts['recall_at_3']:.1%}。"
    yield f"无人负责的问句{facts['nobodys']}句：没有乱答的{facts['nobodys_unanswered']:.1%}。"
    for miss in facts["misses"][: asking.MISSES_TOLD]:
        yield f"  {miss['text']}　应为{miss['lead'] or '无'}，答{'、'.join(miss['found']) or '无'}"


def _questions(path: Path) -> Sequence[Asked]:
    """The questions of a file. Raises ProblemError `bad_questions`."""
    return asking.labelled(path, "queries", "queries: [{text: 问句, lead: 单位简称或空}]", _question)


def _question(_: int, row: Mapping[str, Any]) -> Asked:
    return Asked(str(row["text"]), str(row["lead"]) if row["lead"] else None)


def _no_list(on: date | None) -> bool:
    """Whether no list holds on the day, not even a sample."""
    return not queries.in_force(on or today()).exists()


def _find(text: str, region: str, on: date | None) -> Sequence[Responsible]:
    return ask(WHO_IS_RESPONSIBLE)(text, region=region, on=on, most=_MOST)


def _undetermined(text: str, region: str, on: date | None) -> list[dict[str, Any]]:
    """Items like it whose lead is being determined, as far as everybody may know of them (article 5)."""
    found = ask(UNDETERMINED)(text, region, on or today()) if asked(UNDETERMINED) else ()
    return [
        {"item": one.item, "field": one.field, "region": one.region, "since": one.since.isoformat(), "score": round(one.score, 4)}
        for one in found
        if one.public
    ]  # fmt: skip


def _facts(one: Responsible) -> dict[str, Any]:
    return {
        "body": one.body_short_name, "responsibility": one.name, "score": one.score, "why": one.why, "unit": one.unit,
        "list": one.list_title, "bases": list(one.bases), "sample": one.sample, "key": str(one.responsibility_key),
    }  # fmt: skip


__all__ = ["responsible"]
