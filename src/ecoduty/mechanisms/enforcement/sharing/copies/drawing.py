"""Drawing a copy of a case: its facts, persons masked, materials, every step, then each picture and PDF among the materials."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from ecoduty.casework.documents.rendering.faces import installed
from ecoduty.casework.documents.rendering.paper import printable
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.reading import note_export
from ecoduty.kernel.clock import as_local, now
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Actor, Refused, tables
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.pieces import queries as pieces

LAYOUT = Path(__file__).with_name("copy.typ")
SHORTEST_REASON, LONGEST_REASON = 4, 500  # characters
MOST_STEPS, MOST_PAGES = 2_000, 300
_PICTURES = frozenset({"png", "jpeg"})


def copy_of(matter: Matter, actor: Actor, reason: str) -> tuple[str, bytes]:
    """Number and PDF of a copy; taking it is an entry beside the case, by whose place the copy is numbered.

    Raises Refused `export_reason` without a reason, `drawing_failed`.
    """
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Refused(
            "export_reason",
            f"请写明导出事由（{SHORTEST_REASON}至{LONGEST_REASON}个字）：为什么、凭什么导出。",
            status=422,
        )
    place = note_export(matter, actor, reason, what="带水印的副本")
    number = f"{matter.number}-F{place}"
    moment = as_local(now())
    mark = [actor.name, actor.title, f"{moment:%Y-%m-%d %H:%M}", f"副本号 {number}"]
    return number, _drawn(matter, mark, reason)


def _drawn(matter: Matter, mark: Sequence[str], reason: str) -> bytes:
    faces = installed()
    with tempfile.TemporaryDirectory(prefix="ecoduty-copy-") as place:
        folder = Path(place)
        shutil.copyfile(LAYOUT, folder / LAYOUT.name)
        files = _files(folder, [one.file for one in pieces.standing(matter) if one.file is not None], faces.folders)
        told = {
            **_told(matter, reason),
            "mark": mark,
            "files": files,
            "faces": {face: list(names) for face, names in faces.stacks.items()},
        }
        try:
            return _compile(folder, folder / LAYOUT.name, faces.folders, {"copy": json.dumps(told, ensure_ascii=False)})
        except typst.TypstError as error:
            raise Refused("drawing_failed", "这份案卷排不成版面，请联系系统管理员。", status=500) from error


def _told(matter: Matter, reason: str) -> dict[str, Any]:
    table = tables()[matter.kind]
    steps = list(Entry.objects.filter(stream=matter.stream).order_by("-seq")[:MOST_STEPS])
    return {
        "title": printable(matter.title),
        "issuer": matter.holder.name,
        "under": f"{table.label}　{matter.number}",
        "facts": [
            ["办案单位", matter.holder.name],
            ["现状", table.state(matter.state).label],
            ["立案时间", f"{as_local(matter.opened_at):%Y-%m-%d %H:%M}"],
            ["导出事由", printable(reason)],
        ],
        "parts": [
            {
                "title": "当事人", "heads": ["姓名、名称", "身份", "号码"], "widths": [3, 2, 3],
                "rows": [[printable(one.name), one.row.get_part_display(), one.number] for one in concerned.masked(matter)],
            },
            {
                "title": "材料", "heads": ["名称", "文号", "页数", "文件", "SM3 摘要（前16位）"], "widths": [5, 3, 1, 3, 4],
                "rows": [
                    [
                        printable(one.title), printable(one.number), str(one.pages or ""),
                        printable(one.file.name) if one.file else (one.none_because and "说明没有") or "纸质",
                        one.file.sm3[:16] if one.file else "",
                    ]
                    for one in pieces.standing(matter)
                ],
            },
            {
                "title": "办理过程", "heads": ["发生时间", "步骤", "经办"], "widths": [3, 4, 5],
                "rows": [
                    [
                        f"{as_local(one.occurred_at):%Y-%m-%d %H:%M}",
                        table.by_code[one.act].label if one.act in table.by_code else one.act,
                        printable(f"{one.actor_title}{f'，代{one.on_behalf_of}登记' if one.on_behalf_of else ''}"),
                    ]
                    for one in reversed(steps)
                ],
            },
        ],
    }  # fmt: skip


def _files(folder: Path, files: Sequence[StoredFile], fonts: Sequence[str]) -> list[dict[str, Any]]:
    """The pictures and PDFs beside the layout, with the pages of each. Others stand in the list by their digest."""
    found: list[dict[str, Any]] = []
    left = MOST_PAGES
    for order, file in enumerate(files, 1):
        if file.kind not in {"pdf", *_PICTURES} or left <= 0:
            continue
        name = f"f{order}.{'jpg' if file.kind == 'jpeg' else file.kind}"
        with storage.open_file(file) as content:
            (folder / name).write_bytes(content.read())
        pages = _pages(folder, name, fonts, left) if file.kind == "pdf" else [1]
        left -= len(pages)
        found.append({"name": printable(file.name), "path": name, "pdf": file.kind == "pdf", "pages": pages})
    return found


def _pages(folder: Path, name: str, fonts: Sequence[str], most: int) -> list[int]:
    """The pages of a PDF that can be drawn: asked one by one, for the layout engine says no number beforehand."""
    probe = folder / "probe.typ"
    pages: list[int] = []
    for n in range(1, most + 1):
        probe.write_text(f'#set page(width: 20pt, height: 20pt, margin: 0pt)\n#image("{name}", page: {n}, width: 10pt)')
        try:
            _compile(folder, probe, fonts, {})
        except typst.TypstError:
            break
        pages.append(n)
    return pages


def _compile(folder: Path, layout: Path, fonts: Sequence[str], inputs: dict[str, str]) -> bytes:
    compiler = typst.Compiler(input=str(layout), root=str(folder), font_paths=list(fonts), ignore_system_fonts=True)
    drawn: Any = compiler.compile(sys_inputs=inputs, format="pdf")
    assert isinstance(drawn, bytes)  # one document
    return drawn


__all__ = ["copy_of"]
