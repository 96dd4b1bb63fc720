"""`ecoduty responsibilities`: what a department's list file says, understood and checked; samples to try."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ecoduty.casework.legal_basis import queries as legal_basis
from ecoduty.interfaces.console import installation, language, output, shipped
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.rulebook import RulebookError
from ecoduty.mechanisms.responsibilities import checking, samples
from ecoduty.mechanisms.responsibilities.reading import directory, understanding
from ecoduty.mechanisms.responsibilities.reading.data import Problem, Row, Understood
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.reading.vocabulary import current
from ecoduty.mechanisms.responsibilities.words import Role
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body


@click.group(cls=language.Group)
def responsibilities() -> None:
    """责任清单：读懂并检查部门的清单文件，载入示例。"""


@responsibilities.command(name="import", cls=language.Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--body", "name", required=True, metavar="部门", help="清单是哪个部门的：简称、全称或代码。")
@click.option("--dry-run", is_flag=True, help="只读懂和检查，不写入。")
@output.json_option
def import_(*, file: Path, name: str, dry_run: bool, as_json: bool) -> None:
    """读懂一个.xlsx、.xls或.docx清单，逐行列出理解的内容、问题和质检会提出的意见；什么也不写入，确认导入在工作台办理。"""
    with installation.current().database():
        body = _body(name)
        on = today()
        bodies = directory.bodies(body, on)
        try:
            found = understanding.understand(file.name, file, bodies, legal_basis.library(), current(on), on)
        except Refused as refused:
            raise language.ProblemError(refused.code, refused.sentence) from refused
        checked = checking.foreseen_beyond(found, body, on)
    facts = {
        "file": file.name,
        "kind": found.kind,
        "form": found.form,
        "title": found.title,
        "body": body.short_name,
        "columns": [{"place": one.place, "heading": one.heading, "field": one.key} for one in found.columns],
        "rows": [_row(row, bodies) for row in found.rows],
        "problems": [
            *({**one.as_data(), "stage": "reading"} for one in found.problems),
            *({**one.as_data(), "stage": "check"} for one in checked),
        ],
        "written": False,
    }
    output.show(facts, as_json=as_json, text=_in_words(found, checked, body, bodies))
    if not dry_run:
        output.progress("什么也没有写入：确认导入请在工作台“责任清单”里办理。")
    sys.exit(1 if any(one.stops for one in found.problems) and not dry_run else 0)


@responsibilities.command(name="samples", cls=language.Command)
@click.option(
    "--rulebook", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="规则书，默认随附的一本。"
)
@output.json_option
def samples_(*, folder: Path | None, as_json: bool) -> None:
    """载入规则书旁边的示例清单，标明“示例”；已有清单的部门一概不动。make run 首次启动时自动载入。"""
    with installation.current().database():
        try:
            done = samples.load(folder or shipped.fullest_folder(), Actor.system("示例"))
        except RulebookError as error:
            raise language.ProblemError(error.code, str(error)) from error
    facts = {"bodies": list(done.bodies), "rows": done.rows, "left": list(done.left)}
    left = f"；{len(done.left)}个部门已有清单，没有动" if done.left else ""
    output.show(facts, as_json=as_json, text=f"已载入{len(done.bodies)}个部门的示例事项{done.rows}项{left}。")


def _body(name: str) -> Body:
    found = queries.find_body(name, today()) or Body.objects.filter(key=name.strip()).first()
    if found is None:
        raise language.ProblemError(
            "unknown_body", f"名录中没有“{name}”，请写部门的简称，如 ecoduty people export 所列。"
        )
    return found


def _row(row: Row, bodies: Bodies) -> dict[str, Any]:
    def short(key: str) -> str | None:
        return bodies.by_key[key].short_name if key else None

    return {
        "place": row.place,
        "number": row.number,
        "name": row.name,
        "description": row.description,
        "field": row.field,
        "role": row.role,
        "role_label": str(Role(row.role).label),
        "lead": short(row.lead),
        "joint": [short(key) for key in row.joint],
        "supporters": [short(key) for key in (*row.joint, *row.supporters)],
        "unknown_bodies": list(row.unknown),
        "level": row.level,
        "unit": row.unit,
        "person_a": row.person_a,
        "person_b": row.person_b,
        "bases": [reference.as_data() for reference in row.references],
        "basis_text": row.basis_text,
        "ways": list(row.ways),
        "enforcement": row.enforcement,
        "cycle": row.cycle,
        "liability": row.liability,
        "openness": row.openness,
        "openness_reason": row.openness_reason,
        "catch_all": row.catch_all,
    }


def _in_words(found: Understood, checked: Sequence[Problem], body: Body, bodies: Bodies) -> str:
    lines = [f"{body.short_name}：读出{len(found.rows)}项。"]
    for number, row in enumerate(found.rows, start=1):
        bases = "；".join(reference.text for reference in row.references) or "没有依据"
        lead = bodies.by_key[row.lead].short_name if row.lead else "牵头未写明"
        helping = "、".join(bodies.by_key[key].short_name for key in (*row.joint, *row.supporters))
        who = f"{Role(row.role).label}｜{lead}{f'，{helping}' if helping else ''}｜{row.unit or '没有科室'}"
        lines.append(f"{number:>4} {row.name}\n     {who}\n     {bases}")
    lines += [_problem(one) for one in found.problems]
    lines += [_problem(one, "质检") for one in checked]
    return "\n".join(lines)


def _problem(one: Problem, stage: str = "") -> str:
    return f"{stage}{'必改' if one.stops else '提示'} {one.place or '文件'}：{one.sentence}（{one.code}）"


__all__ = ["responsibilities"]
