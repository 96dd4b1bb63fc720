"""Rows of the lists in force for the general search: what everybody may read, once for each body and kind of list."""

from __future__ import annotations

from ecoduty.casework.search import sources
from ecoduty.casework.search.models import Kind

# The version that nothing has followed yet: it holds, or will on its day. Drafts are found by their matter, what is withheld
# by nobody here. A row is named by its own name and by the everyday words under which people look for it.
ROWS = f"""
SELECT '{Kind.RESPONSIBILITY.value}', r.id::text, m.id, r.name, r.number, array_to_string(r.words, E'\\n') AS names,
    concat_ws(E'\\n', nullif(r.description, ''), nullif(r.unit, ''), (
        SELECT string_agg(b.text, E'\\n' ORDER BY b."order") FROM responsibilities_basis AS b WHERE b.responsibility_id = r.id
    )),
    ARRAY['all'], (extract(epoch FROM l.in_force) * 1000)::bigint - r."order"
FROM responsibilities_responsibility AS r JOIN responsibilities_list AS l ON l.matter_id = r.in_list_id
JOIN matters_matter AS m ON m.id = l.matter_id
WHERE l.matter_id = ANY(%(ids)s) AND l.in_force IS NOT NULL AND l.until IS NULL AND r.openness = 'open'
    AND m.secrecy <> 'restricted'
"""  # noqa: S608 -- constants of this file


def install() -> None:
    """Let the rows be found."""
    sources.register("responsibilities", ROWS)


__all__ = ["install"]
