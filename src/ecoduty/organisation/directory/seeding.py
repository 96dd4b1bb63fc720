"""From a rulebook to the first directory, and what differs since: after the first adoption the directory rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ecoduty.kernel.flow import ActData, Actor, Item, perform_many
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import BodySeed, District, PostSeed
from ecoduty.organisation.directory import data, queries
from ecoduty.organisation.directory.dated import on_day
from ecoduty.organisation.directory.flow import BODY, WITH_LEADERS
from ecoduty.organisation.directory.guards import reference
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.rows import Rows, load, rows_of
from ecoduty.organisation.directory.states import (
    CLERK,
    COORDINATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    LIAISON,
    PRINCIPAL,
    SECRETARY,
    LineKind,
)

# Leaders first, then who signs, reviews, drafts; secretaries last. Within a rank, the rulebook's order.
_RANKS = {PRINCIPAL: 100, DIRECTOR: 100, DEPUTY: 200, CLERK: 300, LIAISON: 300, SECRETARY: 400}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the directory and a rulebook no longer agree; `sentence` says it to a clerk."""

    body: str
    what: str
    rulebook: str
    directory: str

    @property
    def sentence(self) -> str:
        """The difference in Chinese."""
        return f"{self.body}：{self.what}，规则书为“{self.rulebook or '无'}”，名录为“{self.directory or '无'}”"


def seed(book: Rulebook, actor: Actor, moment: datetime, reason: str = "") -> int:
    """Establish the rulebook's bodies with posts, lines of work and leaders in charge, if there is no body yet.

    Runs inside the act of adopting; the number of bodies established, 0 when the directory has any.
    """
    if Body.objects.exists():
        return 0
    areas = [_item(one.key, _area(one), moment, reason) for one in book.districts.values()]
    own = [_item(one.key, _establish(book, one), moment, reason) for one in book.bodies.values()]
    lines = [_item(one.key, _arrange(one), moment, reason) for one in book.bodies.values() if _has_lines(one)]
    routes = [_item(one.key, _route(one), moment, reason) for one in book.bodies.values() if _routed(one)]
    leaders = [
        _item(body, data.AssignLeader(leader=leader), moment, reason)
        for body, some in _leaders(book).items()
        for leader in some
    ]
    for act, items in (("establish", areas), ("establish", own), ("arrange", lines), ("revise", routes)):
        perform_many(BODY, act, items, actor=actor)
    for some in rounds(leaders):
        perform_many(BODY, "assign_leader", some, actor=actor)
    return len(areas) + len(own)


def rounds(items: Iterable[Item]) -> list[list[Item]]:
    """Batches for the gate, which does an act at most once on each subject: the second on a body waits a round."""
    found: list[list[Item]] = []
    counted: dict[object, int] = {}
    for item in items:
        number = counted.get(item.ref, 0)
        counted[item.ref] = number + 1
        if number == len(found):
            found.append([])
        found[number].append(item)
    return found


def drift(book: Rulebook, on: date) -> list[Difference]:
    """Every difference between a rulebook's seeds and the directory on a day, in official order."""
    present = list(queries.bodies(on=on).select_related("parent", "host", "enforcement_to"))
    load(present)
    known = {body.key: body for body in present}
    leaders = _leaders(book)
    found: list[Difference] = []
    for one in book.bodies.values():
        body = known.pop(one.key, None)
        if body is None:
            found.append(Difference(one.short_name, "机构", one.name, ""))
        else:
            found += _compare(body.short_name, _wanted(book, one, leaders), _present(rows_of(body), on))
    found += [Difference(body.short_name, "机构", "", body.name) for body in known.values()]
    return found


def _item(key: str, given: ActData, moment: datetime, reason: str) -> Item:
    return Item(key, given, occurred_at=moment, reason=reason)


def _area(one: District) -> data.Establish:
    return data.Establish(
        key=one.key, name=one.name, short_name=one.name, kind=DISTRICT, level="district", region_code=one.code,
        official_code=one.code, order=one.order,
    )  # fmt: skip


def _establish(book: Rulebook, one: BodySeed) -> data.Establish:
    return data.Establish(
        key=one.key,
        name=one.name,
        short_name=one.short_name,
        aliases=one.aliases,
        kind=one.kind,
        level=one.level,
        region_code=one.region,
        order=one.order,
        official_code=one.official_code or "",
        tags=one.tags,
        enforcement=one.enforcement.mode if one.enforcement else "",
        coordinator_required=one.coordinator,
        posts=tuple(_post(number, post) for number, post in enumerate(posts_of(book, one.key), start=1)),
    )


def _post(number: int, one: PostSeed) -> data.PostGiven:
    return data.PostGiven(
        key=one.key, kind=one.role, title=one.label, order=_RANKS.get(one.role, 0) + number, side=_side(one), serves=one.serves or "",
        single=one.one,
    )  # fmt: skip


def _side(one: PostSeed) -> Literal["", "government", "party"]:
    return one.side or ("government" if one.portfolio else "")


def posts_of(book: Rulebook, key: str) -> list[PostSeed]:
    """The posts a body gets. What a rulebook calls the coordinator's post is a designation beside a post."""
    return [post for post in book.posts_of(key) if post.role != COORDINATOR]


def _has_lines(one: BodySeed) -> bool:
    return bool(one.parent or one.host or one.superiors or one.counterparts)


def _arrange(one: BodySeed) -> data.Arrange:
    return data.Arrange(parent=one.parent, host=one.host, superiors=one.superiors, counterparts=one.counterparts)


def _routed(one: BodySeed) -> bool:
    return one.enforcement is not None and one.enforcement.to is not None


def _route(one: BodySeed) -> data.Revise:
    return data.Revise(enforcement_to=one.enforcement.to if one.enforcement else None)


def _leaders(book: Rulebook) -> dict[str, list[str]]:
    """Leaders' posts by the body that answers to them."""
    found: dict[str, list[str]] = {}
    for post in book.posts.values():
        if post.portfolio is None:
            continue
        homes = book.select(post.bodies)
        for body in book.select(post.portfolio):
            if book.bodies[body].level in WITH_LEADERS:
                found.setdefault(body, []).extend(f"{home}/{post.key}" for home in homes)
    return found


# ------------------------------------------------------------------ comparing


def _wanted(book: Rulebook, one: BodySeed, leaders: dict[str, list[str]]) -> dict[str, str]:
    posts = posts_of(book, one.key)
    return {
        "全称": one.name,
        "简称": one.short_name,
        "机构类型": one.kind,
        "层级": one.level,
        "排列次序": str(one.order),
        "行政区划代码": one.region,
        "隶属": one.parent or "",
        "合署或挂靠": one.host or "",
        "执法方式": one.enforcement.mode if one.enforcement else "",
        "由谁执法": (one.enforcement.to if one.enforcement else "") or "",
        "须确定统筹负责同志": "是" if one.coordinator else "否",
        "分组": _words(one.tags),
        "上级主管部门": _words(one.superiors),
        "对口部门": _words(one.counterparts),
        "岗位": _words(f"{post.key} {post.label}" for post in posts),
        "分管领导": _words(leaders.get(one.key, [])),
    }


def _present(rows: Rows, on: date) -> dict[str, str]:
    body = rows.body
    lines = on_day(rows.lines, on)
    return {
        "全称": body.name,
        "简称": body.short_name,
        "机构类型": body.kind,
        "层级": body.level,
        "排列次序": str(body.order),
        "行政区划代码": body.region_code,
        "隶属": body.parent.key if body.parent else "",
        "合署或挂靠": body.host.key if body.host else "",
        "执法方式": body.enforcement,
        "由谁执法": body.enforcement_to.key if body.enforcement_to else "",
        "须确定统筹负责同志": "是" if body.coordinator_required else "否",
        "分组": _words(body.tags),
        "上级主管部门": _words(row.above.key for row in lines if row.kind == LineKind.SUPERIOR),
        "对口部门": _words(row.above.key for row in lines if row.kind == LineKind.COUNTERPART),
        "岗位": _words(f"{post.key} {post.title}" for post in on_day(rows.posts, on)),
        "分管领导": _words(reference(row.leader) for row in on_day(rows.leaders, on)),
    }


def _words(parts: Iterable[str]) -> str:
    return "、".join(sorted(parts))


def _compare(name: str, wanted: dict[str, str], present: dict[str, str]) -> list[Difference]:
    return [Difference(name, what, text, present[what]) for what, text in wanted.items() if text != present[what]]
