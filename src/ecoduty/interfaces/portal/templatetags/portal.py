"""Words and shapes of the portal's templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.portal.reading import Duty, Period
from ecoduty.interfaces.written import html_of, marked
from ecoduty.kernel.clock import as_local, local_date, spoken_date, spoken_day, today

register = template.Library()
_NUMERALS = "零一二三四五六七八九十"


@register.filter
def day(on: date | datetime) -> str:
    """1月22日, with its year when that is not this one."""
    return spoken_date(local_date(on), today().year)


@register.filter
def weekday(on: date) -> str:
    """1月22日（周四）, with its year when that is not this one."""
    return spoken_day(on, today().year)


@register.filter
def hour(at: datetime) -> str:
    """09:30, here."""
    return f"{as_local(at):%H:%M}"


@register.filter
def local_weekday(at: datetime) -> str:
    """The day of a moment here, with its weekday."""
    return spoken_day(local_date(at), today().year)


@register.filter
def unlocalized(number: float) -> str:
    """A number as SVG reads it."""
    return f"{number:g}"


@register.filter
def month(at: datetime) -> str:
    """2026年12月."""
    local = as_local(at)
    return f"{local.year}年{local.month}月"


@register.filter
def full_day(on: date | datetime) -> str:
    """2026年1月22日."""
    return spoken_date(local_date(on))


@register.filter
def numeral(n: int) -> str:
    """二十五: how chapters and articles are counted, up to 99."""
    tens, ones = divmod(n, 10)
    word = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return word + (_NUMERALS[ones] if ones else "")


@register.filter
def own_title(item: PublishedItem) -> str:
    """A title without its body's name in front, for lists where the body stands beside it."""
    for name in (item.body_name, item.body_short_name):
        if item.title.startswith(name) and len(item.title) > len(name):
            return item.title[len(name) :]
    return item.title


@register.simple_tag
def report_name(duty: Duty, period: Period) -> str:
    """What the report of a period is called."""
    return duty.name_of(period)


@register.filter
def written(text: str) -> SafeString:
    """A text with its headings, lists and tables as HTML."""
    return html_of(text)


@register.simple_tag
def shape(name: str) -> SafeString:
    """A shape from the frame's own drawings; words stand beside it."""
    return format_html('<svg class="g {}" aria-hidden="true"><use href="#{}"/></svg>', name, name)


register.filter(marked)
