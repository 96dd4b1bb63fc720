"""The act table of public interest cases (clause 21.1): civil ones after a notice, administrative ones after a recommendation."""

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
from ecoduty.mechanisms.enforcement.procuratorial.cases import acts, data, guards, states
from ecoduty.mechanisms.enforcement.procuratorial.cases.queries import KIND
from ecoduty.mechanisms.enforcement.relations import COURTS, HEADS, LINKAGES, PARTNERS, entering

_CLAUSE = ("21.1",)
ANYBODY = Who("anyone", bodies.FILING, "检察院的联络员、负责人，或代为登记的单位")
OWN = (HEADS, LINKAGES)
OURS = (*OWN, *entering(PARTNERS))  # who entered it for the procuratorate goes on doing so, with the scan
JUDGING = (COURTS, *entering(*OURS))


def _before_the_suit() -> tuple[Act, ...]:
    investigating, noticed, ready = states.INVESTIGATING.code, states.NOTICED.code, states.READY.code
    recommended, ended = states.RECOMMENDED.code, states.ENDED.code
    return (
        Act("file_public_interest_case", "登记公益诉讼立案", (START,), investigating, (ANYBODY,), _CLAUSE,
            data=data.FilePublicInterestCase, effect=masked(acts.file), hint="只有点名的人知道有此件"),
        Act("publish_notice", "登记诉前公告", (investigating,), noticed, OURS, _CLAUSE, guards=(guards.CIVIL,),
            data=data.PublishNotice, effect=masked(acts.publish_notice), main=True),
        Act("end_notice", "登记公告结果", (noticed,), ready, OURS, _CLAUSE,
            data=data.EndNotice, effect=masked(acts.end_notice), main=True, or_to=(ended,)),
        Act("recommend_first", "提出诉前检察建议", (investigating,), recommended, OURS, _CLAUSE, guards=(guards.ADMINISTRATIVE,),
            data=data.RecommendFirst, effect=masked(acts.recommend)),
        Act("conclude_recommendation", "按检察建议结果办", (recommended,), ready, OURS, _CLAUSE,
            data=data.ConcludeRecommendation, effect=acts.conclude_recommendation, or_to=(ended,),
            hint="审查结论在检察建议里：拟起诉的转待起诉，已履职的终结"),
        Act("end_public_interest_case", "终结案件", (investigating, ready), ended, OURS, _CLAUSE,
            data=data.EndPublicInterestCase, effect=masked(acts.end)),
    )  # fmt: skip


def _in_court() -> tuple[Act, ...]:
    ready, sued, judged = states.READY.code, states.SUED.code, states.JUDGED.code
    return (
        Act("bring_suit", "提起公益诉讼", (ready,), sued, OURS, _CLAUSE,
            data=data.BringPublicInterestSuit, effect=masked(acts.sue), main=True),
        Act("register_judgment", "登记裁判结果", (sued,), judged, JUDGING, _CLAUSE,
            data=data.RegisterPublicInterestJudgment, effect=masked(acts.judge), main=True),
        Act("register_execution", "登记执行完毕", (judged,), states.EXECUTED.code, JUDGING, _CLAUSE,
            data=data.RegisterPublicInterestExecution, effect=masked(acts.execute), main=True),
    )  # fmt: skip


CASES = ActTable(
    kind=KIND,
    label="公益诉讼案件",
    states=states.ALL,
    acts=(
        *_before_the_suit(),
        *_in_court(),
        *case_acts(KIND, states.ALL, concerned=OURS, pieces=OURS),
    ),
    store=MatterStore(own="public_interest_case__court", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another case leads to one of public interest; `content` has the fields of `data.FilePublicInterestCase`. Raises Refused."""
    done = perform(CASES, "file_public_interest_case", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table."""
    flow.register(CASES)
    receives(KIND, receive)
    circle.installed_kind(KIND)
