"""What becomes searchable of a matter, of bodies and people, of the plan: one SELECT each, compared with what stands.

Every SELECT gives the columns of `COLUMNS`. `raw` is JSON or plain text; Python makes the text of it only where the
row's digest (`mark`) differs from the one that stands, so an act that changes nothing here costs one statement.
"""

from __future__ import annotations

from ecoduty.casework.search.models import Kind

VERSION = 2  # raise when folding, grams or texts are made in another way: every row is then made anew
COLUMNS = "kind, ref, matter_id, title, number, names, raw, reach, place"

_MILLISECONDS = "(extract(epoch FROM {moment}) * 1000)::bigint"
# Organisation and plan come before what is in progress; among themselves in their official order.
_FIRST = 9_000_000_000_000
_REACH = (
    "ARRAY(SELECT DISTINCT 'b' || party.body_id FROM matters_party AS party WHERE party.matter_id = m.id ORDER BY 1) "
    "|| ('b' || m.holder_id) || coalesce('u' || m.holder_unit_id, '') || coalesce('r' || m.region_id || m.secrecy, '') || m.secrecy"
)

MATTERS = f"""
SELECT '{Kind.MATTER.value}' AS kind, m.id::text AS ref, m.id AS matter_id, m.title, m.number, '' AS names, '' AS raw,
    {_REACH} AS reach, {_MILLISECONDS.format(moment="m.opened_at")} AS place
FROM matters_matter AS m WHERE m.id = ANY(%(ids)s) AND m.secrecy <> 'restricted'
"""  # noqa: S608 -- constants of this file
DOCUMENTS = f"""
SELECT '{Kind.DOCUMENT.value}', d.id::text, m.id, d.title, d.number, '' AS names,
    jsonb_build_array(
        coalesce(t.sections, '[]'::jsonb),
        (SELECT jsonb_agg(a.title ORDER BY a."order") FROM documents_attachment AS a WHERE a.document_id = d.id)
    )::text,
    {_REACH}, {_MILLISECONDS.format(moment="coalesce(d.sent_at, d.signed_on::timestamptz, m.opened_at)")}
FROM documents_document AS d JOIN matters_matter AS m ON m.id = d.matter_id
LEFT JOIN documents_draft AS t ON t.document_id = d.id AND t.version = d.version
WHERE d.matter_id = ANY(%(ids)s) AND m.secrecy <> 'restricted'
"""  # noqa: S608 -- as above
PUBLICATIONS = f"""
SELECT '{Kind.PUBLICATION.value}', p.id::text, m.id, p.title, '' AS number, '' AS names, p.content::text,
    ARRAY['all'], {_MILLISECONDS.format(moment="coalesce(p.registered_at, p.prepared_at)")}
FROM publications_publication AS p JOIN matters_matter AS m ON m.id = p.matter_id
WHERE p.matter_id = ANY(%(ids)s) AND p.state = 'registered' AND m.secrecy <> 'restricted'
"""  # noqa: S608 -- as above
BODIES = f"""
SELECT '{Kind.BODY.value}' AS kind, b.id::text AS ref, NULL::bigint AS matter_id, b.name AS title, '' AS number,
    concat_ws(E'\\n', b.short_name, array_to_string(b.aliases, E'\\n')) AS names,
    (SELECT jsonb_agg(DISTINCT n.name)::text FROM directory_body_name AS n WHERE n.body_id = b.id AND n.name <> b.name) AS raw,
    ARRAY['all'] AS reach, {_FIRST + 2_000_000_000} - b."order" AS place
FROM directory_body AS b WHERE b.id = ANY(%(ids)s)
"""  # noqa: S608 -- as above
# Whoever never held a post, such as an administrator of the platform, is nobody of the directory.
PEOPLE = f"""
SELECT '{Kind.PERSON.value}' AS kind, p.id::text AS ref, NULL::bigint AS matter_id, p.name AS title, '' AS number,
    '' AS names,
    (SELECT jsonb_agg(DISTINCT b.short_name || ' ' || post.title)::text FROM directory_appointment AS a
     JOIN directory_post AS post ON post.id = a.post_id JOIN directory_body AS b ON b.id = post.body_id
     WHERE a.person_id = p.id AND (a.until IS NULL OR a.since IS NULL OR a.until > a.since)) AS raw,
    ARRAY['all'] AS reach, {_FIRST} - p.id AS place
FROM directory_person AS p WHERE p.id = ANY(%(ids)s)
    AND EXISTS (SELECT FROM directory_appointment AS held WHERE held.person_id = p.id)
"""  # noqa: S608 -- as above
INSTRUMENTS = f"""
SELECT '{Kind.INSTRUMENT.value}' AS kind, i.id::text AS ref, NULL::bigint AS matter_id, i.title, i.number,
    array_to_string(i.aliases, E'\\n') AS names, concat_ws(E'\\n', i.edition, i.issuer, i.note) AS raw,
    ARRAY['all'] AS reach, {_FIRST + 500_000_000} - i.id AS place
FROM legal_basis_instrument AS i WHERE i.id = ANY(%(ids)s)
"""  # noqa: S608 -- as above
_OF_MATTERS: dict[str, str] = {"matters": MATTERS, "documents": DOCUMENTS, "publications": PUBLICATIONS}


def register(name: str, select: str) -> None:
    """Make something else of a matter searchable, such as a mechanism's own text: a SELECT of `COLUMNS` by matters'
    ids (`%(ids)s`), of a kind of models.Kind, without restricted matters. `%(today)s` is the day; what turns with a day is
    refreshed by whoever registered it.
    """
    _OF_MATTERS[name] = select


def unregister(name: str) -> None:
    """Take it back; for tests that bring one of their own."""
    _OF_MATTERS.pop(name, None)


def of_matters() -> str:
    """Everything searchable of the matters of these ids."""
    return " UNION ALL ".join(f"({select.strip()})" for select in _OF_MATTERS.values())


def clause_place(order: int) -> int:
    """Where a clause stands among results, by its number from the plan's first."""
    return _FIRST + 1_000_000_000 - order
