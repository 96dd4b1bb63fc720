"""A text in the light markup as HTML: what staff and public read. Every word of it is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ecoduty.casework.documents.blocks import Block, Heading, Items, Paragraph, Table, parse
from ecoduty.casework.documents.difference import Change


def html_of(text: str) -> SafeString:
    """The blocks of a text as HTML; headings inside a section begin at h4."""
    return format_html_join("", "{}", ((_block(block),) for block in parse(text)))


_MARKS = {"insert": "<ins>{}</ins>", "delete": "<del>{}</del>"}


def marked(parts: Sequence[Change]) -> SafeString:
    """The pieces of a changed text with their marks: what came in `ins`, what went in `del`. Staff and public read the same."""
    return format_html_join("", "{}", ((format_html(_MARKS.get(part.op, "{}"), part.text),) for part in parts))


def words_of(text: str) -> str:
    """The bare words of a text in one line, without its marks."""
    found: list[str] = []
    for block in parse(text):
        match block:
            case Heading(_, words) | Paragraph(words):
                found.append(words)
            case Items(items):
                found += items
            case Table(rows):
                found += [cell.replace("\n", " ") for row in rows for cell in row if cell]
    return " ".join(found)


def _block(block: Block) -> SafeString:
    match block:
        case Heading(level, text):
            return format_html("<h{0}>{1}</h{0}>", level + 3, text)
        case Paragraph(text):
            return format_html("<p>{}</p>", text)
        case Items(items, start):
            inner = format_html_join("", "<li>{}</li>", ((item,) for item in items))
            if start is None:
                return format_html("<ul>{}</ul>", inner)
            return format_html('<ol start="{}">{}</ol>', start, inner)
        case Table(rows, header):
            return _table(rows, header=header)


def _table(rows: Sequence[Sequence[str]], *, header: bool) -> SafeString:
    head = rows[:1] if header else ()
    body = rows[1:] if header else rows
    return format_html(
        '<div class="wide" tabindex="0" role="region" aria-label="表格"><table>{}{}</table></div>',
        format_html("<thead>{}</thead>", _rows(head, '<th scope="col">{}</th>')) if head else "",
        format_html("<tbody>{}</tbody>", _rows(body, "<td>{}</td>")) if body else "",
    )


def _rows(rows: Sequence[Sequence[str]], form: str) -> SafeString:
    # a line break in a cell stays one: the style sheet keeps it
    cells = (format_html_join("", form, ((cell,) for cell in row)) for row in rows)
    return format_html_join("", "<tr>{}</tr>", ((row,) for row in cells))
