"""Preparing and doing an inspection (clause 14.1). Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.inspections.inspecting import data, queries
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.inspecting.states import PREPARED
from ecoduty.mechanisms.inspections.planning import objects
from ecoduty.mechanisms.inspections.planning import queries as planning
from ecoduty.mechanisms.inspections.planning.models import InspectionObject, PlanLine
from ecoduty.mechanisms.inspections.planning.objects import wrong
from ecoduty.organisation.directory.models import Body

CLAUSES = ("14.1", "25.2")


def prepare_planned(attempt: Attempt) -> None:
    """A line of the own body's plan is carried out. Raises Refused `line_unknown`, `line_ungranted`, `days_unfit`."""
    given: data.PreparePlanned = attempt.data
    body = _body(attempt)
    _days(given.starts_on, given.ends_on, "starts_on")
    line = _line(given.line, body, given.starts_on.year)
    if line.over_reason and line.over_granted_at is None:
        raise wrong("line", "line_ungranted", "这一项超过年度上限，还没有批准，不能实施。")
    content = {"kind": line.kind, "basis": line.basis, "purpose": line.purpose, "line": line}
    own = _open(attempt, body, line.object, content)
    for other in queries.joint_bodies(own):
        add_party(attempt.subject, other, PartyRole.SUPPORTER, attempt.occurred_at)
        telling.tell_body(
            attempt,
            other.pk,
            f"联合检查已安排：{line.object.name}",
            f"{body.short_name}牵头，{spoken_date(given.starts_on)}开始。",
        )


def prepare_unplanned(attempt: Attempt) -> None:
    """An inspection that no plan has.

    Raises Refused `not_inspecting`, `unknown_kind`, `self_of_another`, `over_cap`, `days_unfit` and as `objects.resolve`.
    """
    given: data.PrepareUnplanned = attempt.data
    body, on = _body(attempt), local_date(attempt.recorded_at)
    _days(given.starts_on, given.ends_on, "starts_on")
    if given.kind not in planning.kinds(on):
        raise wrong("kind", "unknown_kind", "没有所选的检查种类，请从所列的种类中选。")
    target = objects.resolve(given, body, on)
    if given.kind in planning.self_kinds(on) and not objects.of_own_system(target, body):
        raise wrong("kind", "self_of_another", "自查只查本单位和本系统的下级单位；查别的单位请选别的种类。")
    over = _over(target, given, on)
    content = {
        "kind": given.kind, "basis": given.basis, "purpose": given.purpose, "unplanned_reason": given.unplanned_reason,
        "over_reason": given.over_reason if over else "",
    }  # fmt: skip
    _open(attempt, body, target, content)
    office = planning.office_of(body, on)
    if over and office is not None and office.pk != body.pk and not planning.own_head_grants(on):
        add_party(attempt.subject, office, PartyRole.SUPERVISOR, attempt.occurred_at)
        telling.tell_body(
            attempt,
            office.pk,
            f"超上限检查待批准：{attempt.subject.title}",
            f"{attempt.actor.title}：{given.over_reason}",
        )


def _over(target: InspectionObject, given: data.PrepareUnplanned, on: date) -> bool:
    """Whether it goes over the cap. Raises Refused `over_cap` where nobody said why."""
    year = given.starts_on.year
    there = objects.counts(year, on, [target.pk]).get(target.pk, 0)
    over = given.kind in planning.counted_kinds(on) and there >= planning.cap(on)
    if over and not given.over_reason:
        said = f"{target.name}{year}年已有{there}次检查（各单位合计），再加一次超过上限{planning.cap(on)}次。确需检查的，写明理由，另经批准。"
        raise wrong("over_reason", "over_cap", said)
    return over


def _open(attempt: Attempt, body: Body, target: InspectionObject, content: Mapping[str, object]) -> Inspection:
    given: data.Preparation = attempt.data
    kinds = planning.kinds(local_date(attempt.recorded_at))
    title = f"对{target.name}的{kinds.get(str(content['kind']), '检查')}（{given.starts_on.year}年{given.starts_on.month}月）"
    matter = open_matter(attempt, title=title, holder=body, state=PREPARED.code, period=str(given.starts_on.year))
    try:
        with transaction.atomic():
            matter.inspection = Inspection.objects.create(
                matter=matter, by=body, object=target, team=given.team, scope=given.scope, starts_on=given.starts_on,
                ends_on=given.ends_on, **content,
            )  # fmt: skip
    except IntegrityError as error:  # somebody of the same body was a moment faster
        raise wrong("line", "line_unknown", "这一项已经有人安排了检查，请刷新页面。") from error
    own: Inspection = matter.inspection
    return own


def change_preparation(attempt: Attempt) -> None:
    """Other days, another team. Raises Refused `days_unfit`."""
    given: data.Preparation = attempt.data
    own = of(attempt)
    _days(given.starts_on, given.ends_on, "starts_on")
    if given.starts_on.year != own.starts_on.year:
        raise wrong(
            "starts_on", "days_unfit", f"只能改在{own.starts_on.year}年之内；改到别的年度的，请取消后另行安排。"
        )
    for name in ("team", "scope", "starts_on", "ends_on"):
        setattr(own, name, getattr(given, name))
    own.save(update_fields=["team", "scope", "starts_on", "ends_on"])


def announce(attempt: Attempt) -> None:
    """The inspected body learns that and when it is inspected, not more."""
    own = of(attempt)
    assert own.object.body is not None
    own.announced_at = attempt.occurred_at
    own.save(update_fields=["announced_at"])
    add_party(attempt.subject, own.object.body, PartyRole.COPY, attempt.occurred_at)
    text = f"{attempt.actor.title}：{spoken_date(own.starts_on)}至{spoken_date(own.ends_on)}。"
    telling.tell_body(attempt, own.object.body.pk, f"检查通知：{attempt.subject.title}", text)


def grant(attempt: Attempt) -> None:
    """It may go over the cap."""
    own = of(attempt)
    own.over_granted_at, own.over_granted_by = attempt.occurred_at, attempt.actor.title
    own.save(update_fields=["over_granted_at", "over_granted_by"])
    telling.tell_holder(
        attempt, f"超上限检查已批准：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.note}"
    )


def carry_out(attempt: Attempt) -> None:
    """It was done. Raises Refused `days_unfit` or `held_in_future`."""
    given: data.CarryOut = attempt.data
    own = of(attempt)
    _days(given.held_from, given.held_to, "held_from")
    if given.held_to > local_date(attempt.recorded_at):
        raise wrong("held_to", "held_in_future", f"{spoken_date(given.held_to)}还没有到，检查完再登记。")
    own.held_from, own.held_to, own.looked_at = given.held_from, given.held_to, given.looked_at
    if given.file:
        own.file = claim_file(attempt, attempt.subject, given.file)
    own.save(update_fields=["held_from", "held_to", "looked_at", "file"])


def call_off(attempt: Attempt) -> None:
    """It is not done; whoever was told of it is told so."""
    own = of(attempt)
    own.called_off = attempt.data.note
    own.save(update_fields=["called_off"])
    if own.announced_at is not None and own.object.body is not None:
        text = f"{attempt.actor.title}：{attempt.data.note}"
        telling.tell_body(attempt, own.object.body.pk, f"检查取消：{attempt.subject.title}", text)


def of(attempt: Attempt) -> Inspection:
    """The inspection acted on."""
    own: Inspection = attempt.subject.inspection
    return own


def _body(attempt: Attempt) -> Body:
    body = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if body is None or not planning.plans(body, local_date(attempt.recorded_at)):
        raise Refused("not_inspecting", "按规则书，您所在的机构不组织督查检查。", status=403)
    return body


def _line(number: str, body: Body, year: int) -> PlanLine:
    found = queries.to_carry_out(body, year).filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise wrong("line", "line_unknown", f"没有所选的{year}年计划项，或已经安排了检查。请刷新页面后重选。")
    return found


def _days(first: date, last: date, field: str) -> None:
    if first > last:
        raise wrong(field, "days_unfit", f"开始的{spoken_date(first)}晚于结束的{spoken_date(last)}，请核对。")


__all__ = [
    "CLAUSES", "announce", "call_off", "carry_out", "change_preparation", "grant", "of", "prepare_planned", "prepare_unplanned",
]  # fmt: skip
