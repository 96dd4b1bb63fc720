"""Checks between entries: nothing points at nothing, dates do not overlap, selectors select, lists reach somebody."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast

from ecoduty.kernel.clock import Unit
from ecoduty.kernel.rulebook.book import matches, numbers, specificity
from ecoduty.kernel.rulebook.schema import (
    Article,
    Basis,
    BodySeed,
    Clause,
    Dated,
    Destination,
    District,
    Handling,
    Instrument,
    Leg,
    Limit,
    Numbering,
    Parameter,
    PostSeed,
    Power,
    Retention,
    Selector,
    Situation,
    Visibility,
)
from ecoduty.kernel.rulebook.schema.base import Entry
from ecoduty.kernel.rulebook.schema.time import SUPERVISOR
from ecoduty.kernel.rulebook.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecoduty.kernel.rulebook.source import Source, Trail

    Entries = Mapping[str, Mapping[str, Entry]]
    Declared = Mapping[str, frozenset[str]]

T = TypeVar("T", bound=Entry)
RANKS = "accountability.ranks"

# field of a model → the section its value points into, and the stable code of a miss
_POINTERS: dict[tuple[str, str], tuple[str, str]] = {
    ("Basis", "clause"): ("clauses", "dangling_clause"),
    ("Basis", "instrument"): ("instruments", "dangling_instrument"),
    ("Instrument", "replaced_by"): ("instruments", "dangling_instrument"),
    ("Instrument", "body"): ("bodies", "dangling_body"),
    ("Clause", "duties"): ("duties", "dangling_duty"),
    ("Clause", "limits"): ("limits", "dangling_limit"),
    ("BodySeed", "kind"): ("kinds", "dangling_kind"),
    ("BodySeed", "parent"): ("bodies", "dangling_body"),
    ("BodySeed", "host"): ("bodies", "dangling_body"),
    ("BodySeed", "superiors"): ("bodies", "dangling_body"),
    ("BodySeed", "counterparts"): ("bodies", "dangling_body"),
    ("Enforcement", "to"): ("bodies", "dangling_body"),
    ("Selector", "keys"): ("bodies", "dangling_body"),
    ("Selector", "without"): ("bodies", "dangling_body"),
    ("Selector", "kinds"): ("kinds", "dangling_kind"),
    ("PostSeed", "serves"): ("posts", "dangling_post"),
    ("Limit", "branch"): ("instruments", "dangling_instrument"),
    ("Limit", "ladder"): ("ladders", "dangling_ladder"),
    ("Duty", "clauses"): ("clauses", "dangling_clause"),
    ("Duty", "ladder"): ("ladders", "dangling_ladder"),
    ("Duty", "copy_list"): ("copy_lists", "dangling_copy_list"),
    ("Rung", "sender"): ("bodies", "dangling_body"),
    ("Rung", "limit"): ("limits", "dangling_limit"),
    ("Receiver", "kind"): ("kinds", "dangling_kind"),
    ("LegLimits", "keys"): ("limits", "dangling_limit"),
    ("Power", "to"): ("bodies", "dangling_body"),
    ("Power", "limit"): ("limits", "dangling_limit"),
    ("Omission", "situation"): ("situations", "dangling_situation"),
    ("Leg", "limits"): ("limits", "dangling_limit"),
}


def check(entries: Entries, declared: Declared, source: Source) -> None:
    """Record every problem between entries. Works on the valid entries; `declared` also knows the invalid ones."""
    for section, found in entries.items():
        for key, entry in found.items():
            for path, part in _parts(entry, (section, key)):
                _pointers(part, path, declared, source)
                _dates(part, path, source)
    _plan(entries, declared, source)
    _bodies(entries, source)
    _counting(entries, source)
    # What asks "is there any" would only echo the defects of a section that is not wholly valid.
    whole = {section for section, found in entries.items() if declared[section] == set(found)}
    for section, check_whole in (
        ("posts", _roles),
        ("bodies", _selectors),
        ("numbering", _numbering),
        ("visibility", _visibility),
        ("retention", _retention),
        ("destinations", _destinations),
        ("legs", _legs),
        ("powers", _powers),
        ("instruments", _superseded),
    ):
        if section in whole:
            check_whole(entries, source)


def _parts(value: object, path: Trail) -> Iterator[tuple[Trail, Entry]]:
    """A model and all models inside it, with their paths in the source."""
    if isinstance(value, Entry):
        yield path, value
        for name in type(value).model_fields:
            yield from _parts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _parts(item, (*path, position))


def _pointers(part: Entry, path: Trail, declared: Declared, source: Source) -> None:
    for name in type(part).model_fields:
        target = _POINTERS.get((type(part).__name__, name))
        if target is None:
            continue
        section, code = target
        value = getattr(part, name)
        for position, key in enumerate(value if isinstance(value, tuple) else (value,)):
            if key is None or (name == "sender" and key == SUPERVISOR):
                continue
            if key not in declared[section]:
                sentence = f"“{name}”指向的{SECTIONS[section].label}“{key}”不存在"
                source.report(source.place((*path, name, position)), code, sentence)


def _dates(part: Entry, path: Trail, source: Source) -> None:
    values = getattr(part, "dated", None)
    if not isinstance(values, tuple):
        return
    dated = sorted(enumerate(cast("tuple[Dated, ...]", values)), key=lambda pair: pair[1].since)
    for (_, earlier), (position, later) in pairwise(dated):
        if earlier.until is None or earlier.until >= later.since:
            sentence = f"自{later.since}起的取值与自{earlier.since}起的取值日期重叠：请给前者写明截止日期（until）"
            source.report(source.place((*path, "dated", position)), "overlapping_dates", sentence)


def _legs(entries: Entries, source: Source) -> None:
    """A case is on one leg at a time: no state of a kind belongs to two."""
    taken: dict[tuple[str, str], str] = {}
    for key, leg in _of(entries, "legs", Leg):
        for position, stretch in enumerate(leg.stretches):
            for state in stretch.states:
                other = taken.setdefault((stretch.kind, state), key)
                if other != key:
                    place = source.place(("legs", key, "stretches", position, "states"))
                    source.report(place, "leg_overlaps", f"“{stretch.kind}”的状态“{state}”已经属于环节“{other}”")


def _plan(entries: Entries, declared: Declared, source: Source) -> None:
    for key, article in _of(entries, "articles", Article):
        if str(article.chapter) not in declared["chapters"]:
            source.report(source.place(("articles", key, "chapter")), "dangling_chapter", f"没有第{article.chapter}章")
    for key, clause in _of(entries, "clauses", Clause):
        if str(clause.article) not in declared["articles"]:
            source.report(
                source.place(("clauses", key)), "dangling_article", f"款“{key}”所属的第{clause.article}条不存在"
            )
    for section, found in entries.items():
        for key, entry in found.items():
            for path, part in _parts(entry, (section, key)):
                if isinstance(part, Basis) and part.article and str(part.article) not in declared["articles"]:
                    source.report(
                        source.place((*path, "article")), "dangling_article", f"依据中的第{part.article}条不存在"
                    )


def _roles(entries: Entries, source: Source) -> None:
    """Ladders and copy lists address roles; some post must have each."""
    roles = {post.role for _, post in _of(entries, "posts", PostSeed)}
    for section, found in entries.items():
        for key, entry in found.items():
            for path, part in _parts(entry, (section, key)):
                named = {"Rung": ("recipients", "release"), "Recipient": ("role",)}.get(type(part).__name__, ())
                for name in named:
                    value = getattr(part, name)
                    for position, role in enumerate(value if isinstance(value, tuple) else (value,)):
                        if role is not None and role not in roles:
                            place = source.place((*path, name, position))
                            source.report(place, "dangling_role", f"没有哪个岗位的角色是“{role}”")


def _bodies(entries: Entries, source: Source) -> None:
    bodies = list(_of(entries, "bodies", BodySeed))
    for field, label in (("order", "序号"), ("short_name", "简称"), ("name", "全称")):
        counts = Counter(getattr(body, field) for _, body in bodies)
        for key, body in bodies:
            if counts[getattr(body, field)] > 1:
                place = source.place(("bodies", key, field))
                source.report(place, "not_unique", f"机构{label}“{getattr(body, field)}”不止一家在用")
    names = Counter(n for _, b in bodies for n in {b.short_name, b.name, *b.aliases})
    for key, body in bodies:
        for position, alias in enumerate(body.aliases):
            if names[alias] > 1:
                place = source.place(("bodies", key, "aliases", position))
                source.report(place, "not_unique", f"机构别名“{alias}”不止一家在用")
    districts = list(_of(entries, "districts", District))
    for field, label in (("order", "序号"), ("code", "代码")):
        counts = Counter(getattr(district, field) for _, district in districts)
        for key, district in districts:
            if counts[getattr(district, field)] > 1:
                source.report(source.place(("districts", key, field)), "not_unique", f"区的{label}重复")


def _selectors(entries: Entries, source: Source) -> None:
    bodies = [body for _, body in _of(entries, "bodies", BodySeed)]
    for section, found in entries.items():
        for key, entry in found.items():
            for path, part in _parts(entry, (section, key)):
                if isinstance(part, Selector) and not any(matches(part, body) for body in bodies):
                    source.report(source.place(path), "empty_selection", "选择条件没有选中任何机构")


def _counting(entries: Entries, source: Source) -> None:
    """A statute's limit must use the unit that the statute's own counting rule gives to its number of days."""
    countings = {key: item.counting for key, item in _of(entries, "instruments", Instrument) if item.counting}
    for key, limit in _of(entries, "limits", Limit):
        for position, value in enumerate(limit.dated):
            counting = countings.get(value.basis.instrument or "")
            if value.basis.kind != "statute" or counting is None or value.unit != "natural_days":
                continue
            if counting.rule().unit_of(value.n) is Unit.WORKING_DAYS:
                place = source.place(("limits", key, "dated", position, "unit"))
                sentence = f"按“{value.basis.instrument}”的计算规则，{value.n}日是工作日，不是自然日"
                source.report(place, "counting_conflict", sentence)


def _numbering(entries: Entries, source: Source) -> None:
    rows = list(_of(entries, "numbering", Numbering))
    if rows and not any(row.bodies is None and not row.kinds for _, row in rows):
        source.report(
            source.place(("numbering",)), "missing_default", "发文字号缺少默认行（不写 bodies 和 kinds 的一行）"
        )
    kinds = {kind for _, row in rows for kind in row.kinds} or {""}
    reported: set[str] = set()
    for _, body in _of(entries, "bodies", BodySeed):
        for kind in sorted(kinds):
            fitting = [(key, row) for key, row in rows if numbers(row, body, kind)]
            best = max((specificity(row) for _, row in fitting), default=0)
            top = [key for key, row in fitting if specificity(row) == best]
            if len(top) > 1 and top[-1] not in reported:
                reported.add(top[-1])
                sentence = f"发文字号“{'”“'.join(top)}”对{body.short_name}同样适用，分不出先后"
                source.report(source.place(("numbering", top[-1])), "ambiguous_numbering", sentence)


def _visibility(entries: Entries, source: Source) -> None:
    rows = list(_of(entries, "visibility", Visibility))
    if rows and sum(not row.kinds for _, row in rows) != 1:
        source.report(
            source.place(("visibility",)), "missing_default", "可见范围须有且只有一行默认（不写 kinds 的一行）"
        )
    counts = Counter(kind for _, row in rows for kind in row.kinds)
    for key, row in rows:
        for position, kind in enumerate(row.kinds):
            if counts[kind] > 1:
                source.report(
                    source.place(("visibility", key, "kinds", position)), "duplicate_key", f"“{kind}”不止一行"
                )


def _retention(entries: Entries, source: Source) -> None:
    rows = list(_of(entries, "retention", Retention))
    if rows and sum(not row.kinds for _, row in rows) != 1:
        source.report(
            source.place(("retention",)), "missing_default", "保管期限须有且只有一行默认（不写 kinds 的一行）"
        )
    counts = Counter(kind for _, row in rows for kind in row.kinds)
    for key, row in rows:
        for position, kind in enumerate(row.kinds):
            if counts[kind] > 1:
                source.report(source.place(("retention", key, "kinds", position)), "duplicate_key", f"“{kind}”不止一行")


def _powers(entries: Entries, source: Source) -> None:
    """A body that has a power has a team of its own to use it: what it would hand on itself is written where it goes."""
    rows = dict(_of(entries, "powers", Power))
    _orders("powers", {key: row.order for key, row in rows.items()}, source)
    bodies = dict(_of(entries, "bodies", BodySeed))
    for key, row in rows.items():
        body = bodies.get(row.to or "")
        if body is not None and (body.enforcement is None or body.enforcement.mode != "own"):
            source.report(
                source.place(("powers", key, "to")),
                "power_without_team",
                f"“{row.to}”没有自己的执法队伍（enforcement: own），不能是执法权归属",
            )


def _orders(section: str, orders: Mapping[str, int], source: Source) -> None:
    counts = Counter(orders.values())
    for key, order in orders.items():
        if counts[order] > 1:
            source.report(source.place((section, key, "order")), "not_unique", f"次序{order}不止一行在用，分不出先后")


def _destinations(entries: Entries, source: Source) -> None:
    rows = list(_of(entries, "destinations", Destination))
    _orders("destinations", {key: row.order for key, row in rows}, source)
    for key, row in rows:
        codes = _ranks(entries)
        for position, rank in enumerate(row.ranks):
            if codes and rank not in codes:
                place = source.place(("destinations", key, "ranks", position))
                source.report(place, "dangling_rank", f"职级“{rank}”不在“accountability.ranks”里")


def _ranks(entries: Entries) -> set[str]:
    """Codes of ranks on any day."""
    found = entries.get("values", {}).get(RANKS)
    values = [dated.value for dated in found.dated] if isinstance(found, Parameter) else []
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return {str(item).partition("=")[0] for item in items}


def _superseded(entries: Entries, source: Source) -> None:
    """A situation never claims the authority of an instrument that another one replaced or that was not read."""
    instruments = dict(_of(entries, "instruments", Instrument))
    bases = {("situations", key): row.basis for key, row in _of(entries, "situations", Situation)}
    bases |= {("handlings", key): row.basis for key, row in _of(entries, "handlings", Handling)}
    for (section, key), basis in bases.items():
        named = instruments.get(basis.instrument or "")
        if basis.kind != "statute" or named is None:
            continue
        if named.replaced_by is not None:
            sentence = f"《{named.title}》已有替代文件，不能作为现行依据：请写 local，并注明是旧条号"
            source.report(source.place((section, key, "basis")), "superseded_basis", sentence)
        elif named.reading in {"secondary", "title", "unread"}:
            sentence = f"《{named.title}》的条文没有读到，不能写成 statute：请写 local"
            source.report(source.place((section, key, "basis")), "unread_basis", sentence)


def _of(entries: Entries, section: str, model: type[T]) -> Iterator[tuple[str, T]]:
    for key, entry in entries.get(section, {}).items():
        if isinstance(entry, model):
            yield key, entry
