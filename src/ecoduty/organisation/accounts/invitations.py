"""Invitations: an account without a password, and a link by which its person sets one. Thousands at a time.

The link carries a random word under the platform's signature; the database has the word's digest only. Security time is
wall time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction

from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import Actor, Item, Refused, perform_many
from ecoduty.kernel.flow.data import parse
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.organisation.accounts.data import OpenInvited
from ecoduty.organisation.accounts.models import Account, Invitation
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Person

CHUNK = 1000  # accounts that one pass of the gate opens

_signer = Signer(salt="ecoduty.invitation")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited: the name he will sign in with, and who he is in the directory."""

    username: str
    person: int


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of a batch: tokens for the links by username, to be told once; refusals by username."""

    tokens: Mapping[str, str]
    refused: Mapping[str, Refused]


def invite_many(
    people: Iterable[Invitee],
    *,
    actor: Actor,
    valid_for: timedelta | None = None,
    progress: Callable[[int], None] = lambda done: None,  # noqa: ARG005 -- nobody listens
) -> Invited:
    """Open an account with an invitation for each, in one transaction; who is refused is named and the others are done.

    A few statements per thousand, however many. `progress` is told after each thousand how many are done.
    Runs inside the caller's transaction where there is one.
    """
    wanted: dict[str, Invitee] = {}
    refused: dict[str, Refused] = {}
    for one in people:
        if one.username in wanted:
            refused[one.username] = Refused("username_taken", "这个用户名在名单里出现了不止一次。")
        else:
            wanted[one.username] = one
    for name in refused:
        wanted.pop(name, None)
    lasts = valid_for or sign_in_rules(today()).invitation
    tokens: dict[str, str] = {}
    chosen = list(wanted.values())
    from ecoduty.organisation.accounts.flow import ACCOUNT  # noqa: PLC0415 -- the table knows this module

    with transaction.atomic():
        for start in range(0, len(chosen), CHUNK):
            some = chosen[start : start + CHUNK]
            words = {one.username: secrets.token_urlsafe(24) for one in some}
            items = _items(some, words, lasts, refused)
            with _known_at_once(some, actor):
                outcome = perform_many(ACCOUNT, "open", items, actor=actor, on_refusal="skip")
            tokens |= {name: _signer.sign(words[name]) for name in outcome.done}
            refused |= outcome.refused
            progress(start + len(some))
    return Invited(tokens, refused)


def _items(some: list[Invitee], words: Mapping[str, str], lasts: timedelta, refused: dict[str, Refused]) -> list[Item]:
    """The batch for the gate; who has a name that no account can have is refused at once."""
    found = []
    for one in some:
        given = {"username": one.username, "person": one.person, "invitation": words[one.username]}
        try:
            found.append(Item(one.username, parse(OpenInvited, {**given, "valid_for": lasts})))
        except Refused as refusal:
            refused[one.username] = refusal
    return found


def fresh(account: Account, word: str, valid_for: timedelta | None = None) -> Invitation:
    """An invitation for an account that is yet to be written."""
    moment = wall_now()
    lasts = valid_for or sign_in_rules(today()).invitation
    return Invitation(account=account, digest=_digest(word), made_at=moment, expires_at=moment + lasts)


def new_token() -> tuple[str, str]:
    """A new word and the token that carries it under the signature."""
    word = secrets.token_urlsafe(24)
    return word, _signer.sign(word)


def find(token: str) -> Invitation:
    """The invitation of a link that can still be used. Raises Refused with the reason where it cannot."""
    try:
        word = _signer.unsign(token)
    except BadSignature as error:
        raise Refused(
            "invitation_unknown", "这个邀请链接不完整或不是本平台发出的，请核对后重新打开。", status=404
        ) from error
    row = Invitation.objects.filter(digest=_digest(word)).select_related("account__person").first()
    if row is None:
        raise Refused("invitation_unknown", "这个邀请链接不完整或不是本平台发出的，请核对后重新打开。", status=404)
    said = why_not(row, wall_now())
    if said:
        raise Refused(*said, status=410)
    return row


def why_not(row: Invitation, moment: datetime) -> tuple[str, str] | None:
    """Code and sentence where an invitation cannot be used any more."""
    if row.used_at is not None:
        return ("invitation_used", "这个邀请链接已经用过，请直接登录；忘记口令请联系管理员重置。")
    if row.withdrawn_at is not None:
        return ("invitation_withdrawn", "这个邀请链接已作废，管理员后来又发了新的，请用最新的链接。")
    if row.expires_at <= moment:
        return ("invitation_expired", "这个邀请链接已过期，请联系发出邀请的管理员重新发送。")
    return None if row.account.is_active else ("account_closed", "这个账号已停用，请联系管理员。")


def _digest(word: str) -> bytes:
    return sm3(f"invitation:{word}".encode())


# ------------------------------------------------------------------ what guards ask about many at once


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a batch before it begins, so that no guard asks about each one. The database has the last word."""

    taken: frozenset[str]
    people: frozenset[int]
    own: frozenset[int]


known: ContextVar[Known | None] = ContextVar("ecoduty_accounts_known", default=None)


@contextmanager
def _known_at_once(some: list[Invitee], actor: Actor) -> Iterator[None]:
    persons = [one.person for one in some]
    taken = Account.objects.filter(username__in=[one.username for one in some]).values_list("username", flat=True)
    there = Person.objects.filter(pk__in=persons, merged_into=None).values_list("pk", flat=True)
    own = Appointment.objects.filter(holding(today()), person__in=persons, post__body=actor.body_id or 0)
    token = known.set(Known(frozenset(taken), frozenset(there), frozenset(own.values_list("person", flat=True))))
    try:
        yield
    finally:
        known.reset(token)
