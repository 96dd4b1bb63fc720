"""Rows of the lists in force for the general search: what everybody may read, once for each body and kind of list."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from ecoduty.casework.search import keeping, sources
from ecoduty.casework.search.models import Kind
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList

_CAUGHT_UP = timedelta(days=14)  # nights that may have been missed

# The version that holds today; a body's first one from the day it is known. Drafts are found by their matter, what is withheld
# by nobody here. A row is named by its own name and by the everyday words under which people look for it.
ROWS = f"""
SELECT '{Kind.RESPONSIBILITY.value}', r.id::text, m.id, r.name, r.number, array_to_string(r.words, E'\\n') AS names,
    concat_ws(E'\\n', nullif(r.description, ''), nullif(r.unit, ''), (
        SELECT string_agg(b.text, E'\\n' ORDER BY b."order") FROM responsibilities_basis AS b WHERE b.responsibility_id = r.id
    )),
    ARRAY['all'], (extract(epoch FROM l.in_force) * 1000)::bigint - r."order"
FROM responsibilities_responsibility AS r JOIN responsibilities_list AS l ON l.matter_id = r.in_list_id
JOIN matters_matter AS m ON m.id = l.matter_id
WHERE l.matter_id = ANY(%(ids)s) AND l.in_force IS NOT NULL AND (l.until IS NULL OR l.until > %(today)s) AND r.openness = 'open'
    AND m.secrecy <> 'restricted' AND m.state <> 'withdrawn' AND (l.in_force <= %(today)s OR NOT EXISTS (
        SELECT FROM responsibilities_list AS o WHERE o.body_id = l.body_id AND o.list_kind = l.list_kind
            AND o.in_force <= %(today)s AND o.until > %(today)s
    ))
"""  # noqa: S608 -- constants of this file


def install() -> None:
    """Let the rows be found."""
    sources.register("responsibilities", ROWS)


def turn_over() -> int:
    """Let the rows of the versions that began be found, and those of the ones that ended no more; rows changed."""
    day = today()
    turned = Q(in_force__gt=day - _CAUGHT_UP, in_force__lte=day) | Q(until__gt=day - _CAUGHT_UP, until__lte=day)
    return keeping.refresh_matters(ResponsibilityList.objects.filter(turned).values_list("pk", flat=True))


__all__ = ["install", "turn_over"]
