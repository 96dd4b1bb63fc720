"""What is published, from the desk's zone to the portal's: all rows the portal may read, as they stand at one moment.

A whole picture each time: it is taken in whatever came before, the latest is enough, and what was taken down is gone. Only rows
that differ are touched, so that triggers that guard published rows see nothing but what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from ecoduty.casework.intakes.models import Intake, Receipt
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.zones import carrying
from ecoduty.casework.zones.carrying import Made, Taken
from ecoduty.casework.zones.models import CarriedIntake, CarriedPackage, Course, Side
from ecoduty.casework.zones.packages import Package
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.clock.models import Rehearsal
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow.refusal import Refused

_CODES = "codes"
_CODES_COLUMNS = ["reference", "code"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes out. `blank` are columns the portal may not read: they arrive empty."""

    name: str
    key: str
    columns: tuple[str, ...]
    blank: frozenset[str]


def tables() -> list[Table]:
    """What the portal may read, by the models' own words, in a fixed order; never the mark of a rehearsal."""
    found = []
    for model in apps.get_models():
        sees = getattr(model, "portal_sees", ())
        if not model._meta.managed or model is Rehearsal or not (sees or getattr(model, "portal_may", "") == "select"):  # noqa: SLF001
            continue
        fields = model._meta.concrete_fields  # noqa: SLF001
        columns = tuple(str(one.column) for one in fields)
        blank = frozenset(str(one.column) for one in fields if sees and one.name not in sees)
        assert all(isinstance(one, models.CharField | models.TextField) for one in fields if one.column in blank)
        found.append(Table(model._meta.db_table, str(model._meta.pk.column), columns, blank))  # noqa: SLF001
    return sorted(found, key=lambda one: one.name)


def make(folder: Path) -> Made:
    """Write a package of everything published, and what was taken in of the other course. Raises Refused, SealingError."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        carrying.one_at_a_time()
        manifest = carrying.fresh(Course.PUBLICATIONS, (carrying.numbers(Course.PUBLICATIONS, Side.MADE) or [0])[-1])
        chosen = tables()
        with carrying.written(folder, manifest) as (writer, finish):
            for table in chosen:
                writer.add(table.name, _copied(_selected(table)))
            writer.add(_CODES, _copied(_new_codes()))
            columns = {**{table.name: list(table.columns) for table in chosen}, _CODES: _CODES_COLUMNS}
            path, digest = finish(replace(manifest, columns=columns))
        carrying.note(Course.PUBLICATIONS, Side.MADE, manifest.number, digest)
        return Made(path, manifest.number, len(chosen))


def take(package: Package) -> Taken:
    """Make the published tables here what they were there; all of it or nothing. Raises Refused."""
    with transaction.atomic():
        carrying.one_at_a_time()
        said = package.manifest
        if not carrying.check(package, Course.PUBLICATIONS):
            return Taken(said.course, said.number, 0, again=True)
        chosen = tables()
        if said.columns != {**{one.name: list(one.columns) for one in chosen}, _CODES: _CODES_COLUMNS}:
            raise Refused("package_release", "两边平台的版本不同，没有导入。请先把两边升级到同一版，再重新导出。")
        changed = sum(_replaced(table, package) for table in chosen)
        _renew_codes(package)
        _confirm(said.confirmed)
        carrying.note(Course.PUBLICATIONS, Side.TAKEN, said.number, package.digest)
        return Taken(said.course, said.number, changed)


def _selected(table: Table) -> sql.Composable:
    columns = sql.SQL(", ").join(sql.SQL("''") if one in table.blank else sql.Identifier(one) for one in table.columns)
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        columns, sql.Identifier(table.name), sql.Identifier(table.key)
    )


def _new_codes() -> sql.Composable:
    """Digests of codes that were replaced here after their receipts came in."""
    return sql.SQL("SELECT now.reference, now.code FROM {} AS now JOIN {} AS came USING (reference) WHERE came.code <> '' AND now.code <> came.code ORDER BY 1").format(
        sql.Identifier(Receipt._meta.db_table), sql.Identifier(CarriedIntake._meta.db_table)  # noqa: SLF001
    )  # fmt: skip


def _copied(query: sql.Composable) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(query)) as copy:
        for block in copy:
            yield bytes(block)


def _replaced(table: Table, package: Package) -> int:
    """Rows that came, changed or went."""
    name, key, arrived = sql.Identifier(table.name), sql.Identifier(table.key), sql.Identifier("zones_arrived")
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    others = [one for one in table.columns if one != table.key and one not in table.blank]
    changes = sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(one)) for one in others)
    mine, theirs = (sql.SQL(", ").join(sql.SQL("{}.{}").format(of, sql.Identifier(one)) for one in others) for of in (name, sql.SQL("excluded")))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                arrived, columns, name
            )
        )
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(arrived, columns)) as copy:
            for block in package.blocks(table.name):
                copy.write(block)
        cursor.execute(
            sql.SQL("DELETE FROM {0} WHERE NOT EXISTS (SELECT FROM {1} WHERE {1}.{2} = {0}.{2})").format(
                name, arrived, key
            )
        )
        changed = cursor.rowcount
        cursor.execute(
            sql.SQL("INSERT INTO {0} ({1}) SELECT {1} FROM {2} ON CONFLICT ({3}) DO UPDATE SET {4} WHERE ({5}) IS DISTINCT FROM ({6})").format(
                name, columns, arrived, key, changes, mine, theirs
            )
        )  # fmt: skip
        changed += cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {}").format(arrived))
    return int(changed)


def _renew_codes(package: Package) -> None:
    """Codes that were replaced on the desk's side hold here too."""
    lines = b"".join(package.blocks(_CODES)).decode().splitlines()
    for reference, code in (line.split("\t") for line in lines):
        Receipt.objects.filter(reference=reference).update(code=code)


def _confirm(numbers: list[int]) -> None:
    """What the desk has taken in need not lie here any longer: text, sealed part and photos go, the receipt stays."""
    known = set(carrying.numbers(Course.INTAKES, Side.CONFIRMED))
    for made in CarriedPackage.objects.filter(course=Course.INTAKES, side=Side.MADE, number__in=set(numbers) - known):
        rows = Intake.objects.filter(pk__in=made.intakes).exclude(state=IntakeState.TAKEN)
        storage.remove(
            [name for content in rows.values_list("content", flat=True) for name in content.get("files", ())]
        )
        rows.update(state=IntakeState.TAKEN, taken_at=wall_now(), content={}, sealed="", address="")
        carrying.note(Course.INTAKES, Side.CONFIRMED, made.number, made.digest)
