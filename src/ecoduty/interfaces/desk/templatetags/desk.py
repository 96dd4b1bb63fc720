"""Words of the desk's templates: shapes, lights, coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any
from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.edition import clauses_words
from ecoduty.interfaces.desk.lights import Light
from ecoduty.interfaces.written import html_of, marked
from ecoduty.kernel.clock import is_rehearsal, is_simulated, today, wall_now
from ecoduty.kernel.rulebook.store import cited

register = template.Library()


@cache
def _sprite() -> str:
    return static("desk/sprite.svg")


@register.simple_tag
def shape(name: str, css: str = "") -> SafeString:
    """A shape of the sprite, hidden from who hears the page: a word always stands beside it."""
    return _shape(name, css)


@lru_cache(maxsize=256)
def _shape(name: str, css: str) -> SafeString:
    kind = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} aria-hidden="true"><use href="{}#{}"/></svg>', kind, _sprite(), name)


@register.filter
def spoken(on: date | datetime | None) -> str:
    """A day as people say it: 1月31日（周六）, with the year when it is not this year's; nothing where there is none."""
    return words.day(on, today()) if on else ""


@register.filter
def spoken_at(at: datetime | None) -> str:
    """A moment likewise: 1月22日 09:14."""
    return words.moment(at, today()) if at else ""


@register.simple_tag
def cites(*references: str) -> str:
    """第二十条20.1: the clauses of the city's plan for the platform's own numbers; empty where its plan has none."""
    return clauses_words(cited(references))


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], value: str) -> SafeString:
    """The options of a choice, the chosen one marked: a list of matters has a hundred of them."""
    found = (
        f'<option value="{escape(code)}"{" selected" if code == value else ""}>{escape(label)}</option>'
        for code, label in choices
    )
    return SafeString("".join(found))


@register.simple_tag(name="light")
def light_tag(light: Light) -> SafeString:
    """A light: shape, colour and word."""
    return _light(str(light.code), light.word)


@lru_cache(maxsize=1024)
def _light(code: str, word: str) -> SafeString:
    return format_html('<span class="li {}">{}{}</span>', code, shape(code), word)


@register.simple_tag
def dot(name: str, whose: str, word: str) -> SafeString:
    """A light in a row of lights, which is one picture with a spoken sentence: whose it is shows when pointed at."""
    return format_html(
        '<svg class="{}"><title>{} {}</title><use href="{}#{}"/></svg>',
        name,
        whose,
        word,
        _sprite(),
        name,
    )


@register.simple_tag
def rehearsal_note() -> SafeString:
    """The mark on every page of a rehearsal; nothing anywhere else."""
    if not is_rehearsal():
        return SafeString()
    day = words.day(today(), wall_now().date())
    if is_simulated():
        said = '<p class="rehearsal" role="note"><b>模拟</b>这里的单位、办件、数字都是模拟出来的，没有一件真事；消息和公文不送出。时钟走到{}。</p>'
        return format_html(said, day)
    return format_html(
        '<p class="rehearsal" role="note"><b>演练</b>这里是副本：办了不算数，消息和公文不送出。时钟走到{}。</p>', day
    )


@register.filter
def chosen(value: str, present: Any) -> bool:
    """Whether a choice is chosen: among several, or the one."""
    return value in present if isinstance(present, list | tuple | set) else str(present) == value


@register.simple_tag
def fresh_key() -> str:
    """A key that makes a form sent twice count once."""
    return uuid4().hex


@register.filter(name="words")
def words_of(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.filter
def item(given: Mapping[str, Any], name: str) -> Any:
    """A value of a mapping, empty where there is none."""
    return given.get(name, "")


@register.filter
def written(text: str) -> SafeString:
    """A text in the light markup as HTML."""
    return html_of(text)


register.filter(marked)
