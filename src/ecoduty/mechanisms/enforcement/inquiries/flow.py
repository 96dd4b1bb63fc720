"""The act table of written inquiries: both ways between the departments, police, procuratorate and court."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.inquiries import acts, data, guards, limits, states
from ecoduty.mechanisms.enforcement.inquiries.queries import ANSWER, KIND
from ecoduty.mechanisms.enforcement.relations import entering
from ecoduty.mechanisms.enforcement.working_posts import POSTS

_CLAUSES = ("18.1", "20.3")
ANYBODY = Who("anyone", POSTS, "咨询机关、受咨询机关的联络员和负责人")
ASKED = Who("holder_body", POSTS, "受咨询机关")
ASKER = Who("supervisor", POSTS, "咨询机关")
BOTH = (ASKER, *entering(ASKED))  # either side enters the other's letter, with the scan
ANSWERERS = (ASKED, *entering(ASKER))


def _acts() -> tuple[Act, ...]:
    asked, answered, followed = states.ASKED.code, states.ANSWERED.code, states.FOLLOWED_UP.code
    return (
        Act("ask_legal_inquiry", "提出书面咨询", (START,), asked, (ANYBODY,), _CLAUSES,
            data=data.AskLegalInquiry, effect=masked(acts.ask), starts=(ANSWER,), hint="答复期限从收到书面咨询之日起算"),
        Act("answer_legal_inquiry", "答复咨询", (asked, followed), answered, ANSWERERS, _CLAUSES,
            data=data.AnswerLegalInquiry, effect=masked(acts.answer), meets=(ANSWER,), main=True),
        Act("follow_up_legal_inquiry", "追问", (answered,), followed, BOTH, _CLAUSES, guards=(guards.FOLLOWED_UP_ONCE,),
            data=data.FollowUpLegalInquiry, effect=masked(acts.follow_up), starts=(ANSWER,)),
        Act("close_legal_inquiry", "办结", (answered,), states.CLOSED.code, (ASKER,), _CLAUSES, main=True),
        Act("withdraw_legal_inquiry", "撤回咨询", (asked, followed), states.WITHDRAWN.code, BOTH, _CLAUSES,
            data=data.LegalInquiryReason, effect=masked(acts.end)),
    )  # fmt: skip


INQUIRIES = ActTable(
    kind=KIND, label="书面咨询", states=states.ALL, acts=(*_acts(), *standard_acts(states.ALL)),
    store=MatterStore(own="legal_inquiry__asker"), clauses=_CLAUSES,
)  # fmt: skip


def install() -> None:
    """Register the table and its clock."""
    flow.register(INQUIRIES)
    limits.install()
