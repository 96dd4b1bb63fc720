"""12345往来: how the line goes, what waits for a clerk, what could not be sent, what was exchanged lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ecoduty.casework.deliveries import queries as deliveries
from ecoduty.casework.deliveries.models import keeps_channels
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.channels.hotline12345 import applying, intake, lines, mapping, messages
from ecoduty.interfaces.channels.hotline12345.flow import ORDER
from ecoduty.interfaces.channels.hotline12345.models import (
    HTTPS,
    Exchange,
    ExchangeState,
    Order,
    serves_hotline,
    uses_line,
)
from ecoduty.interfaces.channels.hotline12345.telling import CHANNEL
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Refused, options
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.outbox import health
from ecoduty.kernel.outbox.models import Channel, SendState
from ecoduty.kernel.sealing import SealingError
from ecoduty.mechanisms.complaints import rules
from ecoduty.organisation.directory import queries as directory

SHOWN = 100
_DAY = timedelta(days=1)
_EXCERPT = 200  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """A code of the other side that a clerk has to find ours for."""

    kind: str
    label: str
    theirs: str
    ours: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the page shows it. `text` is what the order says, for those who decide about it."""

    order: int
    exchange: int
    number: str
    url: str
    way: str
    label: str
    sequence: int
    when: str
    state: str
    wrong: bool
    why: str
    matter: str = ""
    matter_url: str = ""
    text: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """An order whose next message has not come although later ones have."""

    order: int
    number: str
    url: str
    missing: int
    held: int
    since: str


def page(visit: Visit) -> dict[str, Any]:
    """The variables of the page: for whoever uses the line all of it, for everybody else the exchange about complaints that
    he sees.
    """
    query = visit.request.GET.get("q", "").strip()[:80]
    latest = _rows(Exchange.objects.all())
    if query:
        latest = latest.filter(order__number__icontains=query)
    if not uses_line(visit.actor):
        own = latest.filter(visible_to(visit.actor, prefix="order__matter__"))
        return {"latest": _latest(own, visit), "query": query, "shown": SHOWN, "all": False}
    return {
        "all": True,
        "line": _line(visit),
        "channel": _channel(visit),
        "waiting": [
            _shown(row, visit, decides=True) for row in _rows(_in(ExchangeState.WAITING)).order_by("pk")[:SHOWN]
        ],
        "gaps": _gaps(visit),
        "failed": [_shown(row, visit) for row in _failed()[:SHOWN]],
        "latest": _latest(latest, visit),
        "query": query,
        "shown": SHOWN,
        "decides": serves_hotline(visit.actor),
        "keeps": keeps_channels(visit.actor),
    }


def _latest(rows: QuerySet[Exchange], visit: Visit) -> list[Row]:
    return [_shown(row, visit) for row in rows.order_by("-pk")[:SHOWN]]


def order_page(visit: Visit, number: str) -> dict[str, Any]:
    """The variables of one order's page. Raises Refused `not_found` for whoever has nothing to do with it."""
    order = one(visit, number)
    possible = {item.act.code: item for item in options(ORDER, order, visit.actor, visit.now)}
    return {
        "order": order,
        "due": words.moment(order.due_at, visit.today) if order.due_at else "",
        "matter_url": reverse("desk:matter", args=[order.matter.public_id]) if order.matter else "",
        "rows": [_shown(row, visit) for row in _rows(order.exchanges.all()).order_by("pk")[: 2 * SHOWN]],
        "steps": [
            possible[code].act
            for code in ("ask_extension", "answer_urging")
            if code in possible and possible[code].open
        ],
    }


def one(visit: Visit, number: str) -> Order:
    """The order of that number. Raises Refused `not_found`."""
    found = Order.objects.select_related("matter__holder", "matter__region").filter(number=number).first()
    if found is None or not found.relations_of(visit.actor, visit.today):
        raise refuse("not_found")
    return found


def _line(visit: Visit) -> Mapping[str, Any] | None:
    link = lines.in_use()
    if link is None:
        return None
    rotating = link.former != "" and link.former_until is not None and link.former_until > visit.now
    return {
        "app": link.app,
        "transport": "HTTPS" if link.transport == HTTPS else "文件摆渡",
        "url": link.url,
        "algorithm": link.algorithm,
        "former_until": words.moment(link.former_until, visit.today) if rotating and link.former_until else "",
    }


def _channel(visit: Visit) -> Mapping[str, Any]:
    row = Channel.objects.filter(pk=CHANNEL).first()
    waits = next((one for one in health.backlog(visit.now) if one.channel == CHANNEL), None)
    stopped = row is not None and row.state == Channel.STOPPED
    failing = row is not None and row.failures > 0
    return {
        "key": CHANNEL,
        "state": "已暂停" if stopped else "连接不上" if failing else "正常",
        "wrong": stopped or failing,
        "stopped": stopped,
        "why": row.last_error if row is not None and failing else "",
        "since": words.moment(row.failing_since, visit.today) if row and failing and row.failing_since else "",
        "next": words.moment(row.try_again_at, visit.today) if row and failing and row.try_again_at else "",
        "waiting": waits.waiting if waits else 0,
        "oldest": words.moment(waits.since, visit.today) if waits else "",
        "sent": deliveries.sent_since(visit.now - _DAY).get(CHANNEL, 0),
        "came": Exchange.objects.filter(incoming=True, at__gte=visit.now - _DAY).count(),
        "last": words.moment(row.last_sent_at, visit.today) if row and row.last_sent_at else "",
    }


def _in(state: ExchangeState) -> QuerySet[Exchange]:
    return Exchange.objects.filter(incoming=True, state=state)


def _failed() -> QuerySet[Exchange]:
    """What was given up, or withdrawn on the page of all channels: then its number is missing on the other side."""
    given_up = [SendState.DEAD, SendState.CANCELLED]
    return _rows(Exchange.objects.filter(incoming=False, outbox__state__in=given_up)).order_by("pk")


def _rows(rows: QuerySet[Exchange]) -> QuerySet[Exchange]:
    return rows.select_related("order__matter", "outbox")


def _gaps(visit: Visit) -> list[Gap]:
    found: dict[int, list[Exchange]] = {}
    for row in _in(ExchangeState.HELD).select_related("order").order_by("order", "sequence")[: 5 * SHOWN]:
        found.setdefault(row.order_id, []).append(row)
    return [
        Gap(
            held[0].order_id, held[0].order.number, _url(held[0].order.number), held[0].order.applied + 1, len(held),
            words.ago(min(row.at for row in held), visit.today),
        )
        for held in found.values()
        if held[0].sequence > held[0].order.applied + 1
    ][:SHOWN]  # fmt: skip


def _url(number: str) -> str:
    return reverse("desk:hotline12345-order", args=[number])


def _shown(row: Exchange, visit: Visit, *, decides: bool = False) -> Row:
    matter = row.order.matter
    asked = decides and serves_hotline(visit.actor)
    return Row(
        order=row.order_id,
        exchange=row.pk,
        number=row.order.number,
        url=_url(row.order.number),
        way="来" if row.incoming else "去",
        label=messages.LABELS.get(row.type, row.type),
        sequence=row.sequence,
        when=words.moment(row.at, visit.today),
        state=_state(row),
        wrong=row.state == ExchangeState.WAITING or (row.outbox is not None and row.outbox.state == SendState.DEAD),
        why=_why(row),
        matter=matter.number if matter else "",
        matter_url=reverse("desk:matter", args=[matter.public_id]) if matter else "",
        text=_excerpt(row, visit) if asked else "",
        choices=_choices(row, visit) if asked else (),
    )


def _state(row: Exchange) -> str:
    if row.outbox is not None and row.state == ExchangeState.WRITTEN:
        return {SendState.DEAD: "发送失败", SendState.CANCELLED: "已撤下"}.get(SendState(row.outbox.state), "待送出")
    return ExchangeState(row.state).label


def _why(row: Exchange) -> str:
    if row.why or row.outbox is None or row.state != ExchangeState.WRITTEN:
        return row.why
    return row.outbox.last_error


def _excerpt(row: Exchange, visit: Visit) -> str:
    """The beginning of what a waiting order says; without who said it."""
    try:
        body = intake.opened(row)
        said = applying.understood(messages.read(body.encode()), visit.today) if body else None
    except (SealingError, Refused):
        return ""
    text = getattr(said, "text", "") or getattr(said, "note", "")
    place = getattr(said, "place", "")
    whole = "　".join(part for part in (text, place) if part)
    return whole if len(whole) <= _EXCERPT else f"{whole[:_EXCERPT]}…"


def _choices(row: Exchange, visit: Visit) -> list[Choice]:
    if not row.missing:
        return []
    known = {
        mapping.CATEGORY: rules.categories(visit.today),
        mapping.NATURE: rules.natures(visit.today),
        mapping.DISTRICT: [(body.key, body.name) for body in directory.districts()],
    }
    return [Choice(one["kind"], one["label"], one["theirs"], known[one["kind"]]) for one in row.missing]


__all__ = ["one", "order_page", "page", "uses_line"]
