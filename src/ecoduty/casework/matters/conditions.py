"""A condition on matters whose SQL is written once and then asked several times."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from ecoduty.casework.matters.models import Matter


def written_once(condition: Q) -> Q:
    """The same condition with its SQL written now, for a page that asks several questions of the same matters.

    Writing the SQL of a long condition takes Django longer than PostgreSQL takes to answer it. The result names the
    table of matters itself: it holds where matters are asked for directly, not in a query inside another one.
    Raises ValueError for a condition that joins other tables (those belong into an `Exists`).
    """
    query = Matter.objects.filter(condition).order_by().query
    joined = [alias for alias, uses in query.alias_refcount.items() if uses and alias != query.get_initial_alias()]
    if joined:
        raise ValueError(f"the condition joins {joined}")
    try:
        sql, values = query.get_compiler(connection=connection).compile(query.where)
    except EmptyResultSet:
        return Q(pk__in=[])
    except FullResultSet:
        return Q()
    return Q(RawSQL(sql, values, output_field=BooleanField()))  # noqa: S611 -- Django wrote it, the values stay apart
