"""Where matters are kept, as the gate wants it: lock names, load, write — each one statement however many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import ActTable, Subject

_COLUMNS = (
    ("state", "text"),
    ("open", "boolean"),
    ("title", "text"),
    ("holder_id", "bigint"),
    ("holder_unit_id", "bigint"),
    ("region_id", "bigint"),
    ("body_level", "text"),
    ("closed_at", "timestamptz"),
    ("next_due_on", "date"),
    ("next_due_at", "timestamptz"),
    ("next_due_label", "text"),
    ("first_missed_at", "timestamptz"),
    ("suspended", "boolean"),
    ("last_occurred_at", "timestamptz"),
    ("version", "integer"),
)
_UPDATE = (
    "UPDATE matters_matter SET "  # noqa: S608 -- names are constants of this file
    + ", ".join(f"{name} = rows.{name}" for name, _ in _COLUMNS)
    + " FROM unnest(%s::bigint[], "
    + ", ".join(f"%s::{kind}[]" for _, kind in _COLUMNS)
    + ") AS rows(id, "
    + ", ".join(name for name, _ in _COLUMNS)
    + ") WHERE matters_matter.id = rows.id"
)
_STREAMS = "SELECT id, public_id FROM matters_matter WHERE id = ANY(%s::bigint[]) AND kind = ANY(%s)"
_PARTIES = (
    "SELECT matter_id, body_id, role FROM matters_party "
    "WHERE matter_id = ANY(%s::bigint[]) AND since <= %s AND (until IS NULL OR until > %s)"
)


class MatterStore:
    """Matters of one kind. `own` names the mechanism's row (reverse one-to-one), loaded in the same query; `restricted` is a kind
    all of whose matters are known to named people only.
    """

    def __init__(self, own: str = "", *, restricted: bool = False) -> None:
        self.own = own
        self.restricted = restricted

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by primary key. A matter of another kind is not there: its acts stand in another table."""
        with connection.cursor() as cursor:  # part of every act: not worth building a query each time
            cursor.execute(_STREAMS, [list(refs), self._kinds()])
            return {pk: f"matter:{public_id}" for pk, public_id in cursor.fetchall()}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Matters with holder, own row and present parties: two queries."""
        related = ["holder", "region", *([self.own] if self.own else [])]
        matters = {matter.pk: matter for matter in Matter.objects.filter(pk__in=refs).select_related(*related)}
        attach_parties(list(matters.values()))
        return dict(matters)

    def write(self, subjects: Sequence[Any]) -> None:
        """Write what acts change on matters."""
        for matter in subjects:
            self._close_or_open(matter)
        with connection.cursor() as cursor:
            cursor.execute(
                _UPDATE,
                [
                    [matter.pk for matter in subjects],
                    *([getattr(matter, name) for matter in subjects] for name, _ in _COLUMNS),
                ],
            )

    def _kinds(self) -> list[str]:
        from ecoduty.kernel.flow import tables  # noqa: PLC0415 -- tables are registered with this store in hand

        return [kind for kind, table in tables().items() if table.store is self]

    def _close_or_open(self, matter: Matter) -> None:
        """A matter is open while its state owes something; the moment of closing is the legal time of the act."""
        from ecoduty.kernel.flow import table  # noqa: PLC0415 -- tables are registered with this store in hand

        matter.open = table(matter.kind).state(matter.state).open
        if not matter.open and matter.closed_at is None:
            matter.closed_at = matter.last_occurred_at
        if matter.open:
            matter.closed_at = None


def always_restricted(table: ActTable) -> bool:
    """Whether every matter of this kind is known to named people only, so that none is in any count."""
    return isinstance(table.store, MatterStore) and table.store.restricted


def attach_parties(matters: Sequence[Matter]) -> None:
    """Put the parties of today on the matters (`current_parties`: pairs of body id and role), one query."""
    on = today()
    found: dict[int, set[tuple[int, str]]] = {matter.pk: set() for matter in matters}
    with connection.cursor() as cursor:
        cursor.execute(_PARTIES, [list(found), on, on])
        for matter_id, body_id, role in cursor.fetchall():
            found[matter_id].add((body_id, role))
    for matter in matters:
        matter.current_parties = frozenset(found[matter.pk])
