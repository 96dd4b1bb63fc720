"""What the acts of a reconsideration do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.opening import hand_off, relate
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.circle import open_restricted, team_of
from ecoduty.mechanisms.enforcement.counterparts import chosen, seen_by_number
from ecoduty.mechanisms.enforcement.on_paper import PAPER
from ecoduty.mechanisms.enforcement.pieces.models import Piece
from ecoduty.mechanisms.enforcement.reconsidering import data, queries, states
from ecoduty.mechanisms.enforcement.reconsidering.models import AdministrativeReconsideration
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Open it at the department that answers. Raises Refused `unknown_choice`, `dated_before`, `day_in_future`, `not_an_officer`."""
    given: data.RegisterReconsideration = attempt.data
    holder = Body.objects.select_related("region").get(key=attempt.actor.body)
    organ = chosen("organ", given.organ, queries.organs(holder.level, _day(attempt)))
    after(attempt, "received_on", given.received_on, given.accepted_on, "受理日期")
    about = seen_by_number(attempt.actor, given.about)
    matter = open_restricted(
        attempt, title=given.title, holder=holder, state=states.RECEIVED.code, officers=given.officers, fewest=1
    )
    matter.administrative_reconsideration = AdministrativeReconsideration.objects.create(
        matter=matter, organ=organ, procedure=given.procedure, contested=given.contested, docket_number=given.docket_number,
        accepted_on=given.accepted_on, received_on=given.received_on,
    )  # fmt: skip
    _keep_paper(attempt, given.notice)
    if about is not None:
        relate(attempt, about)


def answer(attempt: Attempt) -> None:
    """The written answer. Raises Refused `dated_before`, `day_in_future`."""
    given: data.AnswerReconsideration = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.received_on, "收到副本之日")
    own.answered_on, own.answer_number, own.evidence = given.on, given.number, given.evidence
    own.save(update_fields=["answered_on", "answer_number", "evidence"])


def note_longer(attempt: Attempt) -> None:
    """The organ named a later day. Its limit goes on to that day, counted anew by nobody. Raises Refused `until_unfit`."""
    given: data.NoteLongerDecision = attempt.data
    own = own_of(attempt)
    if given.until <= own.accepted_on:
        raise wrong("until", "until_unfit", f"延长后的日期应晚于受理日期（{spoken_date(own.accepted_on)}）。")
    own.decide_by = given.until
    own.save(update_fields=["decide_by"])
    _keep_paper(attempt, given.scan)


def record_decision(attempt: Attempt) -> None:
    """What was decided. Raises Refused `unknown_choice`, `dated_before`, `day_in_future`."""
    given: data.RecordReconsidered = attempt.data
    own = own_of(attempt)
    if given.outcome not in queries.outcomes(_day(attempt)):
        raise wrong("outcome", "unknown_choice", "没有所选的复议决定，请从所列的各项中选。")
    after(attempt, "decided_on", given.decided_on, own.accepted_on, "受理日期")
    own.outcome, own.decision_number, own.decided_on = given.outcome, given.number, given.decided_on
    own.save(update_fields=["outcome", "decision_number", "decided_on"])
    _keep_paper(attempt, given.scan)


def go_to_court(attempt: Attempt) -> None:
    """The applicant sues: a suit of its own, the department its defendant. Raises Refused `dated_before` and what that raises."""
    given: data.GoToCourt = attempt.data
    own = own_of(attempt)
    after(attempt, "submitted_on", given.submitted_on, own.decided_on, "复议决定日期")
    matter = attempt.subject
    team = [person.pk for person in team_of(matter, _day(attempt))]
    hand_off(
        queries.LITIGATION, attempt,
        {
            "title": matter.title, "sort": "administrative", "court": given.court, "cause": "不服行政复议决定", "officers": team,
            "submitted_on": given.submitted_on, "agency_role": "defendant",
        },
    )  # fmt: skip
    _end(attempt, f"申请人于{spoken_date(given.submitted_on)}提起诉讼")


def conclude(attempt: Attempt) -> None:
    """It was carried out. Raises Refused `dated_before`, `day_in_future`."""
    given: data.ConcludeReconsideration = attempt.data
    after(attempt, "on", given.on, own_of(attempt).decided_on, "复议决定日期")
    _end(attempt, given.note)


def end(attempt: Attempt) -> None:
    """It ended without a decision. Raises Refused `dated_before`, `day_in_future`."""
    given: data.EndReconsideration = attempt.data
    after(attempt, "on", given.on, own_of(attempt).accepted_on, "受理日期")
    _end(attempt, given.reason)


def own_of(attempt: Attempt) -> AdministrativeReconsideration:
    """The row of the reconsideration acted on."""
    own: AdministrativeReconsideration = attempt.subject.administrative_reconsideration
    return own


def after(attempt: Attempt, field: str, day: date, earlier: date | None, what: str) -> None:
    """Raises Refused `day_in_future`, or `dated_before` for a day before the one it follows from (`what`)."""
    if day > _day(attempt):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")
    if earlier is not None and day < earlier:
        raise wrong(field, "dated_before", f"{spoken_date(day)}早于{what}（{spoken_date(earlier)}），请核对日期。")


def _end(attempt: Attempt, note: str) -> None:
    own = own_of(attempt)
    own.concluded_note = note
    own.save(update_fields=["concluded_note"])


def _keep_paper(attempt: Attempt, reference: str) -> None:
    """The organ works on paper: what it sent is kept among the materials."""
    Piece.objects.create(
        matter=attempt.subject, code=PAPER, title=attempt.act.label, original=False, added_at=attempt.recorded_at,
        file=claim_file(attempt, attempt.subject, reference),
    )  # fmt: skip


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)


__all__ = ["answer", "conclude", "end", "go_to_court", "note_longer", "own_of", "record_decision", "register"]
