"""Who cites what: every room that keeps references says so here, and an instrument's page shows the provisions cited.

The rulebook in force is the first of them: each limit that rests on a statute cites one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.kernel.rulebook import store as rulebooks


@dataclass(frozen=True, slots=True)
class Use:
    """One provision of an instrument, and who rests on it, in words open to everybody in office."""

    provision: Provision
    label: str
    where: str


Source = Callable[
    [str, Library], Iterable[Use]
]  # key of an instrument → what cites it; nothing restricted, a fixed number of queries
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Make known who else cites. The same name replaces, so that modules can be loaded again."""
    _sources[name] = source


def unregister(name: str) -> None:
    """Take it back; for tests that bring one of their own."""
    _sources.pop(name, None)


def uses(key: str, library: Library) -> list[tuple[Provision, list[Use]]]:
    """The provisions of an instrument that are cited, in the order of the instrument, each with who cites it."""
    found: dict[Provision, list[Use]] = {}
    for source in _sources.values():
        for use in source(key, library):
            found.setdefault(use.provision, []).append(use)
    return sorted(found.items(), key=lambda pair: (pair[0].part, pair[0]))


def _rulebook(key: str, library: Library) -> Iterable[Use]:
    book = rulebooks.current_or_none()
    if book is None:
        return
    titles = {name: one.title for name, one in book.instruments.items()}
    for limit in book.limits.values():
        for value in limit.dated:
            basis = value.basis
            if basis.kind != "statute" or basis.instrument != key:
                continue
            read = parse(f"《{titles[key]}》{basis.provision}", library)
            for reference in read.references:
                if reference.key == key:
                    yield Use(reference.provision, limit.label, "规则书时限")


register("rulebook", _rulebook)

__all__ = ["Source", "Use", "register", "unregister", "uses"]
