"""Questions about referrals: what the rulebook says of them, who may register, who can be named, what was put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.mechanisms.accountability.models import Assistance, Concerned, Item, Referral, Row
from ecoduty.mechanisms.accountability.situations import choices
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body

KIND, ASSISTANCE = "referral", "assistance"
REFERRING, RECEIPT, REPLY = "accountability.referral", "accountability.receipt", "accountability.assistance-reply"
_REGISTER_ONLY = "restricted.register-only"


def words(key: str, on: date) -> Mapping[str, str]:
    """Code and word of one of the lists `accountability.<key>`, in the rulebook's order."""
    return dict(rulebooks.current().pairs(f"accountability.{key}", on=on))


def situations(on: date) -> Mapping[str, str]:  # noqa: ARG001 -- as its sisters; situations are not dated
    """Ways of failing in duty by code, with whom they speak of."""
    return dict(choices(rulebooks.current()))


def consequences(on: date) -> Mapping[str, str]:
    """Kinds of harm or bad influence, by code."""
    return words("consequences", on)


def register_only() -> bool:
    """Whether referrals are registered without text and without pieces: unless the rulebook says otherwise."""
    book = rulebooks.current()
    return _REGISTER_ONLY not in book.values or bool(book.value(_REGISTER_ONLY, on=today()))


def may_register(actor: Actor) -> bool:
    """Whether this post, in a body that inspects, registers referrals; nobody does so standing in for another."""
    if actor.person is None or actor.delegated_from or not actor.body:
        return False
    book, on = rulebooks.current(), today()
    if actor.post_kind not in book.words("accountability.registering-posts", on=on):
        return False
    tags = book.words("accountability.registering-tags", on=on)
    kinds = book.words("accountability.registering-kinds", on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds) | directory.selected(Selector(tags=tags)))
    return found.filter(key=actor.body).exists()


def heads(body: int, on: date) -> list[Appointment]:
    """Who can be the second person in a body: its heads."""
    return directory.holders([body], rulebooks.current().words("accountability.reviewing-posts", on=on), on)


def in_office(body: int, on: date) -> list[Appointment]:
    """Everybody in office in a body on a day, in the order of posts."""
    found = Appointment.objects.filter(holding(on), holding(on, "post__"), post__body=body)
    return list(found.select_related("post", "person").order_by("post__order", "post_id", "pk"))


def named(matter: Matter, on: date) -> list[NamedAccess]:
    """Who is let in on a day, in the order of being let in."""
    rows = NamedAccess.objects.filter(Q(until=None) | Q(until__gt=on), matter=matter, since__lte=on)
    return list(rows.select_related("person", "person__body").order_by("pk"))


def destinations(on: date) -> list[Body]:
    """The bodies to which a referral can go."""
    kinds = tuple(rulebooks.current().words("accountability.destination-kinds", on=on))
    return list(directory.bodies(Selector(kinds=kinds), on=on))


def answering_posts(on: date) -> Mapping[str, str]:
    """The posts to which a request for assistance can be addressed, by kind of post."""
    return words("answering-posts", on)


def rows(own: Referral) -> Sequence[Row]:
    """The correspondence as it stands."""
    return list(own.rows.filter(taken_out_at=None))


def concerned(own: Referral) -> Sequence[Concerned]:
    """The persons concerned as they stand."""
    return list(own.concerned.filter(taken_out_at=None).select_related("body"))


def items(own: Referral) -> Sequence[Item]:
    """The inventory as it stands."""
    return list(own.items.filter(taken_out_at=None))


def assistance(own: Referral) -> Sequence[Assistance]:
    """What was asked of others for it, in order."""
    return list(own.assistance.select_related("matter", "matter__holder").order_by("pk"))
