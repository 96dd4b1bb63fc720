"""Notice, statement, hearing, legal review, discussion, decision."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import reckon
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.administrative import data, keys, queries, states
from ecoduty.mechanisms.enforcement.administrative.investigating import close_period, open_period
from ecoduty.mechanisms.enforcement.administrative.keeping import CLAUSE, all_checked, chosen, last_day, own_of, past
from ecoduty.mechanisms.enforcement.administrative.models import LegalReview, PenaltyDecision


def notify(attempt: Attempt) -> None:
    """Told at the moment of the act; from the next day the party has five working days. What was said before is void."""
    own = own_of(attempt)
    own.notice_number, own.notice_served_at, own.heard = attempt.data.number, attempt.occurred_at, ""
    own.statement_until = max(last_day(key, attempt.occurred_at) for key in (keys.STATEMENT, keys.HEARING_REQUEST))
    own.hearing_requested_at = own.hearing_on = own.hearing_held_at = None
    own.save(
        update_fields=[
            "notice_number", "notice_served_at", "heard", "statement_until", "hearing_requested_at", "hearing_on", "hearing_held_at",
        ]
    )  # fmt: skip
    attempt.record(statement_until=own.statement_until.isoformat())


def record_statement(attempt: Attempt) -> None:
    """What the party said, or that it waived in writing."""
    own = own_of(attempt)
    own.heard = attempt.data.heard
    own.save(update_fields=["heard"])


def request_hearing(attempt: Attempt) -> None:
    """Within five working days of being told. Raises Refused `hearing_too_late`, `hearing_twice`."""
    own = own_of(attempt)
    until = own.statement_until
    if until is not None and local_date(attempt.occurred_at) > until:
        raise Refused(
            "hearing_too_late",
            f"申请听证的期限已于{spoken_date(until)}届满，不再受理；理由告知当事人。",
            status=422,
            clause=CLAUSE,
        )
    if own.hearing_held_at is not None:
        raise Refused("hearing_twice", "这次告知之后已经听证过，不再重复听证。", status=422, clause=CLAUSE)
    own.hearing_requested_at = attempt.occurred_at
    own.save(update_fields=["hearing_requested_at"])
    open_period(attempt, states.Excluded.HEARING, attempt.data.note or "当事人申请听证", attempt.occurred_at)


def set_hearing(attempt: Attempt) -> None:
    """Told seven working days before. Raises Refused `hearing_notice_late`."""
    given: data.SetCaseHearing = attempt.data
    latest = reckon.latest_day_before(rulebooks.current(), keys.HEARING_NOTICE, given.hearing_on, current_calendar())
    if local_date(attempt.occurred_at) > latest:
        raise wrong(
            "hearing_on", "hearing_notice_late",
            f"听证须在七个工作日前通知：{spoken_date(given.hearing_on)}听证的，最迟应在{spoken_date(latest)}通知，请改期。",
            clause=CLAUSE,
        )  # fmt: skip
    own = own_of(attempt)
    own.hearing_on = given.hearing_on
    own.save(update_fields=["hearing_on"])


def hold_hearing(attempt: Attempt) -> None:
    """Raises Refused `hearing_not_set`, `hearing_not_yet`."""
    own = own_of(attempt)
    if own.hearing_on is None:
        raise Refused("hearing_not_set", "还没有通知听证的时间地点，请先办“通知听证”。", status=422, clause=CLAUSE)
    if local_date(attempt.occurred_at) < own.hearing_on:
        raise Refused(
            "hearing_not_yet", f"听证定在{spoken_date(own.hearing_on)}，还没有到。", status=422, clause=CLAUSE
        )
    own.hearing_held_at, own.heard = attempt.occurred_at, states.Heard.STATED
    own.save(update_fields=["hearing_held_at", "heard"])
    close_period(attempt, states.Excluded.HEARING)


def end_hearing(attempt: Attempt) -> None:
    """The request was taken back: what is decided rests on the statement alone."""
    own = own_of(attempt)
    own.hearing_requested_at = own.hearing_on = None
    own.save(update_fields=["hearing_requested_at", "hearing_on"])
    close_period(attempt, states.Excluded.HEARING)


def submit_review(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice`."""
    given: data.SubmitCaseReview = attempt.data
    chosen(attempt, "ground", given.ground, "administrative-case.review-grounds")
    LegalReview.objects.create(
        case=own_of(attempt), ground=given.ground, proposal=given.proposal, submitted_by_id=circle.acting(attempt),
        submitted_at=attempt.occurred_at,
    )  # fmt: skip


def pass_review(attempt: Attempt) -> None:
    """Another person than who investigates, each point looked at. Raises Refused `same_person`, `not_all_checked`."""
    given: data.PassCaseReview = attempt.data
    all_checked(
        "authority", (given.authority, given.evidence, given.law, given.procedure, given.crime),
        "审核各项须逐项核对勾齐；有一项不符的，请退回。",
    )  # fmt: skip
    _reviewed(attempt, passed=True)


def return_review(attempt: Attempt) -> None:
    """To the officers, or back to investigating. Raises Refused `same_person`."""
    _reviewed(attempt, passed=False)
    if attempt.data.investigate:
        attempt.lead_to(states.INVESTIGATING.code)


def _reviewed(attempt: Attempt, *, passed: bool) -> None:
    found = queries.last_review(own_of(attempt))
    person = circle.acting(attempt)
    team = {one.pk for one in circle.team_of(attempt.subject, local_date(attempt.recorded_at))}
    if found is None or person == found.submitted_by_id or person in team:
        raise Refused(
            "same_person", "法制审核不能由本案办案人员自己做，请由法制审核人员办。", status=403, clause=CLAUSE
        )
    found.reviewed_by_id, found.reviewed_at = person, attempt.occurred_at
    found.passed, found.opinion = passed, attempt.data.opinion
    found.save(update_fields=["reviewed_by", "reviewed_at", "passed", "opinion"])


def discuss(attempt: Attempt) -> None:
    """Raises Refused `day_in_future`."""
    given: data.DiscussCase = attempt.data
    past(attempt, "discussed_on", given.discussed_on)
    own = own_of(attempt)
    own.discussed_on, own.discussion = given.discussed_on, given.minutes
    own.save(update_fields=["discussed_on", "discussion"])


def decide(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice`, `fine_missing`, `fine_without_kind`, `not_discussed`, `fine_after_conviction`."""
    given: data.DecideCase = attempt.data
    own = own_of(attempt)
    known = queries.words("administrative-case.penalties", local_date(attempt.recorded_at))
    if not set(given.kinds) <= set(known):
        raise wrong("kinds", "unknown_choice", "没有所选的处罚种类，请从所列的种类中选。")
    if "fine" in given.kinds and not given.fine:
        raise wrong("fine", "fine_missing", "处罚种类有罚款的，请填罚款金额。", clause=CLAUSE)
    if given.fine and "fine" not in given.kinds:
        raise wrong("kinds", "fine_without_kind", "填了罚款金额的，处罚种类请勾选罚款。", clause=CLAUSE)
    if given.fine and own.outcome == states.Outcome.CONVICTED:
        raise wrong(
            "fine",
            "fine_after_conviction",
            "法院已经判处刑罚的，不再就同一行为罚款；其他种类的处罚仍可依法作出。",
            clause=CLAUSE,
        )
    if given.grave and own.discussed_on is None:
        raise wrong("grave", "not_discussed", "情节复杂或者重大违法的，须先登记集体讨论。", clause=CLAUSE)
    own.decision = PenaltyDecision.objects.create(
        case=own, number=given.number, kinds=given.kinds, fine=given.fine, confiscated=given.confiscated,
        text=given.text, decided_at=attempt.occurred_at,
    )  # fmt: skip


__all__ = [
    "decide", "discuss", "end_hearing", "hold_hearing", "notify", "pass_review", "record_statement", "request_hearing", "return_review",
    "set_hearing", "submit_review",
]  # fmt: skip
