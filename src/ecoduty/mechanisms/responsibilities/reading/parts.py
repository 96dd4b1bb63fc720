"""Who has which part in a duty: by its columns first, by its words where no column says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ecoduty.mechanisms.responsibilities.reading import wording
from ecoduty.mechanisms.responsibilities.reading.data import Problem, problem
from ecoduty.mechanisms.responsibilities.reading.names import Bodies, Mention, Named
from ecoduty.mechanisms.responsibilities.reading.records import Record
from ecoduty.mechanisms.responsibilities.reading.tidying import flat, is_nothing
from ecoduty.mechanisms.responsibilities.words import Role

_HEAD = re.compile(r"^[*＊]?(?:配合|会同|协同|协办|牵头)(?:部门|单位)?[:：]")
_MARKED = re.compile(r"([^、，,；;\n]+?)[（(]?(?:牵头|主办)[）)]?(?=[、，,；;\n]|$)")
_INNER = re.compile(r"处|科|室|股|中心|队")
_UNIT_BEHIND = re.compile(r"[（(]?([^、，,；;（）()\n]{1,16}?(?:处|科|室|股|中心|队|办))[）)]?(?=[、，,；;\n]|$)")


@dataclass(frozen=True, slots=True)
class Parts:
    """Who has which part in a row, by keys; `unit` is the own unit that the body's name was written with."""

    role: str
    lead: str
    joint: tuple[str, ...]
    supporters: tuple[str, ...]
    unknown: tuple[str, ...]
    unit: str = ""


class PartsReader:
    """Reads one record; `problems` grows with what is found."""

    def __init__(self, bodies: Bodies, record: Record, problems: list[Problem]) -> None:
        self.bodies, self.record, self.problems = bodies, record, problems
        self.own = bodies.own.key
        self.unknown: list[str] = []
        self.unit = ""

    def read(self, name: str, description: str, note: str) -> Parts:
        """The parts of a duty whose own words are given."""
        said = self._said(name, description, note)
        leads, helping = self._leads(said)
        with_words = self.known(said.joint, self.record.place)
        joint = self._cell("joint") or with_words or self._with_by_role()
        supporters = self._cell("supporters")
        written = bool(supporters)
        supporters = supporters or helping or self.known(said.supporters, self.record.place)
        joint = tuple(key for key in joint if key != self.own)
        if said.role != Role.JOINT or leads:
            joint = tuple(key for key in joint if not (written and key in supporters))
        role = self._role(said, leads, joint, supporters)
        if role == Role.JOINT:
            joint = joint or tuple(key for key in leads if key != self.own)
            self._both(joint, supporters if written else ())
        lead = self._lead(role, leads, supporters)
        supporters = tuple(key for key in supporters if key not in {lead, *joint})
        if role != Role.SUPPORT and said.helped and not written:
            names = "、".join(one.text for one in said.helped)
            self.problems.append(problem(self.record.place, "row_two_parts", lead=names))
        return Parts(role.value, lead, joint, supporters, tuple(dict.fromkeys(self.unknown)), self.unit)

    # ------------------------------------------------------------------ bodies

    def known(self, mentions: Iterable[Mention], place: str) -> tuple[str, ...]:
        """Keys of who is meant today, each once; former names and bodies that are gone are said."""
        keys: list[str] = []
        for one in mentions:
            body = self.bodies.today(one.body)
            if one.body.gone:
                said = (
                    problem(place, "row_body_succeeded", text=one.text, heir=body.short_name)
                    if body is not one.body
                    else problem(place, "row_body_gone", text=one.text, stops=True)
                )
                self._say(said)
            elif one.text in body.former:
                self._say(problem(place, "row_body_former_name", text=one.text, now=body.short_name))
            if body.key not in keys:
                keys.append(body.key)
        return tuple(keys)

    def _say(self, said: Problem) -> None:
        if said not in self.problems[-6:]:
            self.problems.append(said)

    def _doubts(self, named: Named, place: str) -> None:
        """Say what of an enumeration names nobody known."""
        self.unknown += named.unknown
        for text in named.unknown:
            self._say(problem(place, "row_body_unknown", text=text))
        for text in named.vague:
            self._say(problem(place, "row_body_vague", text=text))

    def _both(self, joint: tuple[str, ...], supporters: tuple[str, ...]) -> None:
        """Whom the words lead with and the column only has help."""
        names = "、".join(self.bodies.by_key[key].short_name for key in joint if key in supporters)
        if names:
            self.problems.append(problem(self.record.at("supporters"), "row_joint_or_support", names=names))

    # ------------------------------------------------------------------ cells

    def _said(self, name: str, description: str, note: str) -> wording.Wording:
        """What the words say: the name's first, then the description's; the platform's own rows need none."""
        if self.record.literal and self.record.get("role"):
            return wording.Wording()
        said = wording.understand(name, self.bodies)
        if not said.role and description:
            more = wording.understand(description, self.bodies)
            more.joint, more.supporters = said.joint or more.joint, said.supporters or more.supporters
            more.leads = said.leads or more.leads
            said = more
        if note:
            more = wording.understand(note, self.bodies)
            said.leads, said.joint = said.leads or more.leads, said.joint or more.joint
            said.supporters = said.supporters or more.supporters
        self._doubts(Named((), tuple(said.unknown), tuple(said.vague)), self.record.place)
        return said

    def _cell(self, key: str) -> tuple[str, ...]:
        """The bodies of a cell."""
        text = self.record.get(key)
        if not text or is_nothing(text):
            return ()
        place = self.record.at(key)
        named = self.bodies.named(_HEAD.sub("", text))
        self._doubts(named, place)
        return self.known(named.bodies, place)

    def _with_by_role(self) -> tuple[str, ...]:
        """Whom the cell of the role names: 会同（市生态环境局）."""
        text = "" if self.record.literal else self.record.get("role")
        if wording.role_of(text) != Role.JOINT:
            return ()
        return self.known(self.bodies.mentions(text), self.record.at("role"))

    def _leads(self, said: wording.Wording) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads, and who helps by the same cell: 牵头：甲；配合：乙, 甲（牵头）、乙, the first of 责任单位."""
        for key in ("lead", "responsible"):
            text = self.record.get(key)
            if not text or is_nothing(text):
                continue
            found = self._in_lead_cell(self._without_units(text), key)
            if found is not None:
                return found
        role = self.record.get("role")
        if not self.record.literal and (inside := self.bodies.mentions(role)):
            others = [one for one in inside if one.body.key != self.own]
            if others and wording.role_of(role) == Role.SUPPORT:
                return self.known(others[:1], self.record.at("role")), ()
        for section in reversed(self.record.sections):
            named = [one for one in self.bodies.mentions(section) if len(one.text) * 2 > len(section)]
            if named and named[0].body.key != self.own:
                return self.known(named[:1], self.record.place), ()
        return self.known(said.leads, self.record.place), ()

    def _in_lead_cell(self, text: str, key: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Leads and helpers of a cell; None where it names an inner unit, which is kept."""
        place = self.record.at(key)
        if re.search(
            r"(?:牵头|主办|责任|配合|协办)(?:部门|单位)?[:：]|(?:牵头|主办)[^、；;（）()\n]*[，,；;\n].*(?:配合|协办)",
            text,
        ):
            cell = wording.understand(re.sub(r"\s*\n\s*", "；", text), self.bodies)
            self._doubts(Named((), tuple(cell.unknown), ()), place)
            if cell.leads:
                return self.known(cell.leads, place), self.known((*cell.joint, *cell.supporters), place)
        marked = _MARKED.findall(text)
        if marked and re.search("牵头|主办", text):
            first = self.bodies.named("、".join(re.sub(r"[（(]$", "", one) for one in marked))
            rest = self.bodies.named(re.sub(r"配合|协办|牵头|主办|[（()）]", "", text))
            self._doubts(rest._replace(unknown=()), place)
            leads = self.known(first.bodies, place)
            return leads, tuple(one for one in self.known(rest.bodies, place) if one not in leads)
        named = self.bodies.named(text)
        keys = self.known(named.bodies, place)
        if not keys and not self.record.literal and _INNER.search(text):
            self.unit = self.unit or flat(text)
            return None
        self._doubts(named, place)
        return (keys[:1], keys[1:]) if key == "responsible" else (keys, ())

    def _without_units(self, text: str) -> str:
        """The cell without the units behind the names of bodies (市水利局水资源科); the own body's is kept."""
        if self.record.literal:
            return text
        for one in reversed(self.bodies.mentions(text)):
            behind = _UNIT_BEHIND.match(text, one.end)
            if behind is None:
                continue
            if one.body.key == self.own:
                self.unit = behind[1].strip()
            text = text[: one.end] + text[behind.end() :]
        return text

    # ------------------------------------------------------------------ roles

    def _role(
        self, said: wording.Wording, leads: tuple[str, ...], joint: tuple[str, ...], supporters: tuple[str, ...]
    ) -> Role:
        text = flat(self.record.get("role"))
        if text:
            if code := wording.role_of(text):
                return Role(code)
            self.problems.append(problem(self.record.at("role"), "row_role_unclear", text=text[:20]))
        if leads:
            return self._role_beside(said, leads, joint)
        if joint and said.role in {"", Role.INDEPENDENT, Role.JOINT}:
            return Role.JOINT
        if not said.role and (role := self._role_above()):
            return role
        if said.role in {"", Role.INDEPENDENT} or (said.role == Role.JOINT and supporters):
            return Role.LEAD if supporters else Role.INDEPENDENT
        return Role(said.role)

    def _role_above(self) -> Role | None:
        """The role that the heading above gives to all below it: 牵头事项."""
        for section in reversed(self.record.sections):
            if (role := wording.role_of_heading(section)) is not None:
                return role
        return None

    def _role_beside(self, said: wording.Wording, leads: tuple[str, ...], joint: tuple[str, ...]) -> Role:
        """The role where it is written who leads."""
        if self.own not in leads:
            return Role.JOINT if joint and said.role == Role.JOINT else Role.SUPPORT
        if len(leads) > 1:
            names = "、".join(self.bodies.by_key[key].short_name for key in leads)
            self.problems.append(problem(self.record.at("lead"), "row_two_leads", count=len(leads), names=names))
            return Role.JOINT
        stays = said.role in {Role.GUIDE, Role.SUPERVISE} or (said.role == Role.JOINT and joint)
        return Role(said.role) if stays else Role.LEAD

    def _lead(self, role: Role, leads: tuple[str, ...], supporters: tuple[str, ...]) -> str:
        others = tuple(key for key in leads if key != self.own)
        if role == Role.SUPPORT:
            if not others:
                self.problems.append(problem(self.record.place, "row_lead_missing"))
                return ""
            if self.record.get("lead") and supporters and self.own not in supporters and not self.record.literal:
                self._not_own(others[0])
            return others[0]
        if leads and self.own not in leads:
            self._not_own(leads[0])
        return self.own

    def _not_own(self, lead: str) -> None:
        name, own = self.bodies.by_key[lead].short_name, self.bodies.own.short_name
        self.problems.append(problem(self.record.at("lead"), "row_not_own", lead=name, own=own))


__all__ = ["Parts", "PartsReader"]
