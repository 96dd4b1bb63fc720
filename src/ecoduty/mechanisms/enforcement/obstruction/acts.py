"""A report of obstruction: put together, reported with its papers, received, decided, told to who reported it (clause 19.2)."""

from __future__ import annotations

from functools import partial

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.obstruction import data, opening, queries, states
from ecoduty.mechanisms.enforcement.obstruction.models import Obstruction
from ecoduty.mechanisms.enforcement.obstruction.states import Decision
from ecoduty.mechanisms.enforcement.obstruction.supporting import said_by, tell_team
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import POLICE

_wrong = partial(wrong, clause="19.2")


def prepare(attempt: Attempt) -> None:
    """Open the report on the own side; the police know of it once it is sent.

    Raises Refused `no_team`, `moment_ahead`, `called_too_early`, `unknown_choice`, `no_police`, `about_unknown` or as
    `open_restricted`.
    """
    given: data.PrepareObstruction = attempt.data
    on = local_date(attempt.recorded_at)
    body = opening.enforcing(attempt, "19.2")
    opening.not_ahead(attempt, "happened_at", given.happened_at)
    if given.called_at is not None:
        opening.not_ahead(attempt, "called_at", given.called_at)
        if given.called_at < given.happened_at:
            raise _wrong("called_at", "called_too_early", "拨打110的时间早于发生时间，次序不对，请核对。")
    if given.manner not in queries.manners(on):
        raise _wrong("manner", "unknown_choice", "请从所列的阻碍方式中选。")
    police, about = opening.police(attempt, given.police, body), opening.about(attempt, given.about)
    matter = circle.open_restricted(
        attempt,
        title=f"阻碍执法：{given.place}"[:120],
        holder=body,
        state=states.PREPARED.code,
        officers=given.officers,
    )
    matter.obstruction = Obstruction.objects.create(
        matter=matter, police=police, manner=given.manner, happened_at=given.happened_at, place=given.place, text=given.text,
        officers=opening.posts_of(body, given.officers, on), injured=given.injured, called_at=given.called_at, about=about,
    )  # fmt: skip


def report(attempt: Attempt) -> None:
    """It goes to the police with what proves it. Raises Refused `papers_missing` or `nobody_there`."""
    require_papers(attempt, queries.REPORT_LEG, "19.2")
    own = own_of(attempt)
    own.reported_at = attempt.occurred_at
    own.save(update_fields=["reported_at"])
    circle.name_side(attempt, own.police, POLICE)


def receive(attempt: Attempt) -> None:
    """The police have registered it."""
    own = own_of(attempt)
    own.receipt_number, own.received_by = attempt.data.receipt_number.strip(), said_by(attempt)
    own.received_at = attempt.occurred_at
    own.save(update_fields=["receipt_number", "received_by", "received_at"])
    tell_team(attempt)


def decide(attempt: Attempt) -> None:
    """Raises Refused `day_in_future`, `decided_before_receipt`, `number_missing` or `reason_missing`."""
    given: data.DecideObstruction = attempt.data
    own = own_of(attempt)
    received = local_date(own.received_at or attempt.subject.opened_at)
    if given.decided_on > local_date(attempt.recorded_at):
        raise _wrong("decided_on", "day_in_future", f"{spoken_date(given.decided_on)}还没有到，不能登记将来的事。")
    if given.decided_on < received:
        raise _wrong(
            "decided_on", "decided_before_receipt", f"决定日期早于受案的{spoken_date(received)}，次序不对，请核对。"
        )
    if given.decision is Decision.NOT_ESTABLISHED and not given.text.strip():
        raise _wrong("text", "reason_missing", "不成立或者不予处罚的，必须写明理由。")
    if given.decision is not Decision.NOT_ESTABLISHED and not given.number.strip():
        raise _wrong("number", "number_missing", "处罚、立案的，请填决定书文号。")
    own.decision, own.decided_on = given.decision, given.decided_on
    own.decision_number, own.decision_text = given.number.strip(), given.text.strip()
    own.save(update_fields=["decision", "decided_on", "decision_number", "decision_text"])
    tell_team(attempt)


def tell(attempt: Attempt) -> None:
    """The reporting body is told."""
    own = own_of(attempt)
    own.told, own.told_at, own.told_by = attempt.data.text, attempt.occurred_at, said_by(attempt)
    own.save(update_fields=["told", "told_at", "told_by"])
    tell_team(attempt)


def own_of(attempt: Attempt) -> Obstruction:
    """The report of the matter acted on."""
    matter: Matter = attempt.subject
    own: Obstruction = matter.obstruction
    return own
