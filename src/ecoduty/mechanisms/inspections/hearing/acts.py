"""What the acts before a problem is fixed do beyond their table (clauses 9.3, 14.2). Each runs inside the gate's transaction."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters import positions
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections import queries
from ecoduty.mechanisms.inspections.hearing import bases, data, duties
from ecoduty.mechanisms.inspections.hearing.models import Conferral, ConferralPosition, Determination, Statement
from ecoduty.mechanisms.inspections.hearing.states import Said
from ecoduty.mechanisms.inspections.keeping import file_of, own_of
from ecoduty.mechanisms.inspections.refusing import refuse
from ecoduty.mechanisms.inspections.roads import Road

_CLAUSE = "14.2"


def ask_statement(attempt: Attempt) -> None:
    """The inspected body sees what was found and is asked what it says. Raises Refused `not_responsible` or `own_house`."""
    given: data.AskStatement = attempt.data
    matter: Matter = attempt.subject
    own = own_of(attempt)
    day = local_date(attempt.recorded_at)
    body = next((one for one in queries.responsible_bodies(own.found_by, day) if one.key == given.inspected), None)
    if body is None:
        raise refuse(
            "not_responsible", "所选单位不能做被检查单位，请从所列的单位中选。", field="inspected", clause=_CLAUSE
        )
    if body.pk == own.found_by_id:
        raise refuse(
            "own_house", "本单位自己发现的问题不用听取陈述，请直接交办给本单位。", field="inspected", clause=_CLAUSE
        )
    own.inspected, own.road = body, Road.FULL
    own.save(update_fields=["inspected", "road"])
    add_party(matter, body, PartyRole.SUPPORTER, attempt.occurred_at)
    attempt.record(inspected=body.short_name)
    text = f"{attempt.actor.title}：请在期限内陈述，逾期未陈述的照此定性。{given.points}"
    telling.tell_body(attempt, body.pk, f"请陈述意见：{matter.title}", text)


def give_statement(attempt: Attempt) -> None:
    """Keep what the inspected body says; whoever found the problem is told."""
    given: data.GiveStatement = attempt.data
    own = own_of(attempt)
    _say(attempt, given.said, given.text, given.file)
    attempt.record(said=Said(given.said).label)
    text = f"{attempt.actor.title}：{given.text}"
    telling.tell_body(attempt, own.found_by_id, f"已陈述（{Said(given.said).label}）：{attempt.subject.title}", text)


def record_conferral(attempt: Attempt) -> None:
    """Keep what each department held. Raises Refused `in_future`, `before_finding` or as `positions.read`."""
    given: data.RecordProblemConferral = attempt.data
    own = own_of(attempt)
    if given.held_on > local_date(attempt.recorded_at):
        raise refuse(
            "in_future", f"{spoken_date(given.held_on)}还没有到，不能登记将来的事。", field="held_on", clause=_CLAUSE
        )
    if given.held_on < own.found_on:
        sentence = f"会商日期{spoken_date(given.held_on)}早于发现问题的{spoken_date(own.found_on)}，请核对。"
        raise refuse("before_finding", sentence, field="held_on", clause=_CLAUSE)
    found = positions.read(given.positions, queries.conferring(own, given.held_on), clause=_CLAUSE)
    conferral = Conferral.objects.create(
        problem=own, held_on=given.held_on, attendees=given.attendees, result=given.result,
        file=file_of(attempt, given.file), by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    ConferralPosition.objects.bulk_create(
        ConferralPosition(conferral=conferral, body=body, text=text) for body, text in found
    )
    attempt.record(positions=len(found))


def determine(attempt: Attempt) -> None:
    """The problem is fixed: what it is, how it is handled, on which law.

    Raises Refused `objection_unanswered`, `conferral_missing`, or as `bases.read` and `duties.named`. A body that said
    nothing within its limit is written down as silent.
    """
    given: data.DetermineProblem = attempt.data
    own = own_of(attempt)
    if not queries.spoke(own):
        _say(attempt, Said.SILENT, f"陈述期限{spoken_date(queries.statement_day(own))}已过，没有收到陈述。")
    elif queries.objected(own) and not given.on_objection:
        raise refuse(
            "objection_unanswered",
            "被检查单位有异议：写明采纳哪些、不采纳的为什么，再定性。",
            field="on_objection",
            clause=_CLAUSE,
        )
    if not given.waived and not own.conferrals.exists():
        raise refuse(
            "conferral_missing", "还没有登记过会商：请先登记会商，或写明不会商的理由。", field="waived", clause=_CLAUSE
        )
    on = local_date(attempt.recorded_at)
    references = bases.read(given.bases, on, "bases", _CLAUSE)
    row = duties.named(attempt.actor, own, given.duty, on)
    made = Determination.objects.create(
        problem=own, finding=given.finding, handling=given.handling, on_objection=given.on_objection,
        waived=given.waived, duty=row.key if row else None, duty_name=row.name if row else "",
        by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    bases.keep(made, references)
    attempt.record(bases=[reference.text for reference in references])
    if own.inspected_id is not None:
        title = f"已定性：{attempt.subject.title}"
        telling.tell_body(attempt, own.inspected_id, title, f"{attempt.actor.title}：{given.finding}")


def _say(attempt: Attempt, said: str, text: str, file: str = "") -> None:
    own = own_of(attempt)
    assert own.inspected is not None
    Statement.objects.create(
        problem=own, body=own.inspected, said=said, text=text, file=file_of(attempt, file),
        by=attempt.actor.title if said != Said.SILENT else "平台", at=attempt.occurred_at,
    )  # fmt: skip


__all__ = ["ask_statement", "determine", "give_statement", "record_conferral"]
