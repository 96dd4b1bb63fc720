"""What a plan says beside its tasks (clause 8.3): what it does in each of the fields, and what shows the synchronies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem, wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans import data
from ecoduty.mechanisms.work_plans.models import PlanField, PlanProof, WorkPlan

_NONE = re.compile(r"本年无[\s（(：:，,。.]*(.*?)[）)]?", re.DOTALL)
_LEAST, _MOST = 4, 2000  # characters of what is said of one field


@dataclass(frozen=True, slots=True)
class Said:
    """One field and what the plan says of it; `row` is None while it is silent."""

    code: str
    label: str
    row: PlanField | None

    @property
    def text(self) -> str:
        """As it is entered."""
        if self.row is None:
            return ""
        return self.row.does or f"本年无：{self.row.none_reason}"


def fields(on: date) -> tuple[tuple[str, str], ...]:
    """Code and name of each field, in the plan's order."""
    return rulebooks.current().pairs("work-plan.fields", on=on)


def synchronies(on: date) -> tuple[tuple[str, str], ...]:
    """Code and name of what is done together with the business."""
    return rulebooks.current().pairs("work-plan.synchronies", on=on)


def said(plan: WorkPlan, on: date) -> list[Said]:
    """Every field of the rulebook's, and what the plan says of it: one statement."""
    rows = {row.field: row for row in plan.fields.all()}
    return [Said(code, label, rows.get(code)) for code, label in fields(on)]


def silent(plan: WorkPlan, on: date) -> list[str]:
    """Names of the fields of which the plan says nothing yet."""
    return [one.label for one in said(plan, on) if one.row is None]


def fill_fields(attempt: Attempt) -> None:
    """Write what was said; a field left empty is silent again. Raises Refused `bad_data` naming the fields."""
    given: data.FillFields = attempt.data
    plan: WorkPlan = attempt.subject.work_plan
    known = dict(fields(local_date(attempt.recorded_at)))
    rows, problems = [], []
    for code, written in given.fields.items():
        text = written.strip()
        reason = _NONE.fullmatch(text)
        told = reason.group(1).strip() if reason else text
        if code not in known:
            problems.append(Problem("fields", "unknown_field", f"没有“{code}”这个方面，请刷新页面后重填。"))
        elif text and not _LEAST <= len(told) <= _MOST:
            what = "“本年无”之后要写理由" if reason and len(told) < _LEAST else f"写{_LEAST}到{_MOST}个字"
            problems.append(Problem("fields", "field_length", f"{known[code]}：{what}。"))
        elif text:
            one, other = ("", told) if reason else (told, "")
            rows.append(PlanField(plan=plan, field=code, does=one, none_reason=other))
    if problems:
        sentence = "".join(one.sentence for one in problems)
        raise Refused("bad_data", sentence, status=422, problems=(Problem("fields", "field_length", sentence),))
    plan.fields.filter(field__in=given.fields).delete()
    PlanField.objects.bulk_create(rows)


def link_proof(attempt: Attempt) -> None:
    """Keep what shows a synchrony. Raises Refused `unknown_synchrony`, `proof_missing` or `unknown_matter`."""
    given: data.LinkProof = attempt.data
    if given.synchrony not in dict(synchronies(local_date(attempt.recorded_at))):
        raise wrong("synchrony", "unknown_synchrony", "没有这一步，请从所列的步骤中选。")
    matter = None
    if given.matter:
        seen = Matter.objects.filter(visible_to(attempt.actor), number=given.matter)
        matter = seen.exclude(secrecy=Secrecy.RESTRICTED).first()
        if matter is None:
            raise wrong("matter", "unknown_matter", f"没有编号为{given.matter}的办件，请核对编号，或改写名称和日期。")
    elif not given.words or given.on is None:
        raise wrong("words", "proof_missing", "请填平台里的办件编号；不在平台里的，写明名称和日期。")
    PlanProof.objects.create(
        plan=attempt.subject.work_plan, synchrony=given.synchrony, shown_by=matter, words=given.words, on=given.on
    )


def remove_proof(attempt: Attempt) -> None:
    """What was linked by mistake goes; the ledger keeps that it stood there. Raises Refused `unknown_proof`."""
    found = attempt.subject.work_plan.proofs.select_related("shown_by").filter(pk=attempt.data.proof).first()
    if found is None:
        raise wrong("proof", "unknown_proof", "没有这条凭据，可能已被同事移去，请刷新页面。")
    attempt.record(removed=found.words or found.shown_by.number)
    found.delete()
