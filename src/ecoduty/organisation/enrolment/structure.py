"""Bodies, units and posts of the file against the directory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ecoduty.kernel.flow import ActData, Actor, Refused
from ecoduty.kernel.flow.data import parse
from ecoduty.kernel.flow.table import Act, permits
from ecoduty.organisation.directory import data
from ecoduty.organisation.directory.choices import values_for
from ecoduty.organisation.directory.flow import (
    ADD_POST,
    ADD_UNIT,
    ARRANGE,
    BODY,
    CLOSE_POST,
    CLOSE_UNIT,
    RENAME,
    REVISE,
)
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.relations import relations
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, Level
from ecoduty.organisation.enrolment.columns import BODIES, NO, POSTS, UNITS, YES
from ecoduty.organisation.enrolment.plan import Plan
from ecoduty.organisation.enrolment.reading import Line, Lines, day
from ecoduty.organisation.enrolment.standing import BodyView, PostView, Standing
from ecoduty.organisation.enrolment.writing import kinds_of_bodies, kinds_of_posts

_KEY = re.compile(r"[a-z0-9]+([-_.][a-z0-9]+)*")


class Structure:
    """The three sheets about bodies. What they bring is known to the sheet of people at once."""

    def __init__(self, plan: Plan, standing: Standing, actor: Actor) -> None:
        self.plan = plan
        self.standing = standing
        self.actor = actor
        self.kinds = {label: key for key, label in kinds_of_bodies().items()} | {key: key for key in kinds_of_bodies()}
        self.levels = {str(level.label): level.value for level in Level} | {level.value: level.value for level in Level}
        self.post_kinds = kinds_of_posts()

    def read(self, lines: Lines) -> None:
        """Bodies first, for units, posts and people may be theirs; where bodies belong when all are known."""
        bodies = [line for line in lines.of(BODIES) if self._filled(line)]
        seen: dict[str, int] = {}
        for line in bodies:
            first = seen.setdefault(line.get("key"), line.row)
            if first != line.row:
                self._fault(line, "key", f"机构代码与第{first}行相同")
            else:
                self._body(line)
        for line in bodies:
            self._parent(line)
        for line in lines.of(UNITS):
            self._in_body(line, self._unit)
        for line in lines.of(POSTS):
            self._in_body(line, self._post)

    def _fault(self, line: Line, key: str, sentence: str) -> None:
        self.plan.faults.append(line.fault(key, sentence))

    def _filled(self, line: Line) -> bool:
        empty = [column for column in line.sheet.columns if column.needed and not line.get(column.key)]
        for column in empty:
            self._fault(line, column.key, f"“{column.heading}”没有填")
        wrong = [
            column
            for column in line.sheet.columns
            if column.date and line.get(column.key) and not day(line.get(column.key))
        ]
        for column in wrong:
            self._fault(line, column.key, f"“{line.get(column.key)}”不是日期，应写成2026-01-31")
        return not empty and not wrong

    def _may(self, act: Act, body: BodyView | None) -> bool:
        """Whether the actor may do this to a body; new bodies are the city's committee office's."""
        if body is None or body.row is None:
            office = COMMITTEE_OFFICE in self.actor.capacities and self.actor.level == Level.CITY
            return self.actor.is_system or (office and self.actor.post_kind in OFFICE_KINDS)
        return permits(act, self.actor, relations(body.row, self.actor, self.standing.on))

    def _parsed(self, line: Line, model: type[ActData], given: Mapping[str, Any]) -> ActData | None:
        """The act's data, or a fault for every field that is not right."""
        try:
            return parse(model, given)
        except Refused as refused:
            for problem in refused.problems:
                self._fault(line, problem.field, problem.sentence)
            return None

    def _flag(self, line: Line, key: str) -> bool | None:
        """是 or 否; None where nothing was filled, or something else (a fault then)."""
        text = line.get(key)
        if text not in {"", YES, NO}:
            self._fault(line, key, f"“{text}”应为“是”或“否”")
        return {YES: True, NO: False}.get(text)

    def _number(self, line: Line, key: str) -> int | None:
        text = line.get(key)
        if text and not (text.isdecimal() and len(text) < 9):
            self._fault(line, key, f"“{text}”应为整数")
            return None
        return int(text) if text else None

    # ------------------------------------------------------------------ bodies

    def _body(self, line: Line) -> None:
        known = self.standing.bodies.get(line.get("key"))
        if line.get("key") in self.standing.gone:
            self._fault(line, "key", f"机构“{line.get('key')}”已撤销，代码不能再用")
        elif not self._may(BODY.by_code["establish"] if known is None else REVISE, known):
            self._fault(line, "key", "您的岗位不能设立或更正这个机构，请交市环委办办理")
        elif known is None or known.row is None:
            self._establish(line)
        else:
            self._compare(line, known.row)

    def _establish(self, line: Line) -> None:
        kind, level = self.kinds.get(line.get("kind")), self.levels.get(line.get("level"))
        if kind is None:
            self._fault(line, "kind", f"没有机构类型“{line.get('kind')}”，请从列表中选")
        if level is None:
            self._fault(line, "level", f"没有层级“{line.get('level')}”，请从列表中选")
        number, flag = self._number(line, "order"), self._flag(line, "coordinator_required")
        if kind is None or level is None:
            return
        given = {
            "key": line.get("key"), "name": line.get("name"), "short_name": line.get("short_name"), "kind": kind,
            "level": level, "region_code": line.get("region_code"), "order": number or 0,
            "official_code": line.get("official_code"), "coordinator_required": bool(flag),
            "valid_from": day(line.get("since")),
        }  # fmt: skip
        parsed = self._parsed(line, data.Establish, given)
        if parsed is not None:
            self.standing.add(BodyView(line.get("key"), line.get("short_name")), line.get("name"))
            self.plan.before.append(("establish", line.get("key"), parsed))
            self.plan.tell("新设机构", line.get("name"))

    def _compare(self, line: Line, body: Body) -> None:
        """What differs of a body that stands: its name by date, the rest as a correction."""
        fixed = {
            "kind": self.kinds.get(line.get("kind")) == body.kind or line.get("kind") == body.kind,
            "level": self.levels.get(line.get("level")) == body.level,
            "region_code": line.get("region_code") == body.region_code,
        }
        for key, same in fixed.items():
            if not same:
                self._fault(line, key, f"“{line.get(key)}”与登记不同；已有机构的类型、层级和区划不能用导入更改")
        if (line.get("name"), line.get("short_name")) != (body.name, body.short_name):
            self._rename(line, body)
        self._revise(line, body)

    def _rename(self, line: Line, body: Body) -> None:
        since = day(line.get("since")) or self.standing.on
        if since > self.standing.on:
            self._fault(line, "since", "更名日期还没有到，到日子再登记")
        given = {"name": line.get("name"), "short_name": line.get("short_name"), "since": since}
        parsed = self._parsed(line, data.Rename, given)
        if parsed is not None:
            self.plan.before.append((RENAME.code, body.key, parsed))
            self.standing.add(self.standing.bodies[body.key], line.get("name"), line.get("short_name"))
            self.plan.tell("更名", f"{body.name}改称{line.get('name')}，{since}起")

    def _revise(self, line: Line, body: Body) -> None:
        number, flag = self._number(line, "order"), self._flag(line, "coordinator_required")
        code = line.get("official_code")
        changes: dict[str, Any] = {}
        if number is not None and number != body.order:
            changes["order"] = number
        if code and code != body.official_code:
            changes["official_code"] = code
        if flag is not None and flag != body.coordinator_required:
            changes["coordinator_required"] = flag
        parsed = self._parsed(line, data.Revise, changes) if changes else None
        if parsed is not None:
            self.plan.before.append((REVISE.code, body.key, parsed))
            self.plan.tell("更正机构登记", body.name)

    def _parent(self, line: Line) -> None:
        text, own = line.get("parent"), self.standing.bodies.get(line.get("key"))
        if not text or own is None:
            return
        above = self.standing.body(text)
        if above is None:
            self._fault(line, "parent", f"名录中没有机构“{text}”，或有几个同名，请填机构代码")
        elif above.key == own.key:
            self._fault(line, "parent", "机构不能隶属于自己")
        elif own.row is None or own.row.parent is None or own.row.parent.key != above.key:
            present = values_for(ARRANGE, own.row, self.standing.on) if own.row else {}
            given = {**{name: value for name, value in present.items() if value}, "parent": above.key}
            parsed = self._parsed(line, data.Arrange, given)
            if parsed is not None:
                self.plan.before.append((ARRANGE.code, own.key, parsed))
                self.plan.tell("调整隶属", f"{own.short_name}隶属{above.short_name}")

    # ------------------------------------------------------------------ units and posts

    def _in_body(self, line: Line, read: Callable[[Line, BodyView], None]) -> None:
        if not self._filled(line):
            return
        body = self.standing.body(line.get("body"))
        if body is None:
            self._fault(line, "body", f"名录中没有机构“{line.get('body')}”，或有几个同名，请填机构代码")
            return
        act = ADD_UNIT if line.sheet is UNITS else ADD_POST
        if not self._may(act, body) and not self._stands(line, body):
            self._fault(line, "body", f"您的岗位不能为“{body.short_name}”{act.label}，请交环委办办理")
            return
        read(line, body)

    def _stands(self, line: Line, body: BodyView) -> bool:
        """Whether a line changes nothing: what one may not change may still stand in the file."""
        if line.sheet is UNITS:
            return line.get("name") in body.units and not line.get("until")
        known = body.posts.get(line.get("key"))
        return known is not None and known.title == line.get("title") and self._ends(line, known.until) is None

    def _ends(self, line: Line, present: date | None) -> date | None:
        until = day(line.get("until"))
        return until if until != present else None

    def _unit(self, line: Line, body: BodyView) -> None:
        name, until = line.get("name"), day(line.get("until"))
        if name not in body.units:
            if until is not None:
                return self._fault(line, "until", f"“{body.short_name}”没有内设机构“{name}”可以撤销")
            given = {
                "name": name,
                "order": self._number(line, "order") or 0,
                "since": day(line.get("since")) or self.standing.on,
            }
            parsed = self._parsed(line, data.AddUnit, given)
            if parsed is not None:
                body.units[name] = None
                self.plan.before.append((ADD_UNIT.code, body.key, parsed))
                self.plan.tell("增设内设机构", f"{body.short_name}·{name}")
        elif until is not None:
            self.plan.after.append((CLOSE_UNIT.code, body.key, data.CloseUnit(name=name, until=until)))
            self.plan.tell("撤销内设机构", f"{body.short_name}·{name}，{until}起")
        return None

    def _post(self, line: Line, body: BodyView) -> None:
        known = body.posts.get(line.get("key"))
        if known is None:
            self._add_post(line, body)
            return
        if known.title != line.get("title"):
            self._fault(line, "title", f"岗位“{known.key}”登记的名称是“{known.title}”；改名请撤销后另设新代码")
        if known.kind != line.get("kind"):
            self._fault(line, "kind", f"岗位“{known.key}”登记的类别是“{known.kind}”，不能用导入更改")
        until = self._ends(line, known.until)
        if until is None:
            return
        if known.until is not None:
            self._fault(line, "until", f"已登记自{known.until}起撤销，不能用导入更改")
            return
        known.until = until
        self.plan.after.append((CLOSE_POST.code, body.key, data.ClosePost(post=known.key, until=until)))
        self.plan.tell("撤销岗位", f"{body.short_name}·{known.title}，{until}起")

    def _add_post(self, line: Line, body: BodyView) -> None:
        key, unit, since = line.get("key"), line.get("unit"), day(line.get("since")) or self.standing.on
        if not _KEY.fullmatch(key):
            return self._fault(line, "key", f"“{key}”应为小写英文、数字和连字符，如 liaison")
        if line.get("kind") not in self.post_kinds:
            return self._fault(line, "kind", f"没有岗位类别“{line.get('kind')}”，请从列表中选")
        if unit and unit not in body.units:
            return self._fault(line, "unit", f"“{body.short_name}”没有内设机构“{unit}”")
        if line.get("until"):
            return self._fault(line, "until", "还没有这个岗位，不能撤销")
        single = self._flag(line, "single") is not False
        given = {
            "key": key, "kind": line.get("kind"), "title": line.get("title"), "unit": unit,
            "order": self._number(line, "order") or 0, "single": single, "since": since,
        }  # fmt: skip
        parsed = self._parsed(line, data.AddPost, given)
        if parsed is not None:
            body.posts[key] = PostView(key, line.get("title"), line.get("kind"), single, since, None)
            self.plan.before.append((ADD_POST.code, body.key, parsed))
            self.plan.tell("增设岗位", f"{body.short_name}·{line.get('title')}")
        return None
