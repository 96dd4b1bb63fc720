"""What the public sent, from the portal's zone to the desk's, each exactly once and in its order.

Texts and photos are encrypted to the desk's key: whoever finds the medium reads nothing. What was carried and not confirmed yet
is not carried again unless asked for (`again`), and what comes twice is known by its digest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from ecoduty.casework.intakes import forms
from ecoduty.casework.intakes.models import Intake, Receipt
from ecoduty.casework.intakes.states import IntakeState
from ecoduty.casework.zones import carrying
from ecoduty.casework.zones.carrying import Made, Taken
from ecoduty.casework.zones.models import CarriedIntake, CarriedPackage, Course, Side
from ecoduty.casework.zones.packages import Package, Writer
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow.refusal import Refused
from ecoduty.kernel.ledger.chain import sm3

MOST = 2_000  # intakes in one package
MOST_BYTES = 1024**3  # of photos in one package, about
_FORM = "complaint"
_ROWS = "intakes"
_INTAKE = ("kind", "reference", "state", "content", "sealed", "address", "received_at")
_RECEIPT = ("kind", "reference", "code", "form", "content", "at")
_FILE = ("public_id", "owner", "name", "kind", "size", "sm3", "sha256", "stored_at")
_MOMENTS = frozenset({"received_at", "at", "stored_at"})

Row = dict[str, Any]


def make(folder: Path, *, again: bool = False) -> Made | None:
    """Write a package of what was not carried yet, with `again` of all that is not confirmed; None where there is nothing.

    Raises Refused, SealingError.
    """
    with transaction.atomic():
        carrying.one_at_a_time()
        waiting = _waiting(again=again)
        chosen = _fitting(waiting[:MOST])
        if not chosen:
            return None
        shown = forms.shown(_FORM, using="default")
        if shown is None:
            raise Refused(
                "zone_no_key", "这里还没有工作台区的公开内容，没有加密来件用的公钥。请先导入工作台区导出的包。"
            )
        confirmed, made = carrying.numbers(Course.INTAKES, Side.CONFIRMED), carrying.numbers(Course.INTAKES, Side.MADE)
        manifest = carrying.fresh(Course.INTAKES, ((confirmed if again else made) or [0])[-1])
        with carrying.written(folder, manifest, shown["sealing"]) as (writer, finish):
            _write(writer, chosen)
            path, digest = finish(manifest)
        carrying.note(Course.INTAKES, Side.MADE, manifest.number, digest, [one.pk for one in chosen])
        return Made(path, manifest.number, len(chosen), left=len(waiting) - len(chosen))


def unconfirmed() -> int:
    """How many intakes were carried and not confirmed by the desk's side."""
    return Intake.objects.filter(pk__in=_carried()).exclude(state=IntakeState.TAKEN).count()


def take(package: Package) -> Taken:
    """Lay down what came, to be taken in by the worker; what came before is passed over. Raises Refused, SealingError."""
    with transaction.atomic():
        carrying.one_at_a_time()
        said = package.manifest
        if not carrying.check(package, Course.INTAKES):
            return Taken(said.course, said.number, 0, again=True)
        count = 0
        for text in package.opened(_ROWS).decode().splitlines():
            line = json.loads(text)
            count += _lay_down(package, line["intake"], line["receipt"], line["files"])
        carrying.note(Course.INTAKES, Side.TAKEN, said.number, package.digest)
        return Taken(said.course, said.number, count)


def _waiting(*, again: bool) -> list[Intake]:
    rows = Intake.objects.filter(state__in=(IntakeState.WAITING, IntakeState.HELD)).order_by("pk")
    return list(rows if again else rows.exclude(pk__in=_carried()))


def _carried() -> list[int]:
    made = CarriedPackage.objects.filter(course=Course.INTAKES, side=Side.MADE)
    unconfirmed = made.exclude(number__in=carrying.numbers(Course.INTAKES, Side.CONFIRMED))
    return [pk for one in unconfirmed.values_list("intakes", flat=True) for pk in one]


def _fitting(waiting: Sequence[Intake]) -> list[Intake]:
    """As many from the beginning as one package holds, one at least."""
    sizes = dict(StoredFile.objects.filter(public_id__in=_photos(waiting)).values_list("public_id", "size"))
    by_name = {str(name): size for name, size in sizes.items()}
    chosen: list[Intake] = []
    total = 0
    for one in waiting:
        total += sum(by_name.get(name, 0) for name in one.content.get("files", ()))
        if chosen and total > MOST_BYTES:
            break
        chosen.append(one)
    return chosen


def _photos(intakes: Sequence[Intake]) -> list[str]:
    return [name for one in intakes for name in one.content.get("files", ())]


def _write(writer: Writer, chosen: Sequence[Intake]) -> None:
    files = {str(one.public_id): one for one in StoredFile.objects.filter(public_id__in=_photos(chosen))}
    receipts = {one.reference: one for one in Receipt.objects.filter(reference__in=[one.reference for one in chosen])}
    lines = []
    for one in chosen:
        receipt = receipts.get(one.reference)
        mine = [_row(files[name], _FILE) for name in one.content.get("files", ()) if name in files]
        lines.append(
            _text(
                {"intake": _row(one, _INTAKE), "receipt": _row(receipt, _RECEIPT) if receipt else None, "files": mine}
            )
        )
    writer.add(_ROWS, ["\n".join(lines).encode()])
    for sm3_, file in {file.sm3: file for file in files.values() if file.removed_at is None}.items():
        with storage.open_file(file) as content:
            writer.add(_member(sm3_), [content.read()])


def _lay_down(package: Package, intake: Row, receipt: Row | None, files: list[Row]) -> bool:
    """One intake with all that belongs to it; False for one that came before."""
    digest = sm3(_text(intake).encode()).hex()
    if CarriedIntake.objects.filter(digest=digest).exists():
        return False
    if receipt is not None:
        Receipt.objects.bulk_create([Receipt(**_read(receipt, _RECEIPT))], ignore_conflicts=True)
    for file in files:
        if not StoredFile.objects.filter(public_id=file["public_id"]).exists():
            storage.put_back(package.opened(_member(file["sm3"])), file["sm3"])
            StoredFile.objects.create(**_read(file, _FILE))
    Intake.objects.create(**_read(intake, _INTAKE))
    CarriedIntake.objects.create(
        digest=digest, number=package.manifest.number, reference=intake["reference"], code=receipt["code"] if receipt else ""
    )  # fmt: skip
    return True


def _member(digest: str) -> str:
    return f"files/{digest}"


def _row(of: Any, names: Sequence[str]) -> Row:
    found = {name: getattr(of, name) for name in names}
    return {
        name: value
        if isinstance(value, str | int | dict | None)
        else value.isoformat()
        if name in _MOMENTS
        else str(value)
        for name, value in found.items()
    }


def _read(row: Row, names: Sequence[str]) -> Row:
    return {name: datetime.fromisoformat(row[name]) if name in _MOMENTS else row[name] for name in names}


def _text(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
