"""What police, procuratorate and court decide after the receipt, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable

from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import COURT
from ecoduty.mechanisms.enforcement.transfer import court_data, data, queries, states
from ecoduty.mechanisms.enforcement.transfer.acts import SUPERVISION, chosen, keep, own_of, tell_case


def by_police(attempt: Attempt) -> None:
    """A paper of the police with its number and what it says."""
    keep(attempt, own_of(attempt).police, attempt.data.number, getattr(attempt.data, "reason", ""))


def by_procuratorate(attempt: Attempt) -> None:
    """A paper of the procuratorate with its number and what it says."""
    keep(attempt, own_of(attempt).procuratorate, attempt.data.number, getattr(attempt.data, "reason", ""))


def longer(attempt: Attempt) -> None:
    """The police take the longer time that the measures allow; why, and who approved it, is kept."""
    given = attempt.data
    approved = getattr(given, "approved_by", "")
    says = f"{given.reason}（{approved}批准）" if approved else given.reason
    keep(attempt, own_of(attempt).police, getattr(given, "number", ""), says)


def file(attempt: Attempt) -> None:
    """The police file the case."""
    own = own_of(attempt)
    own.filed_at = attempt.occurred_at
    own.save(update_fields=["filed_at"])
    by_police(attempt)


def notify(attempt: Attempt) -> None:
    """The enforcing body has the decision in its hands: what counts from there counts from this moment."""
    own = own_of(attempt)
    own.notified_at, own.warned_at = attempt.occurred_at, None
    own.save(update_fields=["notified_at", "warned_at"])
    by_police(attempt)


def notify_filing(attempt: Attempt) -> None:
    """The case is the police's now: the administrative case waits for what comes of it."""
    notify(attempt)
    tell_case(attempt, "effect", outcome="filed", number=attempt.data.number, fine="", text="")


def hand_over_goods(attempt: Attempt) -> None:
    """Goods and materials go to the police. While arrest is being examined the case stays there."""
    given: data.HandOverGoods = attempt.data
    keep(attempt, number=given.list_number, says=f"{given.pieces}件，接收人：{given.received_by}")
    if attempt.before == states.ARREST_REQUESTED.code:
        attempt.lead_to(states.ARREST_REQUESTED.code)


def apply_for_reconsideration(attempt: Attempt) -> None:
    """The enforcing body asks the police to look again."""
    keep(attempt, number=attempt.data.number, says=attempt.data.grounds)


def suggest(attempt: Attempt) -> None:
    """The enforcing body asks the procuratorate to supervise. Raises Refused `papers_missing`."""
    require_papers(attempt, SUPERVISION, clause="18.3")
    keep(attempt, number=attempt.data.number, says=attempt.data.grounds)


def reconsider(attempt: Attempt) -> None:
    """The police uphold their decision or file after all."""
    given: data.DecidePoliceReconsideration = attempt.data
    own = own_of(attempt)
    keep(attempt, own.police, given.number, f"{given.outcome.label}：{given.reason}")
    if given.outcome is states.PoliceReconsidered.CHANGED:
        own.filed_at = attempt.occurred_at
        own.save(update_fields=["filed_at"])
        attempt.lead_to(states.FILING_DECIDED.code)


def back_to_the_police(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """Where the police had not decided at all, the end of supervision leaves them their decision."""

    def done(attempt: Attempt) -> None:
        effect(attempt)
        if queries.undecided(own_of(attempt)):
            attempt.lead_to(states.RECEIVED.code)

    return done


def decide_arrest(attempt: Attempt) -> None:
    """Raises Refused `reason_missing` where arrest is refused without one."""
    given: court_data.DecideArrest = attempt.data
    if given.outcome is states.ArrestDecision.REFUSED and not given.reason:
        raise wrong("reason", "reason_missing", "不批准逮捕的，请写明理由。")
    says = f"{given.outcome.label}：{given.reason}" if given.reason else given.outcome.label
    keep(attempt, own_of(attempt).procuratorate, given.number, says)


def prosecute(attempt: Attempt) -> None:
    """The case goes to the court, which knows of it from now on. Raises Refused `unknown_choice`, `nobody_there`."""
    given: court_data.ProsecuteCase = attempt.data
    own = own_of(attempt)
    own.court = chosen(attempt, "court", given.court)
    own.save(update_fields=["court"])
    circle.name_side(attempt, own.court, COURT)
    keep(attempt, own.procuratorate, given.number, f"起诉至{own.court.short_name}")


def decide_non_prosecution(attempt: Attempt) -> None:
    """Why it is not prosecuted."""
    given: court_data.DecideNonProsecution = attempt.data
    keep(attempt, own_of(attempt).procuratorate, given.number, f"{given.ground.label}：{given.reason}")


def judge(attempt: Attempt) -> None:
    """The judgment. Raises Refused `fine_without_conviction`."""
    given: court_data.RecordJudgment = attempt.data
    if given.fine and given.outcome is not states.CriminalJudgment.CONVICTED:
        raise wrong("fine", "fine_without_conviction", "只有有罪判决才有罚金，请核对裁判结果或者罚金。")
    own = own_of(attempt)
    own.outcome, own.fine = str(given.outcome), given.fine
    own.save(update_fields=["outcome", "fine"])
    fine = f"，罚金{given.fine}元" if given.fine else ""
    keep(attempt, own.court, given.number, f"{given.outcome.label}{fine}")


def hand_back(attempt: Attempt) -> None:
    """The administrative case goes on with what came of the criminal side. Raises Refused `nothing_to_set_off`, `set_off_too_much`."""
    given: data.HandBackCase = attempt.data
    own = own_of(attempt)
    if given.set_off and not own.fine:
        raise wrong("set_off", "nothing_to_set_off", "没有判处罚金，没有可以折抵的，请把折抵数额留空。")
    if given.set_off and own.fine is not None and given.set_off > own.fine:
        raise wrong("set_off", "set_off_too_much", f"折抵数额不能超过罚金（{own.fine}元），请核对。")
    own.outcome = queries.outcome_of(attempt.subject, own)
    own.set_off, own.follows = given.set_off, given.follows
    own.save(update_fields=["outcome", "set_off", "follows"])
    keep(attempt, says=given.follows)
    fine = "" if own.fine is None else str(own.fine)
    last = own.papers.exclude(number="").exclude(body=attempt.subject.holder).order_by("-id").first()
    tell_case(attempt, "effect", outcome=own.outcome, number=last.number if last else "", fine=fine, text=given.follows)
