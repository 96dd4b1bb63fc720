"""Files as people fill them in: the template, with lines put into its sheets."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from ecoduty.organisation.enrolment import writing
from ecoduty.organisation.enrolment.columns import SHEETS

DAY = date(2026, 11, 22)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def filled(folder: Path, name: str = "people.xlsx", **lines: list[dict[str, Any]]) -> Path:
    """The template with these lines, by sheet and column: `people=[{"name": …}]`."""
    book = load_workbook(BytesIO(writing.template(DAY)))
    for key, rows in lines.items():
        sheet = BY_KEY[key]
        for row in rows:
            unknown = set(row) - {column.key for column in sheet.columns}
            assert not unknown, unknown
            book[sheet.name].append([row.get(column.key) for column in sheet.columns])
    path = folder / name
    book.save(path)
    return path


def person(
    name: str = "王小明", body: str = "市水利局", post: str = "staff", since: Any = date(2026, 3, 1), **more: Any
) -> dict[str, Any]:
    return {"name": name, "body": body, "post": post, "since": since, **more}


STAFF = {
    "body": "市水利局",
    "key": "staff",
    "title": "干部",
    "kind": "liaison",
    "single": "否",
    "since": date(2020, 1, 1),
}
