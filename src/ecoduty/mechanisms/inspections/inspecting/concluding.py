"""The conclusion of an inspection: sent, received, reviewed where the inspected asks for it (clause 14.1)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.matters.opening import add_party
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.inspecting import data, queries
from ecoduty.mechanisms.inspections.inspecting.acts import of
from ecoduty.mechanisms.inspections.inspecting.states import Outcome
from ecoduty.mechanisms.inspections.planning.objects import wrong


def conclude(attempt: Attempt) -> None:
    """To the inspected body, which sees it whole from now on. Raises as `_write`."""
    _write(attempt)
    own = of(attempt)
    assert own.object.body is not None
    add_party(attempt.subject, own.object.body, PartyRole.SUPPORTER, attempt.occurred_at)
    telling.tell_body(
        attempt, own.object.body.pk, f"检查结论待签收：{attempt.subject.title}", f"{attempt.actor.title}送达，请签收。"
    )


def conclude_site(attempt: Attempt) -> None:
    """To an enterprise, outside the platform. Raises as `_write`, and `received_in_future`."""
    given: data.ConcludeSite = attempt.data
    _write(attempt)
    _received(attempt, given.received_on, given.evidence)


def conclude_self(attempt: Attempt) -> None:
    """A body's own result of looking at itself. Raises as `_write`."""
    _write(attempt)


def acknowledge(attempt: Attempt) -> None:
    """The inspected body has it; from now on it can ask for a review."""
    _received(attempt, local_date(attempt.occurred_at), attempt.actor.title)


def ask_review(attempt: Attempt) -> None:
    """The inspected objects. Raises Refused `review_too_late` or `asked_in_future`."""
    given: data.AskReview = attempt.data
    own = of(attempt)
    day = (
        given.asked_on if own.object.body_id is None else local_date(attempt.occurred_at)
    )  # on the platform that of the act
    if day > local_date(attempt.recorded_at):
        raise wrong("asked_on", "asked_in_future", f"{spoken_date(day)}还没有到，请核对申请日期。")
    if own.review_until is not None and day > own.review_until:
        raise wrong("asked_on", "review_too_late", f"申请复核的期限到{spoken_date(own.review_until)}为止，已经过了。")
    own.review_reason, own.review_asked_on = given.reason, day
    own.save(update_fields=["review_reason", "review_asked_on"])
    telling.tell_holder(
        attempt, f"申请复核：{attempt.subject.title}", f"{attempt.actor.title}对检查结论有异议，请复核。"
    )


def decide_review(attempt: Attempt) -> None:
    """Upheld, changed or revoked, by somebody else than who concluded. Raises Refused `reviewed_by_concluder`."""
    given: data.DecideReview = attempt.data
    own = of(attempt)
    if own.concluded_by_id is not None and own.concluded_by_id == attempt.actor.person:
        raise wrong("outcome", "reviewed_by_concluder", "下结论的人在复核中应当回避，请由本单位其他负责人决定。")
    own.review_outcome, own.review_text = given.outcome, given.text
    own.save(update_fields=["review_outcome", "review_text"])
    attempt.record(outcome=given.outcome)
    if own.object.body is not None:
        text = f"{attempt.actor.title}：{Outcome(given.outcome).label}。"
        telling.tell_body(attempt, own.object.body.pk, f"复核决定：{attempt.subject.title}", text)


def _received(attempt: Attempt, day: date, by: str) -> None:
    own = of(attempt)
    if day > local_date(attempt.recorded_at):
        raise wrong("received_on", "received_in_future", f"{spoken_date(day)}还没有到，请核对送达日期。")
    own.received_on, own.received_by = day, by
    own.review_until = queries.review_until(day, local_date(attempt.recorded_at))
    own.save(update_fields=["received_on", "received_by", "review_until"])


def _write(attempt: Attempt) -> None:
    """Keep the conclusion. Raises Refused `problems_missing` or `problems_there` where register and word do not agree."""
    given: data.Conclude = attempt.data
    own = of(attempt)
    count = queries.problems_of(attempt.subject).count()
    if given.found == "found" and not count:
        raise wrong("found", "problems_missing", "还没有登记问题。请先登记发现的问题，或选“没有发现问题”。")
    if given.found == "none" and count:
        raise wrong("found", "problems_there", f"已经登记了{count}个问题，不能写没有发现问题。")
    own.none_found, own.conclusion = given.found == "none", given.conclusion
    own.concluded_by_id = attempt.actor.person
    own.save(update_fields=["none_found", "conclusion", "concluded_by"])
    attempt.record(problems=count)


__all__ = ["acknowledge", "ask_review", "conclude", "conclude_self", "conclude_site", "decide_review"]
