"""The matters that one case consists of: the administrative case, its transfer, the suit: as far as the reader may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor

MOST = 40  # matters that hang together; more would be a mistake in the links and no road to draw
# Whatever hangs on a matter, over whatever lies between: whether the reader may see it is asked afterwards.
_CONNECTED = """
WITH RECURSIVE near(id, far) AS (
    SELECT %s::bigint, 0
    UNION
    SELECT CASE WHEN link.source_id = near.id THEN link.target_id ELSE link.source_id END, near.far + 1
    FROM near JOIN matters_link AS link ON near.id IN (link.source_id, link.target_id)
    JOIN matters_matter AS source ON source.id = link.source_id
    JOIN matters_matter AS target ON target.id = link.target_id
    WHERE near.far < 6 AND source.kind = ANY(%s) AND target.kind = ANY(%s)
)
SELECT DISTINCT link.source_id, link.target_id FROM near
JOIN matters_link AS link ON near.id IN (link.source_id, link.target_id) LIMIT 200
"""


def family(matter: Matter, actor: Actor, kinds: Collection[str]) -> list[Matter]:
    """The matter and all of these kinds that hang on it by links, each reached only over matters the reader may see.

    Two statements, one where nothing hangs on it. In the order in which they were opened.
    """
    wanted = sorted(kinds)
    with connection.cursor() as cursor:
        cursor.execute(_CONNECTED, [matter.pk, wanted, wanted])
        links: list[tuple[int, int]] = cursor.fetchall()
    if not links:
        return [matter]
    ends = {end for link in links for end in link} - {matter.pk}
    seen = {
        one.pk: one
        for one in Matter.objects.filter(visible_to(actor), pk__in=ends, kind__in=wanted).select_related("holder")
    }
    seen[matter.pk] = matter
    reached = _reached(matter.pk, links, seen)
    return sorted((seen[pk] for pk in reached), key=lambda one: (one.opened_at, one.pk))[:MOST]


def _reached(start: int, links: Collection[tuple[int, int]], seen: Collection[int]) -> set[int]:
    """What can be reached from the start over what is seen."""
    beside: dict[int, set[int]] = defaultdict(set)
    for source, target in links:
        beside[source].add(target)
        beside[target].add(source)
    reached, ahead = {start}, [start]
    while ahead:
        new = {one for one in beside[ahead.pop()] if one in seen} - reached
        reached |= new
        ahead += sorted(new)
    return reached


__all__ = ["family"]
