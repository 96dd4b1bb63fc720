"""The act table of bulletins (clauses 3.2, 9.4)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.documents import papers as paper_rules
from ecoduty.casework.duties.instances import DutyOpening, opens
from ecoduty.casework.duties.states import DUTY
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.situation import papers
from ecoduty.mechanisms.situation.bulletins import acts, data
from ecoduty.mechanisms.situation.bulletins.acts import KIND

SYSTEM = Who("system", ("system",), "平台")
ANYBODY = Who("anyone", papers.WRITERS, "各单位联络员、负责人，环委办")
_C = ("3.2", "9.4")
_DRAFTING, _SIGNED, _SENT = papers.DRAFTING.code, papers.SIGNED.code, papers.SENT.code

BULLETIN = ActTable(
    kind=KIND,
    label="通报",
    states=papers.STATES,
    acts=(
        Act("open", "立项", (START,), _DRAFTING, (SYSTEM,), _C, data=DutyOpening, effect=acts.open_duty, starts=(DUTY,)),
        Act("begin_bulletin", "起草通报", (START,), _DRAFTING, (ANYBODY,), _C, data=data.BeginBulletin, effect=acts.begin),
        Act("take_bulletin_numbers", "取数成稿", (_DRAFTING,), None, (papers.WRITER,), _C, data=data.TakeBulletinNumbers,
            effect=acts.take_numbers, hint="只填空着的节，已经写的不动"),
        Act("choose_matters", "列举办件", (_DRAFTING,), None, (papers.WRITER,), _C, data=data.ChooseMatters, effect=acts.choose),
        Act("name_recipients", "指定收文单位", (_DRAFTING, _SIGNED), None, (papers.WRITER,), _C, data=data.NameRecipients,
            effect=acts.name_recipients, hint="不指定的按规则书的抄送名单"),
        *papers.signing_acts(_C, papers.save_text(acts.titles)),
        Act("send_bulletin", "发出通报", (_SIGNED,), _SENT, (papers.WRITER,), _C, guards=(papers.NUMBER_ENTERED,),
            effect=acts.send, meets=(DUTY,), main=True, hint="每家另附只与它有关的摘录"),
        *papers.receipt_acts(_C),
        *standard_acts(papers.STATES),
        *archive_acts(papers.STATES),
    ),
    store=MatterStore(own="bulletin"),
    clauses=_C,
)  # fmt: skip


def install() -> None:
    """Register the table, that duties open bulletins, and that they are circulars."""
    flow.register(BULLETIN)
    opens(KIND)
    paper_rules.use(KIND, paper_rules.CIRCULAR)
