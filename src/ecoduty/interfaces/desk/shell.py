"""What stands around every page: person and post, ways in, unread notices, edition. Ways in lead only where something is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render as django_render
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ecoduty.casework.deliveries.models import keeps_channels
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.rehearsal.states import turns_the_clock
from ecoduty.interfaces.desk import edition, notices, words
from ecoduty.interfaces.desk.accounts import keeps_accounts
from ecoduty.interfaces.desk.parts import pages_of
from ecoduty.interfaces.desk.visit import Visit, choice_of
from ecoduty.kernel.flow import Actor, tables
from ecoduty.organisation.accounts.states import AUDIT_ADMINISTRATOR, SECURITY_ADMINISTRATOR

VERSION = version("ecoduty")
_SHORT = 12  # so many ways of the chapters are read at a glance: nothing is folded


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the rail or the dock. `under` is the heading above it, where one begins with it."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    under: str = ""

    @property
    def link(self) -> SafeString:
        """As the rail shows it, marked where it leads to the present page."""
        return _link(self.label, self.url, current=self.current)

    @property
    def plain(self) -> SafeString:
        """As the phone's list of everything shows it."""
        return _link(self.label, self.url, current=False)


@lru_cache(maxsize=1024)
def _link(label: str, url: str, *, current: bool) -> SafeString:
    """Written once: a hundred of them stand around every page."""
    mark = SafeString(' class="on" aria-current="page"' if current else "")
    return format_html('<a href="{}"{}>{}</a>', url, mark, label)


@dataclass(frozen=True, slots=True)
class Group:
    """The mechanisms of one chapter; folded away where the reader is elsewhere and the ways are many."""

    label: str
    items: tuple[Way, ...]
    open: bool = True

    @property
    def current(self) -> bool:
        """True where the present page belongs to the chapter."""
        return any(way.current for way in self.items)


@dataclass(slots=True)
class Nav:
    """All ways: the big ones, the chapters', those at the end, and the five of the dock on a phone."""

    big: list[Way] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    end: list[Way] = field(default_factory=list)

    @property
    def dock(self) -> list[Way]:
        """The first four big ways; the rest stands under 更多."""
        return self.big[:4]

    @property
    def dock_elsewhere(self) -> bool:
        """True when the present page is none of the dock's."""
        return not any(way.current for way in self.dock)


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post the person may switch to."""

    id: str
    label: str
    current: bool


def render(
    visit: Visit, template: str, content: Mapping[str, Any] | None = None, status: int = 200, kind: str = ""
) -> HttpResponse:
    """A page with everything around it; for htmx the templates name the part themselves (`page.html#part`)."""
    context = {**(content or {}), "visit": visit}
    if "#" not in template:
        context["shell"] = shell(visit, kind)
    return django_render(visit.request, template, context, status=status)


def shell(visit: Visit, kind: str = "") -> dict[str, Any]:
    """The variables of base.html."""
    actor = visit.actor
    body, _, post = actor.title.partition("·")
    known = edition.edition()
    return {
        "city": known.city,
        "edition": known.label,
        "version": VERSION,
        "today": words.day(visit.today, visit.today),
        "person": actor.name,
        "delegated_from": actor.delegated_from,
        "body_name": body,
        "post_title": post or body,
        "posts": [PostChoice(choice_of(item), _post_label(item), item == actor) for item in visit.actors],
        "nav": nav(visit, kind),
        "unread": notices.unread_count(visit),
        "inbox_url": address("desk:inbox"),
        "search_url": address("desk:search"),
    }


def _post_label(actor: Actor) -> str:
    return f"{actor.title}（代{actor.delegated_from}）" if actor.delegated_from else actor.title


def nav(visit: Visit, kind_shown: str = "") -> Nav:
    """The ways of this actor, the present page marked: the mechanism where the page belongs to one."""
    here = visit.request.get_full_path()
    lit = kind_shown or _kind_in(here)
    result = Nav()
    for label, route, icon in (
        ("工作台", "desk:worklist", "i-desk"),
        ("方案", "desk:plan", "i-plan"),
        ("驾驶舱", "desk:cockpit", "i-cockpit"),
        ("办件", "desk:matters", "i-matters"),
        ("收件", "desk:inbox", "i-inbox"),
    ):
        if route == "desk:cockpit" and visit.actor.body_id is None:
            continue  # who keeps the platform has no matters
        _add(result.big, label, route, "" if lit and route == "desk:matters" else here, icon)
    matters = reverse("desk:matters")
    chapters: dict[int, tuple[str, list[Way]]] = {}
    for kind, table in sorted(tables().items(), key=edition.in_plan):
        if not isinstance(table.store, MatterStore):
            continue
        number, label = edition.chapter_of(table) or edition.OUTSIDE
        ways = chapters.setdefault(number, (label, []))[1]
        listed = f"{matters}?kind={kind}"
        own: list[Way] = []
        for page in pages_of(kind):
            if not page.begins and page.shown(visit.actor) and all(way.label != page.label for way in ways):
                _add(own, page.label, page.route, here)
        on_a_page = any(way.current for way in own)  # of two ways to where one stands the nearer is marked
        article = edition.article_of(table)
        first = Way(table.label, listed, current=lit == kind and not on_a_page, under=article)
        ways += [first, *(replace(way, under=article) for way in own)]
    result.groups = folded([Group(label, _headed(ways)) for _, (label, ways) in sorted(chapters.items())])
    for label, route in (("机构", "desk:directory"), ("依据库", "desk:instruments"), ("规则书", "desk:rulebook")):
        _add(result.end, label, route, here)
    _keeping(result.end, visit.actor, here)
    if turns_the_clock(visit.actor):
        _add(result.end, "演练", "desk:rehearsal", here)
    return result


def _keeping(ways: list[Way], actor: Actor, here: str) -> None:
    """What only those have who keep the platform."""
    if keeps_accounts(actor):
        _add(ways, "账号", "desk:accounts", here)
        _add(ways, "接口令牌", "desk:tokens", here)
    if actor.post_kind == SECURITY_ADMINISTRATOR:
        _add(ways, "案卷交换对方", "desk:partners", here)
    if actor.post_kind == AUDIT_ADMINISTRATOR:
        _add(ways, "安全事件", "desk:events", here)
    if keeps_channels(actor):
        _add(ways, "外发", "desk:outside", here)


def _headed(ways: list[Way]) -> tuple[Way, ...]:
    """The ways of a chapter; of a long one those of an article stand under its heading, said once."""
    if len(ways) <= _SHORT:
        return tuple(replace(way, under="") for way in ways)
    above = ["", *(way.under for way in ways)]
    return tuple(
        replace(way, under=way.under if way.under != before else "") for way, before in zip(ways, above, strict=False)
    )


def folded(groups: list[Group]) -> list[Group]:
    """The chapters as they stand open: all of a short rail, else only the one where the reader is."""
    if sum(len(group.items) for group in groups) <= _SHORT:
        return groups
    return [replace(group, open=group.current) for group in groups]


def _add(ways: list[Way], label: str, route: str, here: str, icon: str = "") -> None:
    found = address(route)
    if found:
        path = here.partition("?")[0]
        current = path == found if found == "/" else path.startswith(found)
        ways.append(Way(label, found, icon, current))


def _kind_in(path: str) -> str:
    """The kind a list is narrowed to, where it is narrowed to one."""
    query = path.partition("?")[2]
    return next((part[5:] for part in query.split("&") if part.startswith("kind=")), "")


def address(route: str) -> str:
    """The address of a page, or nothing where this installation has no such page: never a dead link."""
    return _address(route, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _address(route: str, urlconf: str) -> str:
    """Asked once for each page there is: every page names forty."""
    try:
        return reverse(route, urlconf)
    except NoReverseMatch:
        return ""


def crumbs(*steps: tuple[str, str]) -> Sequence[tuple[str, str]]:
    """Where a page hangs: pairs of label and address."""
    return steps
