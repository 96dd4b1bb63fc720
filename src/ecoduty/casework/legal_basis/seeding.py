"""Filling the library: what is shipped for every city and what the city's rulebook names. What stands is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ecoduty.casework.legal_basis import data
from ecoduty.casework.legal_basis.flow import INSTRUMENT
from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.legal_basis.shipped import national
from ecoduty.casework.legal_basis.states import InstrumentKind
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Actor, Attempt, Item, perform_many, registry
from ecoduty.kernel.rulebook import Rulebook, schema
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Adoption, Body

ORDER = 100  # the first thing after an adoption, so that whatever reads the library then finds it filled
_HEARSAY = frozenset({"secondary", "title", "unread"})  # what was not read is verified by a person first


def install() -> None:
    """Register with the gate: an adopted rulebook brings its instruments."""
    registry.after_entry("legal_basis", _adopted, ORDER)


def _adopted(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        if isinstance(attempt.subject, Adoption) and attempt.act.code == "adopt":
            seed(attempt.data.book, attempt.recorded_at)


def missing() -> bool:
    """Whether a rulebook is in force and something shipped is not in the library, such as after an upgrade."""
    if rulebooks.current_or_none() is None:
        return False
    known = Instrument.objects.filter(key__in=national()).count()
    return known < len(national())


def fill() -> int:
    """Bring in what is missing of the shipped instruments and of the rulebook in force; how many came."""
    return seed(rulebooks.current(), now())


def seed(book: Rulebook, moment: datetime) -> int:
    """Enter what the library does not have yet, by key and by title; the number of instruments entered."""
    wanted = national() | {key: one for key, one in book.instruments.items() if key not in national()}
    rows = Instrument.objects.values_list("key", "title", "edition")
    keys = {key for key, _, _ in rows}
    titles = {(title, edition) for _, title, edition in rows}
    fresh = {key: one for key, one in wanted.items() if key not in keys and (one.title, one.edition) not in titles}
    if not fresh:
        return 0
    actor = Actor.system("依据库")
    bodies = set(Body.objects.values_list("key", flat=True))
    items = {
        act: [Item(key, _entry(one, bodies), moment) for key, one in fresh.items() if _pending(one) == (act == "enter")]
        for act in ("register", "enter")
    }
    for act, some in items.items():
        perform_many(INSTRUMENT, act, some, actor=actor)
    repeals = _repeals(fresh, moment)
    perform_many(INSTRUMENT, "record_repeal", repeals, actor=actor)
    return len(fresh)


def _pending(one: schema.Instrument) -> bool:
    return one.pending or (one.reading in _HEARSAY and one.key not in national())


def _entry(one: schema.Instrument, bodies: set[str]) -> data.Register:
    return data.Register(
        key=one.key, title=one.title, kind=InstrumentKind(one.kind), edition=one.edition, number=one.number,
        issuer=one.issuer, aliases=one.aliases, body=one.body if one.body in bodies else "", issued=one.issued,
        in_force=one.in_force, articles=one.articles, note=one.note,
    )  # fmt: skip


def _repeals(fresh: Mapping[str, schema.Instrument], moment: datetime) -> list[Item]:
    return [
        Item(key, data.RecordRepeal(repealed=one.repealed, by=one.replaced_by or ""), moment)
        for key, one in fresh.items()
        if one.repealed is not None
    ]


__all__ = ["fill", "install", "missing", "seed"]
