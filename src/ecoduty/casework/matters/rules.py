"""Who may see a matter: the rulebook's visibility table, asked of one matter in Python and of a million in SQL."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q

from ecoduty.casework.matters import machines
from ecoduty.casework.matters.machines import MACHINE
from ecoduty.casework.matters.models import Matter, NamedAccess, PartyRole, Secrecy
from ecoduty.casework.matters.places import places_of, taking_part
from ecoduty.casework.matters.reading import note_reading
from ecoduty.casework.matters.store import MatterStore, attach_parties
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.access import OVERSIGHT, oversight_of, portfolio_of, pressed_by


class Sight(IntEnum):
    """How much of a matter one sees."""

    NONE = 0
    EXISTS = 1
    SUMMARY = 2
    FULL = 3

    @classmethod
    def of(cls, word: str) -> Sight:
        """From the rulebook's word."""
        return cls[word.upper()]


# Relations that follow from taking part.
_BY_ROLE = {
    PartyRole.SUPPORTER: "supporter",
    PartyRole.MAIN: "copy",
    PartyRole.COPY: "copy",
    PartyRole.SUPERVISOR: "supervisor",
}
_MAIN_RECIPIENT = "main_recipient"  # for act tables; sees what a copy recipient sees


def relations(matter: Matter, actor: Actor, on: date) -> frozenset[str]:
    """Every way in which the actor stands to the matter, whether or not it lets them see anything."""
    if actor.is_system:
        return frozenset({"system"})
    if matter.secrecy == Secrecy.RESTRICTED:
        return _named_relations(matter, actor, on) or _as_system(matter, actor)
    if matter.current_parties is None:
        attach_parties([matter])
    roles = {PartyRole(role) for body, role in matter.current_parties or () if body in actor.bodies}
    found = {_BY_ROLE[role] for role in roles if role in _BY_ROLE}
    if PartyRole.MAIN in roles:
        found.add(_MAIN_RECIPIENT)
    found |= _by_holder(matter, actor, on) | oversight_of(actor)
    if matter.region_id is not None and matter.region_id == actor.region_id:
        found.add("district")
    if matter.secrecy == Secrecy.PUBLIC:
        found.add("public")
    return frozenset(found)


def _by_holder(matter: Matter, actor: Actor, on: date) -> set[str]:
    """How the actor stands to whoever holds the matter: of that body or unit, in charge of it, or pressing its district."""
    found = set()
    if matter.holder_id in actor.bodies:
        found.add("holder_body")
        found |= {f"holder_{capacity}" for capacity in actor.capacities}
        if matter.holder_unit_id is not None and matter.holder_unit_id == actor.unit_id:
            found.add("holder_unit")
    if matter.holder_id in portfolio_of(actor, on):
        found.add("leader_in_charge")
    if matter.holder_id in pressed_by(actor):
        found.add("district_office")
    return found


def _named_relations(matter: Matter, actor: Actor, on: date) -> frozenset[str]:
    """A restricted matter knows only the persons named in it, and never one who merely stands in for them."""
    if actor.person is None or actor.delegated_from:
        return frozenset()
    if matter.named_as is not None and matter.named_as[0] == actor.person:
        found = set(matter.named_as[1])
    else:
        rows = NamedAccess.objects.filter(matter=matter, person=actor.person, since__lte=on).exclude(until__lte=on)
        found = set(rows.values_list("relation", flat=True))
    return frozenset(found | {"named_person"}) if found else frozenset()


def attach_named(matters: Sequence[Matter], actor: Actor, on: date) -> None:
    """Put how the actor is named on the restricted ones of a list: one query, none where nothing is restricted."""
    restricted = [matter for matter in matters if matter.secrecy == Secrecy.RESTRICTED]
    if actor.person is None or not restricted:
        return
    found: dict[int, set[str]] = defaultdict(set)
    rows = NamedAccess.objects.filter(matter__in=restricted, person=actor.person, since__lte=on).exclude(until__lte=on)
    for matter_id, relation in rows.values_list("matter", "relation"):
        found[matter_id].add(relation)
    for matter in restricted:
        matter.named_as = (actor.person, frozenset(found[matter.pk]))


def _as_system(matter: Matter, actor: Actor) -> frozenset[str]:
    """A linkage system of a body that takes part, for kinds that let such systems in; nothing for any other token."""
    if not machines.may_know(matter.kind, actor):
        return frozenset()
    if matter.current_parties is None:
        attach_parties([matter])
    part = {body for body, _ in matter.current_parties or ()} | {matter.holder_id}
    return frozenset({MACHINE}) if part & actor.bodies else frozenset()


def relations_that_see(matter: Matter, actor: Actor, on: date) -> frozenset[str]:
    """The relations, or none at all for whoever the visibility table shows nothing."""
    found = relations(matter, actor, on)
    if actor.is_system or sight(matter.kind, matter.secrecy, found) > Sight.NONE:
        return found
    return frozenset()


def sight(kind: str, secrecy: str, found: frozenset[str], book: Rulebook | None = None) -> Sight:
    """The most that any of these relations shows. A linkage system was let in to read the whole file, so it does."""
    if MACHINE in found:
        return Sight.FULL
    table = _table(book or rulebooks.current())
    return max((table[kind, secrecy, relation] for relation in found), default=Sight.NONE)


def access_matter(actor: Actor, wanted: uuid.UUID | str, at_least: Sight = Sight.SUMMARY, *, file: str = "") -> Matter:
    """The one way to a matter for reading, by random id or by number. Raises Refused: `not_found` (404) for strangers,
    `not_permitted` (403) for who may know of it but not see this much. Reading a restricted one is an entry, which names the
    `file` where one of its files is read.
    """
    named = Q(public_id=wanted) if isinstance(wanted, uuid.UUID) else Q(number=wanted)
    matter = Matter.objects.select_related("holder", "region", "holder_unit").filter(named).first()
    if matter is None:
        raise refuse("not_found")
    seen = sight(matter.kind, matter.secrecy, relations(matter, actor, today()))
    if seen == Sight.NONE:
        raise refuse("not_found")
    if seen < at_least:
        raise Refused(
            "not_permitted",
            f"您的岗位（{actor.title}）只能知道有此件，不能查看内容。",
            status=403,
        )
    note_reading(matter, actor, file=file)
    return matter


def visible_to(actor: Actor, at_least: Sight = Sight.SUMMARY, *, prefix: str = "") -> Q:
    """The visibility table as a condition on matters, for this actor today. Lists and counts both use it."""
    wanted: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for (kind, secrecy), granting in granting_relations(at_least).items():
        wanted[secrecy, granting].append(kind)
    conditions = _Conditions(actor, today(), prefix)
    result = conditions.named_person()
    for (word, granting), some in sorted(wanted.items(), key=lambda item: (item[0][0], sorted(item[0][1]))):
        result |= Q(**{f"{prefix}secrecy": word, f"{prefix}kind__in": some}) & conditions.any_of(granting)
    return result


def granting_relations(at_least: Sight = Sight.SUMMARY) -> Mapping[tuple[str, str], frozenset[str]]:
    """The visibility table turned over: by kind and secrecy the relations that let one see so much; restricted ones are not in it."""
    table, kinds = _table(rulebooks.current()), tuple(sorted(flow.tables()))
    if (at_least, kinds) not in table.turned:
        table.turned[at_least, kinds] = _turned_over(table, at_least, kinds)
    return table.turned[at_least, kinds]


def _turned_over(table: _Table, at_least: Sight, kinds: tuple[str, ...]) -> dict[tuple[str, str], frozenset[str]]:
    found = {}
    for kind in kinds:
        for secrecy in (Secrecy.PUBLIC, Secrecy.INTERNAL):
            granting = frozenset(
                relation for relation in _SQL_RELATIONS if table[kind, secrecy.value, relation] >= at_least
            )
            if granting:
                found[kind, secrecy.value] = granting
    return found


def reach_of(actor: Actor, at_least: Sight = Sight.SUMMARY) -> frozenset[str] | None:
    """For whom a matter must exist at all so that `visible_to()` of that sight can show it: `b…` a body that holds it or ever took
    part, `u…` its unit, `r…` its district with its secrecy, or the secrecy alone; None where the actor may see anybody's.

    Wider than `visible_to()`, never narrower, and quick to look up: what is found by it is still asked for.
    Restricted matters have no such tokens.
    """
    if actor.is_system or OVERSIGHT in oversight_of(actor):
        return None
    table = _table(rulebooks.current())
    kinds = [kind for kind, known in flow.tables().items() if isinstance(known.store, MatterStore)]

    def shows(relation: str, *secrecies: Secrecy) -> bool:
        wanted = secrecies or (Secrecy.PUBLIC, Secrecy.INTERNAL)
        return any(table[kind, secrecy.value, relation] >= at_least for kind in kinds for secrecy in wanted)

    bodies = actor.bodies | (portfolio_of(actor, today()) if shows("leader_in_charge") else frozenset())
    bodies |= pressed_by(actor) if shows("district_office") else frozenset()
    tokens = {f"b{body}" for body in bodies}
    if actor.unit_id is not None and shows("holder_unit"):
        tokens.add(f"u{actor.unit_id}")
    for secrecy in (Secrecy.PUBLIC, Secrecy.INTERNAL):
        if shows("public", secrecy):
            tokens.add(secrecy.value)
        elif actor.region_id is not None and shows("district", secrecy):
            tokens.add(f"r{actor.region_id}{secrecy.value}")
    return frozenset(tokens)


_SQL_RELATIONS = (
    "holder_unit", "holder_body", "supporter", "copy", "supervisor", "oversight", "leader_in_charge", "district_office", "district",
    "public",
)  # fmt: skip
_NOTHING = Q(pk__in=[])


class _Conditions:
    """Each relation as SQL for one actor on one day."""

    def __init__(self, actor: Actor, on: date, prefix: str) -> None:
        self.actor = actor
        self.on = on
        self.prefix = prefix

    def any_of(self, granting: frozenset[str]) -> Q:
        """Any of these relations. What holds for every matter swallows the rest."""
        if "public" in granting or ("oversight" in granting and "oversight" in oversight_of(self.actor)):
            return Q()
        result = _NOTHING
        roles = [role for role, relation in _BY_ROLE.items() if relation in granting]
        if roles:
            result |= taking_part(self.actor.bodies, tuple(roles), self.on, self.prefix)
        for relation in sorted(granting - {"supporter", "copy", "supervisor", "oversight"}):
            result |= self._one(relation)
        return result

    def _one(self, relation: str) -> Q:
        found = places_of(self.actor, relation, self.on)
        return _NOTHING if found is None else found.condition(self.on, self.prefix)

    def named_person(self) -> Q:
        """Restricted matters the person is named in."""
        if self.actor.person is None or self.actor.delegated_from:
            return _NOTHING
        named = NamedAccess.objects.filter(
            matter=OuterRef(f"{self.prefix}pk"), person=self.actor.person, since__lte=self.on
        ).exclude(until__lte=self.on)
        return Q(**{f"{self.prefix}secrecy": Secrecy.RESTRICTED}) & Q(Exists(named))


class _Table(dict[tuple[str, str, str], Sight]):
    """(kind, secrecy, relation) → sight; a kind without a cell of its own falls back to the default row."""

    def __init__(self, cells: Mapping[tuple[str, str, str], Sight]) -> None:
        super().__init__(cells)
        # by sight and known kinds, kept because every list of every page asks for it
        self.turned: dict[tuple[Sight, tuple[str, ...]], dict[tuple[str, str], frozenset[str]]] = {}

    def __missing__(self, key: tuple[str, str, str]) -> Sight:
        _, secrecy, relation = key
        return self.get(("*", secrecy, relation), Sight.NONE)


_tables: dict[str, _Table] = {}


def _table(book: Rulebook) -> _Table:
    known = _tables.get(book.digest)
    if known is None:
        known = _Table({(row.kind, row.secrecy, row.relation): Sight.of(row.sight) for row in book.visibility_rows()})
        _tables.clear()
        _tables[book.digest] = known
    return known
