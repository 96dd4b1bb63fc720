"""The act table of policy documents (clauses 3.1, 5.8): the same for the city and inside a district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.ports.registry import answers
from ecoduty.casework.ports.settled import LEAD_SETTLED
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.policy_documents import acts, data, limits, states
from ecoduty.mechanisms.policy_documents.limits import CONCLUSION, REVIEW
from ecoduty.mechanisms.policy_documents.queries import KIND
from ecoduty.mechanisms.policy_documents.settling import look

_POSTS = ("liaison", "deputy", "principal", "clerk", "director", "supervision_clerk")
ANYBODY = Who("anyone", _POSTS, "各单位联络员、负责人，环委办，党委、政府督查岗")
OWN = Who("holder_body", _POSTS, "制定单位")


def _making() -> tuple[Act, ...]:
    """Until it comes out; who leads is settled there (clause 5.8)."""
    drafting, in_force = states.DRAFTING.code, states.IN_FORCE.code
    return (
        Act("draft_document", "登记起草", (START,), drafting, (ANYBODY,), ("3.1",),
            data=data.DraftDocument, effect=acts.draft),
        Act("register_document", "登记现行文件", (START,), in_force, (ANYBODY,), ("3.1", "5.8"),
            data=data.RegisterDocument, effect=acts.register, starts=(REVIEW,)),
        Act("edit_document", "修改登记", (drafting,), None, (OWN,), ("3.1",), data=data.DraftDocument, effect=acts.edit),
        Act("issue_document", "登记出台", (drafting,), in_force, (OWN,), ("3.1", "5.8"),
            data=data.IssueDocument, effect=acts.issue, starts=(REVIEW,), main=True,
            hint="涉及生态环境保护的，须明确责任与牵头部门，或写明无需明确的理由"),
        Act("drop_document", "不再制定", (drafting,), states.DROPPED.code, (OWN,), ("3.1",), data=data.DocumentReason),
    )  # fmt: skip


def _keeping() -> tuple[Act, ...]:
    """Revised, extended, repealed (clause 3.1)."""
    in_force, revising, repealing = states.IN_FORCE.code, states.REVISING.code, states.REPEALING.code
    return (
        Act("begin_revision", "列入修订", (in_force,), revising, (OWN,), ("3.1",),
            data=data.DocumentReason, meets=(REVIEW,), starts=(CONCLUSION,)),
        Act("issue_revision", "登记修订出台", (revising,), in_force, (OWN,), ("3.1", "5.8"),
            data=data.IssueDocument, effect=acts.issue_revision, meets=(CONCLUSION,), starts=(REVIEW,), main=True),
        Act("extend_validity", "延长有效期", (in_force,), None, (OWN,), ("3.1",),
            data=data.ExtendValidity, effect=acts.extend, meets=(REVIEW,), starts=(REVIEW,)),
        Act("propose_repeal", "列入废止", (in_force, revising), repealing, (OWN,), ("3.1",),
            data=data.DocumentReason, meets=(REVIEW,), starts=(CONCLUSION,)),
        Act("keep_document", "继续有效", (revising, repealing), in_force, (OWN,), ("3.1",),
            data=data.KeepDocument, effect=acts.keep, meets=(CONCLUSION,), starts=(REVIEW,)),
        Act("repeal_document", "登记废止", states.VALID, states.REPEALED.code, (OWN,), ("3.1",),
            data=data.RepealDocument, effect=acts.repeal, meets=(REVIEW, CONCLUSION)),
        Act("name_lead", "重新登记牵头部门", states.VALID, None, (OWN,), ("5.8",),
            data=data.SettleLead, effect=acts.name_lead),
    )  # fmt: skip


POLICY_DOCUMENT = ActTable(
    kind=KIND,
    label="制度文件",
    states=states.STATES,
    acts=(*_making(), *_keeping(), *standard_acts(states.STATES)),
    store=MatterStore(own="policy_document__lead"),
    clauses=("3.1", "5.8"),
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another mechanism has a document made in the name of whoever does so: `content` is a `data.DraftDocument`. Raises Refused."""
    done = perform(POLICY_DOCUMENT, "draft_document", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, its clocks, and that other mechanisms may have documents made."""
    flow.register(POLICY_DOCUMENT)
    limits.install()
    receives(KIND, receive)
    answers(LEAD_SETTLED, look)
