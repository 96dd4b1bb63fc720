"""The rulebook in memory: immutable, with a digest of its content, asked by key and day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import Field, ValidationError

from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.rulebook.citing import Correspondence
from ecoduty.kernel.rulebook.errors import NotInForceError, Problem, RulebookError, UnknownRuleError
from ecoduty.kernel.rulebook.messages import code_and_sentence
from ecoduty.kernel.rulebook.schema import (
    RELATIONS,
    SECRECIES,
    Addressee,
    Addressees,
    Article,
    BodyKind,
    BodySeed,
    CasePaper,
    Chapter,
    City,
    Clause,
    CopyList,
    CrimeElement,
    Dated,
    Destination,
    District,
    Duty,
    Handling,
    Indicator,
    Instrument,
    Interception,
    Ladder,
    Leg,
    Limit,
    LimitInForce,
    LimitSet,
    Numbering,
    Omission,
    Outlines,
    PaperKind,
    Parameter,
    PostSeed,
    Power,
    Recipient,
    Relation,
    RequiredPapers,
    Retention,
    Scalar,
    Secrecy,
    Selector,
    Sight,
    Situation,
    Visibility,
    VisibilityRow,
)
from ecoduty.kernel.rulebook.schema.base import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

T = TypeVar("T")
D = TypeVar("D", bound=Dated)
ANY_KIND = "*"
_LATER = (
    "papers", "retention", "maps", "situations", "handlings", "destinations", "interceptions", "omissions",
    "required_papers", "indicators", "limit_sets", "legs", "powers", "crime_elements", "case_papers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A body as the directory has it, for selectors: one that came after the rulebook is not among its bodies."""

    key: str
    kind: str
    level: str
    region: str
    tags: tuple[str, ...]


def matches(selector: Selector, body: BodySeed | Placed) -> bool:
    """Whether the selector takes the body in: within a field any value may match, across fields all must."""
    return (
        body.key not in selector.without
        and (not selector.keys or body.key in selector.keys)
        and (not selector.kinds or body.kind in selector.kinds)
        and (not selector.levels or body.level in selector.levels)
        and (not selector.regions or body.region in selector.regions)
        and (not selector.tags or bool(set(selector.tags) & set(body.tags)))
    )


def _order(name: str, entry: Any) -> Any:
    """What each section is sorted by, so that the order of files and lines never changes the digest."""
    if name in {"chapters", "articles"}:
        return entry.number
    if name in {
        "clauses", "bodies", "districts", "destinations", "limit_sets", "legs", "powers", "crime_elements", "case_papers", "indicators",
    }:  # fmt: skip
        return entry.order
    return entry.key


class Rulebook(Entry):
    """A city's plan as data.

    Dictionaries stand in official order: chapters, articles and clauses by number, bodies by `order`.
    """

    city: City
    chapters: dict[int, Chapter]
    articles: dict[int, Article]
    clauses: dict[str, Clause]
    kinds: dict[str, BodyKind]
    bodies: dict[str, BodySeed]
    districts: dict[str, District]
    posts: dict[str, PostSeed]
    instruments: dict[str, Instrument]
    limits: dict[str, Limit]
    duties: dict[str, Duty]
    ladders: dict[str, Ladder]
    copy_lists: dict[str, CopyList]
    numbering: dict[str, Numbering]
    visibility: dict[str, Visibility]
    values: dict[str, Parameter]
    # Sections that older editions do not have: left out of the canonical text while empty, so that their digests stay.
    papers: dict[str, PaperKind] = Field(default_factory=dict)
    retention: dict[str, Retention] = Field(default_factory=dict)
    maps: dict[str, Outlines] = Field(default_factory=dict)
    situations: dict[str, Situation] = Field(default_factory=dict)
    handlings: dict[str, Handling] = Field(default_factory=dict)
    destinations: dict[str, Destination] = Field(default_factory=dict)
    interceptions: dict[str, Interception] = Field(default_factory=dict)
    omissions: dict[str, Omission] = Field(default_factory=dict)
    indicators: dict[str, Indicator] = Field(default_factory=dict)
    required_papers: dict[str, RequiredPapers] = Field(default_factory=dict)
    limit_sets: dict[str, LimitSet] = Field(default_factory=dict)
    legs: dict[str, Leg] = Field(default_factory=dict)
    powers: dict[str, Power] = Field(default_factory=dict)
    crime_elements: dict[str, CrimeElement] = Field(default_factory=dict)
    case_papers: dict[str, CasePaper] = Field(default_factory=dict)

    @classmethod
    def build(cls, city: City, sections: Mapping[str, Mapping[str, Entry]]) -> Self:
        """A rulebook of checked entries, each section brought into its order."""
        ordered: dict[str, Any] = {}
        for name, entries in sections.items():
            pairs = sorted(entries.items(), key=lambda pair: _order(name, pair[1]))
            ordered[name] = {int(key) if name in {"chapters", "articles"} else key: entry for key, entry in pairs}
        return cls(city=city, **ordered)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The rulebook that `to_json` wrote. Raises RulebookError when the text is none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            problems = []
            for detail in error.errors(include_url=False):
                code, sentence = code_and_sentence(detail)
                problems.append(Problem("/".join(map(str, detail["loc"])), 0, code, sentence))
            raise RulebookError(problems) from error

    def to_json(self) -> str:
        """Canonical text: the same content gives the same bytes."""
        return self.model_dump_json(exclude={name for name in _LATER if not getattr(self, name)})

    @cached_property
    def digest(self) -> str:
        """SM3 of the canonical text, 64 hexadecimal digits."""
        return sm3(self.to_json().encode()).hex()

    @property
    def edition(self) -> str:
        """Name of this edition, such as 2026年第1版."""
        return self.city.edition

    @cached_property
    def correspondence(self) -> Correspondence:
        """Which of this city's clauses stand for the platform's own numbers of duties."""
        return Correspondence(self.city, self.clauses)

    # ------------------------------------------------------------------ dated values

    def limit(self, key: str, *, on: date) -> LimitInForce:
        """The limit as it stands on that day. Raises UnknownRuleError or NotInForceError."""
        limit = _known(self.limits, "时限", key)
        value = _in_force(limit.dated, "时限", key, on)
        return LimitInForce(
            key=limit.key,
            label=limit.label,
            holder=limit.holder,
            starts_from=limit.starts_from,
            branch=limit.branch,
            ladder=limit.ladder,
            backward=limit.backward,
            n=value.n,
            unit=value.unit,
            roll=value.roll,
            alternatives=value.alternatives,
            extensions=value.extensions,
            basis=value.basis,
            since=value.since,
        )

    def value(self, key: str, *, on: date) -> Scalar | tuple[Scalar, ...]:
        """A dated parameter on that day. Raises UnknownRuleError or NotInForceError."""
        parameter = _known(self.values, "参数", key)
        return _in_force(parameter.dated, "参数", key, on).value

    def whole(self, key: str, *, on: date) -> int:
        """A parameter that is a whole number. Raises as `value`, and TypeError for any other."""
        found = self.value(key, on=on)
        if not isinstance(found, int) or isinstance(found, bool):
            raise TypeError(f"{key} is {found!r}, no whole number")
        return found

    def words(self, key: str, *, on: date) -> tuple[str, ...]:
        """Every item of a parameter as text, in its order; none where the rulebook has no such parameter.

        Raises NotInForceError.
        """
        if key not in self.values:
            return ()
        found = self.value(key, on=on)
        return tuple(map(str, found)) if isinstance(found, tuple) else (str(found),)

    def pairs(self, key: str, *, on: date) -> tuple[tuple[str, str], ...]:
        """The items of a parameter written as code=word, in its order; a code may stand twice. As `words` otherwise."""
        parted = (item.partition("=") for item in self.words(key, on=on))
        return tuple((code, word) for code, _, word in parted)

    # ------------------------------------------------------------------ bodies and posts

    def body(self, key: str) -> BodySeed:
        """The body of that key. Raises UnknownRuleError."""
        return _known(self.bodies, "机构", key)

    def find_body(self, name: str) -> BodySeed | None:
        """The body of that name, short name or alias."""
        wanted = name.strip()
        return next((b for b in self.bodies.values() if wanted in (b.name, b.short_name, *b.aliases)), None)

    def select(self, selector: Selector) -> tuple[str, ...]:
        """Keys of the bodies that a selector takes in, in official order."""
        return tuple(key for key, body in self.bodies.items() if matches(selector, body))

    def bearers(self, duty: str) -> tuple[str, ...]:
        """Keys of the bodies that bear a recurring duty, in official order."""
        return self.select(_known(self.duties, "定期义务", duty).bearers)

    def counterparts(self, body: str) -> tuple[str, ...]:
        """Bodies whose publications start this body's clocks: its own list, else its superior bodies."""
        seed = self.body(body)
        return seed.counterparts or seed.superiors

    def posts_of(self, body: str) -> tuple[PostSeed, ...]:
        """The posts that a body gets when the directory is first filled."""
        seed = self.body(body)
        return tuple(post for post in self.posts.values() if matches(post.bodies, seed))

    def answering_for(self, body: str, role: str) -> tuple[tuple[str, PostSeed], ...]:
        """Body and post of everyone of that role whose portfolio contains the body, such as its leaders in charge."""
        seed = self.body(body)
        posts = [p for p in self.posts.values() if p.role == role and p.portfolio and matches(p.portfolio, seed)]
        return tuple((home, post) for post in posts for home in self.select(post.bodies))

    # ------------------------------------------------------------------ papers

    def recipients(self, copy_list: str, holder: str) -> Addressees:
        """Main and copy recipients of a holder's paper, each once, never the holder. Raises UnknownRuleError."""
        entry, seed = _known(self.copy_lists, "抄送名单", copy_list), self.body(holder)
        seen: set[tuple[str, str | None]] = {(holder, None)}
        main = self._addressees(entry.main, seed, seen)
        return Addressees(main=main, copies=self._addressees(entry.copies, seed, seen))

    def _addressees(
        self, lines: Iterable[Recipient], holder: BodySeed, seen: set[tuple[str, str | None]]
    ) -> tuple[Addressee, ...]:
        found = []
        for line in lines:
            for body, post in self._chosen(line, holder):
                if (body, post) in seen:
                    continue
                seen.add((body, post))
                delivery = line.delivery or ("platform" if post else self.kinds[self.bodies[body].kind].delivery)
                found.append(Addressee(body=body, post=post, delivery=delivery))
        return tuple(found)

    def _chosen(self, line: Recipient, holder: BodySeed) -> list[tuple[str, str | None]]:
        if line.role is not None:
            return [(body, post.key) for body, post in self.answering_for(holder.key, line.role)]
        if line.bodies is not None:
            return [(body, None) for body in self.select(line.bodies)]
        if line.relation == "superior":
            return [(body, None) for body in holder.superiors]
        same = [body for body in self.bodies.values() if (body.kind, body.region) == (line.relation, holder.region)]
        return [(body.key, None) for body in same]

    def numbering_for(self, body: str | BodySeed | Placed, kind: str) -> Numbering:
        """The number series of a body's papers of that kind: the most specific row, bodies before kinds.

        A body that the rulebook does not know itself is given as it stands in the directory.
        """
        given = self.body(body) if isinstance(body, str) else body
        rows = [row for row in self.numbering.values() if numbers(row, given, kind)]
        if not rows:
            raise UnknownRuleError("发文字号", f"{given.key}/{kind}")
        return max(rows, key=specificity)

    def retention_of(self, kind: str) -> Retention | None:
        """How long closed matters of that kind are kept: its own row, else the default; None where there is neither."""
        rows = sorted(self.retention.values(), key=lambda row: not row.kinds)
        return next((row for row in rows if kind in row.kinds or not row.kinds), None)

    # ------------------------------------------------------------------ visibility

    def sight(self, kind: str, secrecy: Secrecy, relation: Relation) -> Sight:
        """What a relation sees of matters of that kind and secrecy; what no row grants is `none`."""
        own = [row for row in self.visibility.values() if kind in row.kinds]
        default = [row for row in self.visibility.values() if not row.kinds]
        for row in (*own, *default):
            cell = row.cells(secrecy).get(relation)
            if cell is not None:
                return cell
        return "none"

    def visibility_rows(self) -> tuple[VisibilityRow, ...]:
        """The whole table: every relation and secrecy for each kind with rows of its own and for `*`, all others."""
        kinds = sorted({kind for row in self.visibility.values() for kind in row.kinds})
        return tuple(
            VisibilityRow(kind=kind, secrecy=secrecy, relation=relation, sight=self.sight(kind, secrecy, relation))
            for kind in (ANY_KIND, *kinds)
            for secrecy in SECRECIES
            for relation in RELATIONS
        )


def numbers(row: Numbering, body: BodySeed | Placed, kind: str) -> bool:
    """Whether a numbering row covers a body's papers of that kind."""
    return (row.bodies is None or matches(row.bodies, body)) and (not row.kinds or kind in row.kinds)


def specificity(row: Numbering) -> int:
    """How closely a numbering row is aimed: named bodies before groups of bodies before kinds before all."""
    bodies = 0 if row.bodies is None else 4 if row.bodies.keys else 2
    return bodies + (1 if row.kinds else 0)


def _known(section: Mapping[str, T], label: str, key: str) -> T:
    if key not in section:
        raise UnknownRuleError(label, key)
    return section[key]


def _in_force(values: tuple[D, ...], label: str, key: str, on: date) -> D:
    for value in values:
        if value.in_force(on):
            return value
    raise NotInForceError(label, key, on)
