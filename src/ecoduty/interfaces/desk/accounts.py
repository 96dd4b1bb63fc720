"""账号 as its keepers see them: whose accounts one keeps, a page of them, and what was written down about security."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Manager, Q, QuerySet
from django.urls import reverse

from ecoduty.interfaces.desk import trail, words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.ledger.models import Entry, SealedValue
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import ADMINISTRATORS, AUDIT_ADMINISTRATOR
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, OWN_KINDS, Level
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token

PAGE = 50
SECURITY_KINDS = ("account", "entrance", "token")  # migration accounts.0005 has their index
_OUTCOMES = {"right": "对", "recovered": "用了恢复码", "used": "口令已用过", "wrong": "不对"}
_WHY = {
    "password": "口令不对", "locked": "已锁定", "closed": "账号已停用", "stranger": "没有对应账号", "bad_token": "凭证无效",
}  # fmt: skip
_METHODS = {"password": "口令", "oidc": "统一身份认证"}


@dataclass(frozen=True, slots=True)
class Row:
    """One account of the list."""

    url: str
    username: str
    name: str
    posts: str
    state: str
    factor: str
    office: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry about security: what happened to which account, by whom, from where."""

    id: int
    when: str
    act: str
    subject: str
    url: str
    who: str
    note: str
    address: str
    alarming: bool


def keeps_accounts(actor: Actor) -> bool:
    """Whether this actor gets to the list of accounts at all."""
    return actor.post_kind in ADMINISTRATORS or _keeps_all(actor) or (
        actor.post_kind in OWN_KINDS and actor.body_id is not None
    )  # fmt: skip


def _keeps_all(actor: Actor) -> bool:
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY and actor.post_kind in OFFICE_KINDS
    return actor.post_kind in ADMINISTRATORS or office


def kept_by(visit: Visit) -> QuerySet[Account]:
    """The accounts this actor keeps or may look at: all, or those of people in his body. Raises Refused."""
    actor = visit.actor
    if not keeps_accounts(actor):
        raise Refused(
            "not_permitted", "账号由三类管理员、市环委办和本单位机构管理员管理，您现在的岗位不管账号。", status=403
        )
    found = Account.objects.select_related("person").order_by("username")
    if _keeps_all(actor):
        return found
    own = Appointment.objects.filter(holding(visit.today), post__body=actor.body_id).values("person")
    return found.filter(person__in=own, office="")


def one(visit: Visit, pk: int) -> Account:
    """An account one keeps. Raises Refused `not_found` for any other."""
    found = kept_by(visit).filter(pk=pk).first()
    if found is None:
        raise Refused("not_found", "没有这个账号，或不归您管理。", status=404)
    return found


def search(found: QuerySet[Account], text: str, only: str) -> QuerySet[Account]:
    """Narrowed to names that contain a text, and to administrators or closed ones."""
    if text:
        found = found.filter(Q(username__icontains=text) | Q(person__name__icontains=text))
    narrowed = {"administrators": ~Q(office=""), "closed": Q(is_active=False), "no-factor": Q(factor_since=None)}
    return found.filter(narrowed[only]) if only in narrowed else found


def rows(some: Sequence[Account], on: date) -> list[Row]:
    """The accounts in words, with the posts of their people: one query more."""
    people = [account.person_id for account in some if account.person_id]
    held: dict[int, list[str]] = {}
    appointments = Appointment.objects.filter(holding(on), person__in=people).select_related("post__body")
    for row in appointments.order_by("post__body__order", "post__order"):
        held.setdefault(row.person_id, []).append(f"{row.post.body.short_name}·{row.post.own_title}")
    return [
        Row(
            reverse("desk:kept-account", args=[account.pk]),
            account.username,
            account.person.name if account.person else "",
            "、".join(held.get(account.person_id or 0, [])),
            ACCOUNT.state(account.state).label,
            "已绑定" if account.factor_since else "要求绑定" if account.factor_required else "未绑定",
            ADMINISTRATORS.get(account.office, ""),
        )
        for account in some
    ]


# ------------------------------------------------------------------ what was written down


def only_audit(actor: Actor) -> None:
    """Raises Refused for everybody but the audit administrator."""
    if actor.post_kind != AUDIT_ADMINISTRATOR:
        raise Refused("not_permitted", "安全事件由审计管理员查看，您现在的岗位不能看这里。", status=403)


def entries(act: str, username: str, before: int | None) -> list[Entry]:
    """A page of entries about security, newest first, before a number; one more than a page where there are more."""
    found = Entry.objects.filter(kind__in=SECURITY_KINDS)
    if act:
        found = found.filter(act=act)
    if username:
        streams = [f"account:{pk}" for pk in Account.objects.filter(username=username).values_list("pk", flat=True)]
        found = found.filter(stream__in=streams)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: PAGE + 1])


def events(some: Sequence[Entry], today: date) -> list[Event]:
    """Entries in words: three queries for all, for names of accounts and of tokens and for addresses."""
    names = {
        f"account:{pk}": name for pk, name in _named(Account.objects, some, "account").values_list("pk", "username")
    }
    names |= {
        f"token:{pk}": f"令牌{pk}（{name}）"
        for pk, name in _named(Token.objects, some, "token").values_list("pk", "purpose")
    }
    digests = [bytes.fromhex(entry.facts["from"]) for entry in some if entry.facts.get("from")]
    kept = SealedValue.objects.filter(digest__in=digests).values_list("digest", "value")
    addresses = {bytes(digest).hex(): value or "已删除" for digest, value in kept}
    lines = trail.lines(some, today, newest_first=False)
    return [
        _event(entry, line, names, addresses, today) for entry, line in zip(some, lines, strict=True)
    ]  # fmt: skip


def _named(found: Manager[Any], some: Sequence[Entry], kind: str) -> QuerySet[Any]:
    return found.filter(pk__in=[_number(entry) for entry in some if entry.kind == kind])


def _number(entry: Entry) -> int:
    number = entry.stream.partition(":")[2]
    return int(number) if number else 0


_PAGES = {"account": "desk:kept-account", "token": "desk:token"}


def _event(
    entry: Entry, line: trail.Line, names: Mapping[str, str], addresses: Mapping[str, str], today: date
) -> Event:
    number = _number(entry)
    own = entry.kind == "account" and entry.actor_account == number
    note = told(entry.facts)
    return Event(
        id=entry.pk,
        when=words.moment(entry.recorded_at, today),
        act=line.act,
        subject=names.get(entry.stream, "") or str(entry.facts.get("username", "")) or "登录入口",
        url=reverse(_PAGES[entry.kind], args=[number]) if entry.kind in _PAGES and number else "",
        who="本人" if own else f"{entry.actor_name}（{entry.actor_title}）",
        note="；".join(part for part in (line.note, note) if part),
        address=addresses.get(str(entry.facts.get("from", "")), ""),
        alarming=entry.act in {"fail_sign_in", "refuse_stranger"} or entry.facts.get("outcome") in {"wrong", "used"},
    )


def told(facts: Mapping[str, Any]) -> str:
    """What an entry about security says beyond its act."""
    said = [
        _OUTCOMES.get(str(facts.get("outcome", "")), ""),
        _WHY.get(str(facts.get("why", "")), ""),
        _METHODS.get(str(facts.get("method", "")), ""),
        "已核对动态口令" if facts.get("factor") is True else "",
        ADMINISTRATORS.get(str(facts.get("office", "")), ""),
        f"结束{facts['sessions']}处登录" if facts.get("sessions") else "",
        f"挤掉{facts['replaced']}处旧登录" if facts.get("replaced") else "",
        f"密钥{facts['key']}" if facts.get("key") else "",
    ]
    return "，".join(part for part in said if part)


def act_choices() -> list[tuple[str, str]]:
    """Acts about security to choose from, as code and label."""
    from ecoduty.organisation.accounts.entrance import ENTRANCE  # noqa: PLC0415 -- only this page asks

    found: dict[str, str] = {}
    for act in (*ACCOUNT.acts, *ENTRANCE.acts, *TOKEN.acts):
        found.setdefault(act.code, act.label)
    return list(found.items())
