"""接口令牌 as its keepers see them: which ones they keep, the rows of the list, and what issuing one asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from ecoduty.interfaces.desk.accounts import keeps_accounts
from ecoduty.interfaces.desk.forms import Choices, FormField, Prefill
from ecoduty.interfaces.desk.forms import fields as drawn
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.access import title_of
from ecoduty.organisation.accounts.states import ADMINISTRATORS, SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level
from ecoduty.organisation.tokens.data import IssueToken
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE, LONGEST_DAYS, MACHINE_KINDS, Scope

PAGE = 50
SEAT = "seat"  # body and post chosen together
_SOON = 30  # days before the last one within which a new token should be asked for
_USUAL = 180  # days that are offered


@dataclass(frozen=True, slots=True)
class Row:
    """One token of the list."""

    url: str
    number: int
    purpose: str
    post: str
    scopes: tuple[str, ...]
    expires: str
    state: str
    ends_soon: bool


def kept_by(visit: Visit) -> QuerySet[Token]:
    """The tokens this actor keeps or may look at: all, or those of his body. Raises Refused."""
    actor = visit.actor
    if not keeps_accounts(actor):
        raise Refused(
            "not_permitted", "接口令牌由三类管理员、市环委办和本单位机构管理员管理，您现在的岗位不管令牌。", status=403
        )
    found = Token.objects.select_related("post__body").order_by("-pk")
    return found if _keeps_all(actor) else found.filter(post__body=actor.body_id)


def _keeps_all(actor: Actor) -> bool:
    return actor.post_kind in ADMINISTRATORS or (COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY)


def one(visit: Visit, pk: int) -> Token:
    """A token one keeps. Raises Refused `not_found` for any other."""
    found = kept_by(visit).filter(pk=pk).first()
    if found is None:
        raise Refused("not_found", "没有这个令牌，或不归您管理。", status=404)
    return found


def rows(some: Sequence[Token]) -> list[Row]:
    """The tokens in words; days are wall time, as their end is."""
    on = wall_now().date()
    return [_row(token, on) for token in some]


def _row(token: Token, on: date) -> Row:
    over = token.state == ACTIVE and token.expires_on < on
    return Row(
        url=reverse("desk:token", args=[token.pk]),
        number=token.pk,
        purpose=token.purpose,
        post=title_of(token.post),
        scopes=tuple(scope.label for scope in Scope if scope in token.scopes),
        expires=f"{token.expires_on:%Y-%m-%d}",
        state="已过期" if over else TOKEN.state(token.state).label,
        ends_soon=token.state == ACTIVE and not over and token.expires_on - on <= timedelta(days=_SOON),
    )


# ------------------------------------------------------------------ issuing


def fields(actor: Actor, posted: QueryDict | None = None, problems: Sequence[Problem] = ()) -> list[FormField]:
    """What is asked for a new token: body and post in one choice, the rest as the act has it; what was typed is kept."""
    until = (wall_now() + timedelta(days=_USUAL)).date()
    prefill = Prefill(values={"expires_on": until}, choices={"scopes": [(str(s.value), str(s.label)) for s in Scope]})
    typed: dict[str, Any] | None = None
    if posted is not None:
        typed = {name: posted.get(name, "") for name in ("purpose", "expires_on")}
        typed["scopes"] = posted.getlist("scopes")
    found = [
        field
        for field in drawn(IssueToken, prefill=prefill, posted=typed, problems=problems)
        if field.name in {"purpose", "scopes", "expires_on"}
    ]
    for field in found:
        if field.name == "expires_on":
            field.help = f"最长{LONGEST_DAYS}天；到期之前向对方另发一个新的"
    wrong = next((problem.sentence for problem in problems if problem.field in {"body", "post"}), "")
    seat = FormField(
        SEAT, "代哪个岗位", "choice", required=True, choices=seats(actor), problem=wrong,
        value=posted.get(SEAT, "") if posted is not None else "",
        help="令牌能看能办的，与这个岗位的人相同；审核、签发、批示须本人办理，不发令牌",
    )  # fmt: skip
    return [seat, *found]


def seats(actor: Actor) -> Choices:
    """Posts in use today that a machine may act in and this actor may issue for, in official order: one query."""
    found = Post.objects.filter(holding(today()), kind__in=MACHINE_KINDS).select_related("body")
    if not _issues_for_all(actor):
        found = found.filter(body=actor.body_id or 0)
    return [
        (f"{post.body.key}/{post.key}", title_of(post))
        for post in found.order_by("body__order", "body__key", "order", "pk")
        if post.body.exists_on(today())
    ]


def _issues_for_all(actor: Actor) -> bool:
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    return office or actor.post_kind == SYSTEM_ADMINISTRATOR


def as_act(posted: QueryDict, digest: str) -> QueryDict:
    """What was posted, as the act wants it: the choice taken apart, and the digest of the token that is made here."""
    given = posted.copy()
    body, _, post = posted.get(SEAT, "").partition("/")
    changed: Mapping[str, str] = {"body": body, "post": post, "digest": digest}
    for name, value in changed.items():
        given[name] = value
    return given
