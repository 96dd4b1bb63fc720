"""Notices as the desk shows them: written by casework.escalation, read in the post one acts in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.escalation import queries
from ecoduty.casework.escalation.models import Notice as Row
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind
from ecoduty.casework.matters.models import Secrecy
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit

PAGE = 50
ALL = "all"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as shown, with the address of its matter."""

    id: int
    when: str
    kind: str
    text: str
    detail: str
    url: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The notices about one matter, newest first; those about none stand each alone."""

    title: str
    url: str
    notices: Sequence[Notice]

    @property
    def unread(self) -> Sequence[Notice]:
        """Those not read yet."""
        return [one for one in self.notices if one.unread]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the inbox is looked at: only what is unread, gathered by matter."""

    unread: bool = False
    by_matter: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wish:
        """From an address or a form."""
        return cls(given.get("only") == "unread", given.get("by") == "matter")

    def address(self, *, unread: bool | None = None, by_matter: bool | None = None, page: int = 1) -> str:
        """The inbox looked at so, or with a change."""
        given = {
            "only": "unread" if (self.unread if unread is None else unread) else "",
            "by": "matter" if (self.by_matter if by_matter is None else by_matter) else "",
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{reverse('desk:inbox')}{'?' if query else ''}{query}"


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices, newest first."""

    groups: Sequence[Group]
    unread: int
    number: int
    pages: int
    wish: Wish

    @property
    def views(self) -> Sequence[tuple[str, str, bool]]:
        """The ways to look at it: label, address, whether it is this one."""
        wish = self.wish
        return (
            ("全部", wish.address(unread=False), not wish.unread),
            (f"未读{self.unread or ''}", wish.address(unread=True), wish.unread),
        )

    @property
    def turned(self) -> tuple[str, str]:
        """The switch between gathered by matter and one by one."""
        by_matter = self.wish.by_matter
        return ("逐条显示" if by_matter else "按办件归并", self.wish.address(by_matter=not by_matter))

    @property
    def previous(self) -> str:
        """The page before, or nothing."""
        return self.wish.address(page=self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The page after, or nothing."""
        return self.wish.address(page=self.number + 1) if self.number < self.pages else ""


def unread_count(visit: Visit) -> int:
    """How many notices are unread in this post."""
    return queries.unread_count(visit.actor)


def latest(visit: Visit, count: int) -> list[Notice]:
    """The newest notices."""
    return [_shown(row, visit) for row in queries.notices_of(visit.actor)[:count]]


def page(visit: Visit, number: str, wish: Wish) -> NoticePage:
    """A page of notices; what is no page number is the first."""
    found = queries.notices_of(visit.actor)
    if wish.unread:
        found = found.filter(read_at=None)
    pages = max(1, -(-found.count() // PAGE))
    wanted = min(int(number), pages) if number.isdecimal() and int(number) else 1
    rows = found[(wanted - 1) * PAGE : wanted * PAGE]
    return NoticePage(_grouped(rows, visit, wish), unread_count(visit), wanted, pages, wish)


def _grouped(rows: Iterable[Row], visit: Visit, wish: Wish) -> list[Group]:
    gathered: dict[object, list[Row]] = {}
    for row in rows:
        together = wish.by_matter and row.matter_id is not None
        gathered.setdefault(("matter", row.matter_id) if together else ("notice", row.pk), []).append(row)
    return [_group(found, visit, wish) for found in gathered.values()]


def _group(rows: Sequence[Row], visit: Visit, wish: Wish) -> Group:
    shown = [_shown(row, visit) for row in rows]
    matter = rows[0].matter if wish.by_matter else None
    if matter is None:
        return Group("", "", shown)
    title = RESTRICTED_WORDS if matter.secrecy == Secrecy.RESTRICTED else matter.title
    return Group(title, shown[0].url, shown)


def mark_read(visit: Visit, ids: Sequence[str]) -> None:
    """Remember that these notices of this inbox were read, or all of them."""
    if ALL in ids:
        chosen = list(queries.notices_of(visit.actor).filter(read_at=None).values_list("pk", flat=True))
    else:
        chosen = [int(number) for number in ids if number.isdecimal()]
    queries.mark_read(visit.actor, chosen, visit.now)


def _page_of(kind: str) -> str:
    """Where a notice about no single matter leads; most lead nowhere."""
    if kind == NoticeKind.WEEKLY_BODY:
        return f"{reverse('desk:matters')}?whose=held"
    routes = {NoticeKind.WEEKLY: "desk:worklist", NoticeKind.FILTER: "desk:filters"}
    return reverse(routes[NoticeKind(kind)]) if kind in routes else ""


def _shown(row: Row, visit: Visit) -> Notice:
    matter = row.matter
    return Notice(
        id=row.pk,
        when=words.ago(row.created_at, visit.today),
        kind=row.get_kind_display() if row.kind != NoticeKind.OTHER else "",  # what every line says, no line says
        text=row.title,
        # Of a restricted matter a notice says that there is one, and the list of notices says no more.
        detail="" if matter is not None and matter.secrecy == Secrecy.RESTRICTED else row.text,
        url=reverse("desk:matter", args=[matter.public_id]) if matter is not None else _page_of(row.kind),
        unread=row.read_at is None,
    )
