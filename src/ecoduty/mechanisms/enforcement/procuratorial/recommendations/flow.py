"""The act table of procuratorial recommendations (clause 21.1). Either side may work on paper: the other then enters its act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.procuratorial import bodies
from ecoduty.mechanisms.enforcement.procuratorial.recommendations import (
    acts,
    data,
    guards,
    limits,
    opening,
    statement,
    states,
)
from ecoduty.mechanisms.enforcement.procuratorial.recommendations.queries import (
    FOLLOW_UP,
    KIND,
    RECEIPT,
    REPLY,
    SUPPLEMENT,
)
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES, OFFICERS, PROCURATORATES, entering

_CLAUSE = ("21.1",)
ANYBODY = Who("anyone", bodies.REGISTERING, "检察院、被建议单位的联络员和负责人")
PLATFORM = Who("system", (), "平台")
OWN = (HEADS, OFFICERS, LINKAGES)
EITHER = (PROCURATORATES, *OWN)
ANSWERING = (*entering(PROCURATORATES), *OWN)
JUDGING = (PROCURATORATES, *entering(*OWN))
_THEIRS = (guards.BY_PROCURATORATE,)


def _answering() -> tuple[Act, ...]:
    """From the letter to the written reply."""
    issued, received = states.ISSUED.code, states.RECEIVED.code
    answering = states.ANSWERING
    every = tuple(state.code for state in states.ALL if state.open and state is not states.ISSUED)
    return (
        Act("issue_recommendation", "发出检察建议", (START,), issued, (ANYBODY,), _CLAUSE,
            data=data.IssueRecommendation, effect=masked(opening.issue), starts=(RECEIPT,)),
        Act("register_recommendation", "登记收到的检察建议", (START,), received, (ANYBODY,), _CLAUSE,
            data=data.RegisterRecommendation, effect=masked(opening.register), starts=(REPLY,),
            hint="检察院不在平台办公、送来纸质检察建议的，由被建议单位登记，附扫描件"),
        Act("acknowledge_recommendation", "签收", (issued,), received, ANSWERING, _CLAUSE,
            data=data.AcknowledgeRecommendation, effect=acts.acknowledge, meets=(RECEIPT,), starts=(REPLY,), main=True,
            hint="回复期限从收到之日起算"),
        Act("add_measure", "写整改情况", answering, None, OWN, _CLAUSE,
            data=data.AddMeasure, effect=masked(acts.add_measure), aside=True, hint="逐项写，附凭证；回复和履职说明都用这里的"),
        Act("take_out_measure", "取出整改情况", answering, None, OWN, _CLAUSE,
            data=data.TakeOutMeasure, effect=acts.take_out_measure, aside=True),
        Act("reply_recommendation", "书面回复", answering, states.REPLIED.code, ANSWERING, _CLAUSE,
            data=data.ReplyRecommendation, effect=masked(acts.reply), meets=(REPLY, SUPPLEMENT), main=True),
        Act("compose_statement", "生成履职说明", every, None, OWN, _CLAUSE, guards=(guards.SOMETHING_DONE,),
            effect=statement.compose, aside=True, hint="由登记的收文、整改、回复合成，有了新情况可以再生成"),
    )  # fmt: skip


def _judging() -> tuple[Act, ...]:
    """What the procuratorate makes of it."""
    replied, looking, to_sue = states.REPLIED.code, states.LOOKING_BACK.code, states.TO_SUE.code
    supplement = states.SUPPLEMENT.code
    return (
        Act("judge_reply", "审查回复", (replied,), looking, JUDGING, _CLAUSE, guards=_THEIRS,
            data=data.JudgeReply, effect=masked(acts.judge), starts=(SUPPLEMENT, FOLLOW_UP), main=True, or_to=(supplement, to_sue)),
        Act("look_back_recommendation", "回访", (looking,), states.CLOSED.code, JUDGING, _CLAUSE, guards=_THEIRS,
            data=data.LookBackRecommendation, effect=masked(acts.look_back), meets=(FOLLOW_UP,), starts=(SUPPLEMENT,), main=True,
            or_to=(supplement, to_sue)),
        Act("no_reply", "逾期未回复，拟起诉", states.OWING, to_sue, JUDGING, _CLAUSE, guards=(guards.BY_PROCURATORATE, guards.REPLY_OVERDUE),
            data=data.NoReply, effect=masked(acts.no_reply)),
        Act("sue_on_recommendation", "提起公益诉讼", (to_sue,), states.SUED.code, JUDGING, _CLAUSE, guards=(guards.BY_PROCURATORATE, guards.ON_ITS_OWN),
            data=data.SueOnRecommendation, effect=masked(acts.sue)),
        Act("mark_sued", "案件已起诉", (to_sue,), states.SUED.code, (PLATFORM,), _CLAUSE, data=data.MarkSued, effect=acts.mark_sued),
        Act("withdraw_recommendation", "撤回检察建议", (states.ISSUED.code, states.RECEIVED.code, replied, to_sue),
            states.WITHDRAWN.code, JUDGING, _CLAUSE, guards=_THEIRS, data=data.WithdrawRecommendation, effect=masked(acts.withdraw)),
    )  # fmt: skip


RECOMMENDATIONS = ActTable(
    kind=KIND,
    label="检察建议",
    states=states.ALL,
    acts=(
        *_answering(),
        *_judging(),
        *case_acts(KIND, states.ALL, concerned=OWN, pieces=EITHER),
    ),
    store=MatterStore(own="procuratorial_recommendation__procuratorate", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A public interest case leads to a recommendation; `content` has the fields of `data.IssueRecommendation`. Raises Refused."""
    done = perform(RECOMMENDATIONS, "issue_recommendation", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table and its clocks. The statement is a plain paper, of no kind that has rules of its own."""
    flow.register(RECOMMENDATIONS)
    receives(KIND, receive)
    circle.installed_kind(KIND)
    limits.install()
