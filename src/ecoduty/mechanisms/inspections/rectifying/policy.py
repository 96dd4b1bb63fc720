"""From the problem to the policy that let it happen (clause 9.2): a document, a task, or a reason why not."""

from __future__ import annotations

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off, relate
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.keeping import keep, own_of
from ecoduty.mechanisms.inspections.rectifying import data
from ecoduty.mechanisms.inspections.rectifying.states import Policy
from ecoduty.mechanisms.inspections.refusing import refuse

_DOCUMENT = "policy_document"


def settle_policy(attempt: Attempt) -> None:
    """Say what becomes of the policy. Raises Refused `document_name_missing`, `document_unknown`, and as the documents do."""
    given: data.SettlePolicy = attempt.data
    own = own_of(attempt)
    if given.way == "drafted":
        if not given.name or not given.sort:
            raise refuse("document_name_missing", "起草的，请填文件名称和种类。", field="name", clause="9.2")
        content = {
            "name": given.name,
            "sort": given.sort,
            "grounds": f"问题{attempt.subject.number}整改：{given.reason}",
        }
        hand_off(_DOCUMENT, attempt, content)
    elif given.way == "existing":
        number = given.document.strip()
        found = Matter.objects.filter(visible_to(attempt.actor), kind=_DOCUMENT, number=number).first()
        if found is None:
            sentence = f"制度文件台账里没有您看得到的“{number}”，请核对办件编号。"
            raise refuse("document_unknown", sentence, field="document", clause="9.2")
        relate(attempt, found)
    own.policy, own.policy_note = given.way, given.reason
    own.save(update_fields=["policy", "policy_note"])
    keep(attempt, f"{Policy(given.way).label}：{given.reason}")
    attempt.record(way=Policy(given.way).label)


__all__ = ["settle_policy"]
