"""From an account to the actors it can act as: one for each post held on the day, and each post delegated to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.access.predicates import LEADER, OVERSIGHT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import ADMINISTRATORS
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body, Coordinator, Delegation, LeaderInCharge, Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, COORDINATOR, OVERSIGHT_TAG, SECRETARY

Reader = Actor  # whoever reads does so in a post too


@dataclass(frozen=True, slots=True)
class _Seat:
    """A post that a person may act in: by appointment, or for its absent holder."""

    appointment: Appointment
    delegated_from: str = ""


def actors_of(account: Account, on: date) -> list[Actor]:
    """The actors of an account on a day: own posts in official order, delegated ones, the office of an administrator.
    Empty when it has none.

    Two queries, however many posts, and a third for who stands in for somebody: every page begins with this.
    """
    if account.person_id is None or not account.is_active:
        return []
    seats = _seats(account.person_id, on)
    own = next((seat for seat in seats if not seat.delegated_from), None)
    name = own.appointment.person.name if own else account.person.name if account.person else account.username
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


def _seats(person: int, on: date) -> list[_Seat]:
    seats = {row.post_id: _Seat(row) for row in _in_order(_held(on).filter(person=person), on)}
    pairs = set(Delegation.objects.filter(holding(on), delegate=person).values_list("post_id", "holder_id"))
    if pairs:
        absent = _held(on).filter(post__in=[post for post, _ in pairs], person__in=[who for _, who in pairs])
        for row in _in_order(absent, on):
            if (row.post_id, row.person_id) in pairs:
                seats.setdefault(row.post_id, _Seat(row, row.person.name))
    return list(seats.values())


def _held(on: date) -> QuerySet[Appointment]:
    """Appointments in force, each with whether it coordinates, whether its post leads bodies, and whom its body inherits."""
    coordinating = Coordinator.objects.filter(holding(on), appointment=OuterRef("pk"))
    leading = LeaderInCharge.objects.filter(holding(on), leader=OuterRef("post"))
    return (
        Appointment.objects.filter(holding(on), holding(on, "post__"))
        .select_related("post__body", "post__unit", "person")
        .annotate(coordinates=Exists(coordinating), leads=Exists(leading), inherited=inherited_by("post__body"))
    )


def inherited_by(body: str) -> ArraySubquery:
    """The dissolved bodies for which the body at this place of a query answers, as an array of ids."""
    return ArraySubquery(Body.objects.filter(heir=OuterRef(body)).order_by().values("pk"))


def _in_order(rows: Iterable[Appointment], on: date) -> list[Appointment]:
    standing = [row for row in rows if row.post.body.exists_on(on)]
    return sorted(standing, key=lambda row: (row.post.body.order, row.post.body.key, row.post.order, row.post_id))


def _capacities(held: Any) -> frozenset[str]:
    """What an appointment is designated for beside the post."""
    found = by_body(held.post)
    if held.coordinates:
        found.add(COORDINATOR)
    if held.leads:
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
    post = seat.appointment.post
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
        inherits=frozenset(getattr(seat.appointment, "inherited", ())),
        unit_id=post.unit_id,
        region_id=body.region_id,
        capacities=_capacities(seat.appointment),
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
