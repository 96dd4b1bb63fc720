"""`ecoduty route`: to whom what somebody reports should go, and why; many texts at once; how good the suggestions are."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ecoduty.interfaces.console import asking, installation, language, output
from ecoduty.interfaces.console.responsible import NO_LIST
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.complaints.routing import routing
from ecoduty.mechanisms.complaints.routing.suggestion import Suggestion
from ecoduty.mechanisms.responsibilities import queries

NOBODY, OUT_OF_SCOPE = "没有清单写到", "不属生态环境"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of an evaluation with what should be suggested: a body's short name or None, or that it is out of scope."""

    id: str
    text: str
    district: str
    lead: str | None
    out_of_scope: bool

    @property
    def wanted(self) -> str:
        """In one word, as `_given` says what was suggested."""
        return self.lead or (OUT_OF_SCOPE if self.out_of_scope else NOBODY)


@click.command(cls=language.Command)
@click.argument("text", metavar="[反映内容]", required=False)
@click.option("--district", default="", metavar="区", help="哪个区的事：名称（思明、思明区）或区划代码。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按哪天在用的清单，默认今天。")
@click.option("--batch", is_flag=True, help="从标准输入逐行读 {id, text, district}，逐行答。")
@click.option(
    "--evaluate",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="文件",
    help="用一组带答案的反映评测。",
)
@output.json_option
def route(
    *, text: str | None, district: str, day: datetime | None, batch: bool, evaluate: Path | None, as_json: bool
) -> None:
    """群众反映应当派给谁：按在用的清单、本市的领域规则和所在区给出建议和理由，由人确认。"""
    refusal = "请写一段反映内容，或用 --batch 成批询问，或用 --evaluate 评测，三者取一。"
    asking.only_one(text, batch, evaluate, refusal=refusal)
    on = day.date() if day else today()
    with installation.current().database():
        if not queries.in_force(on).exists():
            output.progress(f"{NO_LIST}。")
        if batch:
            asking.answer_lines(sys.stdin, '{"id", "text", "district"}', lambda given: _answer(given, on))
        elif evaluate is not None:
            _evaluate(_labelled(evaluate), on, as_json=as_json)
        else:
            _one(text or "", _district(district), on, as_json=as_json)


def _one(text: str, district: str, on: date, *, as_json: bool) -> None:
    found = routing.suggest(text, district, on)
    output.show(_whole(found), as_json=as_json, text="\n".join(_in_words(found)))


def _answer(given: Mapping[str, Any], on: date) -> dict[str, Any]:
    return _facts(routing.suggest(given["text"], str(given.get("district") or ""), on))


def _evaluate(texts: Sequence[Labelled], on: date, *, as_json: bool) -> None:
    """How many of all texts were suggested rightly: whoever leads, that nobody does, that it belongs elsewhere."""
    given = [(one, _given(routing.suggest(one.text, one.district, on))) for one in texts]
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for one, said in given:
        kinds[_kind(one)].append(said == one.wanted)
    facts = {
        "texts": len(texts),
        "top_1": asking.share(said == one.wanted for one, said in given),
        **{kind: {"texts": len(right), "top_1": asking.share(right)} for kind, right in sorted(kinds.items())},
        "misses": [
            {"id": one.id, "text": one.text, "wanted": one.wanted, "given": said}
            for one, said in given
            if said != one.wanted
        ],
    }
    output.show(facts, as_json=as_json, text="\n".join(_told(facts)))


def _told(facts: dict[str, Any]) -> Iterator[str]:
    yield f"反映{facts['texts']}件，首选正确{facts['top_1']:.1%}。"
    names = {"led": "有牵头的", "nobodys": "没有清单写到的", "out_of_scope": "不属生态环境的"}
    for kind, name in names.items():
        if kind in facts:
            yield f"  {name}{facts[kind]['texts']}件：{facts[kind]['top_1']:.1%}"
    for miss in facts["misses"][: asking.MISSES_TOLD]:
        yield f"  {miss['id']} {miss['text']}　应为{miss['wanted']}，答{miss['given']}"


def _labelled(path: Path) -> Sequence[Labelled]:
    """The texts of a file. Raises ProblemError `bad_questions`."""
    form = "texts: [{id, text: 反映, district: 区或空, lead: 单位简称或空, out_of_scope: true 或 false}]"
    return asking.labelled(path, "texts", form, _labelled_row)


def _labelled_row(number: int, row: Mapping[str, Any]) -> Labelled:
    return Labelled(
        str(row.get("id", number)), str(row["text"]), str(row.get("district") or ""),
        str(row["lead"]) if row["lead"] else None, bool(row.get("out_of_scope", False)),
    )  # fmt: skip


def _kind(one: Labelled) -> str:
    return "led" if one.lead else "out_of_scope" if one.out_of_scope else "nobodys"


def _given(found: Suggestion) -> str:
    return found.body_short_name or (OUT_OF_SCOPE if found.out_of_scope else NOBODY)


def _facts(found: Suggestion) -> dict[str, Any]:
    """Bodies by their short names."""
    return {
        "lead": found.body_short_name or None,
        "out_of_scope": found.out_of_scope,
        "alternatives": [row.body_short_name for row in found.alternatives],
        "why": found.why,
    }


def _whole(found: Suggestion) -> dict[str, Any]:
    """With the rows behind it, and where to go instead."""
    rows = [{"body": row.body_short_name, "responsibility": row.name, "score": row.score} for row in found.rows]
    return {
        **_facts(found), "responsibility": found.row.name if found.row else None, "go_to": found.go_to or None, "rows": rows,
    }  # fmt: skip


def _in_words(found: Suggestion) -> Iterator[str]:
    if found.out_of_scope:
        yield f"{OUT_OF_SCOPE}事项，可转：{found.go_to}"
    else:
        yield found.body_short_name or "现行清单没有写到"
    yield f"  {found.why}"
    for row in found.alternatives:
        yield f"  其他：{row.body_short_name}　{row.name}　{row.score:.2f}"


def _district(named: str) -> str:
    """Raises ProblemError `unknown_district` for a district that the city does not have."""
    if named.strip() and routing.district_named(named) is None:
        raise language.ProblemError("unknown_district", f"本市没有“{named.strip()}”这个区。")
    return named


__all__ = ["route"]
