"""From a message of 12345 to acts on the complaint. Each acts as the hotline's own body, through its interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.channels.hotline12345 import mapping, messages
from ecoduty.interfaces.channels.hotline12345.messages import Envelope
from ecoduty.interfaces.channels.hotline12345.models import HOTLINE_POST, Order
from ecoduty.kernel.clock import as_local, local_date, today
from ecoduty.kernel.flow import Actor, Done, Refused, perform
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.flow import ANSWER, COMPLAINT
from ecoduty.organisation.directory.models import Body

CHANNEL_OF_COMPLAINTS = "hotline"
SYSTEM = "12345"
UNKNOWN_CODE = "hotline_unknown_code"
_UNAVAILABLE = 503  # from this status on a refusal says that nothing can be done now, for anybody
_applying: ContextVar[str] = ContextVar("ecoduty_hotline12345_applying", default="")


class WaitsError(Exception):
    """A message that cannot take effect now: a clerk is needed, or another act first."""

    def __init__(self, code: str, sentence: str, missing: list[dict[str, str]] | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.missing = code, sentence, missing or []


@dataclass(slots=True)
class _Work:
    """One message about to take effect. `note` is what is to be said of it although it took effect."""

    order: Order
    envelope: Envelope
    mapped: dict[str, str]
    actor: Actor
    on: date
    note: str = ""

    def act(self, code: str, data: dict[str, Any]) -> Done:
        """One act on the complaint. Raises WaitsError where there is none yet, Refused where the gate says no."""
        if self.order.matter_id is None:
            raise WaitsError("hotline_no_complaint", "这张工单还没有对应的反映，这一条等它。")
        return perform(COMPLAINT, code, self.order.matter_id, actor=self.actor, data=data)


def told_by() -> str:
    """The type of the message that is taking effect just now in this context; empty when a person acts."""
    return _applying.get()


def understood(envelope: Envelope, on: date) -> Any:
    """What the message says, checked. Raises Refused `hotline_not_understood`."""
    model = messages.SAYS[envelope.type]
    given = envelope.data
    if envelope.type in {messages.PUSHED, messages.CHANGED}:
        given = mapping.fields(given, on)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise messages.not_understood(error) from error


def apply(order: Order, envelope: Envelope, mapped: dict[str, str]) -> str:
    """Let a message take effect; what there is to say of it, usually nothing.

    Raises WaitsError when it has to wait. Raises Refused only where nothing can be done now (503): try again later.
    """
    on = today()
    work = _Work(order, envelope, mapped, interface_actor(on), on)
    before = (order.matter, order.due_at)
    try:
        with transaction.atomic(), _as_the_cause(envelope.type):  # all of it or nothing
            _APPLY[envelope.type](work, understood(envelope, on))
    except Refused as refused:
        if refused.status >= _UNAVAILABLE:
            raise
        order.matter, order.due_at = before
        raise WaitsError(refused.code, refused.sentence) from refused
    except WaitsError:
        order.matter, order.due_at = before
        raise
    return work.note


def interface_actor(on: date) -> Actor:
    """The hotline's body, acting through its interface: no person.

    Raises WaitsError `hotline_no_body` where the rulebook or the directory has none.
    """
    key = rules.receiver(CHANNEL_OF_COMPLAINTS, on)
    body = Body.objects.filter(key=key).first()
    if body is None or not body.exists_on(on):
        raise WaitsError("hotline_no_body", "规则书没有写明由哪个机构收12345的工单，或者该机构不在。请联系系统管理员。")
    return Actor(
        name="12345热线平台", title=f"{body.short_name}·接口", post_kind=HOTLINE_POST, body=body.key, body_id=body.pk,
        region_id=body.region_id, level=body.level,
    )  # fmt: skip


@contextmanager
def _as_the_cause(kind: str) -> Iterator[None]:
    token = _applying.set(kind)
    try:
        yield
    finally:
        _applying.reset(token)


def _codes(work: _Work, said: messages.Pushed) -> dict[str, str]:
    """Our codes for category, nature and district; what a clerk chose comes first. Raises WaitsError with those unknown."""
    found: dict[str, str] = {}
    missing = []
    for kind, label in mapping.KINDS.items():
        theirs = getattr(said, kind)
        ours = work.mapped.get(kind) or mapping.ours(kind, theirs, work.on)
        if ours is None:
            missing.append({"kind": kind, "label": label, "theirs": theirs})
        else:
            found[kind] = ours
    if missing:
        names = "、".join(f"{one['label']}代码“{one['theirs']}”" for one in missing)
        raise WaitsError(UNKNOWN_CODE, f"不认识{names}，请对应到本平台的代码。", missing)
    return found


def _pushed(work: _Work, said: messages.Pushed) -> None:
    codes = _codes(work, said)
    order = work.order
    received = min(as_local(said.received_at), as_local(work.envelope.sent_at)) if said.received_at else None
    data = {
        "text": said.text, "category": codes[mapping.CATEGORY], "district": codes[mapping.DISTRICT],
        "place": said.place, "longitude": said.longitude, "latitude": said.latitude, "channel": CHANNEL_OF_COMPLAINTS,
        "received_at": received, "reference": said.reference,
        "external": {"system": SYSTEM, "number": order.number},
        "reporter": {"name": said.name, "phone": said.phone, "wants_sms": said.wants_sms, "anonymous": said.anonymous},
    }  # fmt: skip
    if codes[mapping.NATURE]:
        data["nature"] = codes[mapping.NATURE]
    matter: Matter = perform(COMPLAINT, "take_in", actor=work.actor, data=data).subject
    order.matter, order.due_at = matter, said.due_at
    order.save(update_fields=["matter", "due_at"])
    work.act("accept", {})


def _changed(work: _Work, said: messages.Changed) -> None:
    codes = _codes(work, said)
    data = {
        "text": said.text, "place": said.place, "district": codes[mapping.DISTRICT], "longitude": said.longitude,
        "latitude": said.latitude, "reason": said.reason or "12345热线更正工单内容",
    }  # fmt: skip
    if said.due_at is not None:
        work.order.due_at = said.due_at
        work.order.save(update_fields=["due_at"])
    try:
        work.act("correct", {name: value for name, value in data.items() if value not in (None, "")})
    except Refused as refused:
        if refused.code != "nothing_corrected":
            raise
        work.note = "内容与现在的一样，没有要更正的。"


def _urged(work: _Work, said: messages.Noted) -> None:
    try:
        work.act("urge", {"note": said.note})
    except Refused as refused:
        if refused.status >= _UNAVAILABLE:
            raise
        work.note = f"没有催办：{refused.sentence}"  # an urging that is too late stands in nobody's way


def _recalled(work: _Work, said: messages.Noted) -> None:
    work.act("withdraw", {"note": said.note or "12345热线撤回工单"})


def _return_accepted(work: _Work, said: messages.ReturnAccepted) -> None:
    if said.disposal == "recalled":
        work.act("withdraw", {"note": said.note or "12345热线同意退单，收回工单"})
    else:
        work.note = f"同意退单，由本平台另行派单。{said.note}".strip()


def _return_refused(work: _Work, said: messages.Noted) -> None:
    work.act("refuse_return", {"note": said.note or "12345热线不同意退单"})


def _extension_granted(work: _Work, said: messages.ExtensionGranted) -> None:
    running = Deadline.objects.filter(
        matter=work.order.matter_id, key=ANSWER, state=DeadlineState.RUNNING
    ).order_by("-pk").first()  # fmt: skip
    if running is None:
        raise WaitsError("hotline_no_answer_limit", "这件反映现在没有正在计时的办理期限，不能延期。")
    until = local_date(said.until)
    data = {
        "deadline": running.pk, "until": until, "reason": said.note or "12345热线同意延期",
        "authority": said.authority or f"12345热线{work.on:%Y-%m-%d}答复同意",
    }  # fmt: skip
    work.act("extend_deadline", data)
    work.order.due_at = said.until
    work.order.save(update_fields=["due_at"])


def _extension_refused(work: _Work, said: messages.Noted) -> None:
    work.note = f"不同意延期，仍按原期限办理。{said.note}".strip()


def _followed_up(work: _Work, said: messages.FollowedUp) -> None:
    matter = work.order.matter
    if matter is not None and not matter.open and not said.accepted:
        work.act("reopen", {"note": said.note or "12345热线回访，反映人不接受答复"})
        return
    data = {
        "resolved": said.resolved, "satisfaction": mapping.satisfaction(said.satisfaction, work.on),
        "accepted": said.accepted, "note": said.note, "go_where": said.go_where,
    }  # fmt: skip
    work.act("follow_up", data)


def _void(work: _Work, said: messages.Noted) -> None:
    work.note = f"对方作废了这一条。{said.note}".strip()


_APPLY: dict[str, Callable[[_Work, Any], None]] = {
    messages.PUSHED: _pushed, messages.CHANGED: _changed, messages.URGED: _urged, messages.RECALLED: _recalled,
    messages.RETURN_ACCEPTED: _return_accepted, messages.RETURN_REFUSED: _return_refused,
    messages.EXTENSION_GRANTED: _extension_granted, messages.EXTENSION_REFUSED: _extension_refused,
    messages.FOLLOW_UP: _followed_up, messages.VOID: _void,
}  # fmt: skip
