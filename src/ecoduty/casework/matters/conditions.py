"""Conditions on matters whose SQL is written once, and kept while all it depends on is the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.casework.matters.turns import asked_by, entered_by, waiting_for
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, registry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.access import portfolio_of, pressed_by

KEPT = 1024  # conditions in one process; a few for each person who is at work


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
    return Q(RawSQL(written_out(sql, values), (), output_field=BooleanField()))  # noqa: S611 -- Django wrote it, the driver quoted the values


def written_out(sql: str, values: Sequence[Any]) -> str:
    """With its values in it, as the driver writes them: it would look for the place of each again at every execution."""
    written: str = mogrify(sql, values, connection)
    return written.replace("%", "%%")


def seen_by(actor: Actor) -> Q:
    """`visible_to` for this actor today, written once."""
    return _seen_by(actor, basis_of(actor, today()))


def ids_seen_by(actor: Actor) -> RawSQL:
    """The ids of what `seen_by` lets this actor see: a query that stands by itself, for `…__in` within another one."""
    return _ids_seen_by(actor, basis_of(actor, today()))


def awaited_of(actor: Actor, on: date, act: str = "") -> Q:
    """`waiting_for` this actor on that day, written once."""
    return _awaited_of(actor, on, act, basis_of(actor, on))


def entered_of(actor: Actor, on: date) -> Q:
    """`entered_by` this actor on that day, written once."""
    return _entered_of(actor, on, basis_of(actor, on))


@lru_cache(maxsize=KEPT)
def asked_of_others(actor: Actor, on: date) -> Q:
    """`asked_by` this actor on that day, written once; it depends on nothing else."""
    return written_once(asked_by(actor, on))


def basis_of(actor: Actor, on: date) -> tuple[Any, ...]:
    """What such a condition depends on beside the actor himself: portfolio, bodies pressed, day, rulebook in force, act tables."""
    return (portfolio_of(actor, on), pressed_by(actor), on, rulebooks.current().digest, registry.edition())


@lru_cache(maxsize=KEPT)
def _seen_by(actor: Actor, basis: tuple[Any, ...]) -> Q:  # noqa: ARG001 -- part of the key
    return written_once(visible_to(actor))


@lru_cache(maxsize=KEPT)
def _ids_seen_by(actor: Actor, basis: tuple[Any, ...]) -> RawSQL:  # noqa: ARG001 -- part of the key
    query = Matter.objects.filter(visible_to(actor)).order_by().values("pk").query
    try:
        written = written_out(*query.sql_with_params())
    except EmptyResultSet:
        written = "SELECT id FROM matters_matter WHERE false"
    return RawSQL(written, ())  # noqa: S611 -- as above


@lru_cache(maxsize=KEPT)
def _awaited_of(actor: Actor, on: date, act: str, basis: tuple[Any, ...]) -> Q:  # noqa: ARG001 -- part of the key
    return written_once(waiting_for(actor, on, act=act))


@lru_cache(maxsize=KEPT)
def _entered_of(actor: Actor, on: date, basis: tuple[Any, ...]) -> Q:  # noqa: ARG001 -- part of the key
    return written_once(entered_by(actor, on))
