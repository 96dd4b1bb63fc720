"""Worked cases beside the rules: name, on, given, expect. A lawyer can read them; the tests run them.

What `given` may ask, and what may then be expected:

- `limit` (with `alternative`): `on` is the day or moment it starts → `due`, `basis`, `n`, `unit`; counted back: `latest`
- `duty` and `period` → `opens`, `due`, `title` (with `body`); `duty` alone: what has opened by `on` → `periods`
- `ladder` and `due` → the day of each rung by its key
- `copy_list` and `holder` → `main`, `copies`, `delivery` (body: way)
- `select` → `bodies`; `count` (a section) → `count`; `value` → `value`, `basis`
- `numbering` (a body) and `kind` → `mode`, `prefix`
- `sight` (a kind), `secrecy`, `relation` → `sight`
- `rank` and `body` → `destination` (the row's key, none: null) and `to` (kind and level)
- `situation` → `consequence`, `basis`
- `measured` (fact: number, code, true) and `group` → `elements` (keys of the elements of crime that are met)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import ValidationError

from ecoduty.kernel.clock import ClockError, WorkCalendar, local_date
from ecoduty.kernel.clock.answer import parse_start
from ecoduty.kernel.rulebook import reckon
from ecoduty.kernel.rulebook.book import matches
from ecoduty.kernel.rulebook.errors import (
    NotInForceError,
    RulebookError,
    UnknownRuleError,
)
from ecoduty.kernel.rulebook.loader import load_rulebook
from ecoduty.kernel.rulebook.measuring import Value, elements_met
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.kernel.rulebook.schema.base import Entry, Text
from ecoduty.kernel.rulebook.sections import SECTIONS
from ecoduty.kernel.rulebook.source import CASES_FOLDER, Place, Reader, Source, compose, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from ecoduty.kernel.rulebook.book import Rulebook

Facts = dict[str, Any]
T = TypeVar("T")


class Case(Entry):
    """One worked case as written."""

    name: Text
    on: str | None = None
    given: dict[str, Any]
    expect: dict[str, Any]


@dataclass(frozen=True)
class CaseResult:
    """How a case came out; `failures` are Chinese sentences, empty when it holds."""

    file: str
    line: int
    name: str
    failures: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything expected came out."""
        return not self.failures

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行“{self.name}”：" + ("；".join(self.failures) or "相符")


def run_cases(folder: Path, book: Rulebook | None = None, calendar: WorkCalendar | None = None) -> list[CaseResult]:
    """Work out every case under `cases/` of a city folder, with the calendar that ships unless another is given.

    Raises RulebookError when the folder or a case file cannot be read.
    """
    book, calendar = book or load_rulebook(folder), calendar or WorkCalendar()
    source = Source()
    results = []
    for path in sorted((folder / CASES_FOLDER).glob("*.yaml")):
        for place, case in _cases(path, f"{CASES_FOLDER}/{path.name}", source):
            results.append(CaseResult(place.file, place.line, case.name, tuple(_failures(case, book, calendar))))
    if source.problems:
        raise RulebookError(source.problems)
    return results


def _cases(path: Path, file: str, source: Source) -> list[tuple[Place, Case]]:
    node = compose(read_text(path, file, source), file, source)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        source.report(Place(file, 1), "wrong_type", "算例文件的最外层应是列表")
        return []
    source.places[file,] = Place(file, 1)
    reader, found = Reader(file, source), []
    for position, item in enumerate(node.value):
        data = reader.value(item, (file, position))
        try:
            found.append((reader.place(item), Case.model_validate_json(json.dumps(data))))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                code, sentence = code_and_sentence(detail)
                source.report(source.place((file, position, *detail["loc"])), code, sentence)
    return found


def _failures(case: Case, book: Rulebook, calendar: WorkCalendar) -> list[str]:
    answer = next((answer for key, answer in _ANSWERS.items() if key in case.given), None)
    if answer is None:
        return [f"given 里没有认识的问题：{'、'.join(case.given)}"]
    try:
        facts = answer(case, book, calendar)
    except (UnknownRuleError, NotInForceError, ClockError, ValueError, KeyError) as error:
        return [str(error)]
    failures = []
    for key, wanted in case.expect.items():
        if key not in facts:
            failures.append(f"算不出“{key}”")
        elif facts[key] != wanted:
            failures.append(f"{key} 应为 {_shown(wanted)}，算得 {_shown(facts[key])}")
    return failures


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _start(case: Case) -> date | datetime:
    return parse_start(case.on)


def _entry(section: Mapping[str, T], label: str, key: str) -> T:
    if key not in section:
        raise UnknownRuleError(label, key)
    return section[key]


def _day(case: Case) -> date:
    return local_date(_start(case))


def _limit(case: Case, book: Rulebook, calendar: WorkCalendar) -> Facts:
    key = case.given["limit"]
    limit = book.limit(key, on=_day(case))
    alternative = case.given.get("alternative")
    chosen = next((item for item in limit.alternatives if item.key == alternative), limit)
    facts: Facts = {"basis": chosen.basis.kind, "n": chosen.n, "unit": chosen.unit}
    if limit.backward:
        return facts | {"latest": reckon.latest_day_before(book, key, _day(case), calendar).isoformat()}
    due = reckon.limit_due(book, key, _start(case), calendar, alternative=alternative)
    text = due.iso().removesuffix("+08:00")
    return facts | {"due": text.removesuffix(":00") if "T" in text else text, "provisional": due.provisional}


def _duty(case: Case, book: Rulebook, calendar: WorkCalendar) -> Facts:
    duty = _entry(book.duties, "定期义务", case.given["duty"])
    if "period" not in case.given:
        opened = reckon.occurrences(duty, _day(case), calendar)
        return {"periods": [item.period.key for item in opened]}
    period = reckon.period_of(duty.rhythm, case.given["period"])
    item = reckon.occurrence(duty, period, calendar)
    facts: Facts = {"opens": item.opens.isoformat(), "due": item.due.iso()}
    if "body" in case.given:
        facts["title"] = reckon.title_of(duty, period, book.body(case.given["body"]).short_name)
    return facts


def _ladder(case: Case, book: Rulebook, calendar: WorkCalendar) -> Facts:
    due = local_date(parse_start(case.given["due"]))
    days = reckon.rung_days(_entry(book.ladders, "催办梯子", case.given["ladder"]), due, calendar)
    return {key: day.isoformat() for key, day in days.items()}


def _copy_list(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    found = book.recipients(case.given["copy_list"], case.given["holder"])
    return {
        "main": [line.post or line.body for line in found.main],
        "copies": [line.post or line.body for line in found.copies],
        "delivery": {line.body: line.delivery for line in (*found.main, *found.copies)},
    }


def _select(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    return {"bodies": list(book.select(Selector.model_validate_json(json.dumps(case.given["select"]))))}


def _count(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    sections = {name: getattr(book, name) for name in SECTIONS}
    return {"count": len(_entry(sections, "部分", case.given["count"]))}


def _value(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    value = book.value(case.given["value"], on=_day(case))
    return {"value": list(value) if isinstance(value, tuple) else value}


def _numbering(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    row = book.numbering_for(case.given["numbering"], case.given["kind"])
    return {"mode": row.mode, "prefix": row.prefix}


def _sight(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    return {"sight": book.sight(case.given["sight"], case.given["secrecy"], case.given["relation"])}


def _destination(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    rank, seed = case.given["rank"], book.body(case.given["body"])
    row = next((row for row in book.destinations.values() if rank in row.ranks and matches(row.bodies, seed)), None)
    to = [f"{one.level}/{one.kind}" for one in row.to] if row else []
    return {"destination": row.key if row else None, "to": to}


def _situation(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    row = _entry(book.situations, "失职失责情形", case.given["situation"])
    return {"consequence": row.consequence, "basis": row.basis.kind}


def _measured(case: Case, book: Rulebook, _calendar: WorkCalendar) -> Facts:
    given = {fact: _number(value) for fact, value in case.given["measured"].items()}
    return {"elements": [one.element.key for one in elements_met(book, case.given["group"], given)]}


def _number(value: Any) -> Value:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


_ANSWERS: dict[str, Callable[[Case, Rulebook, WorkCalendar], Facts]] = {
    "limit": _limit,
    "duty": _duty,
    "ladder": _ladder,
    "copy_list": _copy_list,
    "select": _select,
    "count": _count,
    "value": _value,
    "numbering": _numbering,
    "sight": _sight,
    "rank": _destination,
    "situation": _situation,
    "measured": _measured,
}
