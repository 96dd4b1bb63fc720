"""The act table of referrals (clauses 15.1, 15.2, 15.5). Everybody in it acts by name: a post alone opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.escalation.inheriting import inheriting_act
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.accountability import acts, assisting, contents, data, guards, limits, naming, states
from ecoduty.mechanisms.accountability.looking import clean
from ecoduty.mechanisms.accountability.queries import KIND, RECEIPT, REFERRING

REGISTRAR = Who("anyone", ("deputy", "principal", "director", "supervision_clerk"), "督查检查单位的负责人")
HANDLER = Who(states.HANDLER, (), "此件的经办人")
REVIEWER = Who(states.REVIEWER, (), "此件的复核人")
NAMED = Who("named_person", (), "此件的知情人")
_BOTH = (HANDLER, REVIEWER)


def _putting_together() -> tuple[Act, ...]:
    """From the day it was established to the second person's word."""
    registered, compared, weighed = states.REGISTERED.code, states.COMPARED.code, states.WEIGHED.code
    before, open_ = states.BEFORE_REVIEW, states.OPEN
    return (
        Act("register_referral", "登记移交件", (START,), registered, (REGISTRAR,), ("15.1",),
            data=data.RegisterReferral, effect=clean(acts.register), starts=(REFERRING,),
            hint="只登记要件，不写案情；只有登记人和复核人知道有此件"),
        Act("add_row", "添一行对应", (registered,), None, (HANDLER,), ("15.5",), data=data.AddRow, effect=clean(acts.add_row)),
        Act("take_out_row", "取出一行", (registered,), None, (HANDLER,), ("15.5",), data=data.TakeOutRow, effect=acts.take_out_row),
        Act("add_concerned", "登记涉及人员", (registered,), None, (HANDLER,), ("15.2",),
            data=data.AddConcerned, effect=clean(contents.add_concerned)),
        Act("take_out_concerned", "取出涉及人员", (registered,), None, (HANDLER,), ("15.2",),
            data=data.TakeOutConcerned, effect=contents.take_out_concerned),
        Act("add_item", "登记材料", (*before, states.REVIEWED.code), None, (HANDLER,), ("15.2",),
            data=data.AddItem, effect=clean(contents.add_item)),
        Act("take_out_item", "取出材料", (*before, states.REVIEWED.code), None, (HANDLER,), ("15.2",),
            data=data.TakeOutItem, effect=contents.take_out_item),
        Act("set_destination", "定移交对象", before, None, (HANDLER,), ("15.2",),
            data=data.SetDestination, effect=clean(acts.set_destination)),
        Act("write_narrative", "写情况", before, None, (HANDLER,), ("15.1",),
            guards=(guards.CONTENT_ALLOWED,), data=data.WriteNarrative, effect=clean(contents.write_narrative)),
        Act("attach_piece", "附材料", before, None, (HANDLER,), ("15.1",),
            guards=(guards.CONTENT_ALLOWED,), data=data.AttachPiece, effect=contents.attach_piece),
        Act("compare", "比对要件", (registered,), compared, (HANDLER,), ("15.5",), effect=acts.compare, main=True),
        Act("weigh_exemption", "核尽职免责", (compared,), weighed, (HANDLER,), ("15.5",),
            data=data.WeighExemption, effect=clean(acts.weigh_exemption), main=True),
        Act("review", "复核通过", (weighed,), states.REVIEWED.code, (REVIEWER,), ("15.5",),
            guards=(guards.DESTINED, guards.NOT_EXEMPT), data=data.ReviewReferral, effect=acts.review, main=True),
        Act("send_back", "退回经办人", (compared, weighed, states.REVIEWED.code), registered, (REVIEWER,), ("15.5",),
            data=data.Returned, effect=clean(acts.send_back)),
        Act("open_names", "查看姓名", open_, None, _BOTH, ("15.2",), data=data.OpenNames, effect=clean(), aside=True),
    )  # fmt: skip


def _passing_on() -> tuple[Act, ...]:
    """From the letter to the outcome, or the decision that it does not go."""
    reviewed, referred, received = states.REVIEWED.code, states.REFERRED.code, states.RECEIVED.code
    return (
        Act("refer", "移交", (reviewed,), referred, (HANDLER,), ("15.2",),
            guards=(guards.DESTINED, guards.NOT_EXEMPT, guards.LISTED), data=data.Refer, effect=clean(acts.refer),
            meets=(REFERRING,), starts=(RECEIPT,), main=True, fresh_factor=True),
        Act("record_referral_receipt", "登记移交回执", (referred,), received, (HANDLER,), ("15.2",),
            data=data.RecordReceipt, effect=clean(acts.record_receipt), meets=(RECEIPT,), main=True),
        Act("record_outcome", "登记处理结果", (received,), states.CLOSED.code, (HANDLER,), ("15.2",),
            data=data.RecordOutcome, effect=clean(acts.record_outcome), main=True, hint="只记结果代码、日期和文号"),
        Act("decide_not_to_refer", "决定不移交", states.BEFORE_REFERRAL, states.NOT_REFERRED.code, (REVIEWER,), ("15.3",),
            data=data.DecideNot, effect=clean(acts.decide_not), meets=(REFERRING,), fresh_factor=True,
            hint="不移交也是决定：理由和依据留痕"),
        Act("ask_assistance", "请求协查", states.OPEN, None, (HANDLER,), ("15.4",),
            data=data.AskAssistance, effect=clean(assisting.ask), hint="对方只看到要什么材料，看不到此件"),
        Act("let_in", "让人知悉", states.OPEN, None, _BOTH, ("15.2",), data=data.LetIn, effect=clean(naming.let_in), aside=True),
        Act("let_out", "取消知悉", states.OPEN, None, _BOTH, ("15.2",), data=data.LetOut, effect=clean(naming.let_out), aside=True),
        Act("extend_referral", "延长移交时限", states.BEFORE_REFERRAL, None, (REVIEWER,), ("15.2",),
            data=data.ExtendReferral, aside=True),
    )  # fmt: skip


REFERRALS = ActTable(
    kind=KIND,
    label="责任追究移交",
    states=states.REFERRAL,
    acts=(
        *_putting_together(),
        *_passing_on(),
        *standard_acts(states.REFERRAL),
        *archive_acts(states.REFERRAL),
        inheriting_act(states.REFERRAL),
    ),
    store=MatterStore(own="referral__made_by", restricted=True),
    clauses=("15.1", "15.2", "15.5"),
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another restricted matter leads to a referral, in the name of whoever decides so. `content` has the fields of
    `data.RegisterReferral`. An ordinary matter must not hand anything over: its ledger would tell. Raises Refused.
    """
    done = perform(REFERRALS, "register_referral", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, its limits, and that other restricted matters may lead to a referral."""
    flow.register(REFERRALS)
    limits.install()
    receives(KIND, receive)
