"""What a message looks like, and what each kind of it says. Field names on the line are the rulebook's to map."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.data import storable
from ecoduty.kernel.flow.refusal import Problem

LARGEST = 1024 * 1024  # bytes of one message
NUMBER = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$"
MESSAGE_ID = r"^[0-9A-Za-z][0-9A-Za-z._:-]{0,79}$"

PUSHED, CHANGED, URGED, RECALLED = "order.pushed", "order.changed", "order.urged", "order.recalled"
RETURN_ACCEPTED, RETURN_REFUSED = "return.accepted", "return.refused"
EXTENSION_GRANTED, EXTENSION_REFUSED = "extension.granted", "extension.refused"
FOLLOW_UP, VOID = "follow_up.result", "void"
RECEIPT, RETURN, FEEDBACK, COMPLETION = "order.receipt", "order.return", "order.feedback", "order.completion"
REFUSAL, DISPATCHED = "order.refusal", "order.dispatched"
URGING_ANSWER, EXTENSION_REQUEST = "urging.answer", "extension.request"

LABELS = {
    PUSHED: "派来工单", CHANGED: "工单变更", URGED: "催办", RECALLED: "撤回工单", RETURN_ACCEPTED: "同意退单",
    RETURN_REFUSED: "不同意退单", EXTENSION_GRANTED: "同意延期", EXTENSION_REFUSED: "不同意延期", FOLLOW_UP: "回访结果",
    VOID: "作废一条", RECEIPT: "签收", RETURN: "退单", FEEDBACK: "答复", COMPLETION: "办结", REFUSAL: "不予受理",
    DISPATCHED: "派单情况", URGING_ANSWER: "催办答复", EXTENSION_REQUEST: "申请延期",
}  # fmt: skip

Words = Annotated[str, StringConstraints(max_length=500)]
Code = Annotated[str, StringConstraints(max_length=80)]


class _Part(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="ignore", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True
    )


class Envelope(BaseModel):
    """What every message has around what it says."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=MESSAGE_ID)]
    type: str = Field(max_length=40)
    order: Annotated[str, StringConstraints(pattern=NUMBER)]
    sequence: int = Field(ge=1, le=1_000_000)
    sent_at: AwareDatetime
    data: dict[str, Any] = Field(default_factory=dict)


class Pushed(_Part):
    """A work order."""

    text: str = Field(min_length=1, max_length=10_000)
    category: Code = ""
    district: Code = ""
    nature: Code = ""
    place: Annotated[str, StringConstraints(max_length=300)] = ""
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    received_at: AwareDatetime | None = None
    reference: Annotated[str, StringConstraints(max_length=60)] = ""
    name: Annotated[str, StringConstraints(max_length=60)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    anonymous: bool = False
    wants_sms: bool = False
    due_at: AwareDatetime | None = None


class Changed(Pushed):
    """A work order that says something else now; what is left out stays."""

    text: str = Field(default="", max_length=10_000)
    reason: Words = ""


class Noted(_Part):
    """A word, which may be left out."""

    note: Words = ""


class ReturnAccepted(Noted):
    """They take it back (`recalled`), or leave it to be dispatched to another department here (`redispatch`)."""

    disposal: Literal["recalled", "redispatch"] = "recalled"


class ExtensionGranted(Noted):
    """Until when, and by whose word."""

    until: AwareDatetime
    authority: Words = ""


class FollowedUp(Noted):
    """What the reporter said when 12345 asked him."""

    resolved: bool
    satisfaction: Code
    accepted: bool
    go_where: Words = ""


SAYS: dict[str, type[_Part]] = {
    PUSHED: Pushed, CHANGED: Changed, URGED: Noted, RECALLED: Noted, RETURN_ACCEPTED: ReturnAccepted, RETURN_REFUSED: Noted,
    EXTENSION_GRANTED: ExtensionGranted, EXTENSION_REFUSED: Noted, FOLLOW_UP: FollowedUp, VOID: Noted,
}  # fmt: skip


def read(body: bytes) -> Envelope:
    """The envelope of a message.

    Raises Refused: `hotline_too_large` (413), `hotline_not_json` (400), `hotline_not_understood`, `hotline_unknown_type` (422).
    """
    if len(body) > LARGEST:
        raise Refused("hotline_too_large", f"一条报文不能超过{LARGEST // 1024}KB。", status=413)
    try:
        given = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("hotline_not_json", "报文不是有效的JSON（UTF-8，不含NaN和Infinity）。", status=400) from error
    if not storable(given):
        raise Refused("hotline_not_understood", "报文里有不能保存的字符（空字符或不成对的代理码）。", status=422)
    try:
        envelope = Envelope.model_validate(given)
    except ValidationError as error:
        raise not_understood(error) from error
    if envelope.type not in SAYS:
        raise Refused("hotline_unknown_type", f"没有“{envelope.type[:40]}”这种报文，请核对协议版本。", status=422)
    return envelope


def not_understood(error: ValidationError) -> Refused:
    """The refusal of what a message says, naming each field."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    names = list(dict.fromkeys(".".join(str(part) for part in item["loc"]) or "报文" for item in found))
    problems = tuple(Problem(name, "not_understood", f"“{name}”缺失或写法不对") for name in names)
    return Refused(
        "hotline_not_understood", f"报文有{len(names)}处不对：{'、'.join(names[:8])}。", status=422, problems=problems
    )


def _no_constant(name: str) -> None:
    raise ValueError(name)
