"""The act table of drafts under review (clause 22.1)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.legal_review.queries import DRAFT
from ecoduty.mechanisms.legal_review.reviewing import acts, data, limits, states
from ecoduty.mechanisms.legal_review.reviewing.limits import ACCEPTANCE, ANSWER, COMPLETION, REVIEW

ANYBODY = Who("anyone", (*acts.POSTS, "clerk", "director", "supervision_clerk"), "各单位联络员、负责人")
DRAFTER = Who("supporter", (), "起草单位")
REVIEWER = Who("holder_body", acts.POSTS, "司法行政机关")
HEAD = Who("holder_body", acts.HEADS, "司法行政机关负责人")
_C = ("22.1",)


def _submitting() -> tuple[Act, ...]:
    preparing, submitted, returned = states.PREPARING.code, states.SUBMITTED.code, states.RETURNED.code
    mine = (preparing, returned)
    return (
        Act("prepare_draft", "登记送审稿", (START,), preparing, (ANYBODY,), _C, data=data.PrepareDraft, effect=acts.prepare),
        Act("change_draft", "修改送审稿", mine, None, (DRAFTER,), _C, data=data.ChangeDraft, effect=acts.change),
        Act("add_paper", "附送审材料", mine, None, (DRAFTER,), _C, data=data.AddDraftPaper, effect=acts.add_paper),
        Act("take_out_paper", "取出送审材料", mine, None, (DRAFTER,), _C, data=data.TakeOutDraftPaper, effect=acts.take_out_paper),
        Act("submit_draft", "报送审查", mine, submitted, (DRAFTER,), _C, data=data.SubmitDraft, effect=acts.submit,
            meets=(COMPLETION,), starts=(ACCEPTANCE,), main=True),
        Act("withdraw_draft", "撤回送审", states.BEFORE_ISSUE, states.WITHDRAWN.code, (DRAFTER,), _C, data=data.WithdrawDraft),
    )  # fmt: skip


def _reviewing() -> tuple[Act, ...]:
    submitted, returned = states.SUBMITTED.code, states.RETURNED.code
    reviewing, answering, concluded = states.REVIEWING.code, states.ANSWERING.code, states.CONCLUDED.code
    return (
        Act("accept_draft", "受理", (submitted,), reviewing, (REVIEWER,), _C, meets=(ACCEPTANCE,), starts=(REVIEW,), main=True),
        Act("ask_completion", "退回补正", (submitted,), returned, (REVIEWER,), _C, data=data.AskDraftCompletion,
            effect=acts.ask_completion, meets=(ACCEPTANCE,), starts=(COMPLETION,)),
        Act("add_opinion", "写一条意见", (reviewing,), None, (REVIEWER,), _C, data=data.AddReviewOpinion, effect=acts.add_opinion),
        Act("take_out_opinion", "取出意见", (reviewing,), None, (REVIEWER,), _C, data=data.TakeOutReviewOpinion,
            effect=acts.take_out_opinion),
        Act("judge_sentence", "判断所标语句", (reviewing, answering, concluded), None, (REVIEWER, DRAFTER), ("5.8",),
            data=data.JudgeSentence, effect=acts.judge_sentence),
        Act("send_opinions", "发出审查意见", (reviewing,), answering, (REVIEWER,), _C, effect=acts.send_opinions,
            starts=(ANSWER,), main=True),
        Act("answer_opinion", "答复一条意见", (answering,), None, (DRAFTER,), _C, data=data.AnswerReviewOpinion,
            effect=acts.answer_opinion),
        Act("send_answers", "报送答复和修改稿", (answering,), reviewing, (DRAFTER,), _C, data=data.SendReviewAnswers,
            effect=acts.send_answers, meets=(ANSWER,)),
        Act("conclude_review", "出审查结论", (reviewing,), concluded, (HEAD,), _C, data=data.ConcludeReview, effect=acts.conclude,
            meets=(REVIEW,), main=True, or_to=(states.REJECTED.code,)),
    )  # fmt: skip


def _coming_out() -> tuple[Act, ...]:
    concluded, decided = states.CONCLUDED.code, states.DECIDED.code
    return (
        Act("record_decision", "登记集体审议", (concluded,), decided, (DRAFTER,), _C, data=data.RecordDraftDecision, effect=acts.decide,
            main=True),
        Act("issue_draft", "登记公布", (decided,), states.ISSUED.code, (DRAFTER,), _C, data=data.IssueDraft, effect=acts.issue,
            main=True, hint="规章和行政规范性文件从公布之日起计报备时限"),
    )  # fmt: skip


DRAFT_REVIEW = ActTable(
    kind=DRAFT,
    label="送审草案",
    states=states.STATES,
    acts=(*_submitting(), *_reviewing(), *_coming_out(), *standard_acts(states.STATES), *archive_acts(states.STATES)),
    store=MatterStore(own="draft_review__drafted_by"),
    clauses=_C,
)


def install() -> None:
    """Register the table and its clocks."""
    flow.register(DRAFT_REVIEW)
    limits.install()
