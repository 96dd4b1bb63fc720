"""Conditions of the acts of a case, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.administrative import keys, queries
from ecoduty.mechanisms.enforcement.administrative.keeping import own_of
from ecoduty.mechanisms.enforcement.administrative.models import CoerciveMeasure, ElementFinding, PenaltyDecision
from ecoduty.mechanisms.enforcement.administrative.states import Heard, Sort
from ecoduty.mechanisms.enforcement.listing.guards import NOT_LISTED
from ecoduty.mechanisms.enforcement.relations import HEAD, LINKAGE
from ecoduty.organisation.access import asked_once

_CLAUSE = "18.1"


def _decision(attempt: Attempt) -> PenaltyDecision | None:
    """A page asks for each act whether it may be done: the same question is put once."""
    own = own_of(attempt)
    return asked_once(("penalty_decision", own.pk), lambda: queries.decision(own))


def _finding(attempt: Attempt) -> ElementFinding | None:
    own = own_of(attempt)
    return asked_once(("element_finding", own.pk), lambda: queries.finding(own))


def _measure(attempt: Attempt, sort: Sort) -> CoerciveMeasure | None:
    own = own_of(attempt)
    return asked_once(("standing_measure", own.pk, sort.value), lambda: queries.standing_measure(own, sort))


def _open(attempt: Attempt) -> frozenset[str]:
    own = own_of(attempt)
    return asked_once(("open_limits", own.pk), lambda: queries.open_limits(own))


def _team(attempt: Attempt) -> bool:
    found = asked_once(
        ("enforcement_team", attempt.subject.pk),
        lambda: len(circle.team_of(attempt.subject, local_date(attempt.recorded_at))),
    )
    return found >= circle.TEAM


TWO_OFFICERS = Guard(
    "two_officers", "调查取证、告知须有两名以上执法人员：请先办“让人知悉”，加一名办案人员。", _team, clause=_CLAUSE
)


def _stated(attempt: Attempt) -> bool:
    own = own_of(attempt)
    until = own.statement_until
    return own.heard == Heard.WAIVED or (until is not None and local_date(attempt.occurred_at) > until)


STATEMENT_OVER = Guard(
    "statement_running",
    "当事人陈述申辩、申请听证的五个工作日还没有届满，不能作出决定；当事人书面放弃的，请先登记。",
    _stated,
    clause=_CLAUSE,
)


def _reviewed(attempt: Attempt) -> bool:
    found = queries.last_review(own_of(attempt))
    return found is not None and found.passed is True


REVIEWED = Guard("not_reviewed", "没有经过法制审核或者审核没有通过，不能作出决定。", _reviewed, clause=_CLAUSE)
NOT_RED = Guard(
    "untransferred",
    "此案符合入罪情形而没有移送（不得以罚代移）：请先移送公安机关，或者由负责人书面说明不移送的理由，再结案。",
    lambda attempt: not _red(attempt),
    clause=_CLAUSE,
)


def _red(attempt: Attempt) -> bool:
    own = own_of(attempt)
    found = _finding(attempt)
    return found is not None and found.red_since is not None and queries.owes_answer(own, found)


def _met(attempt: Attempt) -> bool:
    found = _finding(attempt)
    return found is not None and bool(found.met or found.otherwise) and not found.choice


UNANSWERED = Guard("nothing_met", "录入的事实没有对应到入罪情形，或者已经移送、已经说明理由。", _met, clause=_CLAUSE)


OWES_ANSWER = Guard(
    "nothing_met", "录入的事实没有对应到入罪情形，或者已经移送、已经说明理由。",
    lambda attempt: queries.owes_answer(own_of(attempt), _finding(attempt)), clause=_CLAUSE,
)  # fmt: skip


def _there(attempt: Attempt) -> bool:
    body = queries.procuratorate_of(attempt.subject.holder)
    on = local_date(attempt.recorded_at)
    return body is not None and bool(circle.in_posts(body, LINKAGE, on) or circle.in_posts(body, HEAD, on))


PROCURATORATE_THERE = Guard(
    "nobody_there", "机构目录里没有同级检察院的联络员和负责人，请先补齐岗位。", _there, clause=_CLAUSE
)


DECIDED = Guard("not_decided", "此案还没有作出决定。", lambda attempt: _decision(attempt) is not None, clause=_CLAUSE)
ANSWERED = Guard(
    "untransferred",
    "录入的事实符合入罪情形：请先移送公安机关，或者由负责人书面说明不移送的理由。",
    lambda attempt: not queries.owes_answer(own_of(attempt), _finding(attempt)),
    clause=_CLAUSE,
)
WITHOUT_DECISION = (ANSWERED, NOT_LISTED)
"""What keeps a case from ending without a decision: no night looks at it afterwards, so that the answer comes first."""
CLOSING = (NOT_RED, NOT_LISTED)
"""What keeps a case from being closed in the ordinary way: silence about a crime, and a joint listing (18.4)."""


def _stands(sort: Sort) -> Guard:
    return Guard(
        "no_measure",
        f"现在没有{sort.label}。",
        lambda attempt: _measure(attempt, sort) is not None,
        clause=_CLAUSE,
    )


def _unapproved(attempt: Attempt) -> bool:
    found = _measure(attempt, Sort.PRESERVATION)
    return found is not None and found.approved_at is None


PRESERVED, SEIZED = _stands(Sort.PRESERVATION), _stands(Sort.SEIZURE)
UNAPPROVED = Guard("nothing_to_approve", "没有等待补办批准的先行登记保存。", _unapproved, clause=_CLAUSE)
ORDERED = Guard(
    "no_order",
    "没有等待复查的责令改正决定。",
    lambda attempt: queries.open_order(own_of(attempt)) is not None,
    clause=_CLAUSE,
)


def _fined(attempt: Attempt) -> bool:
    found = _decision(attempt)
    return found is not None and bool(found.fine)


FINED = Guard("no_fine", "决定没有罚款，不用登记缴款。", _fined, clause=_CLAUSE)


def _to_publish(attempt: Attempt) -> bool:
    found = _decision(attempt)
    return found is not None and bool(found.kinds) and found.published_on is None and not found.annulment


TO_PUBLISH = Guard("published_already", "已经登记过公开，或者不用公开。", _to_publish, clause=_CLAUSE)


def _to_withdraw(attempt: Attempt) -> bool:
    found = _decision(attempt)
    return found is not None and bool(found.annulment) and found.published_on is not None and found.withdrawn_on is None


TO_WITHDRAW = Guard("not_published", "没有需要撤回的公开信息。", _to_withdraw, clause=_CLAUSE)
SENT = Guard(
    "not_transferred",
    "此案没有登记移送公安机关，不能登记移送的结果。",
    lambda attempt: bool(own_of(attempt).transfer_number),
    clause=_CLAUSE,
)


def _runs(key: str) -> Guard:
    return Guard(
        "nothing_to_extend",
        "这个时限现在没有在计时，不能延长。",
        lambda attempt: key in _open(attempt),
        clause=_CLAUSE,
    )


FILING_RUNS, DECISION_RUNS, SEIZURE_RUNS = _runs(keys.FILING), _runs(keys.DECISION), _runs(keys.SEIZURE)

__all__ = [
    "ANSWERED",
    "CLOSING",
    "DECIDED",
    "DECISION_RUNS",
    "FILING_RUNS",
    "FINED",
    "NOT_RED",
    "ORDERED",
    "OWES_ANSWER",
    "PRESERVED",
    "PROCURATORATE_THERE",
    "REVIEWED",
    "SEIZED",
    "SEIZURE_RUNS",
    "SENT",
    "STATEMENT_OVER",
    "TO_PUBLISH",
    "TO_WITHDRAW",
    "TWO_OFFICERS",
    "UNANSWERED",
    "UNAPPROVED",
    "WITHOUT_DECISION",
]  # fmt: skip
