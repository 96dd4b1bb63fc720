"""A department's list file understood: which part of it is the list, whose it is, and every row with what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from ecoduty.casework.legal_basis.library import Library
from ecoduty.kernel.files.reading import gate, workbooks
from ecoduty.kernel.files.reading.grids import Grid
from ecoduty.mechanisms.responsibilities.reading import documents, forms, headings, layout, paragraphs
from ecoduty.mechanisms.responsibilities.reading.columns import is_own
from ecoduty.mechanisms.responsibilities.reading.data import Guess, Problem, Row, Understood, problem
from ecoduty.mechanisms.responsibilities.reading.documents import Paragraph
from ecoduty.mechanisms.responsibilities.reading.layout import NUMBERING, Layout
from ecoduty.mechanisms.responsibilities.reading.names import Bodies
from ecoduty.mechanisms.responsibilities.reading.records import Above, Record, records
from ecoduty.mechanisms.responsibilities.reading.rows import Maker
from ecoduty.mechanisms.responsibilities.reading.splitting import apart
from ecoduty.mechanisms.responsibilities.reading.values import Vocabulary
from ecoduty.mechanisms.responsibilities.reading.wording import role_of_heading

MOST_ROWS = 5000
PURPOSE = gate.Purpose("清单", (*gate.WORKBOOKS, "docx"))
Progress = Callable[[int, int], None]


def understand(
    name: str,
    content: Path | bytes,
    bodies: Bodies,
    library: Library,
    vocabulary: Vocabulary,
    on: date,
    told: Progress | None = None,
) -> Understood:
    """Read a list of `bodies.own`. Everything odd in its content is a problem with its place; `told(done, of)` hears of progress.

    Raises Refused only for a file that cannot be read: see `gate.kind_of`, `workbooks.grids`, `documents.blocks`.
    """
    with gate.on_disk(content, name, PURPOSE) as path:
        kind = gate.kind_of(path, name, PURPOSE)
        if kind == "docx":
            found = _either(documents.contents(path, name), bodies)
        else:
            grids, said = workbooks.grids(path, name, kind)
            found = _workbook(grids, bodies)
            found.problems = [*said, *found.problems]
    _leave_out_others(found, bodies)
    maker = Maker(bodies, library, vocabulary, on, found.source, found.problems)
    if len(found.records) > MOST_ROWS:
        maker.problems.append(problem(found.records[MOST_ROWS].place, "list_too_many_rows", most=MOST_ROWS, stops=True))
        del found.records[MOST_ROWS:]
    rows: list[Row] = []
    for record in found.records:
        rows.append(maker.row(record))
        if told is not None and (len(rows) % 100 == 0 or len(rows) == len(found.records)):
            told(len(rows), len(found.records))
    if maker.quoted:
        maker.problems.append(problem(maker.quoted[0], "basis_quoted", count=len(maker.quoted)))
    if not rows:
        maker.problems.append(problem("", "list_empty", stops=True))
    maker.problems += _of_another(found, rows, bodies, name)
    title = next((text for _, text in found.title if text), "")
    return Understood(kind, found.form, title, tuple(rows), tuple(_once(maker.problems)), tuple(found.columns))


class _Found:
    """The list in the file: its records, what stands above and below it."""

    def __init__(self) -> None:
        self.form = "table"
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self.columns: list[Guess] = []
        self.title: list[tuple[str, str]] = []  # place and text
        self.signed: list[tuple[str, str]] = []
        self.source = ""
        self.above = Above()

    def take(self, grid: Grid, found: Layout, *, goes_on: bool = False) -> None:
        """Add the list of a table, which may go on from the one before."""
        literal = is_own([column.heading for column in found.columns])
        if not goes_on:
            self.above = Above()
            for _, text in found.title:
                if role_of_heading(text) is not None:
                    self.above.enter(text)
        rows, said = records(grid, found, literal=literal, above=self.above)
        self.problems += said
        for row in rows:
            some, said = apart(row)
            self.records += some
            self.problems += said
        self.title += [(grid.place(row, 0), text) for row, text in found.title]
        for column in found.columns:
            place = grid.place(max(found.first - 1, 0), column.place)
            self.columns.append(Guess(re.sub(r"(?<=[A-Z])[0-9]+$", "", place), column.heading, column.key))
        if found.guessed:
            self.problems.append(problem(grid.name, "list_columns_guessed"))

    def take_form(self, grid: Grid) -> bool:
        """Add the duties of a table that describes one; False where it does not."""
        described = forms.read(grid)
        self.records += described
        return bool(described)


def _workbook(grids: Sequence[Grid], bodies: Bodies) -> _Found:
    found = _Found()
    grids = [grid for grid in grids if not found.take_form(grid)]
    known: list[tuple[Grid, Layout | None]] = []
    for grid in grids:
        known += [(grid, one) for one in layout.lists(grid, bodies)] or [(grid, None)]
    if not found.records and not any(one for _, one in known):
        guesses = [(len(grid.rows), grid, guess) for grid in grids if (guess := layout.by_content(grid, bodies))]
        if guesses:
            best = max(guesses, key=lambda one: one[0])
            known = [(grid, best[2] if grid is best[1] else None) for grid in grids]
        elif _take_lines(grids, found, bodies):
            return found
    for grid, one in known:
        if one is not None:
            found.take(grid, one)
        else:
            found.problems.append(problem(grid.name, "list_sheet_skipped", sheet=grid.name))
    return found


def _take_lines(grids: Sequence[Grid], found: _Found, bodies: Bodies) -> bool:
    """Duties written line by line into the cells of a sheet, without columns. False where they are none."""
    for grid in grids:
        lines = list(_as_lines(grid))
        listed = paragraphs.read(lines, bodies)
        duties = sum(paragraphs.is_duty(record.get("name")) for record in listed.records)
        if duties * 2 > len(listed.records):
            _take_listed(listed, found, bodies)
            return True
    return False


def _as_lines(grid: Grid) -> Iterator[Paragraph]:
    for number, row in enumerate(range(len(grid.rows)), 1):
        cells = grid.distinct(row)
        if not cells:
            continue
        column, text = cells[-1]
        if len(cells) == 2 and NUMBERING.fullmatch(cells[0][1]):
            first = cells[0][1].rstrip("、.．")
            text = f"{first}{'' if first[-1] in '）)' else '、'}{text}"
        elif len(cells) > 1:
            text = " ".join(one for _, one in cells)
        yield Paragraph(text, number, where=grid.place(row, column))


def _take_listed(listed: paragraphs.Listed, found: _Found, bodies: Bodies) -> None:
    found.form = "paragraphs"
    found.title = [(one.place, one.text) for one in listed.title]
    found.signed = [(one.place, one.text) for one in listed.signed]
    found.source = _source(listed.source, bodies)
    found.records = _own_part(listed.records, bodies)


def _either(contents: documents.Contents, bodies: Bodies) -> _Found:
    """What the document says, or where that is nothing what its text boxes say."""
    found = _document(contents.blocks, bodies)
    if not found.records and contents.boxes:
        boxes = _document(contents.boxes, bodies)
        boxes.title = [*found.title, *boxes.title]
        return boxes
    if contents.boxes:
        first = contents.boxes[0]
        found.problems.append(problem(first.name if isinstance(first, Grid) else first.place, "list_boxes_skipped"))
    return found


def _document(blocks: Sequence[documents.Block], bodies: Bodies) -> _Found:
    found = _Found()
    before: Layout | None = None
    taken = False
    for block in blocks:
        if isinstance(block, Paragraph):
            if not taken:
                found.title.append((block.place, block.text))
            else:
                _below_table(block, found)
            continue
        if found.take_form(block):
            taken = True
            continue
        one = layout.with_header(block, bodies)
        goes_on = before is not None and (one is None or one.words == before.words)
        if one is None and before is not None and len(block.rows[0]) == _width(before):
            one = Layout(before.columns, 0, words=before.words)  # the table goes on behind a page break
        if one is not None:
            found.take(block, one, goes_on=goes_on)
            before, taken = one, True
    if taken:
        return found
    tables = [block for block in blocks if isinstance(block, Grid)]
    guesses = [(len(grid.rows), grid, guess) for grid in tables if (guess := layout.by_content(grid, bodies))]
    listed = paragraphs.read([block for block in blocks if isinstance(block, Paragraph)], bodies)
    if guesses and max(guesses, key=lambda one: one[0])[0] > len(listed.records):
        _, grid, guess = max(guesses, key=lambda one: one[0])
        found.take(grid, guess)
        return found
    _take_listed(listed, found, bodies)
    return found


def _width(before: Layout) -> int:
    return max(column.place for column in before.columns) + 1


def _below_table(block: Paragraph, found: _Found) -> None:
    key, rest = headings.label(block.text.strip("（）()"))
    if key in {"source", "unit"}:
        found.source = rest
    elif len(block.text) <= 40:
        found.signed.append((block.place, block.text))


def _source(text: str, bodies: Bodies) -> str:
    """The unit that a text comes from, without its body: 厅农业资源环境处 is 农业资源环境处."""
    for one in reversed(bodies.mentions(text)):
        text = text[: one.start] + text[one.end :]
    return re.sub(r"^(?:[省市区县]?[局厅委](?=.{2,})|本局|我局)", "", text.strip("。 "))


def _own_part(found: list[Record], bodies: Bodies) -> list[Record]:
    """Of a text for many departments, the part that stands under this one's name."""
    own = [one for one in found if any(bodies.own in bodies.under(heading) for heading in one.sections)]
    return own or found


def _leave_out_others(found: _Found, bodies: Bodies) -> None:
    """Of a list whose rows say whose they are, this body's own are read; where none is, all, and it is said."""
    others: dict[str, list[Record]] = {}
    own: list[Record] = []
    for record in found.records:
        named = bodies.named(record.get("owner")).bodies if record.get("owner") else ()
        keys = [bodies.today(one.body).key for one in named]
        if not keys or bodies.own.key in keys:
            own.append(record)
        else:
            others.setdefault(keys[0], []).append(record)
    if not others:
        return
    first = next(iter(others.values()))[0]
    names = "、".join(bodies.by_key[key].short_name for key in others)
    count = sum(map(len, others.values()))
    if any(record.get("owner") for record in own):
        found.records = own
        found.problems.append(problem(first.at("owner"), "list_rows_of_others", names=names, count=count))
    elif len(others) == 1:
        where = f"“部门”栏写的是“{first.get('owner')}”"
        found.problems.append(_another(first.at("owner"), names, where, bodies.own.short_name))
    else:
        own_name = bodies.own.short_name
        found.problems.append(
            problem(first.at("owner"), "list_without_own_rows", names=names, own=own_name, stops=True)
        )


def _of_another(found: _Found, rows: Sequence[Row], bodies: Bodies, name: str) -> list[Problem]:
    """Whether title, signature, file name or most rows say that the list is somebody else's."""
    own = bodies.own
    if any(one.code in {"list_of_another_body", "list_without_own_rows"} for one in found.problems):
        return []
    for where, some in (("标题", found.title), ("落款", found.signed), ("文件名", [("", name.rpartition(".")[0])])):
        for place, text in some:
            if where == "标题" and not re.search("清单|职责|事项|责任|分工", text) and not _only_a_body(text, bodies):
                continue
            mentions = bodies.mentions(text)
            if where == "落款" and not _only_a_body(text, bodies):
                continue
            keys = {bodies.today(one.body).key for one in mentions}
            if own.key in keys:
                return []
            if keys:
                return [
                    _another(
                        place or "", mentions[0].body.short_name, f"{where}写的是“{mentions[0].text}”", own.short_name
                    )
                ]
    leads = Counter(row.lead for row in rows if row.lead)
    involved = sum(row.lead == own.key or own.key in (*row.supporters, *row.joint) for row in rows)
    if len(rows) >= 3 and leads and not involved:
        key, times = leads.most_common(1)[0]
        if times * 2 > len(rows):
            other = bodies.by_key[key].short_name
            return [_another("", other, f"{len(rows)}行里有{times}行由它牵头", own.short_name)]
    return []


def _only_a_body(text: str, bodies: Bodies) -> bool:
    bare = re.sub(r"[（(].*?[）)]|[0-9〇年月日\s]", "", text)
    return bool(bare) and sum(len(one.text) for one in bodies.mentions(bare)) * 10 >= len(bare) * 8


def _another(place: str, other: str, where: str, own: str) -> Problem:
    return problem(place, "list_of_another_body", found=other, where=where, own=own, stops=True)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


__all__ = ["MOST_ROWS", "Progress", "understand"]
