"""Accounts for the people an import brought: who got a post and has none is invited, in the same transaction.

The links are handed out once, as one Excel: until then they stand sealed beside the import, afterwards nowhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from django.db import transaction
from openpyxl import Workbook

from ecoduty.kernel.clock import as_local, now, today, wall_now
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.sealing.fields import column
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.invitations import Invitee, invite_many
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.enrolment.models import Import
from ecoduty.organisation.enrolment.plan import Plan
from ecoduty.organisation.enrolment.writing import plain

_KEY = 60  # letters of a body's key in a user name
_COLUMNS = (("姓名", 12), ("机构", 24), ("岗位", 18), ("用户名", 30), ("邀请链接", 90), ("有效期至", 18))
_NOTE = "每个链接只能用一次，由本人打开后自己设口令。请分别交给本人，不要群发；本表平台不留底，也不能再次下载。"


@dataclass(frozen=True, slots=True)
class Link:
    """One person invited: who, where, the name to sign in with, and the token of the link."""

    name: str
    body: str
    post: str
    username: str
    until: str  # the last day it is good, written out
    token: str


@dataclass(slots=True)
class Inviting:
    """What came of it. `refused` counts people by the sentence that says why they were not invited."""

    links: list[Link] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """Why some were not invited and who can do it; empty where all were."""
        if not self.refused:
            return ""
        why = "；".join(f"{number}人：{told}" for told, number in self.refused.items())
        return f"没有开通账号的：{why}这些人请由系统管理员开通。"


def may_invite(actor: Actor) -> bool:
    """Whether an actor opens accounts at all, by the table of accounts; whose, its guards say."""
    return may_create(ACCOUNT.by_code["open"], actor)


def who_can() -> str:
    """Who opens accounts, in words."""
    return "、".join(who.label for who in ACCOUNT.by_code["open"].who[1:])


def without_account(plan: Plan) -> int:
    """How many of those who get a post have no account: people who are new, and known ones without."""
    taking = [pair for one in plan.people.values() for pair in one.taking]
    fresh = {newcomer for _, newcomer in taking if newcomer is not None}
    known = {line.person for line, _ in taking if line.person is not None}
    have = Account.objects.filter(person__in=known).values("person").distinct().count()
    return len(fresh) + len(known) - have


def invite(people: Collection[int], actor: Actor, told: Callable[[int], None]) -> Inviting:
    """Open accounts with invitations for these people, who have a post today and no account, open or closed.

    `told` hears how many are done. Runs inside the caller's transaction. Who is refused is counted, not raised.
    """
    first = _first_posts(people)
    outcome = invite_many([Invitee(name, one.person) for name, one in first.items()], actor=actor, progress=told)
    found = Inviting(refused=Counter(refused.sentence for refused in outcome.refused.values()))
    until = f"{as_local(wall_now() + sign_in_rules(today()).invitation):%Y-%m-%d %H:%M}"
    tokens = outcome.tokens
    for name in sorted(tokens, key=lambda name: (first[name].order, first[name].body, name)):
        one = first[name]
        found.links.append(Link(one.name, one.body, one.post, name, until, tokens[name]))
    return found


@dataclass(frozen=True, slots=True)
class _Seat:
    """The first post of somebody: plain values, for there are thousands."""

    person: int
    name: str
    post: str
    key: str
    body: str
    order: int


def _first_posts(people: Collection[int]) -> dict[str, _Seat]:
    """Whoever of these has a post today and no account, by the user name he will get: two queries, for the planner knows
    nothing yet of the thousands that this transaction wrote.
    """
    known = set(Account.objects.filter(person__in=people).values_list("person", flat=True))
    rows = (
        Appointment.objects.filter(holding(today()), person__in=set(people) - known)
        .order_by("person", "since", "pk")
        .values_list(
            "person", "person__name", "post__title", "post__body__key", "post__body__short_name", "post__body__order"
        )
    )
    first: dict[int, _Seat] = {}
    for row in rows:
        first.setdefault(row[0], _Seat(*row))
    return {_username(one): one for one in first.values()}


def _username(one: _Seat) -> str:
    """The body's key and the person's number in the directory: nobody else's, and telling nothing of him."""
    return f"{one.key[:_KEY].rstrip('-_.')}.{one.person}"


# ------------------------------------------------------------------ the links, until they are handed out


def keep(one: Import, found: Inviting) -> None:
    """Note what came of inviting; the links are sealed."""
    one.invited = len(found.links)
    one.uninvited = found.sentence()[:600]
    if found.links:
        rows = [[link.name, link.body, link.post, link.username, link.until, link.token] for link in found.links]
        one.links_ready = True
        one.links = column(Import, "links").seal(json.dumps(rows, ensure_ascii=False), one.pk)


def hand_out(one: Import) -> list[Link]:
    """The links of an import, once: they are gone from here with this. Raises Refused `links_handed_out`."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=one.pk)
        if not row.links:
            raise Refused(
                "links_handed_out",
                "邀请链接只能下载一次，已经下载过或已过期。没有收到的人，请在“系统·账号”里重新发邀请链接。",
                status=410,
            )
        rows = json.loads(column(Import, "links").open(row.links, row.pk))
        Import.objects.filter(pk=row.pk).update(links="", links_ready=False, links_taken_at=now())
    return [Link(*line) for line in rows]


def forget_expired() -> None:
    """Links that nobody fetched while they were good are good for nothing: they go."""
    old = now() - sign_in_rules(today()).invitation
    Import.objects.filter(links_ready=True, finished_at__lt=old).update(links="", links_ready=False)


def links_file(links: Sequence[Link], address: Callable[[str], str]) -> bytes:
    """The Excel of links; `address` makes one of a token."""
    return _workbook([one.name, one.body, one.post, one.username, address(one.token), one.until] for one in links)


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("邀请链接")
    page.freeze_panes = "A2"
    for letter, (_, width) in zip("ABCDEF", _COLUMNS, strict=True):
        page.column_dimensions[letter].width = width
    page.append([plain(page, heading, bold=True) for heading, _ in _COLUMNS])
    for row in rows:
        page.append([plain(page, value) for value in row])
    page.append([plain(page, _NOTE)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
