"""What the acts of a project do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.ruling import Ruled
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_over, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.work_plans import queries as plans
from ecoduty.mechanisms.work_plans.projects import data, queries
from ecoduty.mechanisms.work_plans.projects.models import Project, ProjectReport
from ecoduty.mechanisms.work_plans.projects.states import RESERVE
from ecoduty.organisation.directory.models import Body

CLAUSES = ("12.2",)
_CORE = ("content", "investment", "funding", "begin_on", "end_on")


def register(attempt: Attempt) -> None:
    """Open a project at the responsible body; who registered it watches over it. Without one the registering body holds it.

    Raises Refused `project_ends_before_it_begins` or `unknown_responsible_body`.
    """
    given: data.RegisterProject = attempt.data
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    _in_order(given)
    responsible = _body(given.responsible, body, _day(attempt)) if given.responsible else None
    matter = open_matter(attempt, title=given.name, holder=responsible or body, state=RESERVE.code)
    own = Project(matter=matter, registered_by=body, responsible=responsible)
    _write(own, given)
    own.save(force_insert=True)
    _watch(attempt, own)


def edit(attempt: Attempt) -> None:
    """Write what is planned anew. Raises Refused `project_ends_before_it_begins`."""
    given: data.ProjectContent = attempt.data
    _in_order(given)
    own = _own(attempt)
    attempt.subject.title = given.name
    _write(own, given)
    own.save(update_fields=list(_CORE))


def adjust(attempt: Attempt) -> None:
    """What is being built changes on somebody's word; the entry keeps the days and the money it had.

    Raises Refused `project_ends_before_it_begins`.
    """
    own = _own(attempt)
    attempt.record(
        was_until=own.end_on.isoformat(), was_investment=str(own.investment), was_content=own.content, was_name=attempt.subject.title
    )  # fmt: skip
    edit(attempt)


def assign(attempt: Attempt) -> None:
    """Another body answers for it from now on. Raises Refused `unknown_responsible_body`."""
    given: data.AssignProject = attempt.data
    own = _own(attempt)
    matter: Matter = attempt.subject
    own.responsible = _body(given.responsible, own.registered_by, _day(attempt))
    own.save(update_fields=["responsible"])
    hand_over(matter, own.responsible, attempt.occurred_at)
    _watch(attempt, own)
    attempt.record(responsible=own.responsible.short_name)
    telling.tell_holder(attempt, f"由本单位负责的项目：{matter.title}", f"{attempt.actor.title}落实责任单位。")


def start(attempt: Attempt) -> None:
    """It began. Raises Refused `day_in_future`."""
    given: data.StartProject = attempt.data
    own = _own(attempt)
    own.started_on = _past(attempt, given.started_on, "started_on", "开工日期")
    own.save(update_fields=["started_on"])


def report(attempt: Attempt) -> None:
    """Keep how far it is."""
    given: data.ReportProject = attempt.data
    own = _own(attempt)
    ProjectReport.objects.create(
        project=own, percent=given.percent, spent=given.spent, changed=given.changed, evidence=given.evidence,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip
    own.percent, own.spent = given.percent, given.spent
    own.save(update_fields=["percent", "spent"])


def finish(attempt: Attempt) -> None:
    """It is done. Raises Refused `day_in_future` or `finished_before_start`."""
    given: data.FinishProject = attempt.data
    own = _own(attempt)
    day = _past(attempt, given.finished_on, "finished_on", "完工日期")
    if own.started_on is not None and day < own.started_on:
        said = f"完工日期{spoken_date(day)}早于开工日期{spoken_date(own.started_on)}，请核对。"
        raise wrong("finished_on", "finished_before_start", said)
    own.finished_on, own.spent, own.result, own.percent = day, given.spent, given.result, 100
    own.save(update_fields=["finished_on", "spent", "result", "percent"])
    ProjectReport.objects.create(
        project=own, percent=100, spent=given.spent, changed=f"完工：{given.result}", evidence=given.evidence,
        at=attempt.occurred_at, by=attempt.actor.title,
    )  # fmt: skip


def terminate(attempt: Attempt) -> None:
    """Whoever works on it is told that it is not to be done."""
    given: data.TerminateProject = attempt.data
    text = f"{attempt.actor.title}：{given.reason}（{given.authority}）"
    telling.tell_holder(attempt, f"项目已终止：{attempt.subject.title}", text)


def link(attempt: Attempt) -> None:
    """Say whether a task needs a project, and by which one it is done: one key for the lists of the year (clause 12.2).
    A project that the actor does not know of stays until another one is named.

    Raises Refused `unknown_project`.
    """
    given: data.LinkProject = attempt.data
    own = attempt.subject.task
    seen = queries.linkable(attempt.actor)
    project = own.project if own.project_id and not seen.filter(pk=own.project_id).exists() else None
    if given.project:
        project = seen.filter(matter__number=given.project).first()
        if project is None:
            raise wrong(
                "project", "unknown_project", f"没有编号为{given.project}的项目，或它已终止，请从所列项目中选。"
            )
        attempt.record(project=project.matter.number)
    own.project, own.needs_project = project, given.needs_project or project is not None
    own.save(update_fields=["project", "needs_project"])


def until(attempt: Attempt) -> Ruled:
    """The last day of a project as it is planned now."""
    return Ruled(queries.END, until=_own(attempt).end_on)


def _write(own: Project, given: data.ProjectContent) -> None:
    for name in _CORE:
        setattr(own, name, getattr(given, name))


def _watch(attempt: Attempt, own: Project) -> None:
    if own.responsible_id is not None and own.responsible_id != own.registered_by_id:
        add_party(attempt.subject, own.registered_by, PartyRole.SUPERVISOR, attempt.occurred_at)


def _in_order(given: data.ProjectContent) -> None:
    if given.end_on < given.begin_on:
        said = f"计划完工日期{spoken_date(given.end_on)}早于开工日期{spoken_date(given.begin_on)}，请改其中一个。"
        raise wrong("end_on", "project_ends_before_it_begins", said)


def _body(key: str, registrar: Body, on: date) -> Body:
    found = next((one for one in plans.leads(registrar, on) if key in {one.key, one.name, one.short_name}), None)
    if found is None:
        raise wrong("responsible", "unknown_responsible_body", f"“{key}”不能作责任单位，请从所列单位中选。")
    return found


def _past(attempt: Attempt, day: date, field: str, label: str) -> date:
    if day > _day(attempt):
        raise wrong(field, "day_in_future", f"{label}{spoken_date(day)}还没有到，请写实际的日期。")
    return day


def _own(attempt: Attempt) -> Project:
    own: Project = attempt.subject.project
    return own


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
