"""What the reader of workbooks does not tell: where formulas stand, and how far a sheet of an .xlsx reaches."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PREFIX = re.compile(r"<(\w+:)?worksheet\b")
_PLACE = re.compile(r'\br="([A-Z]{1,3})([0-9]{1,7})"')
_SMALL = 4 * 1024 * 1024  # bytes of the parts that only list others


@dataclass(slots=True)
class Scan:
    """Formulas by row and column from 0, with whether a result is kept; errors; and the span of the filled cells."""

    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    @property
    def area(self) -> int:
        """Cells between the first row and column and the last."""
        return self.rows * self.columns


def formulas(path: Path) -> dict[str, Scan]:
    """Every sheet of an .xlsx by its name. Raises zipfile.BadZipFile, KeyError or ElementTree.ParseError."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: _scan(archive.read(part).decode("utf-8", errors="replace"))
            for name, part in _parts(archive)
            if part in archive.NameToInfo
        }


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of sheets and the parts they stand in."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in ET.fromstring(_small(archive, _RELATIONS))  # noqa: S314 -- the parser expands no outer entities
    }
    found = []
    for one in ET.fromstring(_small(archive, _WORKBOOK)).iter():  # noqa: S314 -- see above
        if one.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found.append((one.get("name", ""), part))
    return found


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _SMALL:
        raise ValueError(name)
    return archive.read(name)


def _scan(xml: str) -> Scan:
    """One pass over the cells; each piece runs from the start of one cell to the start of the next."""
    found = Scan()
    prefix = (_PREFIX.search(xml) or [None, ""])[1] or ""
    for piece in xml.split(f"<{prefix}c ")[1:]:
        head, closed, rest = piece.partition(">")
        place = _PLACE.search(head)
        if not closed or head.endswith("/") or place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
        inside = rest.partition(f"</{prefix}c>")[0]
        is_formula, is_error = f"<{prefix}f" in inside, ' t="e"' in head
        if is_formula or is_error:
            value = re.search(rf"<{prefix}(?:v|t)(?: [^>]*)?>([^<]+)<", inside)
            if is_error:
                found.errors[row, column] = value[1] if value else ""
            else:
                found.formulas[row, column] = value is not None
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


__all__ = ["Scan", "formulas"]
