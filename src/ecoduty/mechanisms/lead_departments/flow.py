"""The act table of lead determinations (clauses 5.1–5.7): one road for the city, the same one inside a district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties import owing
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.publications import guards as publication
from ecoduty.casework.publications import kinds
from ecoduty.casework.publications.data import PublicVersion, Registration, Withdraw
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.lead_departments import acts, bodies, data, guards, publishing, queries, showing, states
from ecoduty.organisation.directory.states import Level

KIND = queries.KIND
ACCEPTANCE = "lead-department.acceptance"
NEGOTIATION = guards.NEGOTIATION
COORDINATION = "lead-department.coordination"
SUBMISSION = "lead-department.submission"
PUBLICATION = "lead-department.publication"

_POSTS = ("liaison", "deputy", "principal")
_OFFICE_POSTS = ("clerk", "director")
CITY, DISTRICT = (Level.CITY.value,), (Level.DISTRICT.value,)
# Whoever keeps a complaint that nobody leads puts the item forward, the hotline like every other desk (clause 5.1).
ANYBODY = Who("anyone", (*_POSTS, *_OFFICE_POSTS, "hotline"), "各单位联络员、负责人，环委办，热线岗位")
RAISER = Who("copy", (*_POSTS, *_OFFICE_POSTS, "hotline"), "提请单位")
ECOLOGY = Who("holder_body", _POSTS, "生态环境部门")
ECOLOGY_LIAISON = Who("holder_body", ("liaison",), "生态环境部门联络员")
ECOLOGY_HEADS = Who("holder_body", ("deputy", "principal"), "生态环境部门负责人")
CONCERNED = Who("supporter", _POSTS, "有关部门")
STAFFING = Who("main_recipient", _POSTS, "编办")
OFFICE = Who("committee_office", _OFFICE_POSTS, "市环委办")
DISTRICT_OFFICE = Who("supervisor", _OFFICE_POSTS, "区环委办")

_TALK = (states.ACCEPTED.code, states.NEGOTIATING.code, states.DISAGREED.code)
_NAMED = (states.AGREED.code, states.PROPOSED.code)


def _raising() -> tuple[Act, ...]:
    """From raising to acceptance (clauses 5.1, 5.2)."""
    raised, supplementing, accepted = states.RAISED.code, states.SUPPLEMENTING.code, states.ACCEPTED.code
    return (
        Act("raise", "提请", (START,), raised, (ANYBODY,), ("5.1", "5.2"),
            data=data.RaiseItem, effect=acts.raise_item, starts=(ACCEPTANCE,),
            hint="没有牵头部门、影响又明显的事，任何单位随时可以提请"),
        Act("accept", "受理", (raised,), accepted, (ECOLOGY,), ("5.2",),
            data=data.AcceptItem, effect=acts.accept, meets=(ACCEPTANCE,), starts=(NEGOTIATION,), main=True,
            hint="先对照现行清单：确无牵头部门的才受理"),
        Act("return_for_supplement", "退回补正", (raised,), supplementing, (ECOLOGY,), ("5.2",),
            data=data.LeadReason, effect=acts.send_back, meets=(ACCEPTANCE,)),
        Act("return_covered", "按已有牵头部门退回", (raised,), states.HAS_LEAD.code, (ECOLOGY,), ("5.2",),
            data=data.ReturnCovered, effect=acts.return_covered, meets=(ACCEPTANCE,)),
        Act("supplement", "补正后再提请", (supplementing,), raised, (RAISER,), ("5.2",),
            guards=(guards.RAISED_HERE,), data=data.LeadItem, effect=acts.supplement, starts=(ACCEPTANCE,), main=True),
        Act("withdraw", "撤回", (raised, supplementing, *_TALK), states.WITHDRAWN.code, (RAISER,), ("5.1",),
            guards=(guards.RAISED_HERE,), data=data.LeadReason, effect=showing.end),
    )  # fmt: skip


def _talking() -> tuple[Act, ...]:
    """Negotiation in writing and around a table (clause 5.3; in a district 5.7)."""
    accepted, negotiating = states.ACCEPTED.code, states.NEGOTIATING.code
    clauses = ("5.3", "5.7")
    return (
        Act("convene", "召集协商", (accepted,), negotiating, (ECOLOGY,), clauses,
            data=data.Convene, effect=acts.convene, main=True, hint="请各有关部门在期限内书面表明意见"),
        Act("add_concerned", "调整有关部门", (negotiating,), None, (ECOLOGY,), clauses,
            data=data.Convene, effect=acts.convene),
        Act("give_position", "书面意见", (negotiating,), None, (CONCERNED, ECOLOGY), clauses,
            data=data.GivePosition, effect=acts.give_position, main=True,
            hint="意见有变的再写一次，以最后一次为准，以前的仍在案"),
        Act("record_conferral", "登记会商", (negotiating,), None, (ECOLOGY,), clauses,
            data=data.RecordConferral, effect=acts.record_conferral),
        Act("record_agreement", "记录协商一致", (negotiating,), states.AGREED.code, (ECOLOGY,), clauses,
            guards=(guards.ALL_SPOKE,), data=data.LeadAgreement, effect=acts.record_agreement,
            meets=(NEGOTIATION,), starts=(SUBMISSION,), main=True),
        Act("record_disagreement", "记录分歧", (negotiating,), states.DISAGREED.code, (ECOLOGY,), ("5.4", "5.7"),
            guards=(guards.TALKED_OUT,), data=data.LeadDisagreement, meets=(NEGOTIATION,), starts=(SUBMISSION,)),
        Act("negotiate_again", "再协商", (states.DISAGREED.code,), negotiating, (ECOLOGY,), clauses,
            data=data.LeadReason, effect=acts.send_back, cancels=(SUBMISSION,), starts=(NEGOTIATION,)),
    )  # fmt: skip


def _coordinating() -> tuple[Act, ...]:
    """The staffing office (clause 5.4); a district may also settle it by itself (clause 5.7)."""
    disagreed, coordinating, proposed = states.DISAGREED.code, states.COORDINATING.code, states.PROPOSED.code
    return (
        Act("refer_to_staffing_office", "提请编办", (disagreed,), coordinating, (ECOLOGY,), ("5.4",), levels=CITY,
            data=data.ReferItem, effect=acts.refer, meets=(SUBMISSION,), starts=(COORDINATION,), main=True,
            hint="各部门意见、会商记录和全部经过随件提交，编办可看全部"),
        Act("refer_in_district", "提请区委编办", (disagreed,), coordinating, (ECOLOGY,), ("5.7",), levels=DISTRICT,
            data=data.ReferItem, effect=acts.refer, meets=(SUBMISSION,), starts=(COORDINATION,), main=True,
            hint="各部门意见、会商记录和全部经过随件提交，区委编办可看全部"),
        Act("settle_in_district", "提出区级明确意见", (disagreed,), proposed, (ECOLOGY, DISTRICT_OFFICE), ("5.7",),
            levels=DISTRICT, data=data.LeadProposal, effect=acts.propose,
            hint="不经编办，直接把意见报区委、区政府研究明确"),
        Act("propose", "提出协调意见", (coordinating,), proposed, (STAFFING, ECOLOGY_LIAISON), ("5.4", "5.7"),
            data=data.LeadProposal, effect=acts.propose, meets=(COORDINATION,), starts=(SUBMISSION,), main=True,
            hint="编办行文回复的，可由生态环境部门联络员登记，并在“代谁登记”注明"),
        Act("return_to_negotiation", "退回再协商", (coordinating,), states.NEGOTIATING.code, (STAFFING,), ("5.4", "5.7"),
            data=data.LeadReason, effect=acts.send_back, cancels=(COORDINATION,), starts=(NEGOTIATION,)),
    )  # fmt: skip


def _deciding() -> tuple[Act, ...]:
    """Approval by party committee and government (clause 5.5; in a district 5.7)."""
    approving, approved = states.APPROVING.code, states.APPROVED.code
    return (
        Act("submit_for_approval", "报请审定", _NAMED, approving, (ECOLOGY,), ("5.5", "5.7"),
            data=data.SubmitLead, meets=(SUBMISSION,), main=True),
        Act("record_approval", "登记审定结果", (approving,), approved, (ECOLOGY_LIAISON, OFFICE), ("5.5",), levels=CITY,
            data=data.LeadApproval, effect=publishing.record_approval, starts=(PUBLICATION,), main=True,
            hint="市委、市政府审定后，由生态环境部门联络员或市环委办按文件登记"),
        Act("record_district_approval", "登记区级审定结果", (approving,), approved, (ECOLOGY_LIAISON, DISTRICT_OFFICE),
            ("5.7",), levels=DISTRICT, data=data.LeadApproval, effect=publishing.record_approval,
            starts=(PUBLICATION,), main=True, hint="区委、区政府研究明确后，按文件登记"),
        Act("send_back_to_negotiation", "审定退回再协商", (approving,), states.NEGOTIATING.code,
            (ECOLOGY_LIAISON, OFFICE, DISTRICT_OFFICE), ("5.5", "5.7"),
            guards=(guards.OWN_LEVEL,), data=data.LeadReason, effect=acts.send_back, starts=(NEGOTIATION,)),
        Act("send_back_to_coordination", "审定退回再协调", (approving,), states.COORDINATING.code,
            (ECOLOGY_LIAISON, OFFICE, DISTRICT_OFFICE), ("5.5", "5.7"),
            guards=(guards.OWN_LEVEL, guards.REFERRED), data=data.LeadReason, effect=acts.send_back, starts=(COORDINATION,)),
    )  # fmt: skip


def _publishing() -> tuple[Act, ...]:
    """Before the public, and into the new lead's list (clause 5.6; in a district 5.7)."""
    approved, cleared, determined = states.APPROVED.code, states.CLEARED.code, states.DETERMINED.code
    clauses = ("5.6", "5.7")
    return (
        Act("edit_public_version", "编公开版", (approved,), None, (ECOLOGY_LIAISON,), clauses,
            data=PublicVersion, effect=publishing.edit_public_version, hint="遮盖不宜公开的内容，不改写"),
        Act("clear_public_version", "审定公开版", (approved,), cleared, (ECOLOGY_HEADS,), clauses,
            guards=(guards.ANOTHER_THAN_PREPARER,), effect=publishing.clear_public_version, main=True),
        Act("return_public_version", "退回重编公开版", (cleared,), approved, (ECOLOGY,), clauses, data=data.LeadReason),
        Act("register_publication", "登记公开", (cleared,), determined, (ECOLOGY_LIAISON,), clauses,
            guards=(guards.PREPARED, guards.CLEARED), data=Registration, effect=publishing.register_publication,
            meets=(PUBLICATION,), main=True, hint="登记后，这一条自动写进牵头部门清单的下一版"),
        Act("withdraw_publication", "撤回公开", (determined,), approved, (ECOLOGY_HEADS,), clauses,
            guards=(publication.REGISTERED,), data=Withdraw, effect=publishing.withdraw_publication,
            starts=(PUBLICATION,), hint="审定结果仍然有效，更正后须重新公开；清单里的这一条照样标出，不会自动删去"),
    )  # fmt: skip


DETERMINATION = ActTable(
    kind=KIND,
    label="牵头部门明确",
    states=states.ALL,
    acts=(
        *_raising(), *_talking(), *_coordinating(), *_deciding(), *_publishing(), *standard_acts(states.ALL),
    ),
    store=MatterStore(own="lead_determination"),
    clauses=("5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7"),
)  # fmt: skip


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another mechanism hands over what nobody leads: raised in the name of whoever does so.

    `content` has the fields of `data.RaiseItem`. Raises Refused.
    """
    done = perform(DETERMINATION, "raise", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, who owes what beside the holder, and that other mechanisms may hand over items."""
    flow.register(DETERMINATION)
    receives(KIND, receive)
    owing.register(KIND, queries.owing)
    owing.held_by(COORDINATION, lambda attempt: bodies.staffing_office(attempt.subject, attempt.recorded_at.date()))
    kinds.register(kinds.PublicKind(KIND, "牵头部门公告", "5.6", limit=PUBLICATION))
