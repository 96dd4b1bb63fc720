"""Every sealed column of every model: which keys are in use, and sealing all of it anew with the present key.

No act: what the values say does not change, only the key they rest under. The console writes one entry for the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from ecoduty.kernel.sealing.cipher import key_of, keys
from ecoduty.kernel.sealing.fields import SealedText

_BATCH = 500


def columns() -> list[SealedText]:
    """All sealed columns."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()  # noqa: SLF001 -- Django's documented way to a model's columns
        if isinstance(field, SealedText)
    ]


def in_use() -> Counter[str]:
    """How many values rest under each key, by its id."""
    found: Counter[str] = Counter()
    for field in columns():
        model: type[models.Model] = field.model
        values = model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)  # noqa: SLF001
        found.update(key_of(value) for value in values.iterator(chunk_size=_BATCH))
    return found


def reseal() -> int:
    """Seal everything that rests under an older key with the present one; how many values that were.

    A value that somebody changes meanwhile keeps the newer content: it was sealed with the present key already.
    Raises SealingError when a value cannot be opened; what was done until then stays done.
    """
    present = keys()[-1].id
    return sum(_one(field, row, old) for field in columns() for row, old in _older(field, present))


def _older(field: SealedText, present: str) -> Iterator[tuple[object, str]]:
    model: type[models.Model] = field.model
    rows = model._default_manager.exclude(**{field.name: ""}).values_list(field.bound_to, field.name)  # noqa: SLF001
    for row, old in list(rows.iterator(chunk_size=_BATCH)):
        if key_of(old) != present:
            yield row, old


def _one(field: SealedText, row: object, old: str) -> int:
    column = str(field.column)
    fresh = field.seal(field.open(old, row), row)
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(
        sql.Identifier(field.model._meta.db_table),  # noqa: SLF001
        sql.Identifier(column),
        sql.Identifier(column),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(None), [fresh, old])  # the old value is in it: nobody changed it meanwhile
        return int(cursor.rowcount)
