"""The registry of page parts: what a kind of matter adds to the generic pages. Without any, the pages still work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from ecoduty.casework.documents.models import Document
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.kernel.flow import Act, Actor, ActTable


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in the line under a title: `label` grey, `value` strong, linked where there is something behind it; red where
    it is `late`.
    """

    label: str
    value: str
    url: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A content block of the detail page. `content` gives its template's variables; `count` stands beside its label."""

    key: str
    label: str
    template: str
    content: Callable[[Matter, Actor], Mapping[str, Any]]
    count: Callable[[Matter], int] | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """The act by which a kind's text is written, and where that text is kept. Its data has `sections` and `base`."""

    act: str
    document: Callable[[Matter], Document]
    titles: Callable[[Matter], Sequence[str]]
    figures: Callable[[Matter], Sequence[tuple[str, str]]] = lambda matter: ()  # noqa: ARG005 -- section, figure's key


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice over the list of one kind. `name` stands in the address; `choices` are codes and words, asked for once a page;
    `condition` is on matters.
    """

    name: str
    label: str
    choices: Callable[[], Sequence[tuple[str, str]]]
    condition: Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Behind:
    """The lists behind the numbers of a kind's own page. The first of `names` says which number, one of `numbers`; the rest
    of them what it was counted for. `condition` on matters is that of the count; `chip` is what the list says of it.
    """

    names: tuple[str, ...]
    numbers: frozenset[str]
    condition: Callable[[Mapping[str, str], datetime], Q]
    chip: Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a kind adds. All callables may query; they run once per page, never once per row."""

    tabs: tuple[Tab, ...] = ()
    facts: Callable[[Matter], Sequence[Fact]] = lambda matter: ()  # noqa: ARG005
    expected: Callable[[Matter], Mapping[str, str]] = lambda matter: {}  # noqa: ARG005
    prefill: Callable[[Act, Any, Actor], Prefill] = lambda act, subject, actor: Prefill()  # noqa: ARG005
    # What of the act table the diagram draws, where a kind has more than one road.
    drawn: Callable[[Matter, ActTable], ActTable] = lambda matter, table: table  # noqa: ARG005
    related: Callable[[QuerySet[Matter]], QuerySet[Matter]] = lambda matters: matters
    pages: tuple[PageLink, ...] = field(default=())
    filters: tuple[Filter, ...] = ()
    behind: Behind | None = None
    writing: Writing | None = None
    # What follows from what an address says (`?row=…`): act, subject, what it says → values of the act's form.
    about: Callable[[Act, Any, Mapping[str, str]], Mapping[str, Any]] = lambda act, subject, said: {}  # noqa: ARG005
    instead: Mapping[str, str] = field(default_factory=dict)  # act → URL name of a page of its own
    inline: frozenset[str] = frozenset()  # acts on one part of the matter: offered there, not among its steps
    before: Callable[[Act, Any, Actor], Mapping[str, Any]] = lambda act, subject, actor: {}  # noqa: ARG005 -- `before` names a template above the form, the rest is what it needs


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the mechanism beside its list, such as 报送进度: `route` is its URL name, `shown` who gets the link.

    One that `begins` a matter is a button over the list, for the rail says where things are and not what can be done.
    """

    label: str
    route: str
    shown: Callable[[Actor], bool] = lambda actor: True  # noqa: ARG005
    begins: bool = False


_NOTHING = Parts()
_parts: dict[str, Parts] = {}
_more_pages: dict[str, list[PageLink]] = {}


def register(kind: str, parts: Parts) -> None:
    """Say what a kind adds. Registering the same kind twice replaces, so that modules can be loaded again."""
    _parts[kind] = parts


def add_page(kind: str, page: PageLink) -> None:
    """A page beside those that a kind's own parts name, from another room of the mechanism."""
    known = _more_pages.setdefault(kind, [])
    if page.route not in {one.route for one in known}:
        known.append(page)


def pages_of(kind: str) -> tuple[PageLink, ...]:
    """The pages beside a kind's list."""
    return (*parts_of(kind).pages, *_more_pages.get(kind, ()))


def parts_of(kind: str) -> Parts:
    """What a kind adds; empty parts where nothing was registered."""
    return _parts.get(kind, _NOTHING)
