"""Words of the cockpit's templates: a page has hundreds of its numbers, too many for a template each."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString

from ecoduty.interfaces.desk.cockpit.matrix import Cell, Number
from ecoduty.interfaces.desk.templatetags.desk import shape

register = template.Library()


@register.simple_tag
def figure(number: Number) -> SafeString:
    """A number, linked to the list behind it where there is one; nothing is no link."""
    if not number.url or not number.count:
        return SafeString(str(number.count))
    return SafeString(f'<a href="{escape(number.url)}" data-n="{number.count}">{number.count}</a>')


@register.simple_tag
def cell_of(cell: Cell) -> SafeString:
    """A cell of the matrix: shape, word and number of the worst, then how many are not done at all."""
    word = escape(cell.word)
    said = f"{word}{figure(cell.number)}" if cell.number else f'<span class="gone">{word}</span>'
    rest = f"<i>/{figure(cell.open)}</i>" if cell.open else ""
    light = str(cell.light)
    return SafeString(f'<span class="li {light}" title="{escape(cell.said)}">{shape(light)}{said}{rest}</span>')
