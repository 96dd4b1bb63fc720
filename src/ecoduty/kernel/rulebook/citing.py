"""Which clauses of a city's plan stand for the platform's own numbers of duties, and the other way round.

Act tables, guards and figures name duties by the clauses of one reference plan. A city that numbers otherwise says of each
of its clauses what it corresponds to; what nothing corresponds to is cited nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ecoduty.kernel.rulebook.schema import City, Clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecoduty.kernel.rulebook.schema.base import Entry
    from ecoduty.kernel.rulebook.source import Source

# how many clauses each article of the reference plan has, from its first article on
_CLAUSES = (1, 3, 3, 8, 8, 3, 4, 4, 4, 4, 4, 2, 2, 3, 5, 3, 3, 5, 2, 3, 1, 2, 1, 5, 2)
REFERENCES: tuple[str, ...] = tuple(
    f"{article}.{number}" for article, count in enumerate(_CLAUSES, 1) for number in range(1, count + 1)
)
"""All numbers of the reference plan, in its order."""


class Correspondence:
    """The two directions, worked out once for a rulebook."""

    def __init__(self, city: City, clauses: Mapping[str, Clause]) -> None:
        own = city.clause_numbering == "own"
        self._references = {key: clause.corresponds_to if own else (key,) for key, clause in clauses.items()}
        found: dict[str, list[str]] = defaultdict(list)
        for key, references in self._references.items():
            for reference in references:
                found[reference].append(key)
        self._clauses = {reference: tuple(keys) for reference, keys in found.items()}

    def cited(self, references: Iterable[str]) -> tuple[str, ...]:
        """The city's clauses for some references, in the order of these, each once; none for what its plan does not have."""
        return tuple(dict.fromkeys(key for reference in references for key in self._clauses.get(reference, ())))

    def references_of(self, clause: str) -> tuple[str, ...]:
        """What one of the city's clauses stands for; nothing where it says nothing, or is none."""
        return self._references.get(clause, ())

    def unbound(self) -> tuple[str, ...]:
        """Clauses of the city that stand for no clause of the reference plan."""
        return tuple(key for key, references in self._references.items() if set(references).isdisjoint(REFERENCES))

    def not_served(self) -> tuple[str, ...]:
        """References that no clause of the city stands for, in the reference plan's order."""
        return tuple(reference for reference in REFERENCES if reference not in self._clauses)


def check(city: City, clauses: Mapping[str, Entry], source: Source) -> None:
    """Report references that there are none of, and such as contradict how the city says it numbers."""
    for key, clause in clauses.items():
        named = clause.corresponds_to if isinstance(clause, Clause) else ()
        if named and city.clause_numbering == "reference":
            sentence = "款号与参照编号相同的（clause_numbering: reference），不再写 corresponds_to；本市自编款号的，请在 city 写 own"
            source.report(source.place(("clauses", key, "corresponds_to")), "reference_not_needed", sentence)
            continue
        for position, reference in enumerate(named):
            place = source.place(("clauses", key, "corresponds_to", position))
            if reference not in REFERENCES:
                sentence = f"参照编号里没有“{reference}”：最后一款是{REFERENCES[-1]}，各款见 docs/plan-map.md"
                source.report(place, "unknown_reference", sentence)
            elif reference in named[:position]:
                source.report(place, "duplicate_reference", f"参照款“{reference}”写了两次")


def remarks(found: Correspondence) -> tuple[str, ...]:
    """What whoever writes a rulebook should know and may well want so."""
    missing = found.not_served()
    if not missing:
        return ()
    return (f"参照编号有{len(missing)}款没有本市条款对应，有关的动作照办，不引本市条款：{'、'.join(missing)}。",)


def unbound(found: Correspondence) -> tuple[str, ...]:
    """What no act serves, because it stands for none of the reference plan's clauses."""
    own = found.unbound()
    return (f"本市有{len(own)}款没有对应参照款，没有动作引用：{'、'.join(own)}。",) if own else ()


__all__ = ["REFERENCES", "Correspondence", "check", "remarks", "unbound"]
