"""From an account to the actors it can act as: one for each post held on the day, and each post delegated to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access.predicates import LEADER, OVERSIGHT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import ADMINISTRATORS
from ecoduty.organisation.directory.models import Body, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, COORDINATOR, OVERSIGHT_TAG, SECRETARY

Reader = Actor  # whoever reads does so in a post too


@dataclass(frozen=True, slots=True)
class _Seat:
    """A post that a person may act in: by appointment, or for its absent holder. `person` is who holds it; `coordinates`
    and `leads` say what the appointment and the post are designated for; `inherited` are the bodies its body answers for.
    """

    post: Post
    person: str
    delegated_from: str
    coordinates: bool
    leads: bool
    inherited: tuple[int, ...]


# Every page of the desk begins with this, so it is one statement and built once: asking the models took longer than the
# database did.
_COLUMNS = (
    "acting", "stands_in", "coordinates", "leads", "inherited", "person", "post_id", "title", "kind", "unit_id", "serves", "body_id", "key",
    "short_name", "body_kind", "level", "region_id", "tags",
)  # fmt: skip
_HOLDS = "({0}.since IS NULL OR {0}.since <= %(on)s) AND ({0}.until IS NULL OR {0}.until > %(on)s)"
_SEATS = f"""
WITH held AS (
    SELECT a.id, a.post_id, a.person_id, a.person_id AS acting, false AS stands_in FROM directory_appointment a
    WHERE a.person_id = ANY(%(persons)s) AND {_HOLDS.format("a")}
    UNION ALL
    SELECT a.id, a.post_id, a.person_id, d.delegate_id, true FROM directory_delegation d
    JOIN directory_appointment a ON a.post_id = d.post_id AND a.person_id = d.holder_id
    WHERE d.delegate_id = ANY(%(persons)s) AND {_HOLDS.format("d")} AND {_HOLDS.format("a")}
)
SELECT held.acting, held.stands_in,
    EXISTS (SELECT FROM directory_coordinator c WHERE c.appointment_id = held.id AND {_HOLDS.format("c")}),
    EXISTS (SELECT FROM directory_leader_in_charge l WHERE l.leader_id = held.post_id AND {_HOLDS.format("l")}),
    ARRAY(SELECT gone.id FROM directory_body gone WHERE gone.heir_id = b.id),
    who.name, p.id, p.title, p.kind, p.unit_id, p.serves, b.id, b.key, b.short_name, b.kind, b.level, b.region_id, b.tags
FROM held
JOIN directory_person who ON who.id = held.person_id
JOIN directory_post p ON p.id = held.post_id AND {_HOLDS.format("p")}
JOIN directory_body b ON b.id = p.body_id
    AND (b.valid_from IS NULL OR b.valid_from <= %(on)s) AND (b.valid_to IS NULL OR b.valid_to > %(on)s)
ORDER BY held.stands_in, b."order", b.key, p."order", p.id, held.id
"""  # noqa: S608 -- constants of this file


def actors_of(account: Account, on: date) -> list[Actor]:
    """The actors of an account on a day: own posts in official order, delegated ones, the office of an administrator.
    Empty when it has none.

    One query, however many posts and whomever one stands in for: every page begins with this.
    """
    return actors_of_each([account], on)[account.pk]


def actors_of_each(accounts: Sequence[Account], on: date) -> dict[int, list[Actor]]:
    """The actors of many accounts by account, as `actors_of`; one query, or none where nobody is behind any of them. Accounts
    without a post want their person loaded with them.
    """
    persons = [account.person_id for account in accounts if account.person_id is not None and account.is_active]
    seats = _seats(persons, on) if persons else {}
    return {account.pk: _actors(account, seats) for account in accounts}


def _actors(account: Account, every: Mapping[int, list[_Seat]]) -> list[Actor]:
    if account.person_id is None or not account.is_active:
        return []
    seats = every.get(account.person_id, [])
    own = next((seat for seat in seats if not seat.delegated_from), None)
    name = own.person if own else account.person.name if account.person else account.username
    office = [_administrator(account, name)] if account.office else []
    return [*(_actor(account, name, seat) for seat in seats), *office]


def actor_for(account: Account, post_id: int | None, on: date) -> Actor:
    """The actor for a chosen post, or for the first post of the account when none is chosen.

    Raises Refused `no_post` for an account without any post that day, `post_not_held` for another's post.
    """
    actors = actors_of(account, on)
    if not actors:
        raise Refused("no_post", "您的账号目前没有在任岗位，不能办理事项。请联系本单位机构管理员登记任职。", status=403)
    if post_id is None:
        return actors[0]
    for actor in actors:
        if actor.post == post_id:
            return actor
    raise Refused("post_not_held", "您目前不担任所选的岗位，请重新选择岗位。", status=403)


def own_actor(account: Account, on: date) -> Actor:
    """The actor for what concerns the account itself, such as a new password: with a post if there is one."""
    actors = actors_of(account, on)
    if actors:
        return actors[0]
    name = account.person.name if account.person else account.username
    return Actor(
        name=name, title=account.username, post_kind="", account=account.pk, person=account.person_id,
        has_factor=account.factor_since is not None,
    )  # fmt: skip


def _seats(persons: Sequence[int], on: date) -> dict[int, list[_Seat]]:
    """By person: own posts before those of absent holders, each in official order; a post that is one's own is not stood in for."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS, {"persons": list(persons), "on": on})
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    seats: dict[int, dict[int, _Seat]] = {}
    for row in rows:
        seats.setdefault(row["acting"], {}).setdefault(row["post_id"], _seat(row))
    return {person: list(found.values()) for person, found in seats.items()}


def _seat(row: dict[str, Any]) -> _Seat:
    body = Body(
        id=row["body_id"], key=row["key"], short_name=row["short_name"], kind=row["body_kind"], level=row["level"],
        region_id=row["region_id"], tags=row["tags"],
    )  # fmt: skip
    post = Post(
        id=row["post_id"], body=body, title=row["title"], kind=row["kind"], unit_id=row["unit_id"], serves=row["serves"]
    )
    return _Seat(
        post, row["person"], row["person"] if row["stands_in"] else "", row["coordinates"], row["leads"], tuple(row["inherited"])
    )  # fmt: skip


def inherited_by(body: str) -> ArraySubquery:
    """The dissolved bodies for which the body at this place of a query answers, as an array of ids."""
    return ArraySubquery(Body.objects.filter(heir=OuterRef(body)).order_by().values("pk"))


def _capacities(seat: _Seat) -> frozenset[str]:
    """What an appointment is designated for beside the post."""
    found = by_body(seat.post)
    if seat.coordinates:
        found.add(COORDINATOR)
    if seat.leads:
        found.add(LEADER)
    return frozenset(found)


def by_body(post: Post) -> set[str]:
    """What a post is for by the body it is in, and by the post it serves."""
    marks = {
        COMMITTEE_OFFICE: post.body.kind == COMMITTEE_OFFICE,
        OVERSIGHT: OVERSIGHT_TAG in post.body.tags,
        SECRETARY: bool(post.serves),
    }
    return {word for word, true in marks.items() if true}


def _actor(account: Account, name: str, seat: _Seat) -> Actor:
    post = seat.post
    body = post.body
    return Actor(
        name=name,
        title=title_of(post),
        post_kind=post.kind,
        account=account.pk,
        person=account.person_id,
        post=post.pk,
        body=body.key,
        body_id=body.pk,
        inherits=frozenset(seat.inherited),
        unit_id=post.unit_id,
        region_id=body.region_id,
        capacities=_capacities(seat),
        level=body.level,
        delegated_from=seat.delegated_from,
        has_factor=account.factor_since is not None,
    )


def _administrator(account: Account, name: str) -> Actor:
    """An administrator holds no post and belongs to no body; no matter knows him, not even as a person."""
    return Actor(
        name=name,
        title=f"平台·{ADMINISTRATORS[account.office]}",
        post_kind=account.office,
        account=account.pk,
        has_factor=account.factor_since is not None,
    )


def title_of(post: Post) -> str:
    """How a post is written beside a name: short name of the body, then the post."""
    return f"{post.body.short_name}·{post.own_title}"
