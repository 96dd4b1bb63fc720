"""From rows as people write them (`data.Entry`) to plain values: names to bodies, words to codes, texts to references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.queries import library
from ecoduty.casework.legal_basis.writing import write as write_bases
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.data import bad_data
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.data import Entry
from ecoduty.mechanisms.responsibilities.rows import Written, cites
from ecoduty.mechanisms.responsibilities.words import Enforcing, Openness, Role, RowLevel, SupportRole
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body, BodyName

FIELDS, WAYS = "responsibility.fields", "responsibility.ways"


@dataclass(frozen=True)
class Known:
    """What is needed to understand rows, read once: bodies by every name of the day, codes by their words, the library."""

    bodies: Mapping[str, Body]
    fields: Mapping[str, str]
    ways: Mapping[str, str]
    library: Library
    on: date

    @classmethod
    def on_day(cls, on: date) -> Known:
        """As things stand on a day: four statements."""
        book = rulebooks.current()
        fields, ways = (dict(book.pairs(name, on=on)) for name in (FIELDS, WAYS))
        return cls(bodies_by_name(on), _codes(fields), _codes(ways), library(), on)


def bodies_by_name(on: date) -> dict[str, Body]:
    """Bodies by key, name, short name, alias and what they were called before; who exists on the day goes first.

    A body that is no more is found too: whoever names it has to be told so.
    """
    found: dict[str, Body] = {}
    every = list(queries.bodies())
    by_id = {body.pk: body for body in every}
    every.sort(key=lambda body: not body.exists_on(on))
    for body in every:
        for name in (body.key, body.name, body.short_name, *body.aliases):
            found.setdefault(name, body)
    for body_id, name, short in BodyName.objects.values_list("body", "name", "short_name"):
        if body_id in by_id:
            found.setdefault(name, by_id[body_id])
            found.setdefault(short, by_id[body_id])
    return found


def understand(entries: Sequence[Entry], body: Body, known: Known) -> list[Written]:
    """All rows as plain values. Raises Refused `bad_data` that names every row with something unknown in it."""
    problems: list[Problem] = []
    rows = [_Reader(entry, place, body, known, problems).row() for place, entry in enumerate(entries, 1)]
    if problems:
        raise bad_data(problems)
    return rows


class _Reader:
    """One row being understood; what is unknown in it is collected with its place."""

    def __init__(self, entry: Entry, place: int, body: Body, known: Known, problems: list[Problem]) -> None:
        self.entry, self.body, self.known, self.problems = entry, body, known, problems
        self.where = f"第{place}项“{entry.name[:30]}”："

    def wrong(self, code: str, field: str, sentence: str) -> None:
        """Something unknown."""
        self.problems.append(Problem(field, code, self.where + sentence))

    def one(self, name: str, field: str) -> int | None:
        """The body of that name, by its id."""
        found = self.known.bodies.get(name)
        if found is None:
            self.wrong("unknown_body_in_row", field, f"名录中没有“{name}”，请写规范简称")
            return None
        if not found.exists_on(self.known.on):
            heir = f"，现由{found.heir.short_name}承接" if found.heir else ""
            self.wrong("dissolved_body_in_row", field, f"“{name}”已经撤销{heir}，请改写")
            return None
        return found.pk

    def code(self, value: str, codes: Mapping[str, str], field: str, label: str) -> str:
        """The code that a word stands for."""
        if value and value not in codes:
            self.wrong("unknown_word_in_row", field, f"没有“{value}”这一种{label}")
        return codes.get(value, "")

    def supports(self) -> tuple[tuple[int, str], ...]:
        """Other bodies' parts, each body once; one that does it jointly does not support beside it."""
        found: dict[int, str] = {}
        named = (
            (SupportRole.JOINT, "jointly", self.entry.jointly),
            (SupportRole.SUPPORTER, "supporters", self.entry.supporters),
        )
        for role, field, names in named:
            for name in names:
                body = self.one(name, field)
                if body is not None and body != self.body.pk:
                    found.setdefault(body, role.value)
        return tuple(found.items())

    def row(self) -> Written:
        """The whole row."""
        entry, known = self.entry, self.known
        openness = self.code(entry.openness, _choices(Openness), "openness", "公开属性")
        if openness != Openness.OPEN and not entry.openness_reason:
            self.wrong("withheld_without_reason", "openness_reason", "不主动公开的须写明理由")
        return Written(
            name=entry.name,
            role=self.code(entry.role, _choices(Role), "role", "角色"),
            lead=self.one(entry.lead, "lead") if entry.lead else None,
            supports=self.supports(),
            bases=cites(entry.bases, known.library, on=known.on, body=self.body.key),
            description=entry.description,
            field=self.code(entry.field, known.fields, "field", "领域"),
            level=self.code(entry.level, _choices(RowLevel), "level", "层级"),
            unit=entry.unit,
            person_a=entry.person_a,
            person_b=entry.person_b,
            ways=tuple(self.code(way, known.ways, "ways", "履职方式") for way in entry.ways),
            enforcement=self.code(entry.enforcement, _choices(Enforcing), "enforcement", "执法权属"),
            cycle=entry.cycle,
            liability=entry.liability,
            openness=openness,
            openness_reason=entry.openness_reason,
            words=tuple(dict.fromkeys(word[:60] for word in entry.words if word)),
            catch_all=entry.catch_all,
            key=entry.key or uuid4(),
            number=entry.number,
            decision=entry.decision,
        )


def entry_of(row: Written, bodies: Mapping[int, Body]) -> Entry:
    """A row as a person writes it: for forms and exports. Reading it again gives the same row."""
    return Entry(
        name=row.name, role=row.role, lead=_key(row.lead, bodies),
        jointly=tuple(_key(body, bodies) for body, role in row.supports if role == SupportRole.JOINT),
        supporters=tuple(_key(body, bodies) for body, role in row.supports if role == SupportRole.SUPPORTER),
        description=row.description, field=row.field, bases=bases_text(row), level=row.level, unit=row.unit,
        person_a=row.person_a, person_b=row.person_b, ways=row.ways, enforcement=row.enforcement, cycle=row.cycle,
        liability=row.liability, openness=row.openness, openness_reason=row.openness_reason, words=row.words,
        catch_all=row.catch_all, key=row.key, number=row.number, decision=row.decision,
    )  # fmt: skip


def bases_text(row: Written) -> str:
    """The bases of a row in the standard form, what was not understood as it was written."""
    cited = [cite.reference for cite in row.bases if cite.reference]
    unread = [cite.text for cite in row.bases if cite.reference is None]
    return "；".join([*([write_bases(cited)] if cited else []), *unread])


def body_named(name: str, on: date) -> Body:
    """The body that is meant. Raises Refused `unknown_body`, `body_dissolved`."""
    found = bodies_by_name(on).get(name.strip())
    if found is None:
        raise Refused("unknown_body", f"名录中没有“{name}”，请写单位的规范简称。", status=422)
    if not found.exists_on(on):
        heir = f"，现由{found.heir.short_name}承接，请用它的清单" if found.heir else ""
        raise Refused("body_dissolved", f"{found.short_name}已经撤销{heir}。", status=422)
    return found


def _key(body: int | None, bodies: Mapping[int, Body]) -> str:
    return bodies[body].key if body is not None else ""


def _codes(words: Mapping[str, str]) -> dict[str, str]:
    """Code by code and by word."""
    return {**{word: code for code, word in words.items()}, **{code: code for code in words}}


def _choices(words: type) -> dict[str, str]:
    pairs = words.choices  # type: ignore[attr-defined]
    return _codes({str(value): str(label) for value, label in pairs})


__all__ = [
    "FIELDS", "WAYS", "Known", "bases_text", "bodies_by_name", "body_named", "entry_of", "understand",
]  # fmt: skip
