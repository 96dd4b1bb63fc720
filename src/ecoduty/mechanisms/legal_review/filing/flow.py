"""The act table of filing review (clause 22.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.legal_review.filing import acts, data, limits, states
from ecoduty.mechanisms.legal_review.filing.limits import COMPLETION, CORRECTION, EVALUATION, FILING, REVIEW
from ecoduty.mechanisms.legal_review.queries import FILING as KIND

ANYBODY = Who("anyone", (*acts.POSTS, "clerk", "director", "supervision_clerk"), "各单位联络员、负责人")
MAKER = Who("holder_body", (), "制定机关")
REVIEWER = Who("supervisor", acts.POSTS, "备案审查机关")
HEAD = Who("supervisor", ("deputy", "principal"), "备案审查机关负责人")
_C = ("22.2",)


def _filing() -> tuple[Act, ...]:
    to_file, filed, completing, reviewing = (
        states.TO_FILE.code, states.FILED.code, states.COMPLETING.code, states.REVIEWING.code,
    )  # fmt: skip
    return (
        Act("register_for_filing", "登记应报备文件", (START,), to_file, (ANYBODY,), _C, data=data.RegisterForFiling,
            effect=acts.register, starts=(FILING,)),
        Act("file_document", "报备", (to_file, completing), filed, (MAKER,), _C, data=data.FileDocument, effect=acts.file,
            meets=(FILING, COMPLETION), main=True),
        Act("not_to_file", "不属报备范围", (to_file, filed), states.NOT_TO_FILE.code, (HEAD,), _C, data=data.FilingWords),
        Act("accept_filing", "备案登记", (filed,), reviewing, (REVIEWER,), _C, data=data.RegisterFiling, effect=acts.accept,
            starts=(REVIEW,), main=True),
        Act("ask_filing_completion", "通知补正", (filed,), completing, (REVIEWER,), _C, data=data.FilingWords,
            effect=acts.ask_completion, starts=(COMPLETION,)),
    )  # fmt: skip


def _after() -> tuple[Act, ...]:
    reviewing, correcting, corrected, in_force = (
        states.REVIEWING.code, states.CORRECTING.code, states.CORRECTED.code, states.IN_FORCE.code,
    )  # fmt: skip
    return (
        Act("conclude_filing", "作出备案审查结论", (reviewing,), in_force, (HEAD,), _C, data=data.ConcludeFiling, effect=acts.find,
            meets=(REVIEW,), starts=(EVALUATION, CORRECTION), main=True, or_to=(correcting,)),
        Act("report_correction", "报送纠正情况", (correcting,), corrected, (MAKER,), _C, data=data.FilingWords,
            effect=acts.correct, meets=(CORRECTION,)),
        Act("accept_correction", "核对已纠正", (corrected,), in_force, (REVIEWER,), _C, starts=(EVALUATION,)),
        Act("return_correction", "退回继续纠正", (corrected,), correcting, (REVIEWER,), _C, data=data.FilingWords, starts=(CORRECTION,)),
        Act("evaluate_document", "到期前评估", (in_force,), None, (MAKER,), _C, data=data.EvaluateDocument, effect=acts.evaluate,
            meets=(EVALUATION,), starts=(EVALUATION,), main=True, or_to=(states.ENDED.code,)),
        Act("record_repeal", "登记废止或者失效", (in_force,), states.ENDED.code, (MAKER,), _C, data=data.FilingWords),
    )  # fmt: skip


FILING_REVIEW = ActTable(
    kind=KIND,
    label="备案审查",
    states=states.STATES,
    acts=(*_filing(), *_after(), *standard_acts(states.STATES), *archive_acts(states.STATES)),
    store=MatterStore(own="filing_review"),
    clauses=_C,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A draft that came out is to be filed; `content` has the fields of `data.RegisterForFiling`. Raises Refused."""
    done = perform(FILING_REVIEW, "register_for_filing", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, its clocks, and that drafts lead here."""
    flow.register(FILING_REVIEW)
    limits.install()
    receives(KIND, receive)
