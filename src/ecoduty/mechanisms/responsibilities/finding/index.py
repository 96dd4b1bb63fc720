"""Keeping what can be found in step with the lists: written when a version takes effect, ended when it ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

from ecoduty.casework.search.keeping import refresh_matters
from ecoduty.casework.search.spelling import fold
from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.finding.models import (
    Findable,
    FindableInside,
    FindableRow,
    InsidePosting,
    OpenPosting,
    Posting,
)
from ecoduty.mechanisms.responsibilities.finding.terms import grams
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import LEADING, ListKind, Openness
from ecoduty.organisation.directory.models import Body

# What a pair says in the name, in everyday words, elsewhere, in the names of who leads; at most, whatever says it.
NAME, WORDS, REST, WHO = 10, 10, 4, 3
MOST = 10
_WRITE = (
    "INSERT INTO {table} (gram, row, weight, list_id, region, in_force, until) SELECT g, r, w, %s, %s, %s, %s "
    "FROM unnest(%s::text[], %s::bigint[], %s::smallint[]) AS rows(g, r, w)"
)
_BATCH = 100_000
_HIDE = (
    "WITH gone AS (DELETE FROM {shown} WHERE list_id = %s RETURNING {columns}) "
    "INSERT INTO {inside} ({columns}) SELECT {columns} FROM gone"
)
_ALSO_NAMED = (
    "INSERT INTO {postings} (gram, row, weight, list_id, region, in_force, until) "
    "SELECT g, f.row, %(weight)s, f.list_id, f.region, f.in_force, f.until "
    "FROM {rows} AS f CROSS JOIN unnest(%(grams)s::text[]) AS g "
    "WHERE f.body_now = %(former)s AND (f.until IS NULL OR f.until > %(since)s) "
    "AND NOT EXISTS (SELECT FROM {postings} AS p WHERE p.row = f.row AND p.gram = g AND p.list_id = f.list_id)"
)
_ANSWERED_BY = (
    "UPDATE {rows} SET body_now = %(body)s, later = later || %(entry)s::jsonb "
    "WHERE body_now = %(former)s AND (until IS NULL OR until > %(since)s)"
)


def index(version: ResponsibilityList) -> int:
    """Make the rows of a version that takes effect findable; how many. A constant number of statements per batch."""
    fields = dict(rulebooks.current().pairs("responsibility.fields", on=today()))
    rows = list(
        version.rows.filter(role__in=LEADING, catch_all=False).select_related("body", "lead").prefetch_related("bases")
    )
    for findable, posting, shown in ((FindableRow, OpenPosting, True), (FindableInside, InsidePosting, False)):
        chosen = [row for row in rows if (row.openness == Openness.OPEN) == shown]
        if chosen:
            _write(version, chosen, findable, posting, fields)
    return len(rows)


def end(version: ResponsibilityList) -> None:
    """A version ends on `version.until`: its rows are found for days before it only."""
    for model in (FindableRow, FindableInside, OpenPosting, InsidePosting):
        model.objects.filter(list_id=version.pk).update(until=version.until)
    refresh_matters([version.pk])


def hide(version: ResponsibilityList) -> None:
    """A version was taken down: at once the public finds none of its rows, inside they are found for the days it held."""
    with connection.cursor() as cursor:
        for shown, inside in ((FindableRow, FindableInside), (OpenPosting, InsidePosting)):
            here, there = (model._meta for model in (shown, inside))  # noqa: SLF001 -- Django's name for it
            columns = ", ".join(field.attname for field in here.concrete_fields if field.attname != "id")
            cursor.execute(_HIDE.format(inside=there.db_table, shown=here.db_table, columns=columns), [version.pk])


def answered_by(former: Body, body: Body, since: date) -> None:
    """From that day on another body answers for the rows that this one led, or the same one is called otherwise.

    Both names find them; whoever asks about a day before is told who it was then. Two statements for each kind of rows.
    """
    entry = {"since": since.isoformat(), "id": body.pk, "key": body.key, "short_name": body.short_name}
    given: dict[str, Any] = {
        "former": former.pk, "body": body.pk, "since": since, "entry": json.dumps([entry], ensure_ascii=False),
        "grams": sorted(grams(fold(f"{body.name} {body.short_name}"))), "weight": WHO,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for model, posting in ((FindableRow, OpenPosting), (FindableInside, InsidePosting)):
            tables = {"rows": model._meta.db_table, "postings": posting._meta.db_table}  # noqa: SLF001 -- Django's name for it
            cursor.execute(_ALSO_NAMED.format(**tables), given)
            cursor.execute(_ANSWERED_BY.format(**tables), given)


def _write(
    version: ResponsibilityList,
    rows: Sequence[Responsibility],
    findable: type[Findable],
    posting: type[Posting],
    fields: Mapping[str, str],
) -> None:
    title = _title(version)
    region = version.matter.region.region_code if version.matter.region else ""
    made = [_findable(row, version, findable, title, region, fields) for row in rows]
    findable._default_manager.bulk_create(made, batch_size=2000)  # noqa: SLF001 -- Django's name for it
    leads = [row.lead or row.body for row in rows]
    _postings(posting._meta.db_table, version, region, list(zip(made, leads, strict=True)))  # noqa: SLF001


def _findable(
    row: Responsibility, version: ResponsibilityList, model: type[Findable], title: str, region: str,
    fields: Mapping[str, str],
) -> Findable:  # fmt: skip
    lead = row.lead or row.body
    assert version.in_force is not None, "a version is found once it has a first day"
    return model(
        row=row.pk, key=row.key, list_id=version.pk, list_title=title, body_id=lead.pk, body_key=lead.key,
        body_short_name=lead.short_name, region=region, name=row.name, unit=row.unit,
        bases=[basis.text for basis in row.bases.all()], words=[fold(word) for word in row.words],
        title=fold(row.name), told=fold(f"{row.description} {fields.get(row.field, '')} {row.unit}"),
        sample=version.sample, in_force=version.in_force, until=version.until, body_now=lead.pk,
    )  # fmt: skip


def _postings(table: str, version: ResponsibilityList, region: str, made: Sequence[tuple[Findable, Body]]) -> None:
    weighed = ((gram, found.row, weight) for found, lead in made for gram, weight in _weighed(found, lead).items())
    statement = _WRITE.format(table=table)
    with connection.cursor() as cursor:
        while batch := list(islice(weighed, _BATCH)):
            columns = [list(column) for column in zip(*batch, strict=True)]
            cursor.execute(statement, [version.pk, region, version.in_force, version.until, *columns])


def _weighed(found: Findable, lead: Body) -> dict[str, int]:
    """Each pair of a row with the most it says anywhere in it. A body is also found by the initials of its code."""
    names = " ".join((lead.name, lead.short_name, *lead.aliases))
    initials = lead.official_code.rpartition("-")[2]
    weighed = dict.fromkeys(grams(fold(names)), WHO)
    weighed |= dict.fromkeys(grams(found.told), REST)
    weighed |= dict.fromkeys((gram for word in found.words for gram in grams(word)), WORDS)
    weighed |= dict.fromkeys(grams(found.title), NAME) | dict.fromkeys(grams(fold(initials)), NAME)
    return _single(found) | weighed


def _single(found: Findable) -> dict[str, int]:
    """Single characters for questions of one character alone: each says the more, the more everyday words have it."""
    counted = Counter(letter for text in (found.title, *found.words) for letter in {*text} if not letter.isascii())
    return {letter: min(MOST, count) for letter, count in counted.items()}


def _title(version: ResponsibilityList) -> str:
    if version.sample:
        return "示例清单"
    whose = version.body.short_name if version.list_kind == ListKind.SPECIFIC else ""
    return f"{whose}{ListKind(version.list_kind).label}第{version.edition}版"


__all__ = ["answered_by", "end", "hide", "index"]
