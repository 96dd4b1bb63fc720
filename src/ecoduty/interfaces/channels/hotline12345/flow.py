"""The acts on the line (made, its secret changed, ended) and on the exchange about an order (what waits is decided)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, JsonValue

from ecoduty.interfaces.channels.hotline12345 import intake, lines, mapping, messages, signing, telling
from ecoduty.interfaces.channels.hotline12345.models import (
    ACTIVE,
    ENDED,
    FILES,
    HTTPS,
    LINKED,
    Correspondence,
    Exchange,
    ExchangeState,
    Link,
    Order,
)
from ecoduty.kernel.clock import as_local, local_date, wall_now
from ecoduty.kernel.flow import Act, ActData, ActTable, Attempt, Guard, Refused, State, Subject, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.kernel.outbox.models import Message, SendState
from ecoduty.kernel.sealing import SealingError

LONG: dict[str, JsonValue] = {"widget": "long_text"}
_HERE = {"127.0.0.1", "::1", "localhost"}

# ------------------------------------------------------------------ the line


class Connect(ActData):
    """接通线路."""

    app: str = Field(title="应用名", min_length=1, max_length=40, pattern=r"^[0-9A-Za-z._-]+$")
    transport: str = Field(default=HTTPS, title="传输方式", pattern=f"^({HTTPS}|{FILES})$")
    url: str = Field(default="", title="对方地址", max_length=1000, pattern=r"^(https?://[^\s\x00]+)?$")
    algorithm: str = Field(default=signing.HMAC_SM3, title="签名算法", max_length=20)


class Move(ActData):
    """更换对方地址."""

    url: str = Field(title="对方地址", max_length=1000, pattern=r"^https?://[^\s\x00]+$")


def _connect(attempt: Attempt) -> None:
    """Raises Refused `hotline_connected` or `hotline_app_known`."""
    given: Connect = attempt.data
    if lines.in_use() is not None:
        raise Refused("hotline_connected", "已经有一条在用的线路，先断开它再接新的。")
    if Link.objects.filter(app=given.app).exists():
        raise Refused("hotline_app_known", f"应用名{given.app}用过了，请换一个，免得与以前的往来混淆。")
    attempt.subject = Link(app=given.app, transport=given.transport, url=given.url, algorithm=given.algorithm)
    lines.give_secret(attempt.subject)


def _rotate(attempt: Attempt) -> None:
    """Raises Refused `keys_unreadable`."""
    link: Link = attempt.subject
    try:
        lines.keep_former(link)
    except SealingError as error:
        raise Refused("keys_unreadable", f"平台的密钥文件读不出，不能更换密钥：{error}", status=503) from error
    link.former_until = wall_now() + mapping.overlap(local_date(attempt.recorded_at))
    lines.give_secret(link)
    attempt.record(former_until=link.former_until.isoformat(timespec="seconds"))


def _retire(attempt: Attempt) -> None:
    attempt.subject.former, attempt.subject.former_until = "", None


def _move(attempt: Attempt) -> None:
    attempt.subject.url = attempt.data.url


def _known_algorithm(attempt: Attempt) -> bool:
    return attempt.data.algorithm in signing.ALGORITHMS


def _encrypted(attempt: Attempt) -> bool:
    parts = urlsplit(attempt.data.url)
    if not attempt.data.url:
        return getattr(attempt.data, "transport", HTTPS) == FILES
    return parts.scheme == "https" or parts.hostname in _HERE


_ENCRYPTED = Guard(
    "hotline_not_encrypted", "对方地址须是 https（本机除外）；文件摆渡的不写地址。", _encrypted, asks_data=True
)


class LinkStore:
    """Lines by number."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Their streams."""
        return {one.pk: one.stream for one in Link.objects.filter(pk__in=refs)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """One query."""
        return {one.pk: one for one in Link.objects.filter(pk__in=refs)}

    def write(self, subjects: Sequence[Any]) -> None:
        """New ones and changed ones."""
        known = [one for one in subjects if one.pk is not None]
        if known:
            columns = ["url", "nonce", "secret", "former", "former_until", "state", "version", "last_occurred_at"]
            Link.objects.bulk_update(known, columns)
        Link.objects.bulk_create([one for one in subjects if one.pk is None])


PLATFORM = Who("system", (), "平台（命令行）")
LINE = register(
    ActTable(
        kind="hotline_line",
        label="12345线路",
        states=(State(ACTIVE, "在用", open=False), State(ENDED, "已断开", open=False, main=False)),
        acts=(
            Act("connect", "接通线路", (START,), ACTIVE, (PLATFORM,), data=Connect, effect=_connect, main=True,
                guards=(Guard("hotline_unknown_algorithm", f"签名算法只能是{'、'.join(signing.ALGORITHMS)}。", _known_algorithm,
                              asks_data=True), _ENCRYPTED)),
            Act("rotate", "更换密钥", (ACTIVE,), None, (PLATFORM,), effect=_rotate, hint="旧密钥再用几天，双方换好后作废"),
            Act("retire", "作废旧密钥", (ACTIVE,), None, (PLATFORM,), effect=_retire),
            Act("move", "更换对方地址", (ACTIVE,), None, (PLATFORM,), data=Move, effect=_move, guards=(_ENCRYPTED,)),
            Act("disconnect", "断开线路", (ACTIVE,), ENDED, (PLATFORM,), effect=_retire, hint="待送出的留着，接通后再送"),
        ),
        store=LinkStore(),
    )
)  # fmt: skip

# ------------------------------------------------------------------ the exchange about an order


class OneMessage(ActData):
    """One message of the order."""

    exchange: int = Field(title="报文")


class MapCodes(OneMessage):
    """对应代码: what the other side's codes mean here."""

    category: str = Field(default="", title="环境类别", max_length=80)
    nature: str = Field(default="", title="诉求类型", max_length=80)
    district: str = Field(default="", title="区", max_length=80)
    remember: bool = Field(default=False, title="以后都这样对应")


class Decided(OneMessage):
    """A message, and why."""

    cause: str = Field(title="理由", min_length=2, max_length=500)


class SkipGap(ActData):
    """Why the missing ones are not waited for."""

    cause: str = Field(title="理由", min_length=2, max_length=500)


class AskExtension(ActData):
    """申请延期."""

    until: date = Field(title="延长至", json_schema_extra={"widget": "date"})
    reason: str = Field(title="申请理由", min_length=4, max_length=500, json_schema_extra=LONG)


class AnswerUrging(ActData):
    """答复催办."""

    text: str = Field(title="办到哪一步", min_length=4, max_length=1000, json_schema_extra=LONG)


def _map(attempt: Attempt) -> None:
    """Raises Refused `hotline_not_waiting` or `hotline_choose_code`."""
    given: MapCodes = attempt.data
    order, row = _waiting(attempt)
    if not row.missing:
        raise Refused("hotline_not_waiting", "这一条没有要对应的代码。请刷新页面。")
    chosen = {one["kind"]: getattr(given, one["kind"]) for one in row.missing}
    if not all(chosen.values()):
        names = "、".join(one["label"] for one in row.missing if not chosen[one["kind"]])
        raise Refused("hotline_choose_code", f"请选{names}。", status=422)
    row.mapped = {**row.mapped, **chosen}
    row.save(update_fields=["mapped"])
    if given.remember:
        for one in row.missing:
            Correspondence.objects.update_or_create(
                kind=one["kind"], theirs=one["theirs"],
                defaults={"ours": chosen[one["kind"]], "made_at": attempt.recorded_at, "by": attempt.actor.title},
            )  # fmt: skip
    attempt.record(**{one["kind"]: f"{one['theirs']}={chosen[one['kind']]}" for one in row.missing})
    _go_on(attempt, order, row)
    if given.remember:
        _others_too(order)


def _retry(attempt: Attempt) -> None:
    """Raises Refused `hotline_not_waiting` or `hotline_still_waits`."""
    order, row = _waiting(attempt)
    _go_on(attempt, order, row)
    if row.state == ExchangeState.WAITING:
        raise Refused("hotline_still_waits", f"还是办不了：{row.why}")


def _dismiss(attempt: Attempt) -> None:
    """It takes no effect. Those after it go on; where it was the order itself, 12345 is told. Raises `hotline_not_waiting`."""
    order, row = _waiting(attempt)
    row.state, row.why, row.settled_at, row.content = (
        ExchangeState.DISMISSED,
        attempt.data.cause,
        attempt.recorded_at,
        "",
    )
    row.missing = []
    row.save(update_fields=["state", "why", "settled_at", "content", "missing"])
    if row.sequence == order.applied + 1:
        order.applied += 1
        order.save(update_fields=["applied"])
    attempt.record(message=row.message_id, type=row.type)
    if row.type == messages.PUSHED:
        telling.write(
            order, messages.REFUSAL, {"ground": "", "go_where": "", "note": attempt.data.cause}, attempt.recorded_at
        )
    intake.advance(order)


def _skip(attempt: Attempt) -> None:
    """Raises Refused `hotline_nothing_held`."""
    order = intake.locked(attempt.subject.pk)
    first = order.exchanges.filter(incoming=True, state=ExchangeState.HELD).order_by("sequence").first()
    if first is None or first.sequence <= order.applied + 1:
        raise Refused("hotline_nothing_held", "这张工单没有在等前一条的报文。请刷新页面。")
    attempt.record(skipped=f"{order.applied + 1}—{first.sequence - 1}")
    order.applied = first.sequence - 1
    order.save(update_fields=["applied"])
    intake.advance(order)


def _send_again(attempt: Attempt) -> None:
    """All of the order that failed, or were withdrawn on the page of all channels; in their old order."""
    unsettled = Exchange.objects.filter(order=attempt.subject, incoming=False, state=ExchangeState.WRITTEN)
    attempt.record(messages=_again(unsettled.values("outbox"), attempt.recorded_at))


def _void(attempt: Attempt) -> None:
    """The other side gets, under the same number, that there is nothing. Raises Refused `hotline_not_failed`."""
    row = _outgoing(attempt)
    if row is None or row.outbox is None or row.outbox.state not in {SendState.DEAD, SendState.CANCELLED}:
        raise Refused("hotline_not_failed", "这一条没有发送失败，不能作废。请刷新页面。")
    row.told = {"void": True, "note": attempt.data.cause}
    row.save(update_fields=["told"])
    _again([row.outbox.pk], attempt.recorded_at)
    attempt.record(message=row.message_id, type=row.type)


def _ask_extension(attempt: Attempt) -> None:
    given: AskExtension = attempt.data
    content = {
        "until": given.until.isoformat(), "reason": given.reason, "matter": attempt.subject.matter.number,
        "body": attempt.subject.matter.holder.short_name,
    }  # fmt: skip
    telling.write(attempt.subject, messages.EXTENSION_REQUEST, content, attempt.recorded_at)


def _answer_urging(attempt: Attempt) -> None:
    content = {
        "text": attempt.data.text, "matter": attempt.subject.matter.number,
        "body": attempt.subject.matter.holder.short_name,
        "at": as_local(attempt.occurred_at).isoformat(timespec="seconds"),
    }  # fmt: skip
    telling.write(attempt.subject, messages.URGING_ANSWER, content, attempt.recorded_at)


def _again(numbers: Any, moment: datetime) -> int:
    rows = Message.objects.filter(pk__in=numbers, state__in=[SendState.DEAD, SendState.CANCELLED])
    return rows.update(state=SendState.WAITING, attempts=0, due_at=moment, next_try_at=moment)


def _waiting(attempt: Attempt) -> tuple[Order, Exchange]:
    order = intake.locked(attempt.subject.pk)
    row = order.exchanges.filter(pk=attempt.data.exchange, incoming=True, state=ExchangeState.WAITING).first()
    if row is None:
        raise Refused("hotline_not_waiting", "这一条已经办理，或者不再等人处理。请刷新页面。")
    return order, row


def _outgoing(attempt: Attempt) -> Exchange | None:
    rows = Exchange.objects.filter(order=attempt.subject, pk=attempt.data.exchange, incoming=False)
    return rows.select_related("outbox").first()


def _go_on(attempt: Attempt, order: Order, row: Exchange) -> None:
    """Try the message, in its turn or alone where its turn is over."""
    if row.sequence <= order.applied:
        intake.apply_one(order, row)
    else:
        intake.advance(order)
    row.refresh_from_db()
    attempt.record(message=row.message_id, type=row.type)


def _others_too(order: Order) -> None:
    """What waited for the same codes in other orders is tried by the worker in its next beat."""
    waiting = (
        Exchange.objects.filter(incoming=True, state=ExchangeState.WAITING).exclude(missing=[]).exclude(order=order)
    )
    known = {(row.kind, row.theirs) for row in Correspondence.objects.all()}
    for row in waiting:
        if all((one["kind"], one["theirs"]) in known for one in row.missing):
            Exchange.objects.filter(pk=row.pk).update(missing=[], tried_version=None)


def _has_complaint(attempt: Attempt) -> bool:
    return attempt.subject.matter is not None and attempt.subject.matter.open


def _later_than_today(attempt: Attempt) -> bool:
    return attempt.data.until > local_date(attempt.recorded_at)


class OrderStore:
    """Orders by number of the row; what was applied is written under the row's own lock, not here."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Their streams."""
        return {one.pk: one.stream for one in Order.objects.filter(pk__in=refs)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """One query."""
        rows = Order.objects.filter(pk__in=refs).select_related("matter__holder", "matter__region")
        return {one.pk: one for one in rows}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement."""
        Order.objects.bulk_update(subjects, ["state", "version", "last_occurred_at"])


_CLAUSES = ("24.3",)
DESK = Who("desk", (), "热线岗位、市环委办")
KEEPER = Who("keeper", (), "维护外发渠道的岗位")
HANDLER = Who("holder_body", ("liaison", "deputy", "principal"), "承办单位")
_OPEN = Guard("hotline_complaint_closed", "这张工单对应的反映不在办。", _has_complaint)
ORDER = register(
    ActTable(
        kind="hotline_order",
        label="12345往来",
        states=(State(LINKED, "在用", open=False),),
        acts=(
            Act("map_codes", "对应代码", (LINKED,), None, (DESK,), _CLAUSES, data=MapCodes, effect=_map, main=True),
            Act("retry", "再试一次", (LINKED,), None, (DESK, KEEPER), _CLAUSES, data=OneMessage, effect=_retry),
            Act("dismiss", "不再办理", (LINKED,), None, (DESK,), _CLAUSES, data=Decided, effect=_dismiss),
            Act("skip", "不等缺的报文", (LINKED,), None, (DESK,), _CLAUSES, data=SkipGap, effect=_skip),
            Act("send_again", "重发", (LINKED,), None, (PLATFORM, DESK, KEEPER), _CLAUSES, effect=_send_again),
            Act("void", "作废一条", (LINKED,), None, (DESK, KEEPER), _CLAUSES, data=Decided, effect=_void),
            Act("ask_extension", "向12345申请延期", (LINKED,), None, (HANDLER, DESK), _CLAUSES, data=AskExtension, effect=_ask_extension,
                guards=(_OPEN, Guard("hotline_extension_past", "延长后的日期须晚于今天。", _later_than_today, asks_data=True))),
            Act("answer_urging", "答复12345的催办", (LINKED,), None, (HANDLER, DESK), _CLAUSES, data=AnswerUrging, effect=_answer_urging,
                guards=(_OPEN,)),
        ),
        store=OrderStore(),
        clauses=_CLAUSES,
    )
)  # fmt: skip
