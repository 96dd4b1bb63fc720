"""A record becomes a row: who leads, on which basis, which codes; what is not understood is said at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference, Standing, replacement
from ecoduty.mechanisms.responsibilities.reading import inline, wording
from ecoduty.mechanisms.responsibilities.reading.data import Problem, Row, problem
from ecoduty.mechanisms.responsibilities.reading.names import Bodies, Mention, Named
from ecoduty.mechanisms.responsibilities.reading.records import Record
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary, enforcing_of, level_of, openness_of
from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, Role, RowLevel

LONGEST_NAME = 300
_BEGINS = re.compile(r"(?:负责|牵头|会同|配合|指导|监督|组织|承担|编制|协助|依法|[（(]?[一1][）)、.．])")
_END = " 。；;.，,、"
_NONE = re.compile(r"(?:无|/|—+|-+|－|暂无|空|不涉及|没有|\\)")


@dataclass(slots=True)
class Maker:
    """Makes rows of one list; `problems` grows with what is found."""

    bodies: Bodies
    library: Library
    vocabulary: Vocabulary
    on: date
    source: str = ""  # the unit that the whole text comes from
    problems: list[Problem] = field(default_factory=list)
    _read: dict[str, tuple[tuple[Reference, ...], tuple[tuple[str, str], ...]]] = field(default_factory=dict)

    def row(self, record: Record) -> Row:
        """The row of a record."""
        name, description, note = self._texts(record)
        parts = self._parts(record, name, description, note)
        openness, reason = self._openness(record)
        said = f"{name}\n{description}"
        return Row(
            place=record.place,
            number=record.get("number")
            if record.literal or re.search(r"[A-Za-z]|[0-9][-—][0-9]", record.get("number"))
            else "",
            name=name,
            description="\n".join(filter(None, (description, f"备注：{note}" if note else ""))),
            field=self._field(record),
            role=parts.role,
            lead=parts.lead,
            joint=parts.joint,
            supporters=parts.supporters,
            unknown=parts.unknown,
            level=self._one_of(record, "level", level_of, RowLevel.labels) or self._own_level(),
            unit=self._unit(record.get("unit") or self.source),
            person_a=self.line(record.get("person_a"))[:60],
            person_b=self.line(record.get("person_b"))[:60],
            references=self._references(record, said),
            basis_text=self._basis_text(record, said),
            ways=self._ways(record),
            enforcement=self._one_of(record, "enforcement", enforcing_of, Enforcing.labels),
            cycle=self.line(record.get("cycle"))[:40],
            liability="" if _NONE.fullmatch(record.get("liability")) else record.get("liability"),
            openness=openness,
            openness_reason=reason,
            words=tuple(piece for piece in re.split(r"[、，,；;\s]+", record.get("words")) if piece),
            catch_all=record.get("catch_all") == "是" if record.literal else self.vocabulary.is_catch_all(said),
            places={key: cell.place for key, cell in record.cells.items()},
        )

    # ------------------------------------------------------------------ words

    def _texts(self, record: Record) -> tuple[str, str, str]:
        """Name, description and remark; what else the duty's text says has gone to its own fields."""
        if record.literal:
            return record.get("name"), record.get("description"), record.get("note")
        text, found = inline.taken_apart(inline.unnumbered(record.get("name")))
        for said, more in found:
            key = "unit" if said == "source" else said
            if key in {"note", "basis"} or not record.get(key):
                record.add(key, more, record.place)
        lines = [line for line in text.split("\n") if line]
        description = record.get("description")
        if len(lines) > 1 and not _BEGINS.match(lines[0]) and lines[0][-1] not in "，、；" and _BEGINS.match(lines[1]):
            description = "\n".join(filter(None, (*lines[1:], description)))
            lines = lines[:1]
        name = "".join(lines).strip(_END) or inline.unnumbered(record.get("name")).replace("\n", "")
        if len(name) > LONGEST_NAME:
            self.problems.append(problem(record.place, "row_name_long", most=LONGEST_NAME))
            description = "\n".join(filter(None, (name, description)))
            name = _shortened(name)
        note = record.get("note")
        return name, description, "" if _NONE.fullmatch(note) else note

    def line(self, text: str) -> str:
        """A cell on one line; empty for 无 and the like."""
        return (
            ""
            if _NONE.fullmatch(text)
            else "、".join(line.strip(_END) for line in text.split("\n") if line.strip(_END))
        )

    def _unit(self, text: str) -> str:
        """Units as written, without the body's own name before them."""
        line = self.line(text)
        own = [one for one in self.bodies.mentions(line) if one.body.key == self.bodies.own.key]
        for one in reversed(own):
            if one.end < len(line) and line[one.end] not in "、，;；":
                line = line[: one.start] + line[one.end :]
        return line[:120]

    def _own_level(self) -> str:
        return (RowLevel.DISTRICT if self.bodies.own.level == "district" else RowLevel.CITY).value

    # ------------------------------------------------------------------ who

    def _parts(self, record: Record, name: str, description: str, note: str) -> Parts:
        parts = _PartsReader(self, record)
        return parts.read(name, description, note)

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

    def doubts(self, named: Named, place: str) -> None:
        """Say what of an enumeration names nobody known."""
        for text in named.unknown:
            self._say(problem(place, "row_body_unknown", text=text))
        for text in named.vague:
            self._say(problem(place, "row_body_vague", text=text))

    # ------------------------------------------------------------------ bases

    def _basis_text(self, record: Record, said: str) -> str:
        text = record.get("basis")
        if record.literal:
            return text
        if _NONE.fullmatch(text):
            return ""
        return text or "；".join(inline.cited(said))

    def _references(self, record: Record, said: str) -> tuple[Reference, ...]:
        text, place = self._basis_text(record, said), record.at("basis")
        if text not in self._read:
            self._read[text] = self._parsed(text)
        references, faults = self._read[text]
        self.problems += [Problem(place, code, sentence) for code, sentence in faults]
        return references

    def _parsed(self, text: str) -> tuple[tuple[Reference, ...], tuple[tuple[str, str], ...]]:
        """What a text cites, and what is wrong with it: many rows say the same."""
        reading = parse(text, self.library, on=self.on, body=self.bodies.own.key)
        faults = [(fault.code, fault.sentence) for fault in reading.faults]
        for reference in dict.fromkeys(reading.references):
            validity = reference.valid_on(self.on)
            if validity.holds or validity.standing == Standing.UNKNOWN:
                continue
            proposal = replacement(self.library, reference, self.on)
            advice = f"；{proposal.sentence}" if proposal else ""
            faults.append((validity.standing.value, f"{reference.text}：{validity.sentence}{advice}"))
        return tuple(dict.fromkeys(reading.references)), tuple(faults)

    # ------------------------------------------------------------------ codes

    def _field(self, record: Record) -> str:
        text = self.line(record.get("field"))
        if text:
            code = self.vocabulary.field_of(text)
            if not code and self.vocabulary.fields and not record.section:
                fields = "、".join(self.vocabulary.fields.values())
                self.problems.append(problem(record.at("field"), "row_field_unknown", text=text[:30], fields=fields))
            return code
        about = bool(record.section) and not self.bodies.mentions(record.section)
        return self.vocabulary.field_of(record.section) if about else ""

    def _ways(self, record: Record) -> tuple[str, ...]:
        text = self.line(record.get("ways"))
        codes, unknown = self.vocabulary.ways_of(text)
        if unknown and self.vocabulary.ways:
            ways = "、".join(self.vocabulary.ways.values())
            self.problems.append(problem(record.at("ways"), "row_way_unknown", text="、".join(unknown)[:30], ways=ways))
        return codes

    def _one_of(self, record: Record, key: str, read: object, choices: Iterable[str]) -> str:
        assert callable(read)
        text = record.get(key).replace("\n", "") if key == "enforcement" else self.line(record.get(key))
        if not text:
            return ""
        code = str(read(text))
        if not code:
            said = problem(record.at(key), "row_word_unclear", text=text[:30], choices="、".join(choices))
            self.problems.append(said)
        return code

    def _openness(self, record: Record) -> tuple[str, str]:
        code = self._one_of(record, "openness", openness_of, Openness.labels) or Openness.OPEN.value
        reason = self.line(record.get("openness_reason"))[:300]
        if code == Openness.OPEN:
            return code, reason if record.literal else ""
        if not reason and (bracket := re.search(r"[（(，,：:](.{4,})[）)]?$", record.get("openness"))):
            reason = bracket[1].rstrip("）)")[:300]
        if not reason:
            self.problems.append(problem(record.at("openness"), "row_openness_reason", stops=True))
        return code, reason


@dataclass(frozen=True, slots=True)
class Parts:
    """Who has which part in a row, by keys."""

    role: str
    lead: str
    joint: tuple[str, ...]
    supporters: tuple[str, ...]
    unknown: tuple[str, ...]


class _PartsReader:
    """Columns first, the words of the duty where no column says it."""

    def __init__(self, maker: Maker, record: Record) -> None:
        self.maker, self.record, self.bodies = maker, record, maker.bodies
        self.own = maker.bodies.own.key
        self.unknown: list[str] = []

    def read(self, name: str, description: str, note: str) -> Parts:
        said = self._said(name, description, note)
        leads, helping = self._leads(said)
        joint = self._cell("joint") or self.maker.known(said.joint, self.record.place)
        supporters = self._cell("supporters")
        written = bool(supporters)
        supporters = supporters or helping or self.maker.known(said.supporters, self.record.place)
        joint = tuple(key for key in joint if key != self.own and not (written and key in supporters))
        role = self._role(said, leads, joint, supporters)
        if role == Role.JOINT:
            joint = joint or tuple(key for key in leads if key != self.own)
        lead = self._lead(role, leads)
        supporters = tuple(key for key in supporters if key not in {lead, *joint})
        if role != Role.SUPPORT and said.helped and not written:
            names = "、".join(one.text for one in said.helped)
            self.maker.problems.append(problem(self.record.place, "row_two_parts", lead=names))
        return Parts(role.value, lead, joint, supporters, tuple(dict.fromkeys(self.unknown)))

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
        self.unknown += said.unknown
        self.maker.doubts(Named((), tuple(said.unknown), tuple(said.vague)), self.record.place)
        return said

    def _cell(self, key: str) -> tuple[str, ...]:
        """The bodies of a cell."""
        text = self.record.get(key)
        if not text or _NONE.fullmatch(text):
            return ()
        place = self.record.at(key)
        named = self.bodies.named(re.sub(r"^(?:配合|会同|协同|协办|牵头)(?:部门|单位)?[:：]", "", text))
        self.maker.doubts(named, place)
        self.unknown += named.unknown
        return self.maker.known(named.bodies, place)

    def _leads(self, said: wording.Wording) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads, and who helps by the same cell: 牵头：甲；配合：乙, 甲（牵头）、乙, the first of 责任单位."""
        for key in ("lead", "responsible"):
            text = self.record.get(key)
            if not text or _NONE.fullmatch(text):
                continue
            place = self.record.at(key)
            if re.search(r"(?:牵头|主办|责任|配合|协办)(?:部门|单位)?[:：]", text):
                cell = wording.understand(text, self.bodies)
                self.unknown += cell.unknown
                return self.maker.known(cell.leads, place), self.maker.known((*cell.joint, *cell.supporters), place)
            marked = re.findall(r"([^、，,；;\n]+?)[（(]?(?:牵头|主办)[）)]?(?=[、，,；;\n]|$)", text)
            if marked and re.search("牵头|主办", text):
                first = self.bodies.named("、".join(re.sub(r"[（(]$", "", one) for one in marked))
                rest = self.bodies.named(re.sub(r"配合|协办|牵头|主办|[（()）]", "", text))
                self.maker.doubts(rest, place)
                leads = self.maker.known(first.bodies, place)
                return leads, tuple(one for one in self.maker.known(rest.bodies, place) if one not in leads)
            named = self.bodies.named(text)
            keys = self.maker.known(named.bodies, place)
            if not keys and not self.record.literal and re.search(r"处|科|室|股|中心|队", text):
                if not self.record.get("unit"):
                    self.record.add("unit", text, place)
                continue
            self.maker.doubts(named, place)
            self.unknown += named.unknown
            if key == "responsible":
                return keys[:1], keys[1:]
            return keys, ()
        section = [
            one for one in self.bodies.mentions(self.record.section) if len(one.text) * 2 > len(self.record.section)
        ]
        if section and section[0].body.key != self.own:
            return self.maker.known(section[:1], self.record.place), ()
        return self.maker.known(said.leads, self.record.place), ()

    def _role(
        self, said: wording.Wording, leads: tuple[str, ...], joint: tuple[str, ...], supporters: tuple[str, ...]
    ) -> Role:
        text = self.maker.line(self.record.get("role"))
        if text:
            if code := wording.role_of(text):
                return Role(code)
            self.maker.problems.append(problem(self.record.at("role"), "row_role_unclear", text=text[:20]))
        if leads:
            return self._role_beside(said, leads, joint)
        if joint and said.role in {"", Role.INDEPENDENT, Role.JOINT}:
            return Role.JOINT
        if said.role in {"", Role.INDEPENDENT} or (said.role == Role.JOINT and supporters):
            return Role.LEAD if supporters else Role.INDEPENDENT
        return Role(said.role)

    def _role_beside(self, said: wording.Wording, leads: tuple[str, ...], joint: tuple[str, ...]) -> Role:
        """The role where it is written who leads."""
        if self.own not in leads:
            return Role.JOINT if joint and said.role == Role.JOINT else Role.SUPPORT
        if len(leads) > 1:
            names = "、".join(self.bodies.by_key[key].short_name for key in leads)
            self.maker.problems.append(problem(self.record.at("lead"), "row_two_leads", count=len(leads), names=names))
            return Role.JOINT
        stays = said.role in {Role.GUIDE, Role.SUPERVISE} or (said.role == Role.JOINT and joint)
        return Role(said.role) if stays else Role.LEAD

    def _lead(self, role: Role, leads: tuple[str, ...]) -> str:
        others = tuple(key for key in leads if key != self.own)
        if role == Role.SUPPORT:
            if not others:
                self.maker.problems.append(problem(self.record.place, "row_lead_missing"))
                return ""
            return others[0]
        if leads and self.own not in leads:
            lead = self.bodies.by_key[leads[0]].short_name
            self.maker.problems.append(
                problem(self.record.at("lead"), "row_not_own", lead=lead, own=self.bodies.own.short_name)
            )
        return self.own


def _shortened(name: str) -> str:
    """The first sentence, or as much as fits."""
    end = re.search(r"[。；\n]", name[:LONGEST_NAME])
    return name[: end.start()] if end and end.start() >= 8 else name[:LONGEST_NAME]


__all__ = ["LONGEST_NAME", "Maker"]
