"""What both courses share: numbers of packages, their order, the file that appears whole or not at all."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

from ecoduty.casework.zones.models import CarriedPackage, Course, Side
from ecoduty.casework.zones.packages import Manifest, Package, Writer, seal_up
from ecoduty.kernel.clock import as_local, is_rehearsal, wall_now
from ecoduty.kernel.flow.refusal import Refused
from ecoduty.kernel.rulebook import store as rulebooks

_NAMES = {Course.PUBLICATIONS: "out", Course.INTAKES: "in"}


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was written. `count` is what is in it: rows, or intakes."""

    path: Path
    number: int
    count: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A package that was taken in; `again` when it had been before, and nothing was done."""

    course: str
    number: int
    count: int
    again: bool = False


def one_at_a_time() -> None:
    """Wait for whoever exports or imports here at the moment; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('zones'))")


def numbers(course: Course, side: Side) -> list[int]:
    """Numbers of packages, in order."""
    return list(
        CarriedPackage.objects.filter(course=course, side=side).order_by("number").values_list("number", flat=True)
    )


def note(course: Course, side: Side, number: int, digest: str, intakes: list[int] | None = None) -> None:
    """Write down what was done with a package."""
    CarriedPackage.objects.create(
        course=course, side=side, number=number, digest=digest, intakes=intakes or [], at=wall_now()
    )


def city() -> str:
    """The code of the city whose rules are in force here, empty before the first."""
    book = rulebooks.current_or_none()
    return book.city.code if book else ""


def fresh(course: Course, previous: int) -> Manifest:
    """The beginning of a new package. Its number is the wall clock's second, so that a restored database goes on ahead."""
    if is_rehearsal():
        raise Refused("package_rehearsal", "这是演练库，不与另一个区交换。")
    moment = as_local(wall_now())
    number = max(int(f"{moment:%y%m%d%H%M%S}"), (numbers(course, Side.MADE) or [0])[-1] + 1)
    other = Course.INTAKES if course == Course.PUBLICATIONS else Course.PUBLICATIONS
    return Manifest(
        course=course.value, number=number, previous=previous, city=city(), made_at=moment.isoformat(timespec="seconds"),
        confirmed=numbers(other, Side.TAKEN)[-200:],
    )  # fmt: skip


@contextmanager
def written(
    folder: Path, manifest: Manifest, seal_to: str = ""
) -> Iterator[tuple[Writer, Callable[[Manifest], tuple[Path, str]]]]:
    """A file that is begun under another name and has its own once it is whole; after a failure nothing is left."""
    name = f"ecoduty-{_NAMES[Course(manifest.course)]}-{manifest.number}.zip"
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        with part.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            writer = Writer(archive, manifest.place, seal_to)

            def finish(said: Manifest) -> tuple[Path, str]:
                digest = seal_up(archive, replace(said, members=writer.members, sealed=writer.sealed))
                archive.close()
                file.flush()
                os.fsync(file.fileno())
                part.replace(folder / name)
                return folder / name, digest

            yield writer, finish
    finally:
        part.unlink(missing_ok=True)


def check(package: Package, course: Course) -> bool:
    """Whether it is to be taken in; False where it was already. Raises Refused for one of another course, city or time."""
    said = package.manifest
    if said.course != course.value:
        raise Refused("package_course", f"这是本方自己导出的包（{Course(said.course).label}），应拿到对方去导入。")
    here = city()
    if here and said.city and here != said.city:
        raise Refused("package_city", f"这个包是另一个城市的（{said.city}），没有导入。")
    taken = numbers(course, Side.TAKEN)
    if said.number in taken:
        return False
    if taken and said.number < taken[-1]:
        raise Refused(
            "package_old", f"这个包（{said.number}）比已经导入的第{taken[-1]}号旧，没有导入；新的包里已有它的内容。"
        )
    if course == Course.INTAKES and said.previous and said.previous not in taken:
        raise Refused("package_gap", f"这个包之前还有第{said.previous}号没有导入，请先导入它；找不到的，请在门户区用 ecoduty portal export --again 重新导出。")  # fmt: skip
    return True
