"""Who acts in a simulated year: found in directory and rulebook, so that it is another city's people in another city."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from ecoduty.casework.documents.models import Document
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import Level

_OFFICER = "enforcement_officer"
_FOREMOST = 10  # times as many cases as another body has


@dataclass(frozen=True)
class Bureau:
    """A body and the accounts of those who act for it."""

    body: Body

    @property
    def key(self) -> str:
        """Its key in the directory."""
        return self.body.key

    @property
    def name(self) -> str:
        """What everybody calls it."""
        return self.body.short_name

    def post(self, kind: str) -> str:
        """The account of one of its posts."""
        return f"{self.key}.{kind}"

    @cached_property
    def officer(self) -> str:
        """Who investigates."""
        return self.post("enforcement-officer-1")

    @cached_property
    def second(self) -> str:
        """Who investigates with him."""
        return self.post("enforcement-officer-2")

    @cached_property
    def legal(self) -> str:
        """Who reviews cases."""
        return self.post("legal-reviewer")

    @cached_property
    def linkage(self) -> str:
        """Who links it with police, procuratorate and court."""
        return self.post("linkage-officer")

    @cached_property
    def head(self) -> str:
        """Its principal."""
        return self.post("principal")

    @cached_property
    def deputy(self) -> str:
        """The deputy."""
        return self.post("deputy")

    @cached_property
    def liaison(self) -> str:
        """The liaison."""
        return self.post("liaison")

    def team(self, town: Town) -> list[int]:
        """The two officers by their numbers, as forms name them."""
        return [town.actor(one).person or 0 for one in (self.officer, self.second)]

    def number(self, word: str, year: int, n: int) -> str:
        """A number of its own papers, such as one of penalties: its prefix, a word, year and running number."""
        prefix = rulebooks.current().numbering_for(self.key, "paper").prefix or self.name
        return f"{prefix}{word}〔{year}〕{n}号"

    def following(self, year: int) -> str:
        """The next number of its office system, for a paper that the platform does not number."""
        begin = f"{rulebooks.current().numbering_for(self.key, 'paper').prefix or self.name}〔{year}〕"
        return f"{begin}{Document.objects.filter(issuer=self.body, number__startswith=begin).count() + 1}号"


def bureau(key: str) -> Bureau:
    """The body of that key. Raises Refused `unknown_body`."""
    return Bureau(directory.body(key))


def of_kind(kind: str) -> Bureau:
    """The city's own body of a kind, such as its police. Raises LookupError where it has none."""
    rows = [one for one in directory.bodies(on=today()).filter(kind=kind) if one.level != Level.PROVINCE]
    if not rows:
        raise LookupError(kind)
    return Bureau(min(rows, key=lambda one: (one.level != Level.CITY, one.order, one.key)))


def enforcing() -> Sequence[Bureau]:
    """Every body that has officers of its own, in official order."""
    held = Post.objects.filter(holding(today()), kind=_OFFICER).values("body")
    return [Bureau(one) for one in directory.bodies(on=today()).filter(pk__in=held).order_by("order", "key")]


@dataclass(frozen=True)
class Field:
    """What a body prosecutes: conduct by the rulebook's code, and its group of offences."""

    bureau: Bureau
    conduct: str
    label: str
    group: str


def fields() -> list[Field]:
    """Every conduct of the rulebook that a body with officers prosecutes, in the rulebook's order."""
    teams = {one.key: one for one in enforcing()}
    rows = sorted(rulebooks.current().powers.items(), key=lambda row: row[1].order)
    return [Field(teams[row.to], code, row.label, row.group) for code, row in rows if row.to in teams and row.group]


def field(rng: Random, among: Collection[str] = ()) -> Field:
    """One of them, or of those named; those that stand first come more often, as they do."""
    found = [one for one in fields() if not among or one.conduct in among]
    return rng.choices(found, weights=[max(1, 12 - place) for place in range(len(found))])[0]


def first() -> Bureau:
    """Whose conduct stands first in the rulebook: the bureau of the environment."""
    return fields()[0].bureau


def some(rng: Random) -> Bureau:
    """A body with officers: mostly the first one, sometimes another."""
    teams, foremost = enforcing(), first().key
    return rng.choices(teams, weights=[_FOREMOST if one.key == foremost else 1 for one in teams])[0]


def departments() -> Sequence[Bureau]:
    """The city's departments, in official order."""
    rows = directory.bodies(on=today()).filter(kind="department", level=Level.CITY)
    return [Bureau(one) for one in rows.order_by("order", "key")]
