"""The act table of letters on paper (clause 18.5): registered with their scan, closed by their receipt."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.circle import circle_acts, installed_kind
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES, OFFICERS
from ecoduty.mechanisms.enforcement.sharing.letters import acts, data, states

KIND = "paper_letter"
_CLAUSE = ("18.5",)
_POSTS = ("linkage_officer", "enforcement_officer", "legal_reviewer", "deputy", "principal")
_ANYBODY = Who("anyone", _POSTS, "知悉案件的两法衔接联络员、执法人员、负责人")
_OWN = (LINKAGES, OFFICERS, HEADS)

LETTERS = ActTable(
    kind=KIND,
    label="函告登记",
    states=states.ALL,
    acts=(
        Act("register_letter", "登记函告", (START,), states.SENT.code, (_ANYBODY,), _CLAUSE,
            data=data.RegisterPaperLetter, effect=masked(acts.register), hint="信息共享平台和交换包都到不了的，用纸质函件告知"),
        Act("record_letter_receipt", "登记函件回执", (states.SENT.code,), states.RECEIPTED.code, _OWN, _CLAUSE,
            data=data.PaperLetterReceipt, effect=acts.receipt, main=True),
        Act("void_letter", "作废", (states.SENT.code,), states.VOIDED.code, _OWN, _CLAUSE, data=data.VoidPaperLetter,
            effect=masked(acts.void)),
        *standard_acts(states.ALL),
        *circle_acts(states.ALL),
        *archive_acts(states.ALL),
    ),
    store=MatterStore(own="paper_letter", restricted=True),
    clauses=_CLAUSE,
)  # fmt: skip


def install() -> None:
    """Register the table."""
    flow.register(LETTERS)
    installed_kind(KIND)


__all__ = ["KIND", "LETTERS", "install"]
