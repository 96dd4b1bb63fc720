"""The rulebook in words: limits, duties, ladders, copy lists and the visibility table, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.plan.tags import TAGS
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook import NotInForceError, Rulebook, wording
from ecoduty.kernel.rulebook.book import ANY_KIND
from ecoduty.kernel.rulebook.schema import (
    RELATIONS,
    Basis,
    Clause,
    CopyList,
    Duty,
    Ladder,
    Limit,
    Parameter,
    Recipient,
    Rung,
    Selector,
)
from ecoduty.kernel.rulebook.schema import time as forms

UNITS = {"natural_days": "日", "working_days": "个工作日", "calendar_months": "个月", "hours": "小时"}
RHYTHMS, DELIVERIES, LAYOUTS, PAPER_RULES, PERIODS = (
    wording.VALUES[name] for name in ("rhythm", "delivery", "layout", "rules", "period")
)
MANY_POSTS = {"leader_in_charge": "分管领导"}  # roles that several posts of different titles share


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what, how much, on what it rests; `pending` marks what a person has still to verify."""

    key: str
    label: str
    value: str
    tag: str
    basis: str
    pending: bool
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together."""

    label: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one relation sees."""

    sight: str
    word: str


@dataclass(frozen=True, slots=True)
class Sights:
    """One row of the drawn visibility table: a kind and a secrecy, then every relation in order."""

    kind: str
    secrecy: str
    cells: tuple[Cell, ...]


def of_clause(book: Rulebook, clause: Clause, on: date) -> Iterable[Rule]:
    """What makes a clause tick: its recurring duties and limits."""
    for duty in book.duties.values():
        if clause.id in duty.clauses:
            yield _duty(book, duty)
    for key in clause.limits:
        yield _limit(book, book.limits[key], on)


def limits(book: Rulebook, on: date) -> tuple[Group, ...]:
    """All limits by what they rest on: the plan, then each instrument, then this platform's own defaults."""
    groups: dict[tuple[int, str], list[Rule]] = {}
    for limit in book.limits.values():
        place, heading = _heading(book, limit, on)
        rule = _limit(book, limit, on)
        groups.setdefault((place, heading), []).append(replace(rule, basis=rule.basis.removeprefix(heading)))
    return tuple(Group(heading, tuple(groups[place, heading])) for place, heading in sorted(groups))


def duties(book: Rulebook) -> tuple[Rule, ...]:
    """All recurring duties."""
    return tuple(_duty(book, duty) for duty in book.duties.values())


def ladders(book: Rulebook) -> tuple[Group, ...]:
    """All ladders with their rungs."""
    return tuple(Group(ladder.label, tuple(_rungs(book, ladder))) for ladder in book.ladders.values())


def copy_lists(book: Rulebook) -> tuple[Rule, ...]:
    """Who receives which paper."""
    return tuple(_copy_list(book, one) for one in book.copy_lists.values())


def papers(book: Rulebook) -> tuple[Rule, ...]:
    """Kinds of official papers and the rules they keep."""
    return tuple(
        rule(
            book,
            one.key,
            one.label,
            "，".join(PAPER_RULES[rule] for rule in one.rules) or "没有另外的规则",
            one.basis,
            f"{LAYOUTS[one.layout]}，标志“{one.mark.format(issuer='×××')}”{'，上行文注明签发人' if one.upward else ''}",
            "版记在双面印制的最后一面" if one.imprint == "even_page" else "版记在最后一页",
        )
        for one in book.papers.values()
    )


def retention(book: Rulebook) -> tuple[Rule, ...]:
    """How long closed matters are kept."""
    return tuple(rule(book, one.key, one.label, PERIODS[one.period], one.basis) for one in book.retention.values())


def parameters(book: Rulebook, on: date) -> tuple[Rule, ...]:
    """Dated values that are no limits."""
    return tuple(_parameter(book, one, on) for one in book.values.values())


def visibility(book: Rulebook) -> tuple[Sights, ...]:
    """The visibility table: kind × secrecy × relation, the default first."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for row in book.visibility_rows():
        found.setdefault((row.kind, row.secrecy), []).append(Cell(row.sight, wording.SIGHTS[row.sight]))
    return tuple(
        Sights(_kind_word(kind), wording.SECRECIES[secrecy], tuple(cells)) for (kind, secrecy), cells in found.items()
    )


def relation_words() -> tuple[str, ...]:
    """The columns of the visibility table."""
    return tuple(wording.RELATIONS[relation] for relation in RELATIONS)


def basis_words(book: Rulebook, basis: Basis) -> str:
    """方案第11.1款; an instrument with its provision; what a default of this platform leans on."""
    if basis.kind == "plan":
        cited = f"方案第{basis.clause}款" if basis.clause else f"方案第{basis.article}条"
        return "，".join(part for part in (cited, basis.note) if part)
    instrument = book.instruments.get(basis.instrument or "")
    cited = f"{instrument.title}{basis.provision or ''}" if instrument else ""
    return "，".join(part for part in (cited, basis.note) if part)


def rule(book: Rulebook, key: str, label: str, value: str, basis: Basis, *details: str) -> Rule:
    """A row with what it rests on in words; empty details are left out."""
    return Rule(
        key, label, value, TAGS[basis.kind], basis_words(book, basis), basis.pending, tuple(d for d in details if d)
    )


def _heading(book: Rulebook, limit: Limit, on: date) -> tuple[int, str]:
    basis = next((value.basis for value in limit.dated if value.in_force(on)), limit.dated[0].basis)
    if basis.kind == "statute":
        return 1, book.instruments[basis.instrument or ""].title
    return (0, "方案本身") if basis.kind == "plan" else (2, "本平台默认，待本市确定")


def _role(book: Rulebook, role: str) -> str:
    labels = {post.label for post in book.posts.values() if post.role == role}
    return MANY_POSTS.get(role) or (labels.pop() if len(labels) == 1 else role)


def _limit(book: Rulebook, limit: Limit, on: date) -> Rule:
    try:
        value = book.limit(limit.key, on=on)
    except NotInForceError:
        first = limit.dated[0]
        ends = f"{words.short_day(first.since, on)}起生效" if first.since > on else "已停用"
        return rule(book, limit.key, limit.label, ends, first.basis)
    details = [
        f"{limit.holder}，自{limit.starts_from}起" if not limit.backward else f"{limit.holder}，{limit.starts_from}之前"
    ]
    details += [f"{one.condition}：{one.n}{UNITS[one.unit]}" for one in value.alternatives]
    details += [f"经{one.authority}可延{one.n}{UNITS[one.unit]}" for one in value.extensions]
    rolls = "，遇休息日顺延" if value.roll else ""
    return rule(book, limit.key, limit.label, f"{value.n}{UNITS[value.unit]}{rolls}", value.basis, *details)


def _duty(book: Rulebook, duty: Duty) -> Rule:
    kind = tables().get(duty.kind)
    details = (
        f"{_opening(duty.opens)}自动立项，{_opening(duty.due)}届满",
        f"承担单位：{len(book.bearers(duty.key))}个",
        f"催办：{book.ladders[duty.ladder].label}",
        f"收文：{book.copy_lists[duty.copy_list].label}",
        "" if kind else "本平台尚未上线",
    )
    return rule(book, duty.key, duty.label, RHYTHMS[duty.rhythm], duty.due.basis, *details)


def _opening(rule: forms.OpeningRule | forms.DueRule) -> str:
    if isinstance(rule, forms.FixedDate):
        year = "次年" if rule.year else "当年"
        return f"{year}{rule.month}月{rule.day}日{'（遇休息日顺延）' if rule.roll else ''}"
    if isinstance(rule, forms.BeforeEnd):
        return f"期满前{rule.n}日"
    return f"期满后{rule.n}{UNITS[rule.unit]}{'（遇休息日顺延）' if rule.roll else ''}"


def _rungs(book: Rulebook, ladder: Ladder) -> Iterable[Rule]:
    for rung in ladder.rungs:
        key = f"{ladder.key}.{rung.key}"  # rungs of several ladders have the same key
        to = "、".join(_role(book, role) for role in rung.recipients)
        if rung.place == "inside":
            yield rule(book, key, rung.label, when(rung), rung.basis, f"自动通知本单位{to}")
            continue
        sender = "督办（牵头）单位" if rung.sender == forms.SUPERVISOR else book.bodies[rung.sender or ""].short_name
        release = _role(book, rung.release or "")
        yield rule(book, key, rung.label, when(rung), rung.basis, f"平台拟好，{sender}{release}放行后送{to}")


def when(rung: Rung) -> str:
    """When a rung comes, counted from the due day."""
    rule = rung.when
    if isinstance(rule, forms.OnDate):
        return f"{rule.month}月{rule.day}日"
    if isinstance(rule, forms.Offset):
        return "届满当日" if not rule.days else f"届满{'前' if rule.days < 0 else '后'}第{abs(rule.days)}日"
    if isinstance(rule, forms.WorkingDaysBefore):
        return f"届满前第{rule.n}个工作日"
    if isinstance(rule, forms.HoursBefore):
        return f"届满前{rule.hours}小时"
    return "届满前最后一个工作日"


def _copy_list(book: Rulebook, one: CopyList) -> Rule:
    main = "、".join(_recipient(book, line) for line in one.main)
    copies = "、".join(_recipient(book, line) for line in one.copies)
    return rule(book, one.key, one.label, f"主送 {main}", one.basis, f"抄送 {copies}" if copies else "")


def _recipient(book: Rulebook, line: Recipient) -> str:
    if line.bodies is not None:
        who = _bodies(book, line.bodies)
    elif line.role is not None:
        who = _role(book, line.role)
    else:
        who = {"superior": "上级主管部门", "party_committee": "同级党委", "government": "同级政府"}[line.relation or ""]
    return f"{who}（{DELIVERIES[line.delivery]}）" if line.delivery else who


def _bodies(book: Rulebook, selector: Selector) -> str:
    keys = book.select(selector)
    if len(keys) > 3:
        return f"{len(keys)}个单位"
    return "、".join(book.bodies[key].short_name for key in keys)


def _parameter(book: Rulebook, one: Parameter, on: date) -> Rule:
    try:
        value = book.value(one.key, on=on)
    except NotInForceError:
        return rule(book, one.key, one.label, "未生效", one.dated[0].basis)
    basis = next(row.basis for row in one.dated if row.in_force(on))
    items: Sequence[object] = value if isinstance(value, tuple) else (value,)
    text = "、".join({True: "是", False: "否"}[item] if isinstance(item, bool) else str(item) for item in items)
    return rule(book, one.key, one.label, f"{text}{_unit(one.unit)}", basis)


def _unit(unit: str) -> str:
    return {"百分比": "%"}.get(unit, unit)


def _kind_word(kind: str) -> str:
    if kind == ANY_KIND:
        return "其余各类办件"
    table = tables().get(kind)
    return table.label if table else kind
