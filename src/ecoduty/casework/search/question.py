"""A question: what one reader asks, as pieces of SQL. Visibility is part of every statement that is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models.expressions import RawSQL

from ecoduty.casework.matters.conditions import basis_of, written_out
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, reach_of, visible_to
from ecoduty.casework.search import asking
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.models import Kind
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor

# Seen by everybody in office.
OPEN_KINDS = (Kind.BODY, Kind.PERSON, Kind.CLAUSE, Kind.INSTRUMENT, Kind.PUBLICATION, Kind.RESPONSIBILITY)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


@lru_cache(maxsize=512)
def _seen(actor: Actor, sight: Sight, basis: tuple[Any, ...]) -> Part:  # noqa: ARG001 -- part of the key
    """The condition as SQL. To write it takes Django longer than PostgreSQL takes to answer, so what was written is kept for as
    long as all that `visible_to` looks at is the same: the actor whole, and `basis`.
    """
    matters = Matter.objects.filter(visible_to(actor, sight), pk=RawSQL("s.matter_id", ())).order_by()
    return Part(written_out(*matters.values("pk").query.sql_with_params()))


class Question:
    """What one reader asks, as pieces of SQL."""

    def __init__(self, actor: Actor, asked: Asked) -> None:
        self.actor = actor
        self.asked = asked
        reach = reach_of(actor)
        self.within = "" if reach is None else f" & {asking.reaching(reach | {asking.EVERYBODY})}"
        self.holds = f"{asked.holds}{self.within}"
        self.named = f"({asked.named}){self.within}"
        self.visible = self._visible()

    def _visible(self) -> Part:
        """The condition of rules.visible_to on the matter of row `s`; a document's text asks for full sight."""
        summary, full = (self._seen(sight) for sight in (Sight.SUMMARY, Sight.FULL))
        open_kinds = ", ".join(f"'{kind.value}'" for kind in OPEN_KINDS)
        # One matter at a time, by its key: a page and a capped count need few of them, whatever the planner guesses.
        return Part(
            f"(s.kind IN ({open_kinds}) OR CASE s.kind WHEN '{Kind.DOCUMENT.value}' "
            f"THEN EXISTS ({full.sql} OFFSET 0) ELSE EXISTS ({summary.sql} OFFSET 0) END)",
            (*full.values, *summary.values),
        )

    def _seen(self, sight: Sight) -> Part:
        return _seen(self.actor, sight, basis_of(self.actor, today()))

    def phrases(self, column: str) -> Part:
        """Longer words stand there as they are, not only their characters two by two."""
        words = self.asked.long_words
        return Part("".join(f" AND {column} LIKE ANY(%s)" for _ in words), tuple(words))

    def in_title(self, prefix: str = "") -> Part:
        """All words in the title."""
        title = self.phrases(f"{prefix}title_folded")
        return Part(f"({prefix}title_grams @@ %s::tsquery{title.sql})", (self.holds, *title.values))

    def in_whole(self, prefix: str = "", holds: str = "") -> Part:
        """All words in the title, or in title and text together; with a narrower tsquery in place of the question's."""
        wanted = holds or self.holds
        title = self.phrases(f"{prefix}title_folded")
        text = self.phrases(f"({prefix}title_folded || ' ' || {prefix}text_folded)")
        return Part(
            f"(({prefix}title_grams @@ %s::tsquery{title.sql}) OR ({prefix}text_grams @@ %s::tsquery{text.sql}))",
            (wanted, *title.values, wanted, *text.values),
        )
