"""Writing the lines of a plan: what each says, whether it goes over the cap, that a change leaves what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.inspections.planning import data, importing, objects, queries
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, InspectionPlan, LineChange, PlanLine
from ecoduty.mechanisms.inspections.planning.objects import wrong


@dataclass(frozen=True, slots=True)
class Content:
    """What a line says, its object found."""

    object: InspectionObject
    kind: str
    basis: str
    purpose: str
    method: str
    months: tuple[int, int]
    over_reason: str


def add(attempt: Attempt) -> None:
    """One more line. Raises what `_read` and `_write` raise."""
    _write(attempt, PlanLine(plan=own(attempt)), _read(attempt))


def change(attempt: Attempt) -> None:
    """A line of the draft anew. Raises Refused `line_unknown` and as `add`."""
    _write(attempt, _line(attempt), _read(attempt))


def drop(attempt: Attempt) -> None:
    """A line of the draft is not to be. Raises Refused `line_unknown`."""
    line = _line(attempt)
    attempt.record(object=line.object.name)
    line.offers_made.all().delete()
    line.offers_got.all().delete()
    line.delete()


def bring_in(attempt: Attempt) -> None:
    """Many lines at once, all or none. Raises what `importing.checked` raises; `plan_lines_unread` names lines."""
    given: data.ImportLines = attempt.data
    rows = importing.pasted(given.lines)
    if given.file:
        file = serving.file_for(given.file, attempt.actor)
        rows += importing.in_sheet(storage.path_of(file.sm3), file.name)
    on = local_date(attempt.recorded_at)
    kinds = queries.kinds(on)
    by_name = {name: code for code, name in kinds.items()}
    faults, plan = [], own(attempt)
    checked = importing.checked(rows, kinds)
    for number, row in checked:
        try:
            content = Content(
                objects.named(row["对象"], row["所在区"], plan.body, on), by_name.get(row["种类"], row["种类"]), row["依据"],
                row["目的"], row["方式"], importing.months(row["时间"]) or (1, 12), row["超上限理由"],
            )  # fmt: skip
            _write(attempt, PlanLine(plan=plan), content, told=False)
        except Refused as refused:
            faults.append(f"第{number}行：{refused.sentence.rstrip('。')}")
    if faults:
        raise importing.unread(faults)
    attempt.record(imported=len(checked))


def supplement(attempt: Attempt) -> PlanLine:
    """A line more in a plan in force, returned. Raises as `add`."""
    line = PlanLine(plan=own(attempt))
    _write(attempt, line, _read(attempt))
    _keep(attempt, line, "")
    return line


def adjust(attempt: Attempt) -> PlanLine:
    """A line of a plan in force anew, returned; what it was stays. Raises Refused `line_unknown` and as `add`."""
    line = _line(attempt)
    before = words(line, local_date(attempt.recorded_at))
    line.over_granted_at, line.over_granted_by = None, ""
    _write(attempt, line, _read(attempt))
    _keep(attempt, line, before)
    return line


def withdraw(attempt: Attempt) -> None:
    """A line of a plan in force is not done. Raises Refused `line_unknown`."""
    line = _line(attempt)
    _keep(attempt, line, words(line, local_date(attempt.recorded_at)))
    line.withdrawn = attempt.data.reason
    line.save(update_fields=["withdrawn"])
    attempt.record(object=line.object.name)


def grant(attempt: Attempt) -> None:
    """A line may go over the cap. Raises Refused `line_unknown`."""
    line = queries.ungranted(attempt.subject).filter(pk=attempt.data.line).first()
    if line is None:
        raise wrong("line", "line_unknown", "所选的计划项没有超过上限，或已经批准。请刷新页面后重选。")
    line.over_granted_at, line.over_granted_by = attempt.occurred_at, attempt.actor.title
    line.save(update_fields=["over_granted_at", "over_granted_by"])
    attempt.record(object=line.object.name)


def words(line: PlanLine, on: date) -> str:
    """A line in one sentence, as it is kept beside its changes."""
    kind = queries.kinds(on).get(line.kind, line.kind)
    return f"{line.object.name}，{kind}，{line.when}，{line.method}"[:600]


def over(plan: InspectionPlan, on: date) -> dict[str, int]:
    """Objects of a plan whose lines go over the cap without a reason: name and how many inspections of the year."""
    cap, counted = queries.cap(on), queries.counted_kinds(on)
    own_lines = list(plan.lines.filter(withdrawn="", joint_with=None, kind__in=counted).select_related("object"))
    totals = objects.counts(plan.year, on, [line.object_id for line in own_lines], beside=plan.pk)
    found: dict[str, int] = {}
    for number in dict.fromkeys(line.object_id for line in own_lines):
        mine = [line for line in own_lines if line.object_id == number]
        too_many = min(max(0, totals.get(number, 0) - cap), len(mine))
        if sum(1 for line in mine if line.over_reason) < too_many:
            found[mine[0].object.name] = totals[number]
    return found


def own(attempt: Attempt) -> InspectionPlan:
    """The plan acted on."""
    found: InspectionPlan = attempt.subject.inspection_plan
    return found


def _line(attempt: Attempt) -> PlanLine:
    found = queries.standing(attempt.subject).filter(pk=attempt.data.line).first()
    if found is None:
        raise wrong("line", "line_unknown", "所选的计划项不在这份计划里，或已经取消、并入。请刷新页面后重选。")
    return found


def _read(attempt: Attempt) -> Content:
    """What was entered. Raises Refused `unknown_kind` and what `objects.resolve` raises."""
    given: data.LineContent = attempt.data
    on = local_date(attempt.recorded_at)
    if given.kind not in queries.kinds(on):
        raise wrong("kind", "unknown_kind", "没有所选的检查种类，请从所列的种类中选。")
    months = importing.months(given.when)
    if months is None:
        raise AssertionError("the data model lets only months and quarters pass")
    return Content(
        objects.resolve(given, own(attempt).body, on), given.kind, given.basis, given.purpose, given.method, months, given.over_reason
    )  # fmt: skip


def _write(attempt: Attempt, line: PlanLine, content: Content, *, told: bool = True) -> None:
    """Keep a line. Raises Refused `self_of_another` or `over_cap`, which says how often the object is inspected already."""
    on, plan = local_date(attempt.recorded_at), line.plan
    if content.kind in queries.self_kinds(on) and not objects.of_own_system(content.object, plan.body):
        raise wrong("kind", "self_of_another", "自查只查本单位和本系统的下级单位；查别的单位请选别的种类。")
    excess = _over(line, content, plan, on)
    if excess and not content.over_reason:
        said = f"{content.object.name}{plan.year}年已有{excess - 1}次检查（各单位合计），再加一次超过上限{queries.cap(on)}次。确需检查的，写明理由，另经批准。"
        raise wrong("over_reason", "over_cap", said)
    line.object, line.kind, line.basis = content.object, content.kind, content.basis
    line.purpose, line.method = content.purpose, content.method
    line.first_month, line.last_month = content.months
    line.over_reason = content.over_reason if excess else ""
    line.save()
    if told:
        attempt.record(object=content.object.name)


def _over(line: PlanLine, content: Content, plan: InspectionPlan, on: date) -> int:
    """How many inspections of the object the year has with this one, where that is more than the cap; else 0."""
    if content.kind not in queries.counted_kinds(on):
        return 0
    there = objects.counts(plan.year, on, [content.object.pk], beside=plan.pk).get(content.object.pk, 0)
    itself = line.pk is not None and line.object_id == content.object.pk and line.kind in queries.counted_kinds(on)
    total = there + (0 if itself else 1)
    return total if total > queries.cap(on) else 0


def _keep(attempt: Attempt, line: PlanLine, before: str) -> None:
    LineChange.objects.create(
        line=line,
        act=attempt.act.code,
        before=before,
        reason=attempt.data.reason,
        by=attempt.actor.title,
        at=attempt.occurred_at,
    )


__all__ = [
    "Content",
    "add",
    "adjust",
    "bring_in",
    "change",
    "drop",
    "grant",
    "over",
    "own",
    "supplement",
    "withdraw",
    "words",
]
