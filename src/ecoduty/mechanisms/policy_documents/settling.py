"""Clause 5.8: a document that touches ecology says who is responsible and who leads, or why that is not needed."""

from __future__ import annotations

from datetime import date
from functools import partial

from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.policy_documents import queries
from ecoduty.mechanisms.policy_documents.data import SettleLead
from ecoduty.mechanisms.policy_documents.models import PolicyDocument
from ecoduty.mechanisms.policy_documents.states import Lead
from ecoduty.organisation.directory.models import Body

_wrong = partial(wrong, clause="5.8")


def settle(own: PolicyDocument, name: str, given: SettleLead, body: Body, on: date) -> None:
    """Write what is said about the lead onto the document.

    Raises Refused `ecology_unexplained`, `lead_not_settled`, `lead_missing`, `lead_unknown`, `duties_missing`,
    `reason_missing` or `lead_contradicts`.
    """
    own.ecology = given.ecology == "yes"
    own.ecology_note = given.ecology_note
    if not own.ecology:
        _not_touching(name, given, on)
        own.lead_said, own.lead, own.duties = "", None, ""
        return
    own.lead_said, own.lead, own.duties = given.lead_said or "", _lead(given, body, on), given.duties


def look(
    body: Body, name: str, *, ecology: str, ecology_note: str, lead_said: str | None, lead: str, duties: str, on: date
) -> None:
    """The same rule for a document that is in no register yet (`casework/ports/settled.py`). Raises Refused as `settle`."""
    given = SettleLead.model_validate(
        {"ecology": ecology, "ecology_note": ecology_note, "lead_said": lead_said, "lead": lead, "duties": duties}
    )
    settle(PolicyDocument(), name, given, body, on)


def _not_touching(name: str, given: SettleLead, on: date) -> None:
    told = queries.telling_words(name, on)
    if told and not given.ecology_note.strip():
        said = f"名称里有“{'”“'.join(told)}”，却登记为不涉及生态环境保护。请核对；确实不涉及的，写明为什么。"
        raise _wrong("ecology_note", "ecology_unexplained", said)


def _lead(given: SettleLead, body: Body, on: date) -> Body | None:
    if not given.lead_said:
        said = "这份文件涉及生态环境保护，须选“已明确责任与牵头部门”并选出牵头部门，或选“无需明确”并写理由。两样都没有，不能登记。"
        raise _wrong("lead_said", "lead_not_settled", said)
    if given.lead_said == Lead.NOT_NEEDED.value:
        if given.lead:
            raise _wrong("lead", "lead_contradicts", "选了“无需明确”，又选了牵头部门。请去掉其中一样。")
        if len(given.duties.strip()) < 4:
            raise _wrong("duties", "reason_missing", "选了“无需明确”，请写明理由。")
        return None
    if not given.lead:
        raise _wrong("lead", "lead_missing", "选了“已明确责任与牵头部门”，请选出文件写明的牵头部门。")
    if not given.duties.strip():
        raise _wrong("duties", "duties_missing", "请写明是第几条明确的，各部门分别负责什么。")
    found = next((one for one in queries.leads(body, on) if one.key == given.lead), None)
    if found is None:
        raise _wrong("lead", "lead_unknown", "所选牵头部门不是本级现有的单位，请从所列的单位中选。")
    return found
