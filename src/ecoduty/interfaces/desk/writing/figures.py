"""引用数据: the figures a section may take in, and those that stand in it, with their source then and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.documents import citations
from ecoduty.casework.documents.citations import Standing
from ecoduty.casework.documents.models import Document
from ecoduty.casework.figures.reading import Reading
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.parts import Writing
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure to be taken in: what the button posts, the section it goes to, and the list behind it."""

    name: str
    section: str
    label: str
    words: str
    as_of: str
    list_url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure in the text; `now` is the source's number where it is another one by now."""

    section: str
    label: str
    words: str
    as_of: str
    now: str
    now_as_of: str
    list_url: str
    take: str


def offered(visit: Visit, matter: Matter, desk: Writing) -> list[Offered]:
    """What the rulebook offers for this text, as it is now."""
    wanted = desk.figures(matter)
    now = citations.readings([key for _, key in wanted], visit.actor)
    return [
        Offered(
            name=f"{section}={key}",
            section=section,
            label=now[key].figure.label,
            words=citations.words_of(now[key].value, now[key].figure.unit),
            as_of=words.moment(now[key].source_time, visit.today),
            list_url=list_url(now[key]),
        )
        for section, key in wanted
        if key in now
    ]


def cited(document: Document, actor: Actor) -> Sequence[Cited]:
    """What stands in the version in force."""
    return [_cited(one) for one in citations.standing(document, actor)]


def phrase(read: Reading) -> str:
    """A figure as it is put into a text: 半年履职报告：已报送12件."""
    return f"{read.figure.label}{citations.words_of(read.value, read.figure.unit)}"


def list_url(read: Reading) -> str:
    """The list behind a figure."""
    return f"{reverse('desk:matters')}?{urlencode(read.url_params)}"


def _cited(one: Standing) -> Cited:
    row, now = one.cited, one.now
    moved = one.moved and now is not None
    return Cited(
        section=row.section,
        label=row.label,
        words=citations.words_of(row.value, row.unit),
        as_of=words.moment(row.source_time, today()),
        now=citations.words_of(now.value, row.unit) if moved and now else "",
        now_as_of=words.moment(now.source_time, today()) if now else "",
        list_url=list_url(now) if now else "",
        take=str(row.pk) if moved else "",
    )
