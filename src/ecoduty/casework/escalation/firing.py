"""Rungs whose time has come, and reminders by people: rows and notices for a whole batch, a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models.functions import Coalesce

from ecoduty.casework.duties import owing
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.data import Firing
from ecoduty.casework.escalation.models import Urging
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Addressees, Seat, named_persons
from ecoduty.casework.escalation.states import RESTRICTED_WORDS, NoticeKind, Place, RungState
from ecoduty.casework.matters.models import Matter, Party, PartyRole, Secrecy
from ecoduty.casework.matters.turns import next_step
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.rulebook.schema.time import SUPERVISOR
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COORDINATOR, LIAISON, PRINCIPAL

_TYPES = (
    ("deadline_id", "bigint"),
    ("rung", "text"),
    ("round", "integer"),
    ("label", "text"),
    ("place", "text"),
    ("state", "text"),
    ("at", "timestamptz"),
    ("recipients", "text"),
    ("paper", "text"),
    ("release_body_id", "bigint"),
    ("release_role", "text"),
    ("release_due_at", "timestamptz"),
    ("release_due_on", "date"),
)
_NAMES = ", ".join(name for name, _ in _TYPES)
_INSERT = (
    f"INSERT INTO escalation_rung ({_NAMES}, decided_by, reason) "  # noqa: S608 -- names are constants of this file
    f"SELECT {', '.join('string_to_array(recipients, chr(44))' if name == 'recipients' else name for name, _ in _TYPES)}, '', '' "
    f"FROM unnest({', '.join(f'%s::{kind}[]' for _, kind in _TYPES)}) AS rows({_NAMES}) "
    "ON CONFLICT (deadline_id, rung, round) DO NOTHING"
)
URGED = (LIAISON, COORDINATOR, PRINCIPAL)


@dataclass(frozen=True, slots=True)
class _Release:
    """Who releases an outside rung, and by when."""

    body: int
    role: str
    due_at: datetime
    due_on: date | None


def remind(attempts: Sequence[Attempt]) -> None:
    """Rungs inside the holder fire: rows, and notices to whoever is in office on the day of the act, there and at whoever
    owes beside the holder.
    """
    moment = attempts[0].recorded_at
    live = [(attempt.subject, item) for attempt in attempts for item in attempt.data.firings]
    _insert(
        [
            _row(item, item.rule().place, RungState.LAPSED if item.lapsed else RungState.FIRED, moment)
            for _, item in live
        ]
    )
    due = [(matter, item) for matter, item in live if not item.lapsed]
    others = owing.beside_the_holder([matter for matter, _ in due])
    wanted = [
        (matter, item, body) for matter, item in due for body in sorted({item.holder, *others.get(matter.pk, ())})
    ]
    said = [(matter, item) for matter, item, _ in wanted]
    seats = _seats([(matter, body, item.rule().recipients) for matter, item, body in wanted], moment)
    notices.write(
        [_reminder(matter, item, seat) for (matter, item), found in zip(said, seats, strict=True) for seat in found],
        moment,
    )


def prepare(attempts: Sequence[Attempt]) -> None:
    """Rungs that leave the holder are prepared and laid before the post that releases them."""
    moment = attempts[0].recorded_at
    live = [(attempt.subject, item) for attempt in attempts for item in attempt.data.firings]
    releases = _releases(live, moment)
    _insert(
        [
            _row(item, Place.OUTSIDE, RungState.PREPARED if release else RungState.LAPSED, moment, release)
            for (_, item), release in zip(live, releases, strict=True)
        ]
    )
    on = local_date(moment)
    addressees = Addressees({(found.body, found.role) for found in releases if found}, on)
    drafts = []
    for (matter, item), release in zip(live, releases, strict=True):
        if release is None:
            continue
        for seat in addressees.of(release.body, [release.role]):
            text = f"{item.rule().label}：“{item.label}”{item.due}。请决定发出、并入或暂不发。"
            drafts.append(
                Draft(
                    seat, NoticeKind.RELEASE, f"待签发：{matter.title}", text, matter.pk, item.deadline, item.statutory
                )
            )
    notices.write(drafts, moment)


def urge(attempts: Sequence[Attempt]) -> None:
    """A person reminds: to liaison, coordinator and principal of the holder (clause 10.3 asks for follow-up)."""
    moment = attempts[0].recorded_at
    Urging.objects.bulk_create(
        [
            Urging(matter=attempt.subject, at=attempt.occurred_at, by=attempt.actor.title, note=attempt.data.note)
            for attempt in attempts
        ]
    )
    seats = _seats([(attempt.subject, attempt.subject.holder_id, URGED) for attempt in attempts], moment)
    notices.write(
        [_urging(attempt, seat) for attempt, found in zip(attempts, seats, strict=True) for seat in found], moment
    )


def seats_for(matter: Matter, holder: int, roles: Iterable[str], moment: datetime) -> list[Seat]:
    """Who is meant by roles of a holder, for one matter."""
    return _seats([(matter, holder, tuple(roles))], moment)[0]


def _seats(wanted: Sequence[tuple[Matter, int, Sequence[str]]], moment: datetime) -> list[list[Seat]]:
    """Who is meant, for each of many: named persons where the matter is restricted, else roles. Two queries at most."""
    on = local_date(moment)
    restricted = {matter.pk for matter, _, _ in wanted if matter.secrecy == Secrecy.RESTRICTED}
    named = named_persons(restricted, on)
    addressees = Addressees(
        {(holder, role) for matter, holder, roles in wanted if matter.pk not in restricted for role in roles}, on
    )
    return [
        [Seat(0, person) for person in named[matter.pk]] if matter.pk in restricted else addressees.of(holder, roles)
        for matter, holder, roles in wanted
    ]


def _reminder(matter: Matter, item: Firing, seat: Seat) -> Draft:
    title, text = f"{item.rule().label}：{matter.title}", f"“{item.label}”{item.due}。{_next(matter, item.key)}"
    if matter.secrecy == Secrecy.RESTRICTED:
        title, text = f"时限提醒：{RESTRICTED_WORDS}", "请登录后查看。"
    return Draft(seat, NoticeKind.REMINDER, title, text, matter.pk, item.deadline, item.statutory)


def _next(matter: Matter, deadline: str = "") -> str:
    """The step that the reader, or whoever works for him, is to take now: a reminder that says what to do needs no second look."""
    step = next_step(matter.kind, matter.state, deadline)
    return f"下一步：{step}。" if step else ""


def _urging(attempt: Attempt, seat: Seat) -> Draft:
    matter: Matter = attempt.subject
    note = f"要求：{attempt.data.note}" if attempt.data.note else ""
    about = f"催办“{matter.next_due_label}”" if matter.next_due_label else "催办这一件"
    title, text = f"催办：{matter.title}", f"{attempt.actor.title}{about}。{_next(matter)}{note}"
    if matter.secrecy == Secrecy.RESTRICTED:
        title, text = f"催办：{RESTRICTED_WORDS}", "请登录后查看。"
    return Draft(seat, NoticeKind.URGING, title, text, matter.pk)


def _releases(live: Sequence[tuple[Matter, Firing]], moment: datetime) -> list[_Release | None]:
    """For each rung the releasing post, and until when it should have decided. Two queries at most.

    None where the supervisor should send it and the matter has none: then there is nobody who would.
    """
    rules = {(item.rulebook, item.ladder, item.rung): item.rule() for _, item in live}
    keys = {rule.sender for rule in rules.values() if rule.sender} - {SUPERVISOR}
    bodies = dict(
        Body.objects.filter(key__in=keys).values_list("key", Coalesce("heir", "pk"))
    )  # who answers for it today
    supervised = [matter.pk for matter, item in live if item.rule().sender == SUPERVISOR]
    supervisors = _supervisors(supervised, local_date(moment)) if supervised else {}
    calendar = current_calendar()
    found: list[_Release | None] = []
    limits = {}
    for matter, item in live:
        place = (item.rulebook, item.ladder, item.rung)
        rule = rules[place]
        if rule.sender is None or rule.release is None or rule.limit is None:
            raise ValueError(f"rung {rule.key} leaves the holder without a sender")  # the loader refuses such a rung
        if place not in limits:
            limits[place] = reckon_limit(store.version(place[0]), rule.limit, moment, calendar)
        body = supervisors.get(matter.pk) if rule.sender == SUPERVISOR else bodies[rule.sender]
        limit = limits[place]
        found.append(None if body is None else _Release(body, rule.release, limit.due.moment, limit.due_on))
    return found


def _supervisors(matters: Sequence[int], on: date) -> dict[int, int]:
    """By matter the body that supervises it on a day, as it answers today; the first one where there are several."""
    rows = Party.objects.filter(matter__in=matters, role=PartyRole.SUPERVISOR, since__lte=on).exclude(until__lte=on)
    return dict(rows.order_by("-pk").values_list("matter_id", Coalesce("body__heir", "body")))


def _row(item: Firing, place: str, state: str, moment: datetime, release: _Release | None = None) -> tuple[Any, ...]:
    rule = item.rule()
    return (
        item.deadline,
        item.rung,
        item.round,
        rule.label,
        str(place),
        str(state),
        moment,
        ",".join(rule.recipients),
        rule.paper or "",
        release.body if release else None,
        release.role if release else "",
        release.due_at if release else None,
        release.due_on if release else None,
    )


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])


__all__ = ["URGED", "prepare", "remind", "seats_for", "urge"]
