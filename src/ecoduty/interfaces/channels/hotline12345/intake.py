"""Taking messages in: whose they are, whether they were here before, in which order they take effect. Nothing is lost.

A message that was taken is answered the same way whenever it comes again. One that comes before its turn is held; one that
cannot take effect waits for a clerk or for the act it needs, and those after it wait behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from ecoduty.interfaces.channels.hotline12345 import applying, lines, mapping, messages, signing
from ecoduty.interfaces.channels.hotline12345.applying import UNKNOWN_CODE, WaitsError
from ecoduty.interfaces.channels.hotline12345.messages import Envelope
from ecoduty.interfaces.channels.hotline12345.models import Exchange, ExchangeState, Link, Nonce, Order
from ecoduty.interfaces.channels.hotline12345.signing import Signed
from ecoduty.kernel.clock import now, today, wall_now
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.sealing import SealingError
from ecoduty.kernel.sealing.fields import column

_NOBODY = "hotline_signature"
_UNKNOWN = "签名核对不上：请核对应用名、密钥、算法和签名的写法（见协议说明）。"
_REUSED = "同一个报文编号已用于另一条内容不同的报文。"
_DECOY = b"\0" * signing.SECRET_BYTES
_SHUT = "hotline_sealed"
_SHUT_SENTENCE = "这一条用现在的密钥打不开。恢复密钥文件后再试一次；恢复不了的，请对方用新的编号另发，这一条不再办理。"
LONGEST_NONCE = 80  # characters


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to a message, and whether it had been given before."""

    answer: dict[str, Any]
    repeated: bool = False


def authenticated(app: str, message: Signed) -> Link:
    """The line a message came by, its signature and time checked; not yet whether it was sent before.

    Raises Refused `hotline_signature` (401), `hotline_clock` (401) or `keys_unreadable` (503).
    """
    link = lines.in_use()
    known = link is not None and link.app == app and message.algorithm == link.algorithm
    try:
        secrets = lines.valid(link) if link is not None and known else [_DECOY]
    except SealingError as error:
        raise Refused("keys_unreadable", "平台的密钥文件读不出，现在不能核对签名，请稍后重发。", status=503) from error
    shape = message if message.algorithm in signing.ALGORITHMS else Signed(
        signing.HMAC_SM3, message.method, message.path, message.at, message.once, message.body, message.signatures
    )  # fmt: skip
    if not signing.fits(shape, secrets) or not known or link is None:
        raise Refused(_NOBODY, _UNKNOWN, status=401)
    return link


def in_window(message: Signed) -> None:
    """Whether its time is near ours. Raises Refused `hotline_clock` (401)."""
    seconds = mapping.replay_seconds(today())
    if abs(wall_now().timestamp() - message.at) > seconds:
        raise Refused(
            "hotline_clock", f"报文时间与本平台时钟相差超过{seconds}秒，请校准时钟后重新签名发送。", status=401
        )


def once(link: Link, value: str) -> None:
    """Note a value used once. Raises Refused `hotline_replayed` (409) where it was used before."""
    try:
        with transaction.atomic():
            Nonce.objects.create(link=link, value=value, at=wall_now())
    except IntegrityError as error:
        raise Refused("hotline_replayed", "这个一次性随机值已经用过，请换一个重新签名发送。", status=409) from error


def forget_nonces() -> int:
    """Remove what is older than the window can reach; the number of rows."""
    oldest = wall_now() - timedelta(seconds=2 * mapping.replay_seconds(today()) + 60)
    return Nonce.objects.filter(at__lt=oldest).delete()[0]


def take(link: Link, body: bytes, key: str = "") -> Taken:
    """Take a message in, once, and let take effect what can. One transaction. `key` is the idempotency key, the message's id.

    Raises Refused: what `messages.read` and `applying.understood` raise, `hotline_id_reused`, `hotline_sequence_taken`
    (409), `hotline_key_differs`, `hotline_first_message` (422), `keys_unreadable` and what the gate cannot do now (503).
    """
    envelope = messages.read(body)
    if key and key != envelope.id:
        raise Refused("hotline_key_differs", "Idempotency-Key 须与报文的 id 相同。", status=422)
    applying.understood(envelope, today())
    digest = sm3(body).hex()
    with transaction.atomic():
        order = _order(link, envelope)
        known = Exchange.objects.filter(incoming=True, message_id=envelope.id).first()
        if known is not None:
            if known.digest != digest:
                raise Refused("hotline_id_reused", _REUSED, status=409)
            return Taken(known.answer, repeated=True)
        _refuse_taken_sequence(order, envelope)
        row = _kept(order, envelope, body, digest)
        if envelope.sequence <= order.applied:
            row.state, row.code, row.why = (
                ExchangeState.WAITING,
                "hotline_late",
                "这一条来得太迟，后面的已经办理，请看过再定。",
            )
            row.save(update_fields=["state", "code", "why"])
        else:
            advance(order)
            row.refresh_from_db()
        row.answer = _answer(row, order)
        row.save(update_fields=["answer"])
    return Taken(row.answer)


def advance(order: Order) -> int:
    """Let the messages of a locked order take effect in turn, as far as they can; how many did."""
    done = 0
    while True:
        row = order.exchanges.filter(
            incoming=True, sequence=order.applied + 1, state__in=[ExchangeState.HELD, ExchangeState.WAITING]
        ).first()  # fmt: skip
        if row is None or not apply_one(order, row):
            return done
        order.applied = row.sequence
        order.save(update_fields=["applied"])
        done += 1


def apply_one(order: Order, row: Exchange) -> bool:
    """Let one message take effect; False when it waits, and then it says why."""
    try:
        body = opened(row)
    except SealingError:  # its key is gone: somebody must see it, and the other orders must go on
        return _waits(order, row, WaitsError(_SHUT, _SHUT_SENTENCE))
    try:
        note = applying.apply(order, messages.read(body.encode()), row.mapped)
    except WaitsError as waits:
        return _waits(order, row, waits)
    row.state, row.code, row.why, row.missing = ExchangeState.APPLIED, "", note[:500], []
    row.settled_at, row.content = now(), ""  # what it said is the complaint's now; the digest stays
    row.save(update_fields=["state", "code", "why", "missing", "settled_at", "content"])
    return True


def _waits(order: Order, row: Exchange, why: WaitsError) -> bool:
    """Note what a message waits for."""
    row.state, row.code, row.why, row.missing = ExchangeState.WAITING, why.code, why.sentence[:500], why.missing
    row.tried_version = None if order.matter is None else _version(order)
    row.save(update_fields=["state", "code", "why", "missing", "tried_version"])
    return False


def locked(pk: int) -> Order:
    """An order for as long as this transaction lasts; messages may still be written for it by others meanwhile."""
    return Order.objects.select_for_update(no_key=True, of=("self",)).select_related("matter", "link").get(pk=pk)


def try_again() -> int:
    """Let what waited for another act take effect, where the complaint has moved since; how many did. Called by the worker."""
    waiting = Q(state=ExchangeState.WAITING, incoming=True, missing=[], sequence=F("order__applied") + 1)
    moved = Q(order__matter__isnull=False) & (~Q(tried_version=F("order__matter__version")) | Q(tried_version=None))
    known_now = Q(order__matter__isnull=True, code=UNKNOWN_CODE)
    rows = Exchange.objects.filter(waiting, moved | known_now).order_by("pk")
    done = 0
    for pk in list(rows.values_list("order_id", flat=True)[:200]):
        with transaction.atomic():
            done += advance(locked(pk))
    return done


def _order(link: Link, envelope: Envelope) -> Order:
    """The order, locked; made by its first message, whichever of them comes first."""
    Order.objects.bulk_create([Order(link=link, number=envelope.order, made_at=now())], ignore_conflicts=True)
    return locked(Order.objects.only("pk").get(number=envelope.order).pk)


def _refuse_taken_sequence(order: Order, envelope: Envelope) -> None:
    taken = (
        order.exchanges.filter(incoming=True, sequence=envelope.sequence).values_list("message_id", flat=True).first()
    )
    if taken is not None:
        raise Refused(
            "hotline_sequence_taken",
            f"工单{order.number}的第{envelope.sequence}条已经收过，编号是{taken}。",
            status=409,
        )
    if envelope.sequence == 1 and envelope.type not in {messages.PUSHED, messages.VOID}:
        raise Refused("hotline_first_message", "一张工单的第一条须是派来工单（order.pushed）。", status=422)


def _kept(order: Order, envelope: Envelope, body: bytes, digest: str) -> Exchange:
    row = Exchange(
        order=order, incoming=True, sequence=envelope.sequence, message_id=envelope.id, type=envelope.type,
        state=ExchangeState.HELD, at=now(), digest=digest,
    )  # fmt: skip
    try:
        row.content = column(Exchange, "content").seal(body.decode(), row.place)
    except SealingError as error:
        raise Refused("keys_unreadable", "平台的密钥文件读不出，现在不能收件，请稍后重发。", status=503) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # the same id for another order, at the same moment
        raise Refused("hotline_id_reused", _REUSED, status=409) from error
    return row


def _answer(row: Exchange, order: Order) -> dict[str, Any]:
    return {
        "accepted": True,
        "id": row.message_id,
        "order": order.number,
        "sequence": row.sequence,
        "state": row.state,
        "expects": order.applied + 1,
        "matter": order.matter.number if order.matter else "",
        "note": row.why,
    }


def _version(order: Order) -> int:
    assert order.matter is not None
    order.matter.refresh_from_db(fields=["version"])
    return order.matter.version


def opened(row: Exchange) -> str:
    """The body of a message that has not taken effect yet; empty for any other. Raises SealingError."""
    return column(Exchange, "content").open(row.content, row.place) if row.content else ""
