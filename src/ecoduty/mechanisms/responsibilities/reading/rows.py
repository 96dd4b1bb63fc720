"""A record becomes a row: who leads, on which basis, which codes; what is not understood is said at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference, Standing, replacement
from ecoduty.mechanisms.responsibilities.reading import citing, inline
from ecoduty.mechanisms.responsibilities.reading.data import Problem, Row, problem
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.reading.parts import PartsReader
from ecoduty.mechanisms.responsibilities.reading.records import Record
from ecoduty.mechanisms.responsibilities.reading.tidying import closed_up, flat, is_nothing, units
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary, enforcing_of, level_of, openness_of
from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, RowLevel

LONGEST_NAME = 300
_BEGINS = re.compile(r"(?:负责|牵头|会同|配合|指导|监督|组织|承担|编制|协助|依法|[（(]?[一1][）)、.．])")
_END = " 。；;.，,、"


@dataclass(slots=True)
class Maker:
    """Makes rows of one list; `problems` grows with what is found."""

    bodies: Bodies
    library: Library
    vocabulary: Vocabulary
    on: date
    source: str = ""  # the unit that the whole text comes from
    problems: list[Problem] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)  # places of bases with the words of articles in them
    _read: dict[str, tuple[tuple[Reference, ...], tuple[tuple[str, str], ...]]] = field(default_factory=dict)

    def row(self, record: Record) -> Row:
        """The row of a record."""
        name, description, note = self._texts(record)
        parts = PartsReader(self.bodies, record, self.problems).read(name, description, note)
        openness, reason = self._openness(record)
        said = f"{name}\n{description}"
        basis = self._basis_text(record, said)
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
            unit=record.get("unit") if record.literal else self._unit(record.get("unit") or parts.unit or self.source),
            person_a=_line(record, "person_a")[:60],
            person_b=_line(record, "person_b")[:60],
            references=self._references(basis, record.at("basis")),
            basis_text=basis,
            ways=self._ways(record),
            enforcement=self._one_of(record, "enforcement", enforcing_of, Enforcing.labels),
            cycle=_line(record, "cycle")[:40],
            liability="" if is_nothing(record.get("liability")) else record.get("liability"),
            openness=openness,
            openness_reason=reason,
            words=tuple(piece for piece in re.split(r"[、，,；;\s]+", record.get("words")) if piece),
            catch_all=record.get("catch_all") == "是" if record.literal else self.vocabulary.is_catch_all(said),
            places=record.spots | {key: cell.place for key, cell in record.cells.items()},
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
        name = closed_up("".join(lines)).strip(_END) or inline.unnumbered(record.get("name")).replace("\n", "")
        if len(name) > LONGEST_NAME:
            self.problems.append(problem(record.place, "row_name_long", most=LONGEST_NAME))
            description = "\n".join(filter(None, (name, description)))
            name = _shortened(name)
        note = record.get("note")
        return name, description, "" if is_nothing(note) else note

    def _unit(self, text: str) -> str:
        """Units as written, without the body's own name before them."""
        line = units(text)
        own = [one for one in self.bodies.mentions(line) if one.body.key == self.bodies.own.key]
        for one in reversed(own):
            if one.end < len(line) and line[one.end] not in "、，;；":
                line = line[: one.start] + line[one.end :]
        return line[:120]

    def _own_level(self) -> str:
        return (RowLevel.DISTRICT if self.bodies.own.level == "district" else RowLevel.CITY).value

    # ------------------------------------------------------------------ bases

    def _basis_text(self, record: Record, said: str) -> str:
        text = record.get("basis")
        if record.literal:
            return text
        if is_nothing(text):
            return ""
        plain, quoted = citing.prepared(text, self.bodies.own_names if "三定" in text else ())
        if quoted and record.at("basis") not in self.quoted:
            self.quoted.append(record.at("basis"))
        return plain or "；".join(inline.cited(said))

    def _references(self, text: str, place: str) -> tuple[Reference, ...]:
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
        text = flat(record.get("field"))
        if text:
            code = self.vocabulary.field_of(text)
            if not code and self.vocabulary.fields and not record.sections:
                fields = "、".join(self.vocabulary.fields.values())
                self.problems.append(problem(record.at("field"), "row_field_unknown", text=text[:30], fields=fields))
            return code
        about = [one for one in reversed(record.sections) if not self.bodies.mentions(one)]
        return next((code for one in about if (code := self.vocabulary.field_of(one))), "")

    def _ways(self, record: Record) -> tuple[str, ...]:
        text = flat(record.get("ways"))
        codes, unknown = self.vocabulary.ways_of(text)
        if unknown and self.vocabulary.ways:
            ways = "、".join(self.vocabulary.ways.values())
            self.problems.append(problem(record.at("ways"), "row_way_unknown", text="、".join(unknown)[:30], ways=ways))
        return codes

    def _one_of(self, record: Record, key: str, read: object, choices: Iterable[str]) -> str:
        assert callable(read)
        text = record.get(key).replace("\n", "") if key == "enforcement" else flat(record.get(key))
        if not text:
            return ""
        code = str(read(text))
        if not code:
            said = problem(record.at(key), "row_word_unclear", text=text[:30], choices="、".join(choices))
            self.problems.append(said)
        return code

    def _openness(self, record: Record) -> tuple[str, str]:
        code = self._one_of(record, "openness", openness_of, Openness.labels) or Openness.OPEN.value
        reason = flat(record.get("openness_reason"))[:300]
        if code == Openness.OPEN:
            return code, reason if record.literal else ""
        if not reason and (bracket := re.search(r"[（(，,：:](.{4,})[）)]?$", record.get("openness"))):
            reason = bracket[1].rstrip("）)")[:300]
        if not reason:
            self.problems.append(problem(record.at("openness"), "row_openness_reason", stops=True))
        return code, reason


def _line(record: Record, key: str) -> str:
    return record.get(key) if record.literal else flat(record.get(key))


def _shortened(name: str) -> str:
    """The first sentence, or as much as fits."""
    end = re.search(r"[。；\n]", name[:LONGEST_NAME])
    return name[: end.start()] if end and end.start() >= 8 else name[:LONGEST_NAME]


__all__ = ["LONGEST_NAME", "Maker"]
