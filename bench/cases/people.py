"""Ten thousand people brought by one file: read, checked, imported, invited, links written; the floor writes as many rows by two statements."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.load import NOW
from bench.measure import Result
from bench.server import Server

AIM = 20_000.0  # milliseconds for ten thousand


def import_of_people(server: Server, number: int) -> Result:
    """Once, for it changes what is there: new posts that many hold, and people evenly over the bodies of the city."""
    from ecoduty.kernel.flow import Actor
    from ecoduty.organisation.enrolment.applying import apply
    from ecoduty.organisation.enrolment.checking import check
    from ecoduty.organisation.enrolment.inviting import links_file

    actor = Actor.system("测试")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xlsx"
        path.write_bytes(_file(number))
        start = time.perf_counter()
        plan = check(path, actor, NOW.date())
        assert not plan.faults, plan.faults[:3]
        checked = time.perf_counter()
        told: list[int] = []
        found = apply(plan, actor, lambda done, _: told.append(done), invite=True)
        content = links_file(found.links, lambda token: f"https://example.invalid/invitation/{token}/")
        ended = time.perf_counter()
    assert (len(found.links), len(content) > number) == (number, True), found.sentence()
    floor = _floor(server, number)
    took = (ended - start) * 1000
    return Result(
        case="导入人员并邀请", rows=number, runs=1, ours=took, floor=floor, aim="≤ 20 s 一万人", limit=AIM * number / 10_000,
        statements=0, note=f"检查{(checked - start):.1f} s，导入并邀请{(ended - checked):.1f} s，进度{len(told)}次",
    )  # fmt: skip


def _floor(server: Server, number: int) -> float:
    """So many people and appointments written by two statements, and taken back."""
    with server.connect() as raw, raw.transaction(force_rollback=True):
        start = time.perf_counter()
        raw.execute(
            "INSERT INTO directory_person (name, mobile, mail) SELECT '某' || n, '', '' FROM generate_series(1, %s) AS n",
            [number],
        )
        raw.execute(
            "INSERT INTO directory_appointment (post_id, person_id, since, exclusive) SELECT (SELECT min(id) FROM "
            "directory_post), id, '2026-03-01', false FROM directory_person ORDER BY id DESC LIMIT %s",
            [number],
        )
        return (time.perf_counter() - start) * 1000


def _file(number: int) -> bytes:
    from io import BytesIO

    from openpyxl import load_workbook

    from ecoduty.organisation.directory import queries
    from ecoduty.organisation.enrolment import writing

    book = load_workbook(BytesIO(writing.template(NOW.date())))
    bodies = list(queries.bodies(on=NOW.date()).values_list("key", flat=True))
    for body in bodies:
        book["岗位"].append([body, "staff", "干部", "liaison", None, 99, "否", "2020-01-01", None])
    for n in range(number):
        mobile = f"138{n:08d}"
        book["人员"].append([None, f"人员{n}", bodies[n % len(bodies)], "staff", "2026-03-01", None, mobile, None])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
