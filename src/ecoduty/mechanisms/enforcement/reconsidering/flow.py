"""The act table of administrative reconsideration. The organ works on paper: each of its papers is entered with its scan."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.clock import start_of_day
from ecoduty.kernel.flow import Act, ActTable, Attempt, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.circle import installed_kind
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.dated import on_its_day
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.reconsidering import acts, data, queries, states
from ecoduty.mechanisms.enforcement.reconsidering.queries import ANSWER, DECISION, KIND
from ecoduty.mechanisms.enforcement.reconsidering.states import Procedure
from ecoduty.mechanisms.enforcement.relations import LEGALS, LINKAGES, OFFICERS, entering
from ecoduty.organisation.directory.models import Body

REGISTRAR = Who("anyone", ("enforcement_officer", "legal_reviewer"), "被申请单位的承办人员")
OWN = (OFFICERS, LEGALS, LINKAGES)
_OF = ("20.1",)


def _acts() -> tuple[Act, ...]:
    received, answered, decided = states.RECEIVED.code, states.ANSWERED.code, states.DECIDED.code
    concluded = states.CONCLUDED.code
    return (
        Act("register_reconsideration", "登记复议答复通知", (START,), received, (REGISTRAR,), _OF, data=data.RegisterReconsideration,
            effect=masked(acts.register), starts=(ANSWER, DECISION)),
        Act("answer_reconsideration", "提交答复和证据", (received,), answered, OWN, _OF, data=data.AnswerReconsideration,
            effect=masked(on_its_day(acts.answer)), meets=(ANSWER,), main=True),
        Act("note_longer_decision", "登记延期通知", (received, answered), None, OWN, _OF, data=data.NoteLongerDecision,
            effect=masked(acts.note_longer), cancels=(DECISION,), starts=(DECISION,)),
        Act("leave_unanswered", "登记没有答复", (received,), answered, OWN, _OF, data=data.LeaveUnanswered, effect=masked(), cancels=(ANSWER,),
            hint="期限内没有答复的，逾期照样留痕"),
        Act("record_reconsidered", "登记复议决定", (answered,), decided, entering(*OWN), _OF, data=data.RecordReconsidered,
            effect=masked(on_its_day(acts.record_decision)), meets=(DECISION,), main=True),
        Act("go_to_court", "登记申请人起诉", (decided,), concluded, OWN, _OF, data=data.GoToCourt, effect=masked(acts.go_to_court),
            hint="另立一件行政诉讼案件，本单位是被告"),
        Act("conclude_reconsideration", "登记办结", (decided,), concluded, OWN, _OF, data=data.ConcludeReconsideration,
            effect=masked(acts.conclude), main=True),
        Act("end_reconsideration", "登记终止", (received, answered), states.ENDED.code, OWN, _OF, data=data.EndReconsideration,
            effect=masked(acts.end)),
    )  # fmt: skip


RECONSIDERATIONS = ActTable(
    kind=KIND,
    label="行政复议",
    states=states.STATES,
    acts=(
        *_acts(),
        *case_acts(KIND, states.STATES, concerned=OWN, pieces=OWN),
    ),
    store=MatterStore(own="administrative_reconsideration__organ", restricted=True),
    clauses=_OF,
)


def _alternative(attempt: Attempt, limit: str) -> str:
    own = attempt.subject.administrative_reconsideration
    return f"{limit}/{queries.SUMMARY}" if own.procedure == Procedure.SUMMARY else limit


def _answer(attempt: Attempt) -> Ruled:
    """From the day on which the copy came."""
    own = attempt.subject.administrative_reconsideration
    return Ruled(_alternative(attempt, ANSWER), start=start_of_day(own.received_on))


def _decision(attempt: Attempt) -> Ruled:
    """From the day on which the organ took it in; to the day that it named where it takes longer."""
    own = attempt.subject.administrative_reconsideration
    return Ruled(_alternative(attempt, DECISION), start=start_of_day(own.accepted_on), until=own.decide_by)


def _organ(attempt: Attempt) -> Body:
    body: Body = attempt.subject.administrative_reconsideration.organ
    return body


def install() -> None:
    """Register the table, its limits and its succession."""
    flow.register(RECONSIDERATIONS)
    ruling.ruled_by(ANSWER, _answer)
    ruling.ruled_by(DECISION, _decision)
    owing.held_by(DECISION, _organ)
    installed_kind(KIND)


__all__ = ["OWN", "RECONSIDERATIONS", "install"]
