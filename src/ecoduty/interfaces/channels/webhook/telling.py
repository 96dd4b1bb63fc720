"""From an act to its hearers: one note within the act, judged after commit, then a delivery of its own for each hearer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import Sight, relations, sight
from ecoduty.casework.publications import fetching
from ecoduty.interfaces.channels.webhook import signing
from ecoduty.interfaces.channels.webhook.flow import CHANNEL
from ecoduty.interfaces.channels.webhook.models import ACTIVE, Subscription
from ecoduty.kernel.clock import now, wall_now
from ecoduty.kernel.flow import Attempt, Refused, registry
from ecoduty.kernel.outbox import drainer, queue
from ecoduty.kernel.outbox.drainer import DeliveryFailedError, NothingToDeliverError
from ecoduty.kernel.outbox.queue import Outgoing
from ecoduty.organisation.access import actor_of
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE as TOKEN_ACTIVE

EVENTS = "webhook.events"
TIMEOUT = 5.0  # seconds: the drainer waits meanwhile
ORDER = 900  # after everything that counts


def note(attempts: Sequence[Attempt]) -> None:
    """After an act: leave a note for the hearers, if there are any. Nothing is ever noted of a restricted matter."""
    told = [one for one in attempts if isinstance(one.subject, Matter) and one.subject.secrecy != Secrecy.RESTRICTED]
    if not told or not Subscription.objects.filter(state=ACTIVE).exists():
        return
    for one in told:
        one.send(
            EVENTS,
            f"matter:{one.subject.pk}",
            matter=one.subject.pk,
            act=one.act.code,
            state=one.subject.state,
            version=one.subject.version,
            occurred_at=one.occurred_at.isoformat(),
        )


def spread(key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Channel `webhook.events`: write a delivery for every subscription whose post may see the matter, as of now."""
    matter = Matter.objects.select_related("holder", "region").filter(pk=payload["matter"]).first()
    if matter is None or matter.secrecy == Secrecy.RESTRICTED:
        return
    content = {
        "type": "matter.act",
        "event": f"evt_{payload['message']}",
        "occurred_at": payload["occurred_at"],
        "matter": {"number": matter.number, "kind": matter.kind, "href": f"/api/v1/matters/{matter.number}"},
        "act": payload["act"],
        "state": payload["state"],
        "version": payload["version"],
    }
    rows = Subscription.objects.filter(
        state=ACTIVE, token__state=TOKEN_ACTIVE, token__expires_on__gte=wall_now().date()
    ).select_related("token__post__body", "token__post__unit")
    found = [
        Outgoing(CHANNEL, one.key, content)
        for one in rows
        if one.hears(matter.kind, payload["act"]) and _sees(one.token, matter)
    ]
    queue.write(found, now())


def _sees(token: Token, matter: Matter) -> bool:
    on = now().date()
    try:
        actor = actor_of(token, on)
    except Refused:
        return False
    return sight(matter.kind, matter.secrecy, relations(matter, actor, on)) >= Sight.SUMMARY


def deliver(key: str, payload: dict[str, Any]) -> None:
    """Channel `webhook`: POST to the subscriber. Raises DeliveryFailedError for anything but a 2xx."""
    subscription = Subscription.objects.filter(pk=key, state=ACTIVE).first()
    if subscription is None:
        raise NothingToDeliverError("订阅已停用")
    number = f"msg_{payload['message']}"
    body = json.dumps(
        {name: value for name, value in payload.items() if name != "message"}, ensure_ascii=False, sort_keys=True
    ).encode()
    timestamp = int(wall_now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": number,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signing.signature(subscription, number, timestamp, body),
    }
    try:
        status = fetching.post(
            subscription.url, body, headers, private_allowed=settings.WEBHOOK_NETWORKS, timeout=TIMEOUT
        )
    except (fetching.RefusedAddressError, fetching.UnreachableError) as error:
        raise DeliveryFailedError(str(error)) from error
    if not 200 <= status < 300:
        raise DeliveryFailedError(f"对方答复 {status}")


def install() -> None:
    """Listen to every act, and open the two channels."""
    registry.after_entry("webhooks", note, ORDER)
    drainer.register(EVENTS, spread)
    drainer.register(CHANNEL, deliver, outside=True)


def drain() -> int:
    """Deliver what is due; called by the worker every second, beside everything else that is delivered."""
    return drainer.drain_outside(CHANNEL)
